"""Words of passing points on: a transfer at once, a gift that waits until it is accepted."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class PassingKind(StrEnum):
    TRANSFER = "transfer"
    GIFT = "gift"


class PassingState(StrEnum):
    """`held`: a gift that waits. `refused` by who would take it, `withdrawn` by who gave it, `lapsed`: nobody accepted in time."""

    HELD = "held"
    DONE = "done"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class PassingBar(StrEnum):
    """Why a member gives no points now."""

    NOT_ALLOWED = "not_allowed"
    NOT_ACTIVE = "not_active"
    TOO_NEW = "too_new"
    RESTRICTED = "restricted"
    MINOR = "minor"


@dataclass(frozen=True)
class PassingAsk:
    """So many points of one member for another, who is named by the number on the card. A gift has a `message`; the same `key` is the same
    passing."""

    giver_id: UUID
    taker_number: str
    kind: PassingKind
    points: int
    message: str
    key: str


@dataclass(frozen=True)
class Passed:
    """What a member gave or took before, for the limits: on a day of the programme."""

    on: date
    points: int


@dataclass(frozen=True)
class Passing:
    """Points passed on, as one of the two sees it: `is_mine` where that member gave. `other_number` and `other_name` are the other's; the
    name is empty where the reader does not see the guest. `wait_until`: the instant at which a gift that waits returns by itself."""

    id: UUID
    kind: PassingKind
    state: PassingState
    points: int
    message: str
    is_mine: bool
    other_id: UUID
    other_number: str
    other_name: str
    wait_until: datetime | None
    asked_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True)
class PassingRoom:
    """What a member may give now: `most` points at once, `least` at least. `bar` says why nothing may be given. `from_day`: the first day
    on which a new member may."""

    bar: PassingBar | None
    least: int
    most: int
    left_today: int
    left_this_year: int
    from_day: date
    wait_days: int
