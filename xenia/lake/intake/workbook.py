"""Excel workbooks (.xlsx, and the older .xls) through calamine: cell values as text, formulas as their last result, dates as ISO text.

calamine neither resolves external entities nor expands internal ones. A workbook is held in memory while it is read, so its unpacked size
is checked first, by unpacking, not by what the archive claims.
"""

import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, BinaryIO

import pyarrow as pa
import python_calamine as calamine

from xenia.lake.intake.batches import coalesce, read_ahead, text_schema
from xenia.lake.intake.cells import value_text
from xenia.lake.intake.compressed import BLOCK_BYTES, DataFile
from xenia.lake.intake.faults import file_fault, notice, reject_detail
from xenia.lake.intake.header import clean_header, looks_like_data
from xenia.lake.intake.layout import SAMPLE_ROWS
from xenia.lake.intake.types import Batch, FileShape, Notice, Part, ReadOptions, Reject, cut_raw

OLE_MAGIC = b"\xd0\xcf\x11\xe0"
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
ROWS_PER_PART = 20_000

Row = list[str | None]


def shape_of_workbook(file: DataFile, options: ReadOptions) -> FileShape:
    """A look at one sheet. Raises FileFault: password, damage, no such sheet, bad header."""
    book, kind = _open(file)
    name = _choose_sheet(book, file, options)
    sheet = _sheet(book, name, file)
    heading = _heading(sheet, file, options)
    below = (_texts(cells, len(heading.names)) for cells in islice(sheet.iter_rows(), heading.row, None))
    filled = (row for row in below if any(row))
    sample = [[cell or "" for cell in row[: len(heading.names)]] for row in islice(filled, SAMPLE_ROWS)]
    return FileShape(
        format=kind,
        compression=file.compression,
        encoding=None,
        encoding_confidence=1.0,
        delimiter=None,
        quote=None,
        header=heading.names,
        sample=sample,
        rows_estimate=_height(sheet) - heading.row,
        size_bytes=file.size_bytes,
        sheets=list(book.sheet_names),
        warnings=heading.warnings,
        header_row=heading.row,
        member=file.member,
    )


def read_workbook(file: DataFile, options: ReadOptions, skip_rows: int) -> Iterator[Batch]:
    """Batches of one sheet. Row numbers are those that Excel shows."""
    book, _ = _open(file)
    sheet = _sheet(book, _choose_sheet(book, file, options), file)
    heading = _heading(sheet, file, options)
    parts = _parts(sheet, heading, file.size_bytes or 0, options, skip_rows)
    yield from read_ahead(coalesce(parts, heading.names, options, heading.row))


def _open(file: DataFile) -> tuple[Any, str]:
    """The workbook, and whether it is `xlsx` or `xls`."""
    with file.open_seekable() as stream:
        older = stream.read(4) == OLE_MAGIC
        stream.seek(0)
        if older:
            _refuse_encrypted(stream, file)
        else:
            _check_unpacked_size(stream, file)
        stream.seek(0)
        try:
            return calamine.CalamineWorkbook.from_filelike(stream), "xls" if older else "xlsx"
        except calamine.PasswordError as error:
            raise file_fault("workbook_password", name=file.packed_name) from error
        except calamine.CalamineError as error:
            raise file_fault("file_damaged", name=file.packed_name, found=str(error)) from error


def _refuse_encrypted(stream: BinaryIO, file: DataFile) -> None:
    """An .xls file and an encrypted .xlsx come in the same container; the latter keeps its content in one stream with a known name."""
    limit = file.limits.workbook_bytes_max
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise file_fault("workbook_too_large", name=file.packed_name, size_mb=len(data) >> 20, limit_mb=limit >> 20)
    if ENCRYPTED_STREAM in data:
        raise file_fault("workbook_password", name=file.packed_name)


def _check_unpacked_size(stream: BinaryIO, file: DataFile) -> None:
    limit = file.limits.workbook_bytes_max
    unpacked = 0
    try:
        with zipfile.ZipFile(stream) as archive:
            for info in archive.infolist():
                with archive.open(info) as member:
                    while block := member.read(BLOCK_BYTES):
                        unpacked += len(block)
                        if unpacked > limit:
                            raise file_fault("workbook_too_large", name=file.packed_name, size_mb=unpacked >> 20, limit_mb=limit >> 20)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise file_fault("file_damaged", name=file.packed_name, found=str(error)) from error


def _choose_sheet(book: Any, file: DataFile, options: ReadOptions) -> str:
    """The named sheet, else the first visible one with cells."""
    names = list(book.sheet_names)
    if options.sheet is not None:
        if options.sheet not in names:
            raise file_fault("sheet_missing", name=file.packed_name, sheet=options.sheet, sheets=names)
        return options.sheet
    visible = [sheet.name for sheet in book.sheets_metadata if sheet.visible == calamine.SheetVisibleEnum.Visible]
    for name in [*visible, *names]:
        if _sheet(book, str(name), file).start is not None:
            return str(name)
    raise file_fault("file_empty", name=file.packed_name)


def _sheet(book: Any, name: str, file: DataFile) -> Any:
    try:
        return book.get_sheet_by_name(name)
    except calamine.CalamineError as error:
        raise file_fault("file_damaged", name=file.packed_name, found=f"{name}: {error}") from error


def _height(sheet: Any) -> int:
    """The number of the last row with a cell."""
    return int(sheet.end[0]) + 1 if sheet.end else 0


@dataclass(frozen=True, slots=True)
class Heading:
    """The header and the row it was found in: the wanted one, or the next one with text."""

    names: list[str]
    row: int
    warnings: list[Notice]


def _heading(sheet: Any, file: DataFile, options: ReadOptions) -> Heading:
    row = max(options.header_row - 1, 0)
    cells: list[str] = []
    for values in islice(sheet.iter_rows(), row, None):
        row += 1
        cells = [value_text(value) or "" for value in values]
        while cells and not cells[-1].strip():
            cells.pop()
        if cells:
            break
    if options.header_row == 0:
        return Heading([f"column_{number}" for number in range(1, sheet.width + 1)], 0, [])
    if not cells:
        raise file_fault("header_missing", name=file.packed_name, header_row=options.header_row, rows=_height(sheet))
    if len(cells) > options.limits.columns_max:
        raise file_fault("header_too_wide", columns=len(cells), columns_max=options.limits.columns_max)
    names, warnings = clean_header(cells)
    if suspects := looks_like_data(names):
        warnings.append(notice("header_looks_like_data", names=", ".join(suspects)))
    return Heading(names, row, warnings)


def _parts(sheet: Any, heading: Heading, size_bytes: int, options: ReadOptions, skip_rows: int) -> Iterator[Part]:
    header = heading.names
    first = heading.row + skip_rows
    rows = islice(sheet.iter_rows(), first, None)
    height = max(_height(sheet), 1)
    row = first
    while block := list(islice(rows, ROWS_PER_PART)):
        yield _part(block, header, row + 1, size_bytes * min(row + len(block), height) // height, options)
        row += len(block)
    yield Part(text_schema(header).empty_table(), [], size_bytes, row)


def _part(block: Sequence[Sequence[Any]], header: list[str], first_row: int, bytes_read: int, options: ReadOptions) -> Part:
    kept: list[Row] = []
    numbers: list[int] = []
    rejects: list[Reject] = []
    for number, cells in enumerate(block, start=first_row):
        row = _texts(cells, len(header))
        if not any(row):
            continue
        if (reject := _refuse(row, number, header, options)) is not None:
            rejects.append(reject)
            continue
        kept.append(row)
        numbers.append(number)
    columns = list(zip(*kept, strict=True)) if kept else [()] * len(header)
    table = pa.table([*(pa.array(column, pa.string()) for column in columns), pa.array(numbers, pa.int64())], schema=text_schema(header))
    return Part(table, rejects, bytes_read, first_row + len(block) - 1)


def _refuse(row: Row, number: int, header: list[str], options: ReadOptions) -> Reject | None:
    limit = options.limits.cell_bytes_max
    raw = "\t".join(cell or "" for cell in row)
    if len(row) > len(header):
        detail = reject_detail("columns_ragged", expected=len(header), found=len(row))
        return Reject(number, cut_raw(raw, options.limits), "columns_ragged", *detail)
    if len(raw) > limit // 4:
        for name, cell in zip(header, row, strict=True):
            if cell and len(cell.encode()) > limit:
                detail = reject_detail("cell_too_long", column=name, size=len(cell.encode()), limit=limit)
                return Reject(number, cut_raw(raw, options.limits), "cell_too_long", *detail)
    return None


def _texts(cells: Sequence[Any], width: int) -> Row:
    """The cells as text, as many as the header has; more only where a further cell has a value."""
    row = [value_text(float(f"{value:.15g}") if isinstance(value, float) else value) for value in cells]  # Excel shows 15 digits
    while len(row) > width and row[-1] is None:
        row.pop()
    return row + [None] * (width - len(row))
