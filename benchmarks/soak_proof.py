"""After a soak: what the product acknowledged, against what lies in PostgreSQL and in the lake."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pyarrow.compute as pc
from deltalake import DeltaTable

from benchmarks.claim import Claim
from benchmarks.soak_load import Source
from benchmarks.soak_visitor import Unanswered, Visitor

DRAIN_SECONDS_MAX = 900
RUNS = """
SELECT id::text, state, read, new, changed, unchanged, duplicate, late, quarantined FROM connect_run WHERE source_id = %s
"""


@dataclass(frozen=True)
class Held:
    """What the product holds: its database and its lake."""

    home: Path

    @property
    def database_url(self) -> str:
        folder = self.home / "postgres"
        password, port = ((folder / name).read_text().strip() for name in ("password", "port"))
        return f"postgresql://xenia:{password}@127.0.0.1:{port}/xenia"

    def rows(self, query: str, *values: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.database_url, connect_timeout=10) as connection:
            return connection.execute(query, values).fetchall()

    def facts(self, table: str, column: str, source_id: str) -> list[str]:
        """The values of a column in all rows of a source."""
        rows = DeltaTable(str(self.home / "lake" / table)).to_pyarrow_table(columns=["source_id", column])
        values: list[str] = rows.filter(pc.equal(rows["source_id"], source_id))[column].to_pylist()
        return values


def drain(held: Held, visitor: Visitor) -> tuple[bool, int]:
    """Waits until no run is waiting or running; one that failed is resumed as a person would. Whether all ended, and how many were resumed."""
    resumed, deadline = 0, time.monotonic() + DRAIN_SECONDS_MAX
    while time.monotonic() < deadline:
        try:
            left = held.rows("SELECT id::text, state FROM connect_run WHERE state <> 'done'")
            for run_id, state in left:
                if state not in ("waiting", "running"):
                    visitor.post(f"/api/runs/{run_id}/resume", {})
                    resumed += 1
            if not left:
                return True, resumed
        except (psycopg.OperationalError, Unanswered):
            pass  # a part is just being started again
        time.sleep(2)
    return False, resumed


def accounts(held: Held, source: Source) -> Iterator[Claim]:
    """Every acknowledged row, in the counts of the runs, in PostgreSQL and in the lake."""
    name = f"soak: {source.code}"
    runs = held.rows(RUNS, source.id)
    by_id = {run[0]: run for run in runs}
    right = sum(has_counted(by_id.get(run_id), *expected) for run_id, expected in source.runs.items())
    yield equal(name, "acknowledged runs that are done and counted every row", right, ("acknowledged", len(source.runs)), "runs")
    first = len(source.bookings) + (len(source.guests) if source.key else 0)
    yield equal(name, "rows that runs counted as new", sum(run[3] for run in runs), ("acknowledged", first))
    bookings = [key for (key,) in held.rows("SELECT booking_key FROM connect_booking WHERE source_id = %s", source.id)]
    yield matching(name, "bookings in PostgreSQL", bookings, source.bookings)
    people = held.rows("SELECT source_key, record_id::text FROM connect_guestrecord WHERE source_id = %s", source.id)
    yield matching(name, "people in PostgreSQL", [key for key, _ in people], source.guests)
    yield matching(name, "bookings in the lake", held.facts("booking_versions", "booking_key", source.id), source.bookings)
    described = set(held.facts("guest_facts", "record_id", source.id))
    yield matching(name, "people in the lake", [key for key, record_id in people if record_id in described], source.guests)


def has_counted(run: tuple[Any, ...] | None, rows: int, bad: int) -> bool:
    """Whether a run is done, read every row of its file, refused the bad ones and gave each of the others one outcome."""
    if run is None:
        return False
    _, state, read, *outcomes = run
    return bool(state == "done" and read == rows == sum(outcomes) and outcomes[-1] == bad)


def matching(name: str, measure: str, found: list[str], acknowledged: set[str]) -> Claim:
    """Met where exactly the acknowledged keys are there, each once."""
    claim = equal(name, measure, len(found), ("acknowledged", len(acknowledged)))
    same = len(found) == len(set(found)) and set(found) == acknowledged
    return claim if same or not claim.met else Claim(**{**vars(claim), "met": False})


def equal(name: str, measure: str, value: int, peer: tuple[str, int], unit: str = "rows") -> Claim:
    """Met where both are the same."""
    ratio = value / peer[1] if peer[1] else float(value == 0)
    return Claim(name, measure, value, unit, peer[0], peer[1], round(ratio, 4), "equal", value == peer[1])
