"""Derived tables of modules: one row a guest, written whole, the last few versions kept. What can be made again at any time from facts.

A version is a partition of one Delta table under `snapshots/` of the lake, named by the id of what made it; ids are UUIDv7, so the newest
is the greatest. Unlike facts, these tables hold guest ids, and an erasure takes guests out of every version.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from uuid import UUID

import fsspec
import pyarrow as pa
from deltalake import ColumnProperties, DeltaTable, WriterProperties, write_deltalake
from deltalake.exceptions import TableNotFoundError

from xenia.kernel.errors import NotFound
from xenia.lake.append import FILE_BYTES, ROW_GROUP_ROWS, typed_batches
from xenia.lake.engine import Lake, default_lake, quote
from xenia.lake.lock import table_lock
from xenia.lake.maintain import forget_history
from xenia.lake.tables import CONFIGURATION, files_of, is_local, local_folder

FOLDER = "snapshots"
VERSION = "snapshot_id"
PERSON = "guest_id"
IDS_PER_STATEMENT = 500
KEPT = 4
"""Versions that are kept: what changed between two of them can be asked."""
_WRITER = WriterProperties(
    compression="ZSTD",
    compression_level=1,
    max_row_group_size=ROW_GROUP_ROWS,
    default_column_properties=ColumnProperties(statistics_enabled="NONE"),  # a statistic outlives the row it was taken from
)


@dataclass(frozen=True)
class SnapshotErasure:
    """What one table lost, over all its versions."""

    name: str
    rows_deleted: int


def write_snapshot(
    name: str, schema: pa.Schema, batches: Iterable[pa.RecordBatch], *, version: UUID, kept: int = KEPT, lake: Lake | None = None
) -> int:
    """Writes one version whole, in one commit, lets go of the oldest beyond `kept`, and returns its rows. A version written
    again is replaced.

    Readers go on with the version they have; a column that an older version lacks reads as null there.
    """
    place = lake or default_lake()
    counted = _Counted(_begun(typed_batches(batches, schema)))
    full = schema.append(pa.field(VERSION, pa.string()))
    rows = (_named(batch, full, str(version)) for batch in counted)
    with table_lock(place.url, _lock(name), exclusive=True):
        write_deltalake(
            snapshot_uri(place.url, name),
            pa.RecordBatchReader.from_batches(full, rows),
            mode="overwrite",
            predicate=f"{VERSION} = {quote(str(version))}" if _found(place, name) else None,
            partition_by=[VERSION],
            schema_mode="merge" if _found(place, name) else None,
            configuration=CONFIGURATION | {"delta.dataSkippingStatsColumns": VERSION},
            writer_properties=_WRITER,
            target_file_size=FILE_BYTES,
        )
        _let_go(place, name, kept)
    return counted.rows


def list_versions(name: str, *, lake: Lake | None = None) -> list[UUID]:
    """Returns the versions that are kept, the newest first; none where the table was never written."""
    delta = _found(lake or default_lake(), name)
    return [] if delta is None else _versions(delta)


def erase_from_snapshots(
    guest_ids: Collection[UUID], *, names: Collection[str] | None = None, lake: Lake | None = None
) -> list[SnapshotErasure]:
    """Takes these guests out of every version of every table (or of those named), out of old files and out of Delta's log. Safe to
    repeat."""
    place, ids = lake or default_lake(), sorted(str(one) for one in set(guest_ids))
    return [_erase(place, name, ids) for name in (snapshot_names(place) if names is None else names)] if ids else []


def snapshot_names(lake: Lake) -> list[str]:
    """Returns the tables that were ever written."""
    file_system, folder = fsspec.url_to_fs(str(local_folder(lake.url) / FOLDER) if is_local(lake.url) else f"{lake.url}/{FOLDER}")
    if not file_system.exists(folder):
        return []
    return sorted(path.rstrip("/").rsplit("/", 1)[-1] for path in file_system.ls(folder, detail=False))


def snapshot_uri(lake_url: str, name: str) -> str:
    """The address of one table."""
    return str(local_folder(lake_url) / FOLDER / name) if is_local(lake_url) else f"{lake_url.rstrip('/')}/{FOLDER}/{name}"


def files_of_version(lake: Lake, name: str, version: UUID | None) -> list[str]:
    """The data files of a version, the newest where none is named; raises NotFound where there is no such version."""
    delta = _found(lake, name)
    kept = _versions(delta) if delta is not None else []
    if delta is None or not kept or (version is not None and version not in kept):
        raise NotFound(
            "snapshot_missing",
            f"The lake has no snapshot {name}{f' of version {version}' if version else ''}; build one first, it is also built every night.",
            f"数据湖中还没有快照 {name}；请先生成，系统每晚也会自动生成。",
        )
    wanted = f"{VERSION}={version or kept[0]}/"
    return [file for file in files_of(delta) if wanted in file]


def _found(lake: Lake, name: str) -> DeltaTable | None:
    try:
        return DeltaTable(snapshot_uri(lake.url, name))
    except TableNotFoundError:
        return None


def _versions(delta: DeltaTable) -> list[UUID]:
    return sorted({UUID(one[VERSION]) for one in delta.partitions()}, reverse=True)


def _let_go(lake: Lake, name: str, kept: int) -> None:
    delta = DeltaTable(snapshot_uri(lake.url, name))
    gone = _versions(delta)[kept:]
    if gone:
        delta.delete(f"{VERSION} IN ({', '.join(quote(str(one)) for one in gone)})")
    delta.vacuum(retention_hours=0, dry_run=False, enforce_retention_duration=False, full=True)


def _erase(lake: Lake, name: str, ids: list[str]) -> SnapshotErasure:
    with table_lock(lake.url, _lock(name), exclusive=True):
        delta = _found(lake, name)
        if delta is None or PERSON not in {field.name for field in delta.schema().fields}:
            return SnapshotErasure(name, 0)
        deleted = 0
        for start in range(0, len(ids), IDS_PER_STATEMENT):
            literals = ", ".join(quote(one) for one in ids[start : start + IDS_PER_STATEMENT])
            metrics = delta.delete(f"{PERSON} IN ({literals})", writer_properties=_WRITER)
            deleted += int(metrics["num_deleted_rows"])
        forget_history(delta)
    return SnapshotErasure(name, deleted)


def _lock(name: str) -> str:
    return f"snapshot_{name}"


def _named(batch: pa.RecordBatch, schema: pa.Schema, version: str) -> pa.RecordBatch:
    return pa.RecordBatch.from_arrays([*batch.columns, pa.repeat(version, batch.num_rows)], schema=schema)


def _begun(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The same, the first already fetched: a question to the lake must not be begun inside the writer, which Delta refuses with a panic;
    and the table is locked only once the answer is there."""
    first = list(islice(batches, 1))
    return chain(first, batches)


class _Counted:
    """Batches on their way through, counted."""

    def __init__(self, batches: Iterable[pa.RecordBatch]) -> None:
        self._batches, self.rows = batches, 0

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        for batch in self._batches:
            self.rows += batch.num_rows
            yield batch
