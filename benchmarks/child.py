"""What runs in a process of its own, so that its time and its peak memory are its own. Prints one line of JSON."""

import json
import resource
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from benchmarks import (
    audience_child,
    audit_child,
    consent_child,
    encryption_child,
    identity_child,
    insight_child,
    insight_company,
    insight_scoring_child,
    ledger_child,
    lifetime_value_child,
    loyalty_index_child,
    loyalty_rush_child,
    profile_child,
)

START = datetime(2026, 1, 1, tzinfo=UTC)


def lake(path: str) -> dict[str, Any]:
    """Read, map, check the contract, tell new from known, append: everything of an import but PostgreSQL. A worker is warm, so this is."""
    _into_lake(_head_of(path))
    return _into_lake(path)


def _head_of(path: str) -> str:
    """A file of the first lines, to warm up with."""
    from itertools import islice

    from xenia.settings import ENV

    ENV.home.mkdir(parents=True, exist_ok=True)
    head = ENV.home / "head.csv"
    with Path(path).open(encoding="utf-8") as lines:
        head.write_text("".join(islice(lines, 1000)), encoding="utf-8")
    return str(head)


def _into_lake(path: str) -> dict[str, Any]:
    from benchmarks.booking_files import MAPPING
    from xenia.connect.actions.chunks import append_facts, mapped_batches, read_chunk
    from xenia.connect.actions.runs import ROWS_A_CHUNK
    from xenia.lake.intake.open import read_file
    from xenia.lake.intake.types import ReadOptions

    job = _job(MAPPING)
    begun, rows, after_row = time.perf_counter(), 0, 1
    batches = read_file(lambda: Path(path).open("rb"), Path(path).name, options=ReadOptions(batch_rows=ROWS_A_CHUNK))
    for chunk, (batch, mapped) in enumerate(mapped_batches(job, batches), start=1):
        read = read_chunk(job, batch, mapped, after_row=after_row)
        append_facts(job, read, {}, chunk=chunk, now=START)
        rows, after_row = rows + read.counts.new, batch.rows_done + 1
    return {"rows": rows, "seconds": time.perf_counter() - begun}


def _job(document: dict[str, Any]) -> Any:
    from xenia.connect.actions.chunks import ChunkJob
    from xenia.connect.actions.people import RecordScope
    from xenia.connect.facts.canonical import FileSetting
    from xenia.connect.rules.mapping import parse_mapping
    from xenia.kernel.ids import new_id
    from xenia.lake.tables import ensure_tables
    from xenia.settings import ENV

    ensure_tables(ENV.lake_url)
    source_id: UUID = new_id()
    people = RecordScope(source_id, new_id(), new_id(), START, "CN")
    return ChunkJob(parse_mapping(document), FileSetting("salt", source_id, "Asia/Shanghai", "CNY", None), people, {}, False, START)


def duckdb(path: str) -> dict[str, Any]:
    """The peer: the same file to one Parquet file with typed columns, by DuckDB alone; as warm."""
    _into_parquet(_head_of(path))
    return _into_parquet(path)


def _into_parquet(path: str) -> dict[str, Any]:
    import duckdb as engine

    from benchmarks.booking_files import TYPED
    from xenia.settings import ENV

    columns = ", ".join(f"'{name}': '{kind}'" for name, kind in TYPED.items())
    begun = time.perf_counter()
    query = f"COPY (FROM read_csv('{path}', header = true, columns = {{{columns}}})) TO '{ENV.home}/bookings.parquet' (FORMAT parquet)"
    rows = engine.sql(query) or engine.sql(f"SELECT count(*) FROM '{ENV.home}/bookings.parquet'").fetchall()[0][0]
    return {"rows": rows, "seconds": time.perf_counter() - begun}


def whole(path: str, kind: str) -> dict[str, Any]:
    """A file as a person brings it: sealed upload, run, lake, PostgreSQL."""
    from benchmarks.booking_files import MAPPING, MAPPING_WITH_PEOPLE
    from xenia.connect.actions.loading import LoadOrder, load_file
    from xenia.connect.queries.runs import get_run

    actor, source_id = open_source()
    document = MAPPING_WITH_PEOPLE if kind == "people" else MAPPING
    begun = time.perf_counter()
    order = LoadOrder(Path(path), source_id, document=document)
    run = get_run(actor, load_file(actor=actor, order=order, clock=lambda: datetime.now(UTC)))
    return {"rows": run.counts.new, "state": run.state.value, "seconds": time.perf_counter() - begun}


def projection(rows: str) -> dict[str, Any]:
    """The serving copy alone: rows of booking versions into an empty table of current bookings."""
    from django.db import transaction

    from xenia.connect.actions.projection import write_bookings

    _, source_id = open_source()
    bookings = _versions(source_id, int(rows))
    begun = time.perf_counter()
    with transaction.atomic():
        for first in range(0, bookings.num_rows, 250_000):
            write_bookings(bookings.slice(first, 250_000), source_unit_id=source_id)
    return {"rows": bookings.num_rows, "seconds": time.perf_counter() - begun}


def _versions(source_id: UUID, rows: int) -> Any:
    import hashlib

    import pyarrow as pa

    from xenia.lake.identifiers import ids_from_hashes

    hashes = pa.chunked_array([pa.array([hashlib.md5(str(n).encode()).digest() for n in range(rows)], pa.binary(16))])
    moments = pa.array([START] * rows, pa.timestamp("us", tz="UTC"))
    one = {name: pa.repeat(str(source_id), rows) for name in ("source_id", "unit_id", "run_id")}
    text = {"line": "hotel", "status": "confirmed", "channel": "app", "destination_city": "上海", "currency": "CNY"}
    return pa.table(
        one
        | {name: pa.repeat(value, rows) for name, value in text.items()}
        | {
            "booking_id": ids_from_hashes(hashes, made_at_ms=1_700_000_000_000),
            "booking_key": pa.array([f"YX{n:010d}" for n in range(rows)]),
            "booked_at": moments,
            "order_at": moments,
            "starts_on": pa.array([START.date()] * rows),
            "ends_on": pa.array([START.date()] * rows),
            "total_minor": pa.array(range(rows), pa.int64()),
            "adults": pa.repeat(pa.scalar(2, pa.int32()), rows),
            "content_hash": hashes,
            "row_number": pa.array(range(rows), pa.int64()),
        }
    )


def open_source() -> tuple[Any, UUID]:
    from xenia.connect.actions.sources import create_source
    from xenia.connect.types.sources import SourceKind, SourceSettings
    from xenia.host.tables import bring_up_to_date
    from xenia.kernel.actor import product_actor
    from xenia.kernel.texts import Text
    from xenia.lake.tables import ensure_tables
    from xenia.settings import ENV
    from xenia.trust.actions.people import create_foundations
    from xenia.trust.types.access import Permission

    bring_up_to_date()
    ensure_tables(ENV.lake_url)
    actor = product_actor("benchmarks", *Permission)
    create_foundations(company=Text("基准", "Benchmark"))
    settings = SourceSettings(code=f"b{time.time_ns()}", name="b", kind=SourceKind.FILE, unit_code="group")
    return actor, create_source(actor=actor, settings=settings, now=START)


VERBS: dict[str, Any] = {
    "lake": lake,
    "duckdb": duckdb,
    "whole": whole,
    "projection": projection,
    "consent": consent_child.consent,
    **audience_child.VERBS,
    **audit_child.VERBS,
    **encryption_child.VERBS,
    **identity_child.VERBS,
    **insight_child.VERBS,
    **insight_company.VERBS,
    **insight_scoring_child.VERBS,
    **ledger_child.VERBS,
    **lifetime_value_child.VERBS,
    **loyalty_index_child.VERBS,
    **loyalty_rush_child.VERBS,
    **profile_child.VERBS,
}


def main() -> None:
    import django

    django.setup()
    from xenia.settings import ENV
    from xenia.trust.keyring.files import create_key_file

    create_key_file(ENV.key_file)
    answer = VERBS[sys.argv[1]](*sys.argv[2:])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)
    print(json.dumps(answer | {"rate": answer["rows"] / answer["seconds"], "peak_mb": peak}))


if __name__ == "__main__":
    main()
