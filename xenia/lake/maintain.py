"""Keeping the lake quick: small files become big ones, sightings that say nothing new are dropped, files nobody needs are removed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import duckdb
import fsspec
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from deltalake import DeltaTable, write_deltalake

from xenia.lake.append import FILE_BYTES, typed_batches, writer_properties
from xenia.lake.engine import Lake, default_lake, duckdb_connection, open_table, parquet_list
from xenia.lake.lock import table_lock
from xenia.lake.tables import RETENTION_OF_LOG, TABLES, FactTable, files_of

COLLAPSE_SHARE_MIN = 0.05
BATCH_ROWS = 50_000
RETENTION_HOURS = 7 * 24
HOURS_AN_APPEND_MAY_TAKE = 24

Progress = Callable[[str, int, int], None]
"""Told (table, rows done, rows in all) while a table is rewritten."""


@dataclass(frozen=True)
class Compaction:
    """What became of one table. `rows_removed` are sightings between two of the same content."""

    table: str
    files_before: int
    files_after: int
    rows_removed: int


class Stopped(Exception):
    """The caller's `is_cancelled` said so; the table is as it was before."""


def compact_tables(
    *, lake: Lake | None = None, progress: Progress | None = None, is_cancelled: Callable[[], bool] | None = None
) -> list[Compaction]:
    """Compacts every table and returns what became of those that were done before a cancellation."""
    place, done = lake or default_lake(), []
    for name in TABLES:
        try:
            done.append(compact_table(name, lake=place, progress=progress, is_cancelled=is_cancelled))
        except Stopped:
            break
    return done


def compact_table(
    name: str, *, lake: Lake | None = None, progress: Progress | None = None, is_cancelled: Callable[[], bool] | None = None
) -> Compaction:
    """Collapses sightings where they are 5 % of the table or more (appends wait meanwhile), else joins small files (nothing waits).

    Raises Stopped when cancelled: a rewrite stops between two batches and leaves the table as it was.
    """
    fact, place = TABLES[name], lake or default_lake()
    stop = is_cancelled or _never
    if stop():
        raise Stopped(name)
    removed = 0
    before = len(files_of(open_table(place, name)))
    if fact.versioned and _share_of_sightings(fact, place) >= COLLAPSE_SHARE_MIN:
        with table_lock(place.url, name, exclusive=True):
            removed = _collapse(fact, place, progress or _silent, stop)
    else:
        with table_lock(place.url, name, exclusive=False):
            open_table(place, name).optimize.compact(
                target_size=FILE_BYTES, max_concurrent_tasks=1, writer_properties=writer_properties(fact, "ZSTD")
            )
    delta = open_table(place, name)
    delta.create_checkpoint()
    return Compaction(name, before, len(files_of(delta)), removed)


def vacuum_tables(*, lake: Lake | None = None, retention_hours: int = RETENTION_HOURS) -> int:
    """Removes files no version of the last `retention_hours` needs, those of crashed writers included; returns how many files went.

    Below a day appends wait meanwhile: the files of one that is under way would look like a crashed writer's.
    """
    place, removed = lake or default_lake(), 0
    for name in TABLES:
        with table_lock(place.url, name, exclusive=retention_hours < HOURS_AN_APPEND_MAY_TAKE):
            delta = open_table(place, name)
            removed += len(delta.vacuum(retention_hours, dry_run=False, enforce_retention_duration=False, full=True))
    return removed


def forget_history(delta: DeltaTable) -> None:
    """Removes every file the newest version does not need, and every log entry before it: their predicates name the ids."""
    delta.vacuum(retention_hours=0, dry_run=False, enforce_retention_duration=False, full=True)
    delta.alter.set_table_properties({"delta.logRetentionDuration": "interval 0 seconds"})
    delta.create_checkpoint()
    delta.cleanup_metadata()
    delta.alter.set_table_properties({"delta.logRetentionDuration": RETENTION_OF_LOG})


def _share_of_sightings(fact: FactTable, lake: Lake) -> float:
    delta = open_table(lake, fact.name)
    rows = delta.count()
    with duckdb_connection(lake) as connection:
        return _find_sightings(connection, files_of(delta)) / rows if rows else 0.0


def _find_sightings(connection: duckdb.DuckDBPyConnection, files: list[str]) -> int:
    """Makes `sightings`, where the rows stand that rule V10 lets go; returns how many."""
    connection.execute(_SEEN_OFTEN.format(files=parquet_list(files)))
    connection.execute(_SIGHTINGS.format(files=parquet_list(files)))
    found = connection.execute("SELECT count(*) FROM sightings").fetchone()
    return int(found[0]) if found else 0


def _collapse(fact: FactTable, lake: Lake, progress: Progress, stop: Callable[[], bool]) -> int:
    """Writes the table anew without its sightings, in one commit; returns how many there were."""
    delta = open_table(lake, fact.name)
    files = files_of(delta)
    with duckdb_connection(lake) as connection:
        removed = _find_sightings(connection, files)
        rewrite = _Rewrite(fact, delta.count() - removed, progress, stop)
        try:
            write_deltalake(
                delta,
                pa.RecordBatchReader.from_batches(fact.schema, rewrite.batches(connection, files)),
                mode="overwrite",
                writer_properties=writer_properties(fact, "ZSTD"),
                target_file_size=FILE_BYTES,
            )
        except Exception as failure:
            if rewrite.was_stopped:
                raise Stopped(fact.name) from failure
            raise
    return removed


@dataclass
class _Rewrite:
    """The rows on their way through, counted, with an ear for a cancellation (the writer turns what we raise into an error of its own)."""

    fact: FactTable
    rows: int
    progress: Progress
    stop: Callable[[], bool]
    was_stopped: bool = False

    def batches(self, connection: duckdb.DuckDBPyConnection, files: list[str]) -> Iterator[pa.RecordBatch]:
        done = 0
        for path in files:
            found = connection.execute("SELECT file_row_number FROM sightings WHERE filename = ?", [path]).to_arrow_table()
            for batch in _rows_without(path, found["file_row_number"].to_numpy()):
                if self.stop():
                    self.was_stopped = True
                    raise Stopped(self.fact.name)
                yield from typed_batches([batch], self.fact.schema)
                done += batch.num_rows
                self.progress(self.fact.name, done, self.rows)


def _rows_without(path: str, unwanted: "np.ndarray[Any, np.dtype[np.int64]]") -> Iterator[pa.RecordBatch]:
    """The rows of one file but those at the unwanted places, a batch at a time."""
    with fsspec.open(path) as file:
        start = 0
        for batch in pq.ParquetFile(file).iter_batches(BATCH_ROWS):
            places = np.arange(start, start + batch.num_rows)
            start += batch.num_rows
            yield batch.filter(pa.array(~np.isin(places, unwanted)))


def _never() -> bool:
    return False


def _silent(table: str, done: int, rows: int) -> None:
    """Nobody listens."""


# Fewer than three versions have nothing between them: only the others are worth a window.
_SEEN_OFTEN = """
CREATE OR REPLACE TEMP TABLE seen_often AS
SELECT source_id, record_hash FROM read_parquet({files}) GROUP BY ALL HAVING count(*) > 2
"""
_SIGHTINGS = """
CREATE OR REPLACE TEMP TABLE sightings AS
WITH neighbours AS (
    SELECT filename, file_row_number, content_hash, lag(content_hash) OVER by_place AS before, lead(content_hash) OVER by_place AS after
    FROM read_parquet({files}, filename = true, file_row_number = true) SEMI JOIN seen_often USING (source_id, record_hash)
    WINDOW by_place AS (PARTITION BY source_id, record_hash ORDER BY order_at, content_hash)
)
SELECT filename, file_row_number FROM neighbours WHERE before = content_hash AND after = content_hash
"""
