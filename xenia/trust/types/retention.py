"""Words of retention: how long each kind of data is kept, what holds it, and what a night's work came to."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from xenia.kernel.actor import Actor
from xenia.kernel.texts import Text


class Deed(StrEnum):
    DELETE = "delete"
    ANONYMISE = "anonymise"


@dataclass(frozen=True)
class Held:
    """What a legal hold keeps: nothing about these records or bookings may go."""

    record_ids: frozenset[UUID]
    booking_ids: frozenset[UUID]


Count = Callable[[Actor, datetime, Held], int]
Apply = Callable[[Actor, datetime, Held], int]
"""Both take the instant before which things are too old, and what is held; `Apply` returns how many went."""


@dataclass(frozen=True)
class RetentionKind:
    """One kind of data that ends in time, as a module offers it. `page` and `filter` are the door to the rows, where there is one."""

    code: str
    title: Text
    event: Text
    purpose: Text
    days: int
    deed: Deed
    ground: Text
    count: Count
    apply: Apply
    page: str = ""
    days_min: int = 1


@dataclass(frozen=True)
class RetentionRule:
    """A kind with what the company decided: keep `days` after the event, then `deed`; nothing happens where it is off."""

    code: str
    title: Text
    event: Text
    purpose: Text
    ground: Text
    deed: Deed
    days: int
    days_first: int
    is_on: bool
    page: str
    changed_by: str
    changed_at: datetime | None


@dataclass(frozen=True)
class ReportLine:
    """`due`: how many are too old; `gone`: how many went (None in a dry run or before its turn); `problem` where it failed."""

    code: str
    title: Text
    before: datetime
    due: int
    gone: int | None
    problem: str


@dataclass(frozen=True)
class RetentionReport:
    id: UUID
    is_dry: bool
    state: str
    started_at: datetime
    ended_at: datetime | None
    started_by: str
    lines: tuple[ReportLine, ...]


@dataclass(frozen=True)
class LegalHold:
    """`until` None: until it is lifted. Of a guest (`record_ids`) or of one booking."""

    id: UUID
    record_ids: tuple[UUID, ...]
    booking_id: UUID | None
    reason: str
    placed_by: str
    placed_at: datetime
    until: date | None
    lifted_at: datetime | None
    lifted_by: str
    is_active: bool


@dataclass(frozen=True)
class NewHold:
    reason: str
    record_ids: tuple[UUID, ...] = ()
    booking_id: UUID | None = None
    until: date | None = None


def held_of(rows: Collection[dict[str, Any]]) -> Held:
    """Joins the records and bookings of several holds."""
    return Held(
        frozenset(record for row in rows for record in row["record_ids"]),
        frozenset(row["booking_id"] for row in rows if row["booking_id"]),
    )
