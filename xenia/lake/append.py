"""Appending rows to a fact table: one commit a chunk, and the same chunk twice is one.

Measured on two cores: LZ4 writes 1 million booking rows in 0.7 s where Snappy takes 1.0 s and Zstandard 1.3 s; Zstandard is 40 % smaller,
so compaction, which nobody waits for, uses that. Hashes and keys never repeat: dictionaries for them are built only to be thrown away.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Literal
from uuid import UUID

import pyarrow as pa
from deltalake import ColumnProperties, CommitProperties, Transaction, WriterProperties, write_deltalake
from deltalake.exceptions import CommitFailedError

from xenia.kernel.errors import Invalid
from xenia.lake.engine import Lake, default_lake, open_table
from xenia.lake.lock import table_lock
from xenia.lake.tables import FactTable, get_table

ROW_GROUP_ROWS = 250_000
FILE_BYTES = 128_000_000  # erasing one row writes its file anew
COMMIT_RETRIES = 100
ATTEMPTS = 5
_NEVER_REPEATS = ("record_hash", "content_hash", "row_number", "order_at", "booking_id", "booking_key", "item_key", "event_key")


def append_rows(table: str, rows: pa.Table | pa.RecordBatchReader, *, run_id: UUID, chunk: int, lake: Lake | None = None) -> bool:
    """Appends one chunk of a run in one commit. Returns False, and writes nothing, when this chunk of the run is in the table already.

    Chunks of a run come in ascending order, and the same rows must carry the same chunk number when they are tried again. Columns the
    rows lack become null; raises Invalid for a column the table does not have, or for one that may not be null.
    """
    fact, place = get_table(table), lake or default_lake()
    _check_columns(rows.schema, fact)
    with table_lock(place.url, table, exclusive=False):
        for attempt in range(ATTEMPTS):
            delta = open_table(place, table)
            done = delta.transaction_version(str(run_id))
            if done is not None and done >= chunk:
                return False
            try:
                write_deltalake(
                    delta,
                    _typed(rows, fact.schema),
                    mode="append",
                    writer_properties=writer_properties(fact, "LZ4_RAW"),
                    target_file_size=FILE_BYTES,
                    commit_properties=CommitProperties(
                        app_transactions=[Transaction(str(run_id), chunk)], max_commit_retries=COMMIT_RETRIES
                    ),
                )
            except CommitFailedError:
                if attempt + 1 == ATTEMPTS or isinstance(rows, pa.RecordBatchReader):
                    raise  # a reader's rows are spent: its caller reads the chunk again
                continue
            return True
    return False


def writer_properties(fact: FactTable, compression: Literal["LZ4_RAW", "ZSTD"]) -> WriterProperties:
    """How Parquet files of a table are written."""
    plain = ColumnProperties(dictionary_enabled=False, statistics_enabled="CHUNK")
    return WriterProperties(
        compression=compression,
        compression_level=1 if compression == "ZSTD" else None,
        max_row_group_size=ROW_GROUP_ROWS,
        default_column_properties=ColumnProperties(statistics_enabled="CHUNK"),
        column_properties={name: plain for name in _NEVER_REPEATS if name in fact.schema.names},
    )


def _check_columns(given: pa.Schema, fact: FactTable) -> None:
    unknown = sorted(set(given.names) - set(fact.schema.names))
    if unknown:
        raise Invalid("lake_column_unknown", f"{fact.name} has no column {unknown[0]}; its columns are declared in xenia/lake/tables.py.")
    lacking = [column.name for column in fact.schema if not column.nullable and column.name not in given.names]
    if lacking:
        raise Invalid("lake_column_lacking", f"Rows for {fact.name} lack {lacking[0]}, which every row must have.")


def _typed(rows: pa.Table | pa.RecordBatchReader, schema: pa.Schema) -> pa.RecordBatchReader:
    """The same rows with the declared columns in the declared order, batch by batch."""
    batches = rows.to_batches() if isinstance(rows, pa.Table) else rows
    return pa.RecordBatchReader.from_batches(schema, typed_batches(batches, schema))


def typed_batches(batches: Iterable[pa.RecordBatch], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """Each batch with exactly the columns of the schema; a column it lacks is null. Raises Invalid where it may not be."""
    for batch in batches:
        columns = [_typed_column(batch, column) for column in schema]
        yield pa.RecordBatch.from_arrays(columns, schema=schema)


def _typed_column(batch: pa.RecordBatch, column: "pa.Field[Any]") -> "pa.Array[Any]":
    place = batch.schema.get_field_index(column.name)
    if place < 0:
        return pa.nulls(batch.num_rows, column.type)
    values = batch.column(place)
    if not column.nullable and values.null_count:
        raise Invalid("lake_value_lacking", f"{values.null_count} rows lack {column.name}, which every row must have.")
    typed: pa.Array[Any] = values if values.type == column.type else values.cast(column.type)
    return typed
