"""Words of rewards: what members may have for their points, and orders of it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from xenia.kernel.texts import Text


class RewardKind(StrEnum):
    """`cash`: so much off the bill, in pieces of `worth_minor`."""

    FREE_NIGHT = "free_night"
    UPGRADE = "upgrade"
    CASH = "cash"
    PARTNER = "partner"
    GIFT = "gift"
    DONATION = "donation"


class RewardState(StrEnum):
    """`held` until it is confirmed; `lapsed` where nobody did in time."""

    HELD = "held"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"


@dataclass(frozen=True)
class RewardTerms:
    """What one piece costs: `points`, and `money_minor` beside them. Where `points_min` is said, points down to it may be paid in money
    instead, at `minor_per_1000` for a thousand. `worth_minor`: what one piece is worth to the guest. Ordered up to `count_max` at once, by
    the `tiers` named (none: every member). Held for `hold_hours`; `cancel_days`: how many days after it was confirmed it may be given back
    (None: never)."""

    points: int
    money_minor: int = 0
    points_min: int | None = None
    minor_per_1000: int = 0
    worth_minor: int = 0
    count_max: int = 1
    tiers: tuple[str, ...] = ()
    hold_hours: int = 48
    cancel_days: int | None = None


@dataclass(frozen=True)
class RewardDraft:
    """What is said of a new reward. `stock`: how many pieces there are, None for as many as are wanted."""

    code: str
    name: Text
    kind: RewardKind
    terms: RewardTerms
    stock: int | None = None


@dataclass(frozen=True)
class RewardVersion:
    """Terms that hold from a day on and until another (exclusive)."""

    number: int
    valid_from: date
    valid_until: date | None
    terms: RewardTerms


@dataclass(frozen=True)
class Reward:
    """A reward of the catalogue. `version`: the terms of today, None where nobody orders it today. `left`: pieces, None for no limit."""

    id: UUID
    programme_id: UUID
    code: str
    name: Text
    kind: RewardKind
    version: RewardVersion | None
    left: int | None


@dataclass(frozen=True)
class RewardAsk:
    """What a member wants. `points_each`: how many points are paid for a piece, None for all of it in points. `source` names what it is
    for, such as `booking:<id>`; the same `key` is the same order. `with_family`: the points of all who share pay. `guardian_id`: who
    orders for a minor."""

    member_id: UUID
    reward_id: UUID
    key: str
    count: int = 1
    points_each: int | None = None
    source: str = ""
    with_family: bool = False
    guardian_id: UUID | None = None


@dataclass(frozen=True)
class RewardQuote:
    """What an order costs: points and money, and what it is worth. `usable`: the points that the member has, or all who share."""

    points: int
    money_minor: int
    worth_minor: int
    usable: int

    @property
    def lacking(self) -> int:
        return max(0, self.points - self.usable)


@dataclass(frozen=True)
class RewardOrder:
    """A reward that a member ordered. `cancel_until`: the last day on which a confirmed one may be given back."""

    id: UUID
    member_id: UUID
    reward_id: UUID
    reward_code: str
    name: Text
    state: RewardState
    count: int
    points: int
    money_minor: int
    source: str
    held_until: datetime
    confirmed_on: date | None
    cancel_until: date | None
    ordered_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True)
class RewardOrderLine:
    """An order as the desk lists it: whose it is. `guest_id` is None and `name` empty where the reader does not see the guest."""

    order: RewardOrder
    number: str
    guest_id: UUID | None
    name: str
