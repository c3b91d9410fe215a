"""Parquet files with every column as text: nested fields become dotted columns, lists of plain values are joined by `|`."""

from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from xenia.lake.intake.batches import coalesce, read_ahead, text_schema
from xenia.lake.intake.columns import column_as_text, split_column
from xenia.lake.intake.compressed import DataFile
from xenia.lake.intake.faults import file_fault, notice, reject_detail
from xenia.lake.intake.header import clean_header
from xenia.lake.intake.layout import SAMPLE_ROWS
from xenia.lake.intake.types import ROW, Batch, FileShape, Limits, Notice, Part, ReadOptions, Reject, cut_raw

ROWS_PER_PART = 50_000
TAB = "\t"


def shape_of_parquet(file: DataFile, options: ReadOptions) -> FileShape:
    """A look at the file. Raises FileFault for a damaged file or bad column names."""
    with file.open_seekable() as stream:
        parquet = _open(stream, file)
        header, warnings = _header(parquet)
        first = next(parquet.iter_batches(batch_size=SAMPLE_ROWS), None)
        sample = [] if first is None else _as_text(pa.Table.from_batches([first]), header).to_pylist()
        rows = parquet.metadata.num_rows
    return FileShape(
        format="parquet",
        compression=file.compression,
        encoding=None,
        encoding_confidence=1.0,
        delimiter=None,
        quote=None,
        header=header,
        sample=[[row[name] or "" for name in header] for row in sample],
        rows_estimate=rows,
        size_bytes=file.size_bytes,
        warnings=warnings,
        header_row=0,
        member=file.member,
    )


def read_parquet(file: DataFile, options: ReadOptions, skip_rows: int) -> Iterator[Batch]:
    """Batches of the file. Rows count from 1."""
    with file.open_seekable() as stream:
        header, _ = _header(_open(stream, file))
    yield from read_ahead(coalesce(_parts(file, header, options.limits, skip_rows), header, options, 0))


def _open(stream: BinaryIO, file: DataFile) -> pq.ParquetFile:
    try:
        return pq.ParquetFile(stream)
    except (pa.ArrowException, OSError) as error:
        cut = "footer" in str(error)
        code, found = ("file_truncated", "the Parquet footer is missing") if cut else ("file_damaged", str(error))
        raise file_fault(code, name=file.packed_name, found=found) from error


def _header(parquet: pq.ParquetFile) -> tuple[list[str], list[Notice]]:
    """The column names. A tab-separated export that someone turned into Parquet without splitting it has one column named `a<tab>b`."""
    names = _flat(parquet.schema_arrow.empty_table()).column_names
    if len(names) > 1 or not names or TAB not in names[0]:
        return clean_header(names)
    header, warnings = clean_header(names[0].split(TAB))
    return header, [*warnings, notice("column_split", columns=len(header))]


def _parts(file: DataFile, header: list[str], limits: Limits, skip_rows: int) -> Iterator[Part]:
    with file.open_seekable() as stream:
        parquet = _open(stream, file)
        groups, row = _groups_after(parquet, skip_rows)
        total = max(parquet.metadata.num_rows, 1)
        size = file.size_bytes or 0
        try:
            for batch in parquet.iter_batches(batch_size=ROWS_PER_PART, row_groups=groups):
                passed = min(max(skip_rows - row, 0), batch.num_rows)
                table = _as_text(pa.Table.from_batches([batch.slice(passed)]), header)
                row += batch.num_rows
                yield _part(table, row, size * row // total, limits)
        except (pa.ArrowException, OSError) as error:
            raise file_fault("file_damaged", name=file.packed_name, found=str(error)) from error
        yield Part(text_schema(header).empty_table(), [], size, row)


def _groups_after(parquet: pq.ParquetFile, skip_rows: int) -> tuple[list[int], int]:
    """The row groups that hold rows after `skip_rows`, and how many rows lie before them."""
    before = 0
    for group in range(parquet.num_row_groups):
        rows = parquet.metadata.row_group(group).num_rows
        if before + rows > skip_rows:
            return list(range(group, parquet.num_row_groups)), before
        before += rows
    return [], before


def _flat(table: pa.Table) -> pa.Table:
    while any(pa.types.is_struct(field.type) for field in table.schema):
        table = table.flatten()
    return table


def _as_text(table: pa.Table, header: list[str]) -> pa.Table:
    columns = [column_as_text(column) for column in _flat(table).columns]
    if len(columns) == 1 < len(header):
        columns = split_column(columns[0], TAB, len(header))
    return pa.table(dict(zip(header, columns, strict=True)))


def _part(table: pa.Table, last_row: int, bytes_read: int, limits: Limits) -> Part:
    """Empty rows are left out; rows with a NUL byte or a cell that is too long are refused."""
    numbers = np.arange(last_row - table.num_rows + 1, last_row + 1, dtype=np.int64)
    refused = dict(chain(_rows_with_nul(table), _rows_with_long_cells(table, limits)))
    kept = np.zeros(table.num_rows, dtype=bool)
    for column in table.columns:
        kept |= column.is_valid().to_numpy()
    rejects = [_reject(table, index, int(numbers[index]), refused[index], limits) for index in sorted(refused)]
    kept[list(refused)] = False
    if not kept.all():
        table, numbers = table.filter(pa.array(kept)), numbers[kept]
    return Part(table.append_column(ROW, pa.array(numbers, pa.int64())), rejects, bytes_read, last_row)


Refusal = tuple[str, str, str]


def _rows_with_nul(table: pa.Table) -> Iterator[tuple[int, Refusal]]:
    for column in table.columns:
        for index in np.flatnonzero(pc.match_substring(column, "\x00").fill_null(False).to_numpy()):
            yield int(index), ("nul_byte", *reject_detail("nul_byte"))


def _rows_with_long_cells(table: pa.Table, limits: Limits) -> Iterator[tuple[int, Refusal]]:
    for name, column in zip(table.column_names, table.columns, strict=True):
        if column.nbytes > limits.cell_bytes_max:
            sizes = pc.binary_length(column).fill_null(0).to_numpy()
            for index in np.flatnonzero(sizes > limits.cell_bytes_max):
                detail = reject_detail("cell_too_long", column=name, size=int(sizes[index]), limit=limits.cell_bytes_max)
                yield int(index), ("cell_too_long", *detail)


def _reject(table: pa.Table, index: int, row_number: int, refusal: Refusal, limits: Limits) -> Reject:
    raw = "\t".join(column[index].as_py() or "" for column in table.columns)
    return Reject(row_number, cut_raw(raw, limits), *refusal)
