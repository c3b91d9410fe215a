"""Words of where guests stand: stages of the relation, RFM scores and groups, and the guests behind each number."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from xenia.insight.types.policies import PolicyStamp
from xenia.kernel.texts import Text


class Stage(StrEnum):
    """Where a guest stands in the life of the relation (docs/algorithms/lifecycle.md)."""

    PROSPECT = "prospect"
    NEW = "new"
    GROWING = "growing"
    LOYAL = "loyal"
    AT_RISK = "at_risk"
    SLEEPING = "sleeping"
    LOST = "lost"
    WON_BACK = "won_back"


class RfmScale(StrEnum):
    """How values become scores of 1 to 5: fifths of the guests, or bounds that the business set."""

    QUINTILES = "quintiles"
    THRESHOLDS = "thresholds"


@dataclass(frozen=True)
class Named:
    """A code with its name and what it means, or what to do."""

    code: str
    name: Text
    meaning: Text


@dataclass(frozen=True)
class RfmCell:
    """Guests of one recency and frequency score. `group` names the group the cell belongs to; money is of the last 730 days."""

    recency: int
    frequency: int
    group: str
    guests: int
    minor_mean: float | None
    revenue_share: float | None


@dataclass(frozen=True)
class RfmGroup:
    """A named group of cells; the means are those of its guests' LRFMC scores, 1 to 5; None where it has no guest."""

    code: str
    name: Text
    meaning: Text
    guests: int
    guest_share: float | None
    minor_mean: float | None
    revenue_share: float | None
    length_mean: float | None
    recency_mean: float | None
    frequency_mean: float | None
    money_mean: float | None
    price_mean: float | None


@dataclass(frozen=True)
class RfmBand:
    """The values that got one score of `measure` (recency in days, frequency in bookings, money in minor units); None where nobody did."""

    measure: str
    score: int
    guests: int
    least: int | None
    most: int | None


@dataclass(frozen=True)
class RfmMap:
    """Recency by frequency, 5 x 5, of guests with a booking that stands. Agencies in disguise and prospects are only counted."""

    snapshot_id: UUID
    as_of: datetime
    scale: RfmScale
    guests: int
    agencies: int
    prospects: int
    currency: str
    policy: PolicyStamp
    cells: tuple[RfmCell, ...]
    groups: tuple[RfmGroup, ...]
    bands: tuple[RfmBand, ...]


@dataclass(frozen=True)
class RfmMove:
    """Guests who were in one group and are in another, or the same; None: no booking that stood on that day."""

    before: str | None
    after: str | None
    guests: int


@dataclass(frozen=True)
class RfmMigration:
    """From each group to each, between the ends of two days. A move without guests is left out."""

    before_on: date
    after_on: date
    scale: RfmScale
    groups: tuple[Named, ...]
    moves: tuple[RfmMove, ...]


@dataclass(frozen=True)
class GuestRfm:
    """The scores of a guest, 1 to 5; None for one without a booking that stands, and for an agency in disguise."""

    guest_id: UUID
    as_of: datetime
    is_agency: bool
    recency: int | None
    frequency: int | None
    money: int | None
    length: int | None
    price: int | None
    group: Named | None
    by_thresholds: Named | None


@dataclass(frozen=True)
class StageMove:
    """Guests who went from one stage to another within a month."""

    before: Stage
    after: Stage
    guests: int


@dataclass(frozen=True)
class StageCount:
    """Guests in a stage at the end of a month, and how many came and went within it. Prospects are known as of now only: None before."""

    stage: Stage
    guests: int | None
    came: int
    left: int


@dataclass(frozen=True)
class LifecycleMonth:
    """One month; the last one ends with the day of the snapshot."""

    begins_on: date
    ends_on: date
    counts: tuple[StageCount, ...]
    moves: tuple[StageMove, ...]


@dataclass(frozen=True)
class LifecycleCounts:
    """The lifecycle of all guests month by month, the oldest first, by the `policy` of the snapshot. `agencies` are set apart."""

    snapshot_id: UUID
    as_of: datetime
    agencies: int
    stages: tuple[Named, ...]
    policy: PolicyStamp
    months: tuple[LifecycleMonth, ...]


@dataclass(frozen=True)
class StageSince:
    """A stage and the day it began."""

    stage: Stage
    since: date


@dataclass(frozen=True)
class GuestLifecycle:
    """The stage of a guest today, why, and all stages before it, the oldest first; no stage for an agency in disguise.

    `rhythm_days` is how often they book, `is_own_rhythm` False where that is what is usual for the line. The next dates are when silence
    alone would move them on.
    """

    guest_id: UUID
    stage: Stage | None
    name: Text
    since: date | None
    reason: Text
    history: tuple[StageSince, ...]
    booking_days: int
    last_booked_on: date | None
    rhythm_days: int | None
    is_own_rhythm: bool
    at_risk_on: date | None
    sleeping_on: date | None
    lost_on: date | None


@dataclass(frozen=True)
class GuestIn:
    """A guest behind a number. `group` is the RFM group by fifths; spend is of the last 730 days."""

    guest_id: UUID
    name: str
    stage: Stage | None
    since: date | None
    group: str | None
    bookings: int
    last_booked_on: date | None
    spend_minor: int
