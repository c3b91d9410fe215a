"""What the benchmark of audiences does in a process of its own: a company with a snapshot, and definitions tried on it as a screen does."""

import time
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from uuid import UUID

from benchmarks.insight_company import AS_OF, LINKS

NOW = datetime.fromisoformat(AS_OF) + timedelta(hours=1)
TRIES = 60
AUDIENCES = 100
GUESTS_ASKED = 40
EVENTS = """
COPY (
    SELECT e.record_id, CASE WHEN e.name = 'Trip Searched' THEN 'searched' ELSE 'viewed' END, timezone('Asia/Shanghai', e.at)::DATE
    FROM read_parquet({events}) e WHERE e.record_id IS NOT NULL AND e.name IN ('Trip Searched', 'Offer Viewed')
    UNION ALL
    SELECT b.booker_id, 'booked', timezone('Asia/Shanghai', least(b.booked_at, b.order_at))::DATE
    FROM read_parquet({bookings}) b WHERE b.status IN ('confirmed', 'completed')
) TO {file} (FORMAT csv, HEADER false)
"""
COLUMNS = ("bookings", "spend_minor", "nights_mean", "cancellation_share", "recency_days", "city_top", "lead_days_mean")
PEER = """
WITH did AS (
    SELECT l.guest_id, count(*) FILTER (WHERE e.kind = 'searched' AND e.day > date '2026-06-15' - 180) AS searched,
        count(*) FILTER (WHERE e.kind = 'viewed' AND e.day > date '2026-06-15' - 30) AS viewed,
        count(*) FILTER (WHERE e.kind = 'booked' AND e.day > date '2026-06-15' - 14 AND e.day <= date '2026-06-15') AS booked
    FROM peer_event e JOIN peer_link l USING (record_id) GROUP BY l.guest_id
)
SELECT count(*) FROM peer_guest g LEFT JOIN did d USING (guest_id)
WHERE bookings >= 3 AND spend_minor >= {spend} AND nights_mean >= 1 AND recency_days <= 400 AND lead_days_mean >= 5
AND NOT coalesce(cancellation_share > 0.5, false) AND NOT coalesce(city_top IN ('city 7', 'city 53'), false)
AND coalesce(searched, 0) >= 1 AND coalesce(viewed, 0) >= 1 AND NOT coalesce(booked, 0) >= 1
"""
LINKED = """
INSERT INTO identity_guestlink (record_id, guest_id, home_id, valid_from)
SELECT record_id::uuid, guest_id::uuid, record_id::uuid, now() - interval '400 days' FROM told
"""


def audience_company(folder: str) -> dict[str, Any]:
    """The links of the company in PostgreSQL, and the snapshot of the night, as the worker makes it."""
    import pyarrow.parquet as pq
    from django.db import connection
    from pyarrow import csv

    from xenia.host.tables import bring_up_to_date
    from xenia.insight.actions.snapshots import MAKING, order_snapshot, perform_snapshot
    from xenia.kernel.actor import product_actor
    from xenia.trust.types.access import Permission

    bring_up_to_date()
    begun = time.perf_counter()
    links = f"{folder}/links.csv"
    csv.write_csv(pq.read_table(f"{folder}/{LINKS}"), links, csv.WriteOptions(include_header=False))
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE told (record_id text, guest_id text)")
        with cursor.copy("COPY told FROM STDIN (FORMAT csv)") as copied:
            copied.write(Path(links).read_bytes())
        cursor.execute("INSERT INTO identity_guest SELECT record_id::uuid FROM told")
        cursor.execute(LINKED)
        cursor.execute("ANALYZE")
    actor = product_actor("benchmarks", *Permission, MAKING)
    run = order_snapshot(actor=actor, is_full=True, now=NOW - timedelta(hours=1))
    perform_snapshot(actor=actor, snapshot_id=run, clock=lambda: NOW)
    return {"rows": 0, "seconds": time.perf_counter() - begun}


def _document(spend: int) -> dict[str, Any]:
    """Ten conditions: seven on features, three on what guests did."""
    return {"version": 1, "where": {"all": [
        {"field": "feature.bookings", "op": "at_least", "value": 3},
        {"field": "feature.spend_minor", "op": "at_least", "value": spend},
        {"field": "feature.nights_mean", "op": "at_least", "value": 1},
        {"field": "feature.recency_days", "op": "at_most", "value": 400},
        {"field": "feature.lead_days_mean", "op": "at_least", "value": 5},
        {"not": {"field": "feature.cancellation_share", "op": "above", "value": 0.5}},
        {"not": {"field": "feature.city_top", "op": "is_one_of", "value": ["city 7", "city 53"]}},
        {"did": "searched", "times": {"at_least": 1}, "during": {"last_days": 180}},
        {"did": "viewed", "times": {"at_least": 1}, "during": {"last_days": 30}},
        {"not": {"did": "booked", "during": {"last_days": 14}}},
    ]}}  # fmt: skip


def _edited(number: int) -> dict[str, Any]:
    """The same with another number in one of the conditions, in turn: a value of a feature, or the days of what was done."""
    document = _document(100_000)
    where: list[Any] = document["where"]["all"]
    place = number % 4
    if place < 2:
        where[place]["value"] = 3 + number if place == 0 else 100_000 + 1_000 * number
    else:
        where[7 if place == 2 else 8]["during"]["last_days"] = 20 + number
    return document


def audience_tries(folder: str) -> dict[str, Any]:
    """A definition of ten conditions tried again and again, one of them changed each time, as a screen asks; who may be contacted apart."""
    from xenia.kernel.actor import product_actor
    from xenia.segment.queries.ground import KeptGround
    from xenia.segment.queries.preview import Trying, preview_audience
    from xenia.segment.types.documents import read_document
    from xenia.trust.types.access import Permission

    actor, trying = product_actor("benchmarks", *Permission), Trying(KeptGround(), with_reach=False)

    def ask(document: dict[str, Any], how: Trying = trying) -> tuple[float, int]:
        begun = time.perf_counter()
        counted = preview_audience(actor, read_document(document), now=NOW, trying=how).counted
        assert counted is not None
        return time.perf_counter() - begun, counted.guests

    first, guests = ask(_document(100_000))
    took = [ask(_edited(number))[0] * 1000 for number in range(TRIES)]
    reach, _ = ask(_document(100_000), Trying(trying.kept))
    return {
        "rows": guests, "seconds": sum(took) / 1000, "first": first, "p95": quantiles(took, n=20)[18], "median": median(took), "reach": reach,
    }  # fmt: skip


def audience_peer(folder: str) -> dict[str, Any]:
    """The same question to PostgreSQL, over tables with the same rows and indexes on their keys."""
    import duckdb
    import pyarrow as pa
    import pyarrow.parquet as pq
    from django.db import connection
    from pyarrow import csv

    from xenia.insight.facts.snapshot import NAME
    from xenia.insight.facts.snapshot import features as kept_features
    from xenia.lake import read
    from xenia.lake.engine import default_lake, open_table, parquet_list
    from xenia.lake.snapshots import list_versions
    from xenia.lake.tables import files_of

    lake, file = default_lake(), f"{folder}/events.csv"
    files = {name: parquet_list(files_of(open_table(lake, name))) for name in ("behaviour_events", "booking_versions")}
    reading = duckdb.connect()
    reading.execute("SET TimeZone = 'UTC'")
    reading.execute(EVENTS.format(events=files["behaviour_events"], bookings=files["booking_versions"], file=f"'{file}'"))
    rows = read.execute(kept_features(list_versions(NAME)[0]).select("guest_id", *COLUMNS), units=None)
    csv.write_csv(rows, f"{folder}/guests.csv", csv.WriteOptions(include_header=False))
    csv.write_csv(pq.read_table(f"{folder}/{LINKS}"), f"{folder}/links.csv", csv.WriteOptions(include_header=False))
    kinds = {name: "text" if pa.types.is_string(rows.schema.field(name).type) else "double precision" for name in COLUMNS}
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE peer_guest (guest_id uuid PRIMARY KEY, {', '.join(f'{name} {kind}' for name, kind in kinds.items())})"
        )
        cursor.execute("CREATE TABLE peer_link (record_id uuid PRIMARY KEY, guest_id uuid NOT NULL)")
        cursor.execute("CREATE TABLE peer_event (record_id uuid NOT NULL, kind text NOT NULL, day date NOT NULL)")
        for table, name in (("peer_guest", "guests"), ("peer_link", "links"), ("peer_event", "events")):
            with cursor.copy(f"COPY {table} FROM STDIN (FORMAT csv)") as copied, Path(f"{folder}/{name}.csv").open("rb") as source:
                while block := source.read(1 << 20):
                    copied.write(block)
        cursor.execute("CREATE INDEX ON peer_event (kind, day)")
        cursor.execute("VACUUM ANALYZE")
        took, found = [], 0
        for _ in range(3):
            begun = time.perf_counter()
            cursor.execute(PEER.format(spend=100_000))
            (found,) = cursor.fetchone()
            took.append(time.perf_counter() - begun)
    return {"rows": found, "seconds": median(took)}


def audience_rebuild(folder: str) -> dict[str, Any]:
    """A hundred audiences of ten conditions kept, each of other numbers, and made anew in one rebuild, twice: with everybody new, and with
    nobody moved."""
    from xenia.kernel.actor import product_actor
    from xenia.kernel.texts import Text
    from xenia.segment.actions.rebuilds import PRODUCT, order_rebuild, perform_rebuild
    from xenia.segment.actions.writing import note_version
    from xenia.segment.models.audiences import Audience, Rebuild
    from xenia.segment.types.audiences import AudienceKind
    from xenia.trust.types.access import Permission

    actor = product_actor("benchmarks", *Permission)
    for number in range(AUDIENCES):
        name = Text(f"受众 {number}", f"Audience {number}")
        row = Audience(
            id=UUID(int=number + 1), kind=AudienceKind.DYNAMIC.value, name_zh=name.zh, name_en=name.en, definition=_varied(number),
            created_at=NOW, changed_at=NOW,
        )  # fmt: skip
        row.save(force_insert=True)
        note_version(actor, row.id, NOW)
    took: list[float] = []
    for _ in range(2):
        begun = time.perf_counter()
        rebuild_id = order_rebuild(actor=PRODUCT, reason="snapshot", now=NOW)
        perform_rebuild(actor=PRODUCT, rebuild_id=rebuild_id, clock=lambda: NOW)
        took.append(time.perf_counter() - begun)
        made = Rebuild.objects.get(id=rebuild_id)
        assert (made.state, made.done, made.frozen) == ("done", AUDIENCES, 0), made.state
    return {"rows": sum(Audience.objects.values_list("members", flat=True)), "seconds": took[0], "again": took[1]}


def audience_of_one(folder: str) -> dict[str, Any]:
    """Guests against five hundred definitions: everything read and judged, and the judging alone, from facts that are at hand. Who may
    see a guest is not asked: the records of this company are in the lake alone."""
    from xenia.identity.models import GuestLink
    from xenia.kernel.actor import product_actor
    from xenia.profile.queries.seen import KeptGuest
    from xenia.segment.queries import explaining
    from xenia.segment.rules.fitting import fitted
    from xenia.segment.types.documents import read_document
    from xenia.trust.types.access import Permission

    actor = product_actor("benchmarks", *Permission)
    definitions = {UUID(int=number + 1): read_document(_varied(number)) for number in range(5 * AUDIENCES)}
    kept = dict.fromkeys(definitions, False)
    judged: list[float] = []

    def timed(*given: Any, **named: Any) -> frozenset[UUID]:
        begun = time.perf_counter()
        found = fitted(*given, **named)
        judged.append((time.perf_counter() - begun) * 1000)
        return found

    explaining.fitted = timed
    records: dict[UUID, list[UUID]] = {}
    for guest_id, record_id in GuestLink.objects.order_by("record_id").values_list("guest_id", "record_id")[:GUESTS_ASKED]:
        records.setdefault(guest_id, []).append(record_id)

    def known(actor: Any, identifier: UUID, now: datetime) -> KeptGuest:
        return KeptGuest(identifier, (identifier,), tuple(records[identifier]), tuple(records[identifier]))

    explaining._asked = known
    whole, fits = [], 0
    for guest_id in records:
        begun = time.perf_counter()
        fits += len(explaining.fitting_audiences(actor, definitions, guest_id, now=NOW, kept=kept))
        whole.append((time.perf_counter() - begun) * 1000)
    return {"rows": fits, "seconds": sum(whole) / 1000, "judged": quantiles(judged, n=20)[18], "whole": median(whole)}


def _varied(number: int) -> dict[str, Any]:
    """Ten conditions of other numbers each time; as in a company, some are the same in many audiences."""
    document = _document(50_000 + 10_000 * (number % 20))
    where: list[Any] = document["where"]["all"]
    where[0]["value"] = 1 + number % 7
    where[3]["value"] = 200 + number
    where[6]["not"]["value"] = [f"city {number % 53}", f"city {number % 31}"]
    where[7]["during"]["last_days"] = 30 + number % 150
    where[8]["during"]["last_days"] = 10 + number % 40
    return document


VERBS = {
    "audience_company": audience_company,
    "audience_tries": audience_tries,
    "audience_peer": audience_peer,
    "audience_rebuild": audience_rebuild,
    "audience_of_one": audience_of_one,
}
