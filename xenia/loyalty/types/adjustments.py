"""Words of adjustments: points that somebody gave or took by hand."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class AdjustReason(StrEnum):
    """Why points are given or taken by hand. `take_back` is the reason of what takes an adjustment back, and nobody chooses it."""

    GOODWILL = "goodwill"
    SYSTEM_ERROR = "system_error"
    MISSING_STAY = "missing_stay"
    FRAUD = "fraud"
    EARLIER_MISTAKE = "earlier_mistake"
    OTHER_REASON = "other_reason"
    TAKE_BACK = "take_back"


class AdjustState(StrEnum):
    """`closed`: a second person refused it, the person who asked withdrew it, or nobody decided in time."""

    WAITING = "waiting"
    DONE = "done"
    CLOSED = "closed"


@dataclass(frozen=True)
class AdjustAsk:
    """So many points of a kind, given (above zero) or taken (below). `words` say why; the same `key` is the same adjustment."""

    member_id: UUID
    kind: str
    points: int
    reason: AdjustReason
    words: str
    key: str


@dataclass(frozen=True)
class Counted:
    """One adjustment of a member by a person on a day, for the limit. `of`: the adjustment that it took back."""

    id: UUID
    of: UUID | None
    points: int


@dataclass(frozen=True)
class Adjustment:
    """`of`: the adjustment that this one takes back. `taken_back_by`: the one that took this one back. `words` are empty once the guest was
    erased."""

    id: UUID
    member_id: UUID
    kind: str
    points: int
    reason: AdjustReason
    words: str
    state: AdjustState
    of: UUID | None
    taken_back_by: UUID | None
    approval_id: UUID | None
    asked_by: UUID | None
    asked_by_name: str
    asked_at: datetime
    done_on: date | None
    may_be_taken_back: bool


@dataclass(frozen=True)
class AdjustLimit:
    """What one person may still give or take of a member today without a second one: `left` of `most`."""

    most: int
    left: int
