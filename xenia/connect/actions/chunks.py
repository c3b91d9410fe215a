"""One chunk of a run: map, check, tell new from known, append to the lake, then commit counts, people, bookings and quarantine together.

The order makes a crash harmless. The lake takes a chunk of a run once (its number is part of the commit); PostgreSQL takes it in one
transaction with the run's position. A crash between the two leaves the chunk to be done again: every id it mints is derived from the run's
start and the source's keys, so the second attempt says the same, and the lake refuses what it has.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import pyarrow as pa
import pyarrow.compute as pc
from django.db import transaction

from xenia.connect import models
from xenia.connect.actions.people import RecordScope, resolve_records, write_records, write_stubs
from xenia.connect.actions.places import write_names_in, write_places
from xenia.connect.actions.projection import write_bookings
from xenia.connect.actions.quarantine import QuarantinePlace, quarantine_rows
from xenia.connect.actions.suppressed import keep_out, tell_hits
from xenia.connect.facts.canonical import FileSetting
from xenia.connect.queries.uploads import map_rows
from xenia.connect.rules.canonical import RECORDS
from xenia.connect.types.canonical import Kind
from xenia.connect.types.mapping import ParsedMapping
from xenia.connect.types.runs import Counts
from xenia.lake.append import append_rows
from xenia.lake.classify import OrderMode, Scope, classify
from xenia.lake.identifiers import ids_from_hashes
from xenia.lake.intake.batches import read_ahead
from xenia.lake.intake.types import Batch
from xenia.lake.tables import get_table

KEYS_TO_IDS = {"guest_key": "record_id", "booker_key": "booker_id", "payer_key": "payer_id"}


@dataclass(frozen=True)
class ChunkJob:
    """What stays the same for every chunk of a run. `units` maps the codes of the source's unit and those below it to their ids."""

    mapping: ParsedMapping
    setting: FileSetting
    people: RecordScope
    units: dict[str, str]
    is_dry: bool
    expires_at: datetime

    @property
    def run_id(self) -> UUID:
        return self.people.run_id

    def order_mode(self, ordinal: int) -> OrderMode:
        has_time = "modified_at" in self.mapping.records[ordinal].fields or self.setting.as_of is not None
        return "given" if has_time else "arrival"


@dataclass(frozen=True)
class MadeRecord:
    """The rows of one record of the mapping with what the lake says of each: `verdicts` is aligned with `rows`."""

    kind: Kind
    rows: pa.Table
    verdicts: pa.Table

    @property
    def appended(self) -> pa.Table:
        return _kept(self.rows, self.verdicts["append"])


@dataclass(frozen=True)
class ReadChunk:
    """A batch after mapping and classification, before anything is written."""

    batch: Batch
    bad: pa.Table
    records: tuple[MadeRecord, ...]
    counts: Counts


def mapped_batches(job: ChunkJob, batches: Iterator[Batch]) -> Iterator[tuple[Batch, pa.Table]]:
    """Yields each batch with its canonical rows, made one ahead in a thread: while one chunk is written, the next is read and mapped."""
    return read_ahead((batch, _in_file_order(map_rows(batch.rows, job.mapping, job.setting))) for batch in batches)


def _in_file_order(mapped: pa.Table) -> pa.Table:
    """Sorting copies every column, and DuckDB nearly always gives the rows in the order it got them: look first."""
    numbers = mapped["_row"].to_numpy()
    return mapped if (numbers[1:] > numbers[:-1]).all() else mapped.sort_by("_row")


def _kept(rows: pa.Table, mask: pa.ChunkedArray) -> pa.Table:
    """The rows where the mask is true, without a copy where it is true throughout."""
    return rows if pc.all(mask, min_count=0).as_py() else rows.filter(mask)


def read_chunk(job: ChunkJob, batch: Batch, mapped: pa.Table, *, after_row: int) -> ReadChunk:
    """Returns what the chunk holds and would change; writes nothing. `mapped` are the batch's canonical rows."""
    good = _kept(mapped, pc.invert(mapped["bad"]))
    bad = mapped.filter(mapped["bad"]).select(["_row", "faults"])
    records = tuple(_classified(job, good, ordinal, after_row) for ordinal in range(len(job.mapping.records)))
    return ReadChunk(batch, bad, records, _counts(records[0], bad.num_rows + len(batch.rejects)))


def _classified(job: ChunkJob, good: pa.Table, ordinal: int, after_row: int) -> MadeRecord:
    prefix, kind = f"r{ordinal}_", job.mapping.records[ordinal].kind
    present = _kept(good, good[f"{prefix}present"])
    columns = {
        name.removeprefix(prefix): present[name] for name in present.column_names if name.startswith(prefix) and name != f"{prefix}present"
    }
    rows = pa.table({"row_number": present["_row"], **columns})
    rows = rows.set_column(rows.column_names.index("order_at"), "order_at", _ordered(job, rows))
    scope = Scope(job.people.source_id, job.run_id, after_row)
    verdicts = classify(rows, table=RECORDS[kind].table, scope=scope, order_mode=job.order_mode(ordinal))
    return MadeRecord(kind, rows, verdicts)


def _ordered(job: ChunkJob, rows: pa.Table) -> pa.ChunkedArray:
    """When the row was true: as mapped or as of the file; else the run's start, a microsecond later for each row of the file."""
    start = int(job.people.started_at.timestamp() * 1_000_000)
    arrival = pc.add(rows["row_number"], start).cast(pa.timestamp("us")).cast(pa.timestamp("us", tz="UTC"))
    return pc.coalesce(rows["order_at"], arrival)


def _counts(primary: MadeRecord, quarantined: int) -> Counts:
    tally = {pair["values"]: pair["counts"] for pair in primary.verdicts["outcome"].value_counts().to_pylist()}
    return Counts(**tally, quarantined=quarantined)


def write_chunk(job: ChunkJob, read: ReadChunk, *, chunk: int, clock: Callable[[], datetime]) -> None:
    """Appends the chunk to the lake, then commits everything else with the run's new position in one transaction."""
    now = clock()
    if job.is_dry:
        with transaction.atomic():
            _quarantine(job, read, now)
            _advance(job, read, _would_make(read), chunk, now)
        return
    kept = keep_out(job.people, _keys_of(read), lambda: _people_in(read))
    read = _without(read, kept.out)
    records = resolve_records(job.people, _keys_of(read) - kept.out)
    facts = append_facts(job, read, records, chunk=chunk, now=now)
    with transaction.atomic():
        tell_hits(job.people, kept, now)
        _write_people(job, read, records, now)
        for ordinal, rows in _current_bookings(read, facts):
            write_bookings(rows, source_unit_id=job.people.unit_id)
            write_names_in(rows, job.mapping.records[ordinal], source_id=job.people.source_id)
        for (kind, _), rows in facts.items():
            if kind is Kind.PLACE:
                write_places(rows, source_id=job.people.source_id)
        _quarantine(job, read, now)
        _advance(job, read, {kind: rows.num_rows for (kind, _), rows in facts.items()}, chunk, now)


def _people_in(read: ReadChunk) -> list[dict[str, Any]]:
    """The chunk's rows about guests."""
    return [row for made in read.records if made.kind is Kind.GUEST for row in made.rows.to_pylist()]


def _without(read: ReadChunk, out: frozenset[str]) -> ReadChunk:
    """The chunk without what is told of people who stay out; their bookings stay, with nobody in their place (rule X14)."""
    return replace(read, records=tuple(_made_without(made, out) for made in read.records)) if out else read


def _made_without(made: MadeRecord, out: frozenset[str]) -> MadeRecord:
    if made.kind is Kind.BOOKING or "guest_key" not in made.rows.column_names:
        return made
    stays = pc.fill_null(pc.invert(pc.is_in(made.rows["guest_key"], value_set=pa.array(sorted(out)))), True)
    return MadeRecord(made.kind, made.rows.filter(stays), made.verdicts.filter(stays))


def _would_make(read: ReadChunk) -> dict[Kind, int]:
    """How many rows a run would append, by kind."""
    made: Counter[Kind] = Counter()
    for record in read.records:
        made[record.kind] += pc.sum(record.verdicts["append"]).as_py() or 0
    return {kind: rows for kind, rows in made.items() if rows}


def append_facts(
    job: ChunkJob, read: ReadChunk, records: dict[str, UUID], *, chunk: int, now: datetime
) -> dict[tuple[Kind, int], pa.Table]:
    """Appends the chunk's facts to the lake and returns them by kind and the ordinal of their record; `records` are the ids of people."""
    facts = _facts(job, read, records, now)
    for (kind, _), rows in facts.items():
        append_rows(RECORDS[kind].table, rows, run_id=job.run_id, chunk=chunk)
    return facts


def _current_bookings(read: ReadChunk, facts: dict[tuple[Kind, int], pa.Table]) -> Iterator[tuple[int, pa.Table]]:
    """The ordinal of the mapping's booking, with the rows that are the newest version of theirs."""
    for (kind, ordinal), rows in facts.items():
        if kind is Kind.BOOKING:
            verdicts = read.records[ordinal].verdicts
            yield ordinal, _kept(rows, _kept(verdicts, verdicts["append"])["is_current"])


def _keys_of(read: ReadChunk) -> set[str]:
    keys: set[str] = set()
    for made in read.records:
        for name in RECORDS[made.kind].guest_keys or (("guest_key",) if made.kind is Kind.GUEST else ()):
            if name in made.rows.column_names:
                column = made.rows[name]
                values = pc.list_flatten(column) if pa.types.is_list(column.type) else column
                keys.update(value for value in pc.unique(values).to_pylist() if value)
    return keys


def _write_people(job: ChunkJob, read: ReadChunk, records: dict[str, UUID], now: datetime) -> None:
    described: set[str] = set()
    for made in read.records:
        if made.kind is Kind.GUEST:
            rows = made.rows.filter(pc.and_(made.verdicts["append"], made.verdicts["is_current"])).to_pylist()
            write_records(job.people, rows, records, now)
            described.update(row["guest_key"] for row in rows)
    write_stubs(job.people, {key: record_id for key, record_id in records.items() if key not in described}, now)


def _facts(job: ChunkJob, read: ReadChunk, records: dict[str, UUID], now: datetime) -> dict[tuple[Kind, int], pa.Table]:
    """The rows to append for each record of the mapping that has any."""
    booking_ids = _booking_ids(job, read)
    facts = {}
    for ordinal, made in enumerate(read.records):
        rows = made.appended
        if rows.num_rows:
            ids = pc.filter(booking_ids[ordinal], made.verdicts["append"]) if ordinal in booking_ids else None
            facts[made.kind, ordinal] = _fact_table(job, made.kind, rows, records, ids, now)
    return _joined_by_table(facts)


def _joined_by_table(facts: dict[tuple[Kind, int], pa.Table]) -> dict[tuple[Kind, int], pa.Table]:
    """Two records of one kind (outbound and return segment) make one append: the lake takes one commit a table and chunk."""
    first: dict[Kind, tuple[Kind, int]] = {}
    joined: dict[tuple[Kind, int], pa.Table] = {}
    for place, rows in facts.items():
        at = first.setdefault(place[0], place)
        joined[at] = pa.concat_tables([joined[at], rows], promote_options="default") if at in joined else rows
    return joined


def _booking_ids(job: ChunkJob, read: ReadChunk) -> dict[int, pa.Array]:
    """Booking ids by the record's ordinal: of the booking itself, and of what hangs on the booking of the same row or key."""
    made_at = int(job.people.started_at.timestamp() * 1000)
    ids: dict[int, pa.Array] = {}
    of_row: pa.Table | None = None
    for ordinal, made in enumerate(read.records):
        if made.kind is Kind.BOOKING:
            minted = ids_from_hashes(made.rows["record_hash"], made_at_ms=made_at)
            ids[ordinal] = pc.coalesce(made.verdicts["existing_booking_id"].combine_chunks(), minted)
            of_row = pa.table({"row_number": made.rows["row_number"], "booking_id": ids[ordinal]})
    for ordinal, made in enumerate(read.records):
        if made.kind is not Kind.BOOKING and "booking_key" in made.rows.column_names:
            ids[ordinal] = _ids_beside(made.rows, of_row) if of_row is not None else _ids_by_key(job, made.rows["booking_key"])
    return ids


def _ids_beside(rows: pa.Table, of_row: pa.Table) -> pa.Array:
    places = pc.index_in(rows["row_number"], value_set=of_row["row_number"].combine_chunks())
    return of_row["booking_id"].take(places.combine_chunks() if isinstance(places, pa.ChunkedArray) else places).combine_chunks()


def _ids_by_key(job: ChunkJob, keys: pa.ChunkedArray) -> pa.Array:
    """Looked up among the source's current bookings; null where the booking has not come yet (its key is kept and joins later)."""
    unique = [key for key in pc.unique(keys).to_pylist() if key]
    held = dict(
        models.Booking.objects.filter(source_id=job.people.source_id, booking_key__in=unique).values_list("booking_key", "booking_id")
    )
    return _taken(keys, {key: str(booking_id) for key, booking_id in held.items()})


def _taken(keys: pa.ChunkedArray, ids: dict[str, str]) -> pa.Array:
    coded = keys.combine_chunks().dictionary_encode()
    values = pa.array([ids.get(key) for key in coded.dictionary.to_pylist()], pa.string())
    return values.take(coded.indices)


def _fact_table(
    job: ChunkJob, kind: Kind, rows: pa.Table, records: dict[str, UUID], booking_ids: pa.Array | None, now: datetime
) -> pa.Table:
    schema = get_table(RECORDS[kind].table).schema
    count, ids = rows.num_rows, {key: str(record_id) for key, record_id in records.items()}
    columns: dict[str, pa.Array | pa.ChunkedArray] = {name: rows[name] for name in rows.column_names}
    constants = {
        "source_id": str(job.people.source_id),
        "unit_id": str(job.people.unit_id),
        "run_id": str(job.run_id),
        "time_zone": job.setting.time_zone,
    }
    columns |= {name: pa.repeat(pa.scalar(value), count) for name, value in constants.items() if name in schema.names}
    if "unit_code" in rows.column_names:
        columns["unit_id"] = pc.fill_null(_taken(pc.utf8_lower(rows["unit_code"]), job.units), str(job.people.unit_id))
    columns["recorded_at"] = pa.repeat(pa.scalar(now, pa.timestamp("us", tz="UTC")), count)
    for key, record in KEYS_TO_IDS.items():
        if key in rows.column_names:
            columns[record] = _taken(rows[key], ids)
    if "traveller_keys" in rows.column_names:
        columns["traveller_ids"] = _taken_lists(rows["traveller_keys"], ids)
    if booking_ids is not None:
        columns["booking_id"] = booking_ids
    if "attributes" in columns and "properties" in schema.names:
        columns["properties"] = columns["attributes"]
    kept = [field for field in schema if field.name in columns]
    return pa.table([_cast(columns[field.name], field) for field in kept], schema=pa.schema(kept))


def _cast(values: pa.Array | pa.ChunkedArray, field: pa.Field) -> pa.Array | pa.ChunkedArray:
    return values if values.type == field.type else values.cast(field.type)


def _taken_lists(keys: pa.ChunkedArray, ids: dict[str, str]) -> pa.Array:
    lists = keys.combine_chunks()
    taken = pa.ListArray.from_arrays(lists.offsets, _taken(pa.chunked_array([lists.values]), ids), mask=lists.is_null())
    if not taken.values.null_count:
        return taken
    return pa.array([None if some is None else [one for one in some if one] for some in taken.to_pylist()], taken.type)


def _quarantine(job: ChunkJob, read: ReadChunk, now: datetime) -> None:
    place = QuarantinePlace(job.run_id, job.people.source_id, job.expires_at, job.is_dry)
    quarantine_rows(place=place, batch=read.batch, bad=read.bad, now=now)


def _advance(job: ChunkJob, read: ReadChunk, made: dict[Kind, int], chunk: int, now: datetime) -> None:
    run = models.Run.objects.select_for_update().get(id=job.run_id)
    counts = read.counts
    for name in ("new", "changed", "unchanged", "duplicate", "late", "quarantined"):
        setattr(run, name, getattr(run, name) + getattr(counts, name))
    run.read += counts.read
    for kind, rows in made.items():
        run.records[kind.value] = run.records.get(kind.value, 0) + rows
    run.chunk, run.row_position, run.rows_seen, run.bytes_read, run.beat_at = (
        chunk,
        read.batch.rows_done,
        run.read,
        read.batch.bytes_read,
        now,
    )
    run.save()
