"""CSV, TSV and their relatives: blocks of bytes -> UTF-8 -> chunks of whole rows -> parsed two at a time -> batches, one ahead."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from xenia.lake.intake.batches import coalesce, in_order, read_ahead, text_schema
from xenia.lake.intake.chunk_parser import ChunkParser, Parsed
from xenia.lake.intake.compressed import ByteSource, DataFile
from xenia.lake.intake.encodings import Utf8Blocks
from xenia.lake.intake.faults import file_fault
from xenia.lake.intake.layout import Layout, lay_out
from xenia.lake.intake.records import Chunk, RecordCutter, row_ends, split_rows
from xenia.lake.intake.types import ROW, Batch, FileShape, Limits, Part, ReadOptions

PARSERS = 2
CHUNKS_AHEAD = 3


class UnclosedQuoteError(Exception):
    """The text ended inside quotes; the row's number is known only where rows are counted."""


@dataclass(frozen=True, slots=True)
class Work:
    """A chunk on its way to a parser. `rows_passed` > 0: its rows were read in an earlier run, only their number matters."""

    chunk: Chunk
    bytes_read: int
    marked: bool
    rows_passed: int = 0


def shape_of_delimited(file: DataFile, options: ReadOptions) -> FileShape:
    """A look at the file. Raises what `lay_out` raises."""
    layout = lay_out(file, options)
    return FileShape(
        format={"\t": "tsv"}.get(layout.dialect.delimiter, "csv"),
        compression=file.compression,
        encoding=layout.encoding.name,
        encoding_confidence=layout.encoding.confidence,
        delimiter=layout.dialect.delimiter,
        quote=layout.dialect.quote,
        header=layout.header,
        sample=layout.sample,
        rows_estimate=layout.rows_estimate,
        size_bytes=file.size_bytes,
        warnings=layout.warnings,
        header_row=layout.header_row,
        member=file.member,
    )


def read_delimited(file: DataFile, options: ReadOptions, skip_rows: int) -> Iterator[Batch]:
    """Batches of the file, made in a thread one ahead of the reader. Raises FileFault, after the rows before the fault."""
    layout = lay_out(file, options)
    parts = _parts(file, layout, options.limits, skip_rows)
    yield from read_ahead(coalesce(parts, layout.header, options, layout.header_row))


def _parts(file: DataFile, layout: Layout, limits: Limits, skip_rows: int) -> Iterator[Part]:
    """Parsed chunks with true row numbers."""
    parser = ChunkParser(layout, limits)
    row = layout.header_row
    first_wanted = row + 1 + skip_rows

    def parse(work: Work) -> tuple[Parsed, int]:
        if work.rows_passed:
            return parser.passed_over(work.rows_passed), work.bytes_read
        return parser.parse(work.chunk, marked=work.marked), work.bytes_read

    with closing(file.open()) as source, ThreadPoolExecutor(PARSERS, "intake-parser") as pool:
        try:
            for parsed, bytes_read in in_order(pool, parse, _work(source, layout, limits, skip_rows), CHUNKS_AHEAD):
                yield _numbered(parsed, row + 1, first_wanted, bytes_read)
                row += parsed.count
            yield Part(text_schema(layout.header).empty_table(), [], source.bytes_read, row)
        except UnclosedQuoteError:
            raise file_fault("quote_unclosed", row_number=row + 1) from None


def _work(source: ByteSource, layout: Layout, limits: Limits, skip_rows: int) -> Iterator[Work]:
    """The chunks after the header; those within `skip_rows` are counted only. Raises UnclosedQuoteError at the end."""
    blocks = Utf8Blocks(source, layout.encoding)
    cutter = RecordCutter(layout.dialect, limits.record_bytes_max)
    header_rows = layout.header_row
    for chunk in _chunks(blocks, cutter):
        if header_rows:
            rows = 1 if chunk.overlong else split_rows(chunk.data, layout.dialect, header_rows)
            header_rows -= rows if isinstance(rows, int) else len(rows)
            rest = b"" if isinstance(rows, int) else chunk.data[sum(map(len, rows)) :]
            if not rest:
                continue
            chunk = Chunk(rest)
        if skip_rows:
            count = 1 if chunk.overlong else len(row_ends(chunk.data, layout.dialect))
            if count <= skip_rows:
                skip_rows -= count
                yield Work(chunk, source.bytes_read, blocks.marked, rows_passed=count)
                continue
            skip_rows = 0
        yield Work(chunk, source.bytes_read, blocks.marked)


def _chunks(blocks: Utf8Blocks, cutter: RecordCutter) -> Iterator[Chunk]:
    for block in blocks:
        yield from cutter.feed(block)
    if cutter.inside_quotes:
        raise UnclosedQuoteError
    yield from cutter.finish()


def _numbered(parsed: Parsed, first_row: int, first_wanted: int, bytes_read: int) -> Part:
    """Ordinals inside the chunk become row numbers of the file; rows before `first_wanted` are left out."""
    numbers = parsed.ordinals + first_row
    table = parsed.table
    if first_row < first_wanted and len(numbers):
        passed = int(np.searchsorted(numbers, first_wanted))
        numbers, table = numbers[passed:], table.slice(passed)
    table = table.append_column(ROW, pa.array(numbers, type=pa.int64()))
    rejects = [reject.at(reject.row_number + first_row) for reject in parsed.rejects if reject.row_number + first_row >= first_wanted]
    return Part(table, rejects, bytes_read, first_row + parsed.count - 1)
