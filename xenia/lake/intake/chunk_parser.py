"""One chunk of whole rows through pyarrow's CSV parser, with every refused row named.

Valid text goes through without any Python per row. Only refused rows are touched one by one: those with too few or too many cells are
reported by the parser; a chunk with NUL bytes, undecodable bytes or giant cells is split into rows to take the bad ones out.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from xenia.lake.intake.encodings import MARKS, OTHER_ENCODING, without_marks
from xenia.lake.intake.faults import reject_detail
from xenia.lake.intake.layout import Layout
from xenia.lake.intake.records import Chunk, row_ends, split_rows
from xenia.lake.intake.types import Limits, Reject, cut_raw

NUL = b"\x00"
UNREADABLE = re.compile(NUL + b"|" + MARKS.pattern)
BLANK_ROW = b"\n"


@dataclass(frozen=True, slots=True)
class Parsed:
    """A parsed chunk. `ordinals` and the rejects' row numbers count from 0 inside the chunk; `count` rows were seen in all."""

    table: pa.Table
    ordinals: npt.NDArray[np.int64]
    count: int
    rejects: list[Reject] = field(default_factory=list)


class ChunkParser:
    """Parses chunks of one layout; safe to use from several threads."""

    def __init__(self, layout: Layout, limits: Limits) -> None:
        self._layout = layout
        self._limits = limits
        self._header = layout.header
        self._names = [*layout.header, *(f"\x00phantom {number}" for number in range(layout.phantoms))]
        self._empty = pa.schema([(name, pa.string()) for name in layout.header]).empty_table()
        self._convert_options = csv.ConvertOptions(
            check_utf8=False,  # the blocks are valid already
            column_types={name: pa.string() for name in self._names},
            strings_can_be_null=True,
            quoted_strings_can_be_null=True,
            null_values=[""],
        )

    def passed_over(self, count: int) -> Parsed:
        """A chunk of which only the number of rows matters."""
        return Parsed(self._empty, np.empty(0, dtype=np.int64), count)

    def parse(self, chunk: Chunk, *, marked: bool) -> Parsed:
        """`marked`: undecodable bytes were seen somewhere before the chunk's end."""
        if chunk.overlong:
            detail, detail_zh = reject_detail("record_too_long", size=chunk.size, limit=self._limits.record_bytes_max)
            raw = cut_raw(chunk.data.decode("utf-8", errors="ignore"), self._limits)
            return replace(self.passed_over(1), rejects=[Reject(0, raw, "cell_too_long", detail, detail_zh)])
        data, rejects = self._take_out_unreadable(chunk.data, marked=marked)
        table, ragged = self._parse_csv(data)
        count = table.num_rows + len(ragged)
        ordinals = np.arange(count, dtype=np.int64)
        if ragged:
            ordinals = np.delete(ordinals, [number - 1 for number, _, _, _ in ragged])
            rejects += [self._ragged(number - 1, found, text) for number, _, found, text in ragged if self._has_text(text)]
        table, ordinals = self._take_out_long_cells(data, table, ordinals, rejects)
        table, ordinals = self._take_out_phantoms(data, table, ordinals, rejects)
        table, ordinals = _without_empty_rows(table, ordinals)
        return Parsed(table, ordinals, count, sorted(rejects, key=lambda reject: reject.row_number))

    def _take_out_unreadable(self, data: bytes, *, marked: bool) -> tuple[bytes, list[Reject]]:
        """Rows with NUL bytes or undecodable bytes become rejects, and blank rows in the data so that the count stays true."""
        if NUL not in data and not (marked and MARKS.search(data)):
            return data, []
        rejects: list[Reject] = []
        kept: list[bytes] = []
        done = 0
        for index, start, end in _rows_at(UNREADABLE.finditer(data), row_ends(data, self._layout.dialect)):
            text = without_marks(data[start:end].decode()).rstrip("\r\n")
            rejects.append(Reject(index, cut_raw(text, self._limits), *self._unreadable(data[start:end])))
            kept += [data[done:start], BLANK_ROW]
            done = end
        return b"".join([*kept, data[done:]]), rejects

    def _unreadable(self, row: bytes) -> tuple[str, str, str]:
        """Rule and sentences for a row that cannot be read as text."""
        encoding = self._layout.encoding.name
        if NUL in row:
            return "nul_byte", *reject_detail("nul_byte")
        if OTHER_ENCODING.encode() in row:
            return "encoding_mixed", *reject_detail("encoding_other", encoding=encoding, found="gb18030")
        return "encoding_mixed", *reject_detail("encoding_mixed", encoding=encoding)

    def _parse_csv(self, data: bytes) -> tuple[pa.Table, list[tuple[int, int, int, str]]]:
        ragged: list[tuple[int, int, int, str]] = []

        def note(row: csv.InvalidRow) -> Literal["skip"]:
            ragged.append((row.number or 0, row.expected_columns, row.actual_columns, row.text))
            return "skip"

        dialect = self._layout.dialect
        table = csv.read_csv(
            io.BytesIO(data),
            read_options=csv.ReadOptions(use_threads=False, column_names=self._names, block_size=len(data) + 1),
            parse_options=csv.ParseOptions(
                delimiter=dialect.delimiter,
                quote_char=dialect.quote or False,
                newlines_in_values=bool(dialect.quote) and dialect.quote_bytes in data,
                ignore_empty_lines=False,
                invalid_row_handler=note,
            ),
            convert_options=self._convert_options,
        )
        return table, ragged

    def _has_text(self, row: str) -> bool:
        return bool(row.replace(self._layout.dialect.delimiter, "").strip())

    def _ragged(self, ordinal: int, found: int, text: str) -> Reject:
        detail, detail_zh = reject_detail("columns_ragged", expected=len(self._header), found=found)
        return Reject(ordinal, cut_raw(text.rstrip("\r\n"), self._limits), "columns_ragged", detail, detail_zh)

    def _take_out_long_cells(
        self, data: bytes, table: pa.Table, ordinals: npt.NDArray[np.int64], rejects: list[Reject]
    ) -> tuple[pa.Table, npt.NDArray[np.int64]]:
        limit = self._limits.cell_bytes_max
        if len(data) <= limit:
            return table, ordinals
        too_long: dict[int, tuple[str, int]] = {}
        for name in self._header:
            if table[name].nbytes > limit:
                sizes = pc.fill_null(pc.binary_length(table[name]), 0).to_numpy()
                too_long |= {int(index): (name, int(sizes[index])) for index in np.flatnonzero(sizes > limit)}
        if not too_long:
            return table, ordinals
        rows = split_rows(data, self._layout.dialect)
        for index, (name, size) in too_long.items():
            detail, detail_zh = reject_detail("cell_too_long", column=name, size=size, limit=limit)
            ordinal = int(ordinals[index])
            text = rows[ordinal][: self._limits.raw_chars_max * 4 + 4].decode("utf-8", errors="ignore").rstrip("\r\n")
            rejects.append(Reject(ordinal, cut_raw(text, self._limits), "cell_too_long", detail, detail_zh))
        return _without(table, ordinals, list(too_long))

    def _take_out_phantoms(
        self, data: bytes, table: pa.Table, ordinals: npt.NDArray[np.int64], rejects: list[Reject]
    ) -> tuple[pa.Table, npt.NDArray[np.int64]]:
        """The columns after the last named one are left out; a row with a value there has too many cells."""
        if not self._layout.phantoms:
            return table, ordinals
        filled: set[int] = set()
        for name in self._names[len(self._header) :]:
            filled |= {int(index) for index in np.flatnonzero(pc.is_valid(table[name]).to_numpy())}
        table = table.select(self._header)
        if not filled:
            return table, ordinals
        rows = split_rows(data, self._layout.dialect)
        rejects += [self._ragged(int(ordinals[index]), len(self._names), rows[int(ordinals[index])].decode()) for index in sorted(filled)]
        return _without(table, ordinals, sorted(filled))


def _rows_at(places: Iterator[re.Match[bytes]], ends: npt.NDArray[np.int64]) -> Iterator[tuple[int, int, int]]:
    """The rows in which the places lie, each once: its ordinal, its start and its end."""
    last = -1
    for place in places:
        index = int(np.searchsorted(ends, place.start(), side="right"))
        if index != last:
            yield index, int(ends[index - 1]) if index else 0, int(ends[index])
        last = index


def _without(table: pa.Table, ordinals: npt.NDArray[np.int64], indices: list[int]) -> tuple[pa.Table, npt.NDArray[np.int64]]:
    kept = np.ones(len(ordinals), dtype=bool)
    kept[indices] = False
    return table.filter(pa.array(kept)), ordinals[kept]


def _without_empty_rows(table: pa.Table, ordinals: npt.NDArray[np.int64]) -> tuple[pa.Table, npt.NDArray[np.int64]]:
    """Rows in which no cell has a value; looks no further than the first column that is filled throughout."""
    empty: npt.NDArray[np.bool_] | None = None
    for column in table.columns:
        if column.null_count == 0:
            return table, ordinals
    for column in table.columns:
        missing = column.is_null().to_numpy()
        empty = missing if empty is None else empty & missing
        if not empty.any():
            return table, ordinals
    return _without(table, ordinals, [] if empty is None else list(np.flatnonzero(empty)))
