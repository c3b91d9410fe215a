"""JSON Lines, a JSON array, or JSON objects one after another, read element by element with orjson.

Nested objects become columns with dotted names, lists of plain values are joined by `|`, lists of objects stay JSON text. The columns are
those of the first thousand elements; later ones are added with a notice. Row numbers: the line in JSON Lines, else the element, from 1.
"""

import json
import re
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from itertools import islice
from typing import Any

import orjson
import pyarrow as pa

from xenia.lake.intake.batches import coalesce, read_ahead
from xenia.lake.intake.cells import joined_text, value_text
from xenia.lake.intake.compressed import ByteSource, DataFile
from xenia.lake.intake.encodings import MARKS, Encoding, Sample, Utf8Blocks, detect_encoding, take_sample, without_marks
from xenia.lake.intake.faults import file_fault, notice, reject_detail
from xenia.lake.intake.json_elements import Element, elements_of, json_layout
from xenia.lake.intake.layout import SAMPLE_ROWS
from xenia.lake.intake.types import ROW, Batch, FileFault, FileShape, Limits, Notice, Part, ReadOptions, Reject, cut_raw

HEADER_ELEMENTS = 1_000
ROWS_PER_PART = 20_000
DEPTH_MAX = 20
LONG_NUMBER = re.compile(rb"\d{18}")  # orjson would round numbers of 20 digits

Row = dict[str, str | None]


class RowRefusedError(Exception):
    """Carries the rule and its two sentences from the depth of an element to the row."""

    def __init__(self, rule: str, **values: Any) -> None:
        super().__init__(rule)
        self.rule = rule
        self.detail, self.detail_zh = reject_detail(rule, **values)


@dataclass(frozen=True, slots=True)
class JsonShape:
    """What the first thousand elements tell."""

    encoding: Encoding
    layout: str
    header: list[str]
    sample: list[list[str]]
    rows_estimate: int | None


def shape_of_json(file: DataFile, options: ReadOptions) -> FileShape:
    """A look at the file. `format` is `jsonl` or `json`. Raises FileFault: empty, too many columns."""
    shape = _look(file, options)
    return FileShape(
        format="jsonl" if shape.layout == "lines" else "json",
        compression=file.compression,
        encoding=shape.encoding.name,
        encoding_confidence=shape.encoding.confidence,
        delimiter=None,
        quote=None,
        header=shape.header,
        sample=shape.sample,
        rows_estimate=shape.rows_estimate,
        size_bytes=file.size_bytes,
        header_row=0,
        member=file.member,
    )


def read_json(file: DataFile, options: ReadOptions, skip_rows: int) -> Iterator[Batch]:
    """Batches of the file. A faulty line is a reject; a file that stops inside an element is a fault after the elements before."""
    shape = _look(file, options)
    yield from read_ahead(coalesce(_parts(file, shape, options.limits, skip_rows), shape.header, options, 0))


def _look(file: DataFile, options: ReadOptions) -> JsonShape:
    sample = take_sample(file)
    encoding = Encoding(options.encoding, 1.0) if options.encoding else detect_encoding(sample.head + sample.elsewhere)
    with closing(file.open()) as source:
        first = next(iter(Utf8Blocks(source, encoding)), b"").lstrip()
    if not first:
        raise file_fault("file_empty", name=file.packed_name)
    layout = json_layout(first)
    columns: dict[str, None] = {}
    rows: list[Row] = []
    with closing(file.open()) as source:
        for element in _until_fault(islice(_elements(source, encoding, layout, file), HEADER_ELEMENTS)):
            row, _ = parse_element(element, options.limits)
            if row:
                columns |= dict.fromkeys(row)
                rows.append(row)
    if layout == "objects" and len(columns) > options.limits.columns_max:
        raise file_fault("json_not_rows", name=file.packed_name)
    header = _checked(list(columns), options.limits)
    shown = [[row.get(name) or "" for name in header] for row in rows[:SAMPLE_ROWS]]
    return JsonShape(encoding, layout, header, shown, _estimate_lines(sample, file) if layout == "lines" else None)


def _estimate_lines(sample: Sample, file: DataFile) -> int | None:
    lines = sample.head.count(b"\n") + (not sample.head.endswith(b"\n"))
    if sample.whole or file.size_bytes is None:
        return lines if sample.whole else None
    return lines * file.size_bytes // max(sample.packed_bytes, 1)


def _until_fault(elements: Iterator[Element]) -> Iterator[Element]:
    """The elements before a fault; a fault before any is raised, later ones are left for the reading proper."""
    given = False
    try:
        for element in elements:
            yield element
            given = True
    except FileFault:
        if not given:
            raise


def _elements(source: ByteSource, encoding: Encoding, layout: str, file: DataFile) -> Iterator[Element]:
    return elements_of(Utf8Blocks(source, encoding), layout, file)


def _checked(columns: list[str], limits: Limits) -> list[str]:
    if len(columns) > limits.columns_max:
        raise file_fault("header_too_wide", columns=len(columns), columns_max=limits.columns_max)
    if ROW in columns:
        raise file_fault("header_reserved", names=[ROW])
    return columns


def _parts(file: DataFile, shape: JsonShape, limits: Limits, skip_rows: int) -> Iterator[Part]:
    gathering = _Gathering(list(shape.header), limits, skip_rows)
    with closing(file.open()) as source:
        try:
            for element in _elements(source, shape.encoding, shape.layout, file):
                if element.row > skip_rows:
                    gathering.add(element)
                    if gathering.size >= ROWS_PER_PART:
                        yield gathering.take(source.bytes_read)
        except FileFault:
            yield gathering.take(source.bytes_read)
            raise
        yield gathering.take(source.bytes_read)


class _Gathering:
    """The part being filled, with the columns known so far."""

    def __init__(self, header: list[str], limits: Limits, last_row: int) -> None:
        self._header = header
        self._known = set(header)
        self._limits = limits
        self._last_row = last_row
        self._empty()

    def _empty(self) -> None:
        self._rows: list[Row] = []
        self._numbers: list[int] = []
        self._rejects: list[Reject] = []
        self._warnings: list[Notice] = []

    @property
    def size(self) -> int:
        return len(self._rows) + len(self._rejects)

    def add(self, element: Element) -> None:
        row, reject = parse_element(element, self._limits)
        self._last_row = element.row
        if reject is not None:
            self._rejects.append(reject)
        elif row and any(row.values()):
            if not row.keys() <= self._known:
                self._add_columns(row, element.row)
            self._rows.append(row)
            self._numbers.append(element.row)

    def _add_columns(self, row: Row, number: int) -> None:
        for name in row.keys() - self._known:
            self._warnings.append(notice("column_new", name=name, row_number=number))
        self._header += [name for name in row if name not in self._known]
        self._known |= row.keys()
        _checked(self._header, self._limits)

    def take(self, bytes_read: int) -> Part:
        columns = {name: pa.array([row.get(name) for row in self._rows], pa.string()) for name in self._header}
        table = pa.table({**columns, ROW: pa.array(self._numbers, pa.int64())})
        part = Part(table, self._rejects, bytes_read, self._last_row, self._warnings)
        self._empty()
        return part


def parse_element(element: Element, limits: Limits) -> tuple[Row | None, Reject | None]:
    """One element as a flat row, or the reason why not; (None, None) for a blank line."""
    raw = element.raw.strip()
    if not raw:
        return None, None
    try:
        return _flat_row(raw, element, limits), None
    except RowRefusedError as refusal:
        text = without_marks(raw[: limits.raw_chars_max * 4].decode("utf-8", errors="replace"))
        return None, Reject(element.row, cut_raw(text, limits), refusal.rule, refusal.detail, refusal.detail_zh)


def _flat_row(raw: bytes, element: Element, limits: Limits) -> Row:
    if element.overlong:
        raise RowRefusedError("cell_too_long", column="?", size=element.size, limit=limits.record_bytes_max)
    if b"\x00" in raw or b"\\u0000" in raw:
        raise RowRefusedError("nul_byte")
    if MARKS.search(raw):
        raise RowRefusedError("encoding_mixed", encoding="utf-8")
    value = _load(raw)
    if not isinstance(value, dict):
        raise RowRefusedError("json_not_object", found=_kind(value))
    if raw.count(b'":') + raw.count(b'" :') > _keys_in(value):
        _refuse_key_twice(raw)
    row: Row = {}
    try:
        _flatten(value, "", row, 0)
    except TypeError as error:  # orjson writes 254 levels and reads 1,024
        raise RowRefusedError("json_invalid", found=str(error)) from error
    if len(raw) > limits.cell_bytes_max:
        for name, cell in row.items():
            if cell and (size := len(cell.encode())) > limits.cell_bytes_max:
                raise RowRefusedError("cell_too_long", column=name, size=size, limit=limits.cell_bytes_max)
    return row


def _keys_in(value: Any) -> int:
    """How many keys there are on all levels."""
    keys, level = 0, [value]
    while level:
        keys += sum(len(one) for one in level if isinstance(one, dict))
        inner = [within for one in level for within in (one.values() if isinstance(one, dict) else one)]
        level = [one for one in inner if isinstance(one, dict | list)]
    return keys


def _refuse_key_twice(raw: bytes) -> None:
    """Looks where the text has more that looks like keys than there are: orjson takes the last of two without a word. It is either that,
    or a text with `":` in it."""
    with suppress(ValueError, RecursionError):
        json.loads(raw, object_pairs_hook=_distinct)


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise RowRefusedError("json_key_twice", column=next(name for name in names if names.count(name) > 1))
    return found


def _load(raw: bytes) -> Any:
    try:
        if LONG_NUMBER.search(raw):
            return json.loads(raw, parse_float=str)
        return orjson.loads(raw)
    except (ValueError, RecursionError) as error:
        if b"NaN" in raw or b"Infinity" in raw:  # what Python's own json writes for missing numbers
            return _load_with_missing_numbers(raw)
        raise RowRefusedError("json_invalid", found=str(error)) from error


def _load_with_missing_numbers(raw: bytes) -> Any:
    try:
        return json.loads(raw, parse_constant=lambda _: None)
    except (ValueError, RecursionError) as error:
        raise RowRefusedError("json_invalid", found=str(error)) from error


def _kind(value: Any) -> str:
    kinds = {list: "a list", str: "a text", bool: "true or false", type(None): "null"}
    return kinds.get(type(value), "a number")


def _flatten(value: dict[str, Any], prefix: str, row: Row, depth: int) -> None:
    for key, inner in value.items():
        name = prefix + (key.strip() or "column")
        if isinstance(inner, dict) and depth < DEPTH_MAX:
            _flatten(inner, name + ".", row, depth + 1)
            continue
        if name in row:
            raise RowRefusedError("json_key_twice", column=name)
        row[name] = joined_text(inner) if isinstance(inner, list | dict) else value_text(inner)
