"""A small source of bookings: rows as a file has them, imported as a run does it (classify, then append what belongs in the lake)."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Any
from uuid import UUID

import pyarrow as pa

from xenia.kernel.ids import new_id
from xenia.lake import read
from xenia.lake.append import append_rows
from xenia.lake.classify import OrderMode, Scope, classify
from xenia.lake.engine import Lake
from xenia.lake.tables import get_table

SOURCE = UUID("0192f0aa-0000-7000-8000-000000000001")
UNIT = UUID("0192f0aa-0000-7000-8000-0000000000aa")
MIDNIGHT = datetime(2026, 3, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Row:
    """One row: `key` None where the source has none, `content` whatever the row says, `hour` when the source changed it."""

    key: str | None
    content: str
    hour: int = 0
    extra: dict[str, Any] = field(default_factory=dict, hash=False)


def hash_of(text: str) -> bytes:
    return blake2b(text.encode(), digest_size=16).digest()


def at_hour(hour: float) -> datetime:
    return MIDNIGHT + timedelta(hours=hour)


def facts(*rows: Row, run_id: UUID, unit_id: UUID = UNIT, first_row: int = 0, arrived_at: datetime | None = None) -> pa.Table:
    """The rows as booking versions. With `arrived_at`, order is arrival: a microsecond later row by row."""
    places = range(first_row, first_row + len(rows))
    made = [
        {
            "source_id": str(SOURCE),
            "unit_id": str(unit_id),
            "run_id": str(run_id),
            "row_number": place,
            "record_hash": hash_of(row.content if row.key is None else row.key),
            "content_hash": hash_of(row.content),
            "order_at": arrived_at + timedelta(microseconds=place) if arrived_at else at_hour(row.hour),
            "recorded_at": MIDNIGHT,
            "booking_id": f"{row.key}-of-{run_id}",
            "booking_key": row.key,
            "status": row.content,
        }
        | row.extra
        for place, row in zip(places, rows, strict=True)
    ]
    return pa.Table.from_pylist(made, get_table("booking_versions").schema)


@dataclass
class Import:
    """One run over one file. `load` returns what became of each row; `after_row` and `chunk` go on where a run stopped."""

    lake: Lake
    order_mode: OrderMode = "given"
    run_id: UUID = field(default_factory=new_id)
    started_at: datetime = MIDNIGHT
    rows_done: int = 0
    chunk: int = 0

    def judge(self, *rows: Row) -> tuple[pa.Table, pa.Table]:
        arrived_at = self.started_at if self.order_mode == "arrival" else None
        table = facts(*rows, run_id=self.run_id, first_row=self.rows_done, arrived_at=arrived_at)
        scope = Scope(SOURCE, self.run_id, self.rows_done - 1)
        return table, classify(table, table="booking_versions", scope=scope, order_mode=self.order_mode, lake=self.lake)

    def load(self, *rows: Row) -> list[str]:
        table, verdicts = self.judge(*rows)
        append_rows("booking_versions", table.filter(verdicts["append"]), run_id=self.run_id, chunk=self.chunk, lake=self.lake)
        self.rows_done, self.chunk = self.rows_done + len(rows), self.chunk + 1
        return list(verdicts["outcome"].to_pylist())


def versions_in(lake: Lake) -> list[tuple[str | None, str, int]]:
    """All versions the lake holds as (key, content, hour), sorted."""
    rows = read.execute(read.table("booking_versions"), units=None, lake=lake).to_pylist()
    versions = [(row["booking_key"], row["status"], (row["order_at"] - MIDNIGHT) // timedelta(hours=1)) for row in rows]
    return sorted(versions, key=lambda version: (version[0] or "", *version[1:]))


def current_in(lake: Lake) -> set[tuple[str | None, str]]:
    """The current version of every booking as (key, content)."""
    rows = read.execute(read.current("booking_versions"), units=None, lake=lake).to_pylist()
    return {(row["booking_key"], row["status"]) for row in rows}
