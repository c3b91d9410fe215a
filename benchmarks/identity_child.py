"""What the `identity` benchmarks measure, each in a process of its own."""

import csv
import resource
import statistics
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

TODAY = date(2026, 11, 1)
DAY = datetime(2026, 11, 22, 4, tzinfo=UTC)
NEW_RECORDS = 400
BATCH = 20_000


def matching(records: str, truth: str) -> dict[str, Any]:
    """The shipped matcher on a file: read, trained, weighed, clustered; with how good it is."""
    from xenia.identity.queries.evaluation import as_document, evaluate

    found = dict(as_document(evaluate(Path(records), Path(truth), today=TODAY)))
    return found | {"rows": found["records"]}


def plain_splink(records: str, truth: str, with_documents: str) -> dict[str, Any]:
    """The peer on the same file, as somebody sets it up within an hour; precision, recall and F1 of its clusters."""
    from collections import Counter

    from benchmarks.identity.plain_splink import link

    begun = time.perf_counter()
    parts = link(Path(records), with_documents=with_documents == "yes")
    seconds = time.perf_counter() - begun
    with Path(truth).open(encoding="utf-8") as lines:
        person_of = {row["record_id"]: row["person_id"] for row in csv.DictReader(lines)}
    joined = sum(len(part) * (len(part) - 1) for part in parts)
    right = sum(count * (count - 1) for part in parts for count in Counter(person_of[one] for one in part).values())
    true = sum(count * (count - 1) for count in Counter(person_of.values()).values())
    return {
        "rows": len(person_of),
        "seconds": seconds,
        "precision": right / joined,
        "recall": right / true,
        "f1": 2 * right / (joined + true),
    }


def splink_on_keys(records: str) -> dict[str, Any]:
    """The peer of speed: plain comparisons of Splink under the very keys our matcher looks under, trained, predicted, clustered."""
    from benchmarks.identity.plain_splink import link

    begun = time.perf_counter()
    parts = link(Path(records), with_documents=True, keys_of=_keys(Path(records)))
    seconds = time.perf_counter() - begun
    return {"rows": sum(len(part) for part in parts), "seconds": seconds}


def _keys(records: Path) -> dict[str, list[int]]:
    from xenia.identity.matching import frame

    ids, readings = _readings(records)
    table = frame(readings, lambda reading: "")
    return dict(zip(ids, table["keys"].to_pylist(), strict=True))


def _readings(records: Path) -> tuple[list[str], list[Any]]:
    from xenia.identity.rules.reading import read_record

    with records.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    return [row["record_id"] for row in rows], [read_record(row, today=TODAY) for row in rows]


def demonstration(guests: str) -> dict[str, Any]:
    """The demonstration company as the product loads and matches it, against what its writer knows."""
    from xenia.cli.setup import prepare
    from xenia.demo.company import SEED, load_exports
    from xenia.demo.writer import write_company
    from xenia.identity.actions.runs import order_run
    from xenia.identity.jobs import ACTOR, match_all, on_records_arrived
    from xenia.identity.queries.evaluation import as_document, evaluate_guests
    from xenia.kernel.actor import product_actor
    from xenia.settings import ENV
    from xenia.trust.types.access import Permission

    prepare()
    last_day = (DAY - timedelta(days=1)).date()
    company = write_company(ENV.home / "exports", guests=int(guests), seed=SEED, until=last_day, progress=lambda what, share: None)
    begun = time.perf_counter()
    for run in load_exports(company, clock=lambda: DAY, progress=lambda line: None):
        on_records_arrived({"run_id": str(run.id)})
    match_all(str(order_run(actor=ACTOR, now=DAY)))
    seconds = time.perf_counter() - begun
    found = as_document(evaluate_guests(product_actor("benchmarks", *Permission), company.truth))
    return {**found, "rows": found["records"], "seconds": seconds}


def resolving(records: str) -> dict[str, Any]:
    """One new record after the other against all that are known, on a warm process."""
    from benchmarks.child import START, open_source
    from xenia.identity.actions.links import link_records
    from xenia.identity.actions.resolving import resolve_records
    from xenia.kernel.actor import product_actor

    actor = product_actor("benchmarks", "link_records")
    _, source_id = open_source()
    rows = _rows(Path(records))
    known, new = rows[NEW_RECORDS:], rows[:NEW_RECORDS]
    _fill(known)
    ids = [_arrive(source_id, row) for row in new]
    link_records(actor=actor, record_ids=ids, now=START)
    taken = []
    for record_id in ids:
        begun = time.perf_counter()
        resolve_records(actor=actor, record_ids=[record_id], now=START)
        taken.append(1000 * (time.perf_counter() - begun))
    warm = taken[20:]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    quantiles = statistics.quantiles(warm, n=20)
    return {"rows": len(known), "seconds": sum(taken) / 1000, "p95_ms": quantiles[18], "median_ms": statistics.median(warm), "mb": peak}


def _rows(records: Path) -> list[dict[str, str]]:
    with records.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def _fill(rows: list[dict[str, str]]) -> None:
    """Readings, guests and the model of everybody who is known already."""
    from django.db import connection

    from benchmarks.child import START
    from xenia.identity import models
    from xenia.identity.matching import start
    from xenia.identity.rows import key_numbers, sealed_reading
    from xenia.identity.rules.reading import read_record
    from xenia.identity.rules.weighing import to_document
    from xenia.kernel.ids import new_id

    readings = [read_record(row, today=TODAY) for row in rows]
    models.MatchModel.objects.create(version=1, document=to_document(start(readings)), records=len(rows), trained_at=START, is_current=True)
    with connection.cursor() as cursor:
        for first in range(0, len(readings), BATCH):
            batch = [(new_id(), reading) for reading in readings[first : first + BATCH]]
            with cursor.copy("COPY identity_reading (record_id, reading_sealed, keys, content_hash) FROM STDIN (FORMAT binary)") as copy:
                copy.set_types(["uuid", "bytea", "int8[]", "bytea"])
                for record_id, reading in batch:
                    copy.write_row((record_id, sealed_reading(record_id, reading), key_numbers(reading), b"x" * 16))
            ids = [record_id for record_id, _ in batch]
            cursor.execute("INSERT INTO identity_guest (id) SELECT unnest(%s::uuid[])", [ids])
            cursor.execute(
                "INSERT INTO identity_guestlink (record_id, guest_id, home_id, valid_from) SELECT one, one, one, %s FROM unnest(%s::uuid[]) one",
                [START, ids],
            )
        cursor.execute("VACUUM ANALYZE identity_reading")
        cursor.execute("VACUUM ANALYZE identity_guestlink")


def _arrive(source_id: Any, row: dict[str, str]) -> Any:
    """A record as an import leaves it."""
    from benchmarks.child import START
    from xenia.connect.models import GuestRecord, Source
    from xenia.connect.rows import SEALED_FIELDS
    from xenia.kernel.ids import new_id
    from xenia.settings import ENV
    from xenia.trust.vault import vault_of

    record_id = new_id()
    document = f"{row['id_type']} {row['id_country']} {row['id_number']}" if row["id_number"] else ""
    told = {"phone": row["phone"], "email": row["email"], "birth_date": row["birth_date"], "document": document}
    sealed = {
        SEALED_FIELDS[name][0]: vault_of(ENV.key_file).seal(value, field=SEALED_FIELDS[name][1], row=record_id)
        for name, value in told.items()
        if value
    }
    plain = {name: row[name] for name in ("name", "name_latin", "gender", "city", "company")}
    GuestRecord.objects.create(
        record_id=record_id, source_id=source_id, unit_id=Source.objects.get(id=source_id).unit_id, key_index=record_id.bytes,
        content_hash=b"y" * 16, order_at=START, run_id=new_id(), row_number=1, first_seen_at=START, **plain, **sealed,
    )  # fmt: skip
    return record_id


VERBS = {
    "matching": matching,
    "plain_splink": plain_splink,
    "splink_on_keys": splink_on_keys,
    "resolving": resolving,
    "demonstration": demonstration,
}
