"""How a delimited file is laid out: encoding, delimiter, header row, columns; from its first two megabytes."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from xenia.lake.intake.compressed import DataFile, PlainSource
from xenia.lake.intake.encodings import Encoding, Sample, Utf8Blocks, detect_encoding, take_sample, without_marks
from xenia.lake.intake.faults import file_fault, notice
from xenia.lake.intake.header import clean_header, looks_like_data
from xenia.lake.intake.records import Dialect, split_rows, structural_quotes
from xenia.lake.intake.types import Notice, ReadOptions

CANDIDATES = (",", "\t", ";", "|", "\x01")
NOT_IN_TEXT = "\x1f"  # the delimiter of a file with one column, whose cells may hold any of the candidates
DELIMITER_NAMES = {",": "comma", "\t": "tab", ";": "semicolon", "|": "pipe", "\x01": "^A"}

SNIFFED_BYTES = 64 << 10
SNIFFED_ROWS = 200
LOOKED_AT_ROWS = 1_000
SAMPLE_ROWS = 50
FIT_MIN = 0.8
CONFIDENCE_LOW = 0.5

SEPARATOR_LINE = re.compile(r'\s*"?sep=(.)"?\s*', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Layout:
    """`header` names the columns that are given; the rows hold `phantoms` more at their end, which are empty. `header_row` is where the
    header was found (a blank or `sep=` line before it counts)."""

    encoding: Encoding
    dialect: Dialect
    header: list[str]
    phantoms: int
    header_row: int
    sample: list[list[str]]
    rows_estimate: int | None
    warnings: list[Notice]

    @property
    def columns(self) -> int:
        return len(self.header) + self.phantoms


def lay_out(file: DataFile, options: ReadOptions) -> Layout:
    """Raises FileFault: empty file, wrong delimiter, no or bad header, a quote that swallows the header."""
    sample = take_sample(file)
    encoding = Encoding(options.encoding, 1.0) if options.encoding else detect_encoding(sample.head + sample.elsewhere)
    head = b"".join(Utf8Blocks(PlainSource(io.BytesIO(sample.head)), encoding))
    if not head.strip():
        raise file_fault("file_empty", name=file.packed_name)
    newline = b"\r" if b"\n" not in head and b"\r" in head else b"\n"
    delimiter, separator_line = choose_delimiter(head, options)
    quote = options.quote if options.quote is not None else ("" if delimiter in {"\x01", NOT_IN_TEXT} else '"')
    dialect = Dialect(delimiter, quote, newline)
    rows = split_rows(head, dialect)
    if not sample.whole and len(rows) > 1:
        rows.pop()
    header_row = _find_header_row(rows, max(options.header_row, 2) if separator_line else options.header_row, file.packed_name)
    _refuse_unclosed(rows, header_row, dialect, sample)
    layout = _with_columns(rows, Layout(encoding, dialect, [], 0, header_row, [], None, []), options)
    estimate = _estimate_rows(rows[header_row:], len(head), sample, file.size_bytes)
    return replace(layout, rows_estimate=estimate, warnings=[*_encoding_notices(encoding), *layout.warnings])


def choose_delimiter(head: bytes, options: ReadOptions) -> tuple[str, bool]:
    """The delimiter, and whether an Excel line `sep=;` before the header says so. Raises FileFault `delimiter_wrong` when a delimiter
    was given that leaves one column where another fits."""
    text = head[:SNIFFED_BYTES].decode("utf-8", errors="replace")
    declared = SEPARATOR_LINE.fullmatch(text.splitlines()[0]) if text.strip() else None
    if options.delimiter is None and declared:
        return declared[1], True
    if len(head) > SNIFFED_BYTES:
        text = text[: text.rfind("\n") + 1 or len(text)]
    if declared:
        text = text.split("\n", 1)[-1]
    fits = {candidate: _fit(text, candidate, options.header_row) for candidate in CANDIDATES}
    best = max(CANDIDATES, key=lambda candidate: fits[candidate])
    share, columns = fits[best]
    if options.delimiter is None:
        return (best if columns > 1 else _delimiter_of_one_column(text)), False
    _refuse_wrong_delimiter(text, options, best, share, columns)
    return options.delimiter, declared is not None


def _refuse_wrong_delimiter(text: str, options: ReadOptions, best: str, share: float, columns: int) -> None:
    given = options.delimiter or ""
    if len(given) != 1 or not given.isascii() or given in '"\r\n':
        raise file_fault("delimiter_unsupported", given=repr(given))
    if columns > 1 and share >= FIT_MIN and given != best and _header_cells(text, given, options.header_row) <= 1:
        raise file_fault("delimiter_wrong", given=delimiter_name(given), found=delimiter_name(best), columns=columns)


def delimiter_name(delimiter: str) -> str:
    """How a person calls it."""
    return DELIMITER_NAMES.get(delimiter, repr(delimiter))


def _cell_counts(text: str, delimiter: str) -> list[int]:
    counts = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            counts.append(len(row))
            if len(counts) >= SNIFFED_ROWS:
                break
    except csv.Error:
        return counts
    return counts


def _header_cells(text: str, delimiter: str, header_row: int) -> int:
    counts = _cell_counts(text, delimiter)[max(header_row - 1, 0) :]
    return counts[0] if counts else 1


def _fit(text: str, delimiter: str, header_row: int) -> tuple[float, int]:
    """How well a delimiter fits: the share of rows with the usual number of cells, lowered when the header has fewer; and that number."""
    counts = _cell_counts(text, delimiter)
    header_row = max(header_row, 1)
    filled = [count for count in counts if count]
    if not filled:
        return 0.0, 1
    usual, often = Counter(filled[header_row - 1 :] or filled).most_common(1)[0]
    header = counts[header_row - 1] if header_row <= len(counts) else 0
    if usual == 1:
        usual = header  # every row but the header is broken, or there is the header only
        often = 1
    if usual <= 1:
        return 0.0, 1
    share = often / max(len(filled) - header_row + 1, 1)
    agrees = header in {usual, usual - 1}  # one less: rows that end with a delimiter
    return (round(min(share, 1.0), 1) if agrees else share / 2), usual


def _delimiter_of_one_column(text: str) -> str:
    return "," if max(_cell_counts(text, ","), default=1) <= 1 else NOT_IN_TEXT


def _find_header_row(rows: list[bytes], wanted: int, name: str) -> int:
    """The row the header stands in: the wanted one, or the next one with text. Rows count from 1; 0 is a file without a header."""
    if wanted == 0:
        return 0
    for number in range(wanted, len(rows) + 1):
        if rows[number - 1].strip():
            return number
    raise file_fault("header_missing", name=name, header_row=wanted, rows=len(rows))


def _refuse_unclosed(rows: list[bytes], header_row: int, dialect: Dialect, sample: Sample) -> None:
    header = rows[max(header_row - 1, 0)]
    if sample.whole and len(structural_quotes(header, dialect)) % 2 == 1:
        raise file_fault("quote_unclosed", row_number=header_row)


def _with_columns(rows: list[bytes], layout: Layout, options: ReadOptions) -> Layout:
    first = max(layout.header_row - 1, 0)
    cells = next(parse_rows(rows[first : first + 1], layout.dialect), [])
    if layout.header_row == 0:
        cells = [f"column_{number}" for number in range(1, len(cells) + 1)]
    if not cells or len(cells) > options.limits.columns_max:
        raise file_fault("header_too_wide", columns=len(cells), columns_max=options.limits.columns_max)
    below = [row for row in parse_rows(rows[layout.header_row : layout.header_row + LOOKED_AT_ROWS], layout.dialect) if any(row)]
    width, phantoms = _count_phantoms(cells, below)
    header, warnings = clean_header(cells[:width])
    if phantoms:
        warnings.append(notice("trailing_delimiter"))
    usual = Counter(len(row) for row in below).most_common(1)[0][0] if below else len(cells)
    if usual > len(cells) and not phantoms:
        warnings.append(notice("header_row_suspect", header_row=layout.header_row, header_columns=len(cells), columns=usual))
    if suspects := looks_like_data(header):
        warnings.append(notice("header_looks_like_data", names=", ".join(suspects)))
    sample = [row[:width] for row in below if len(row) == width + phantoms][:SAMPLE_ROWS]
    return replace(layout, header=header, phantoms=phantoms, sample=sample, warnings=warnings)


def _count_phantoms(header: list[str], below: list[list[str]]) -> tuple[int, int]:
    """How many columns are real, and how many follow that are empty in header and rows because every row ends with delimiters."""
    if below and all(len(row) == len(header) + 1 and not row[-1] for row in below):
        return len(header), 1
    width = len(header)
    while width > 1 and not header[width - 1].strip() and not any(row[width - 1 : width] != [""] for row in below if len(row) >= width):
        width -= 1
    return width, len(header) - width


def parse_rows(rows: list[bytes], dialect: Dialect) -> Iterator[list[str]]:
    """The cells of each row; a row that Python's csv refuses (a cell over 128 kB) is left out of this look."""
    for row in rows:
        text = without_marks(row.decode("utf-8", errors="replace"))
        lines = io.StringIO(text, newline="")
        try:
            if dialect.quote:
                yield next(csv.reader(lines, delimiter=dialect.delimiter, quotechar=dialect.quote), [])
            else:
                yield next(csv.reader(lines, delimiter=dialect.delimiter, quoting=csv.QUOTE_NONE), [])
        except csv.Error:
            continue


def _estimate_rows(rows: list[bytes], head_bytes: int, sample: Sample, size_bytes: int | None) -> int | None:
    if sample.whole:
        return sum(1 for row in rows if row.strip())
    if size_bytes is None or not rows:
        return None
    share_of_file = max(sample.packed_bytes, 1) / max(size_bytes, 1)
    share_of_head = sum(map(len, rows)) / head_bytes
    return int(len(rows) / share_of_head / share_of_file)


def _encoding_notices(encoding: Encoding) -> list[Notice]:
    if encoding.damaged:
        return [notice("encoding_mixed", encoding=encoding.name)]
    if encoding.certain and encoding.confidence < CONFIDENCE_LOW:
        return [notice("encoding_uncertain", encoding=encoding.name)]
    return []
