"""Taking people out of the lake for good: by record id, from every table that names one, from old files and from Delta's own log.

The caller passes pseudonyms (record ids); the lake never knew more. Rows about the person go; bookings stay, without the person: their
place is taken by nobody, or by a random pseudonym that the caller made and keeps nowhere; free text of such bookings is blanked.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import ibis
from deltalake import DeltaTable
from ibis.expr.types import Table

from xenia.lake import read
from xenia.lake.append import writer_properties
from xenia.lake.engine import Lake, default_lake, open_table, quote
from xenia.lake.lock import table_lock
from xenia.lake.maintain import forget_history
from xenia.lake.tables import TABLES, FactTable

IDS_PER_STATEMENT = 500
PSEUDONYMS_PER_STATEMENT = 40  # each is a call inside the other when a list is rewritten
NOBODY: Mapping[UUID, UUID] = {}
BLANKED = {
    "booking_versions": ("attributes", "external_reference", "cancel_reason"),
    "booking_items": ("attributes", "ticket_number_last4"),
    "booking_status_changes": ("reason",),
}
"""What is blanked in bookings that an erased person was part of: text in which anything may stand, and what names a document."""
ORDER = tuple(sorted(TABLES, key=lambda name: name == "booking_versions"))
"""Bookings last: what hangs on them is found through them."""


@dataclass(frozen=True)
class Erasure:
    """What one table lost: rows deleted, and rows that stay without the person."""

    table: str
    rows_deleted: int
    rows_cleared: int


def erase_records(record_ids: Collection[UUID], *, pseudonyms: Mapping[UUID, UUID] = NOBODY, lake: Lake | None = None) -> list[Erasure]:
    """Erases these records from all tables and returns what each lost, tables that lost nothing included.

    Each table is locked alone while it is worked on: appends wait, readers go on with what they have. May be run again at any time: an
    erasure that was killed half-way is finished by the next. Afterwards no file of the lake holds the ids, older versions can no longer
    be read, and what is remembered of imports (which chunks were appended) is kept.
    """
    names = [name for name in ORDER if TABLES[name].record_columns or name in BLANKED]
    return [erase_from_table(name, record_ids, pseudonyms=pseudonyms, lake=lake) for name in names]


def erase_from_table(
    name: str, record_ids: Collection[UUID], *, pseudonyms: Mapping[UUID, UUID] = NOBODY, lake: Lake | None = None
) -> Erasure:
    """The same for one table; a caller that goes table by table keeps to `ORDER`."""
    fact, place = TABLES[name], lake or default_lake()
    ids = sorted({str(record_id) for record_id in record_ids})
    deleted = cleared = 0
    with table_lock(place.url, name, exclusive=True):
        delta = open_table(place, name)
        for some in _batches(ids, PSEUDONYMS_PER_STATEMENT if pseudonyms else IDS_PER_STATEMENT):
            if "record_id" in fact.record_columns:
                deleted += _delete(delta, fact, _rows_about(fact, some, place))
            elif fact.record_columns:
                cleared += _clear_people(delta, fact, some, {str(old): str(new) for old, new in pseudonyms.items()})
            elif name in BLANKED:
                cleared += _blank_bookings(delta, fact, _bookings_of(some, place))
        forget_history(delta)
    return Erasure(name, deleted, cleared)


def delete_older(name: str, column: str, before: datetime, *, kept: Mapping[str, Collection[UUID]], lake: Lake | None = None) -> int:
    """Deletes rows whose `column` (a date or instant) lies before the instant, but those that `kept` names (column -> ids), for good."""
    fact, place = TABLES[name], lake or default_lake()
    with table_lock(place.url, name, exclusive=True):
        delta = open_table(place, name)
        rows = _delete(delta, fact, _older(column, before, kept))
        if rows:
            forget_history(delta)
    return rows


def delete_bookings(booking_ids: Collection[UUID], *, lake: Lake | None = None) -> int:
    """Deletes every version of these bookings and what hangs on them, for good; bookings last, so that it can be done again."""
    place, ids, rows = lake or default_lake(), sorted(str(one) for one in booking_ids), 0
    for name in ORDER:
        fact = TABLES[name]
        if "booking_id" not in fact.schema.names:
            continue
        with table_lock(place.url, name, exclusive=True):
            delta = open_table(place, name)
            gone = sum(_delete(delta, fact, f"booking_id IN ({_literals(some)})") for some in _batches(ids, IDS_PER_STATEMENT))
            if gone:
                forget_history(delta)
            rows += gone
    return rows


def _older(column: str, before: datetime, kept: Mapping[str, Collection[UUID]]) -> str:
    instant = f"arrow_cast('{before.astimezone(UTC):%Y-%m-%dT%H:%M:%S}', 'Timestamp(Microsecond, Some(\"UTC\"))')"
    value = f"CAST('{before:%Y-%m-%d}' AS DATE)" if column.endswith("_on") else instant
    held = [f"({other} IS NULL OR {other} NOT IN ({_literals(sorted(map(str, ids)))}))" for other, ids in kept.items() if ids]
    return " AND ".join([f"{column} < {value}", *held])


def _delete(delta: DeltaTable, fact: FactTable, predicate: str) -> int:
    metrics = delta.delete(predicate, writer_properties=writer_properties(fact, "ZSTD"))
    return int(metrics["num_deleted_rows"])


def _rows_about(fact: FactTable, ids: list[str], lake: Lake) -> str:
    """The rows of these records; of behaviour also what their devices did before they signed in, which names no record."""
    own = f"record_id IN ({_literals(ids)})"
    if "anonymous_id" not in fact.schema.names:
        return own
    facts = read.table(fact.name)
    devices = facts.filter(facts.record_id.isin(ids) & facts.anonymous_id.notnull()).select("anonymous_id").distinct()
    known = sorted(row["anonymous_id"] for row in read.execute(devices, units=None, lake=lake).to_pylist())
    return f"{own} OR (record_id IS NULL AND anonymous_id IN ({_literals(known)}))" if known else own


def _bookings_of(ids: list[str], lake: Lake) -> list[str]:
    """The bookings of which one of the records is, or was in any version, a party."""
    facts = read.table("booking_versions")
    parties = [
        facts.select("booking_id", person=facts.booker_id),
        facts.select("booking_id", person=facts.payer_id),
        facts.select("booking_id", person=facts.traveller_ids.unnest()),
    ]
    people: Table = ibis.union(*parties)
    theirs = people.filter(people.person.isin(ids)).select("booking_id").distinct()
    return sorted(row["booking_id"] for row in read.execute(theirs, units=None, lake=lake).to_pylist() if row["booking_id"])


def _blank_bookings(delta: DeltaTable, fact: FactTable, booking_ids: list[str]) -> int:
    """Blanks the free text of what hangs on these bookings; returns the number of rows that changed."""
    cleared = 0
    for some in _batches(booking_ids, IDS_PER_STATEMENT):
        metrics = delta.update(
            _blanks(fact), predicate=f"booking_id IN ({_literals(some)})", writer_properties=writer_properties(fact, "ZSTD")
        )
        cleared += int(metrics["num_updated_rows"])
    return cleared


def _blanks(fact: FactTable) -> dict[str, str]:
    return dict.fromkeys(BLANKED.get(fact.name, ()), "CAST(NULL AS VARCHAR)")


def _clear_people(delta: DeltaTable, fact: FactTable, ids: list[str], pseudonyms: Mapping[str, str]) -> int:
    """Takes the ids out of a table whose rows outlive the people they name; returns the number of rows that changed."""
    literals = _literals(ids)
    conditions, updates = [], _blanks(fact)
    for column in fact.record_columns:
        if column == "traveller_ids":
            # delta-rs cannot write a predicate with array functions to its log, so the list is searched as text
            conditions.append(f"regexp_like(array_to_string({column}, ','), {quote('|'.join(re.escape(i) for i in ids))})")
            updates[column] = (
                _replaced_in_list(column, ids, pseudonyms) if pseudonyms else f"array_except({column}, make_array({literals}))"
            )
        else:
            conditions.append(f"{column} IN ({literals})")
            taken = "".join(f" WHEN {quote(one)} THEN {_literal_or_null(pseudonyms.get(one))}" for one in ids)
            updates[column] = f"CASE {column}{taken} ELSE {column} END"
    metrics = delta.update(updates, predicate=" OR ".join(conditions), writer_properties=writer_properties(fact, "ZSTD"))
    return int(metrics["num_updated_rows"])


def _replaced_in_list(column: str, ids: list[str], pseudonyms: Mapping[str, str]) -> str:
    expression = column
    for one in ids:
        expression = f"array_replace_all({expression}, {quote(one)}, {quote(pseudonyms[one])})"
    return expression


def _literal_or_null(text: str | None) -> str:
    return "CAST(NULL AS VARCHAR)" if text is None else quote(text)


def _batches(ids: list[str], size: int) -> Iterator[list[str]]:
    for start in range(0, len(ids), size):
        yield ids[start : start + size]


def _literals(ids: list[str]) -> str:
    return ", ".join(quote(record_id) for record_id in ids)
