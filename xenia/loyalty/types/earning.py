"""Words of earning: the rules by which points come, what is bought, and what it earns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from typing import Any
from uuid import UUID

from xenia.kernel.texts import Text


class Basis(StrEnum):
    """What a rule counts. `base` counts the points that the rules of the same kind of points bring before any bonus."""

    SPEND = "spend"
    NIGHT = "night"
    SEGMENT = "segment"
    DISTANCE = "distance"
    STAY = "stay"  # once a booking or coupon
    ACTION = "action"
    BASE = "base"


class Action(StrEnum):
    """What a member does beside buying."""

    REVIEW = "review"
    SURVEY = "survey"
    PROFILE_COMPLETED = "profile_completed"
    REFERRAL = "referral"
    GREEN_CHOICE = "green_choice"


class Earner(StrEnum):
    """Who of a booking earns by a rule: the one who stays or flies, the one who booked, or the company the traveller travels for."""

    TRAVELLER = "traveller"
    BOOKER = "booker"
    COMPANY = "company"


class Family(StrEnum):
    """Of the multipliers of one family the greatest that fits counts."""

    TIER = "tier"
    PRODUCT = "product"
    CHANNEL = "channel"
    SEASON = "season"
    FESTIVAL = "festival"
    TAG = "tag"


class Stage(StrEnum):
    """How far a purchase is: nothing yet, promised, done, or come to nothing."""

    NONE = "none"
    PROMISED = "promised"
    DONE = "done"
    VOID = "void"


class Why(StrEnum):
    """Why something bought earned nothing, or less: kept as a list that somebody looks through."""

    RATE_UNKNOWN = "rate_unknown"
    AMOUNT_UNKNOWN = "amount_unknown"
    AMOUNT_NEGATIVE = "amount_negative"
    REFUND_OVER_PAID = "refund_over_paid"
    DISTANCE_UNKNOWN = "distance_unknown"
    DAY_UNKNOWN = "day_unknown"
    TOO_OLD = "too_old"
    BUDGET_EXHAUSTED = "budget_exhausted"
    DEBT_LIMIT = "debt_limit"
    HELD_BY_ANOTHER = "held_by_another"


@dataclass(frozen=True)
class DaySpan:
    """Days from `first_on` to `last_on`, both included."""

    first_on: date
    last_on: date


@dataclass(frozen=True)
class Conditions:
    """What a purchase must be; what is empty asks nothing. Days of the week count from 0, Monday. `days`, `months`, `weekdays` and
    `festivals` are about the day the stay or flight begins, `booked` about the day it was booked."""

    lines: tuple[str, ...] = ()
    properties: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    cabins: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    festivals: tuple[str, ...] = ()
    months: tuple[int, ...] = ()
    weekdays: tuple[int, ...] = ()
    days: tuple[DaySpan, ...] = ()
    booked: tuple[DaySpan, ...] = ()
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True)
class Multiplier:
    """`percent` 150 makes 1,000 base points 1,500."""

    family: Family
    percent: int
    when: Conditions


@dataclass(frozen=True)
class CabinShare:
    """A flight in this cabin counts `percent` of its distance."""

    cabin: str
    percent: int


@dataclass(frozen=True)
class Caps:
    """The most points of a rule: for one stay or coupon, and for one member in a month of the programme's calendar."""

    per_stay: int | None = None
    per_month: int | None = None


@dataclass(frozen=True)
class EarningRule:
    """`points_milli` thousandths of a point for each `per` units of the basis (minor units of money, nights, segments, kilometres, actions;
    of BASE: points). `whole_units`: only full `per` count. `group` and `rank`: of the rules of one group the highest rank that fits counts;
    a rule without a group stands for itself. `has_budget`: what it gives comes from the promotion's budget, and ends with it."""

    name: Text
    kind: str
    basis: Basis
    points_milli: int
    per: int = 1
    whole_units: bool = False
    earner: Earner = Earner.TRAVELLER
    group: str = ""
    rank: int = 0
    when: Conditions = field(default_factory=Conditions)
    cabins: tuple[CabinShare, ...] = ()
    cabin_else_percent: int = 100
    multipliers: tuple[Multiplier, ...] = ()
    caps: Caps = field(default_factory=Caps)
    has_budget: bool = False


@dataclass(frozen=True)
class RuleInForce:
    """One version of a rule: it holds from `valid_from` until `valid_until` (exclusive, None: open), unless a later version begins."""

    rule_id: UUID
    code: str
    number: int
    valid_from: date
    valid_until: date | None
    rule: EarningRule


@dataclass(frozen=True)
class Budget:
    """What a promotion may still give. `given` is what it gave or promised."""

    rule_id: UUID
    kind: str
    left: int
    given: int


@dataclass(frozen=True)
class Purchase:
    """One thing bought, as one member earns by it: a stay, or one coupon of a journey (`part`).

    `told_minor` is what was paid in `currency`, refunds taken off, for so many `sharers`; `amount_minor` the member's share in the
    programme's currency at `rate`, None where it is not known. `counts_on` is the day of check-out or flight. `source` names it in the
    ledger; `faults` are what is wrong with it. `is_company`: a company earns by `seats` of its travellers.
    """

    source: str
    part: str
    member_id: UUID
    stage: Stage
    line: str = ""
    property: str = ""
    product: str = ""
    channel: str = ""
    booked_on: date | None = None
    starts_on: date | None = None
    counts_on: date | None = None
    nights: int = 0
    segments: int = 0
    distance_km: int = 0
    cabin: str = ""
    amount_minor: int | None = None
    action: Action | None = None
    is_traveller: bool = True
    is_booker: bool = False
    tier: str = ""
    tags: frozenset[str] = frozenset()
    faults: tuple[Why, ...] = ()
    currency: str = ""
    told_minor: int | None = None
    sharers: int = 1
    rate: float | None = None
    is_company: bool = False
    seats: int = 1


@dataclass(frozen=True)
class Step:
    """One step of how a number of points came about, in the order in which it was taken: what it was, and its figures."""

    what: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Term:
    """`coefficient` points for each unit of a measure; with `whole` only full lots of so many units count, and the coefficient is for a
    lot."""

    measure: Basis
    whole: int
    coefficient: Fraction


@dataclass(frozen=True)
class RecipeLine:
    """How a rule turns what is measured of a purchase into points: the sum of the terms times `percent`, rounded down once."""

    rule: RuleInForce
    terms: tuple[Term, ...]
    percent: int
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class EarnedLine:
    """What one rule gives for one purchase."""

    rule: RuleInForce
    kind: str
    points: int
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Unearned:
    """Something bought that earned nothing or less than its rules say, and why."""

    id: UUID
    source: str
    part: str
    member_id: UUID | None
    why: Why
    details: Mapping[str, Any]
    noticed_at: datetime


@dataclass(frozen=True)
class EarnedRun:
    """What one run did: purchases looked at, transfers written, and what earned nothing by its cause."""

    purchases: int = 0
    transfers: int = 0
    unearned: Mapping[Why, int] = field(default_factory=dict)
