"""Taking people out of the lake for good: by record id, from every table that names one, from old files and from Delta's own log.

The caller passes pseudonyms (record ids); the lake never knew more. Rows about the person go; bookings stay, without the person.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from uuid import UUID

from deltalake import DeltaTable

from xenia.lake.append import writer_properties
from xenia.lake.engine import Lake, default_lake, open_table, quote
from xenia.lake.lock import table_lock
from xenia.lake.tables import RETENTION_OF_LOG, TABLES, FactTable

IDS_PER_STATEMENT = 500


@dataclass(frozen=True)
class Erasure:
    """What one table lost: rows deleted, and bookings that stay without the person."""

    table: str
    rows_deleted: int
    rows_cleared: int


def erase_records(record_ids: Collection[UUID], *, lake: Lake | None = None) -> list[Erasure]:
    """Erases these records from all tables and returns what each lost, tables that lost nothing included.

    Each table is locked alone while it is worked on: appends wait, readers go on with what they have. May be run again at any time: an
    erasure that was killed half-way is finished by the next. Afterwards no file of the lake holds the ids, older versions can no longer
    be read, and what is remembered of imports (which chunks were appended) is kept.
    """
    place = lake or default_lake()
    ids = sorted({str(record_id) for record_id in record_ids})
    return [_erase_from(fact, ids, place) for fact in TABLES.values() if fact.record_columns]


def _erase_from(fact: FactTable, ids: list[str], lake: Lake) -> Erasure:
    deleted = cleared = 0
    with table_lock(lake.url, fact.name, exclusive=True):
        delta = open_table(lake, fact.name)
        for some in _batches(ids):
            if "record_id" in fact.record_columns:
                metrics = delta.delete(f"record_id IN ({_literals(some)})", writer_properties=writer_properties(fact, "ZSTD"))
                deleted += int(metrics["num_deleted_rows"])
            else:
                cleared += _clear_people(delta, fact, some)
        _forget_history(delta)
    return Erasure(fact.name, deleted, cleared)


def _clear_people(delta: DeltaTable, fact: FactTable, ids: list[str]) -> int:
    """Takes the ids out of a table whose rows outlive the people they name; returns the number of rows that changed."""
    literals = _literals(ids)
    conditions, updates = [], {}
    for column in fact.record_columns:
        if column == "traveller_ids":
            # delta-rs cannot write a predicate with array functions to its log, so the list is searched as text
            conditions.append(f"regexp_like(array_to_string({column}, ','), {quote('|'.join(re.escape(i) for i in ids))})")
            updates[column] = f"array_except({column}, make_array({literals}))"
        else:
            conditions.append(f"{column} IN ({literals})")
            updates[column] = f"CASE WHEN {column} IN ({literals}) THEN NULL ELSE {column} END"
    metrics = delta.update(updates, predicate=" OR ".join(conditions), writer_properties=writer_properties(fact, "ZSTD"))
    return int(metrics["num_updated_rows"])


def _forget_history(delta: DeltaTable) -> None:
    """Removes every file the newest version does not need, and every log entry before it: their predicates name the ids."""
    delta.vacuum(retention_hours=0, dry_run=False, enforce_retention_duration=False, full=True)
    delta.alter.set_table_properties({"delta.logRetentionDuration": "interval 0 seconds"})
    delta.create_checkpoint()
    delta.cleanup_metadata()
    delta.alter.set_table_properties({"delta.logRetentionDuration": RETENTION_OF_LOG})


def _batches(ids: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(ids), IDS_PER_STATEMENT):
        yield ids[start : start + IDS_PER_STATEMENT]


def _literals(ids: list[str]) -> str:
    return ", ".join(quote(record_id) for record_id in ids)
