"""Words of the loyalty index: six dimensions, the evidence each stands on, and the policy by which evidence becomes points."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from xenia.kernel.texts import Text


class Dimension(StrEnum):
    """The six dimensions of loyalty, in the order of the picture."""

    BEHAVIOURAL = "behavioural"
    ECONOMIC = "economic"
    EMOTIONAL = "emotional"
    INTENTION = "intention"
    KNOWLEDGE = "knowledge"
    RESPONSIBILITY = "responsibility"


class EvidenceSource(StrEnum):
    """Where evidence comes from."""

    BOOKINGS = "bookings"
    TRIPS = "trips"
    VISITS = "visits"
    REVIEWS = "reviews"
    LEDGER = "ledger"


class EvidenceUnit(StrEnum):
    """What a value of evidence counts; `permille` of the ladder, `minor` in the currency of reports."""

    COUNT = "count"
    MONTHS = "months"
    RATIO = "ratio"
    SHARE = "share"
    STARS = "stars"
    MINOR = "minor"
    PERCENT = "percent"


@dataclass(frozen=True)
class IndexEvidence:
    """One thing that is known of guests. `is_falling`: less of it is better. `unknown_when`: of whom it says nothing."""

    code: str
    dimension: Dimension
    source: EvidenceSource
    unit: EvidenceUnit
    is_falling: bool
    label: Text
    meaning: Text
    unknown_when: Text


@dataclass(frozen=True)
class LaterEvidence:
    """Evidence that nothing in the product tells of yet, and what will bring it."""

    dimension: Dimension
    label: Text
    brought_by: Text


@dataclass(frozen=True)
class Anchor:
    """A value of evidence, and the points from 0 to 100 that it is worth."""

    value: float
    points: int


@dataclass(frozen=True)
class EvidenceScale:
    """How one evidence becomes points, and how much it weighs inside its dimension."""

    code: str
    weight: int
    anchors: tuple[Anchor, ...]


@dataclass(frozen=True)
class DimensionWeight:
    """How much a dimension weighs in the index."""

    dimension: Dimension
    weight: int


@dataclass(frozen=True)
class IndexPolicy:
    """What a company decides about the index: weights of the dimensions, the least coverage (percent) at which an index is said, and the
    scale of each evidence."""

    weights: tuple[DimensionWeight, ...]
    coverage_least_percent: int
    scales: tuple[EvidenceScale, ...]


@dataclass(frozen=True)
class IndexPolicyVersion:
    """One version of the policy; number 0 is what the product came with, `changed_at` None then."""

    number: int
    policy: IndexPolicy
    changed_by: str
    changed_at: datetime | None


@dataclass(frozen=True)
class IndexPolicyState:
    """The policy in force, what it may say of (the evidence there is, and what comes later), and its versions with the newest first."""

    version: IndexPolicyVersion
    evidence: tuple[IndexEvidence, ...]
    later: tuple[LaterEvidence, ...]
    currency: str
    history: tuple[IndexPolicyVersion, ...]


@dataclass(frozen=True)
class IndexPolicyPreview:
    """What another policy would change among the guests of the newest month: how many have an index before and after, how many move by more
    than `points_least`, up and down, and the mean before and after."""

    guests: int
    said_before: int
    said_after: int
    points_least: int
    up: int
    down: int
    mean_before: float | None
    mean_after: float | None


@dataclass(frozen=True)
class DimensionPoints:
    """A dimension of one guest, or the mean of several. `points` None: no evidence yet. `coverage` from 0 to 1."""

    dimension: Dimension
    points: float | None
    coverage: float


@dataclass(frozen=True)
class IndexPoints:
    """The index of one guest: `points` None where less is known than the policy asks."""

    points: float | None
    coverage: float
    dimensions: tuple[DimensionPoints, ...]


@dataclass(frozen=True)
class EvidenceLine:
    """One evidence of a guest: its value (None: not known), the points it is worth, and its weight and scale by the policy in force."""

    evidence: IndexEvidence
    value: float | None
    points: float | None
    weight: int
    anchors: tuple[Anchor, ...]


@dataclass(frozen=True)
class MonthOfIndex:
    """The index at the end of a month, or by now in the month under way: of a guest, or the mean of the `guests` who had one."""

    month: date
    points: float | None
    coverage: float
    guests: int


@dataclass(frozen=True)
class MonthAhead:
    """What is expected at the end of a month, and the interval that holds it four times in five."""

    month: date
    points: float
    low: float
    high: float


@dataclass(frozen=True)
class GuestIndex:
    """The index of one guest as of an instant, with everything it stands on. `forecast` is empty where fewer than `forecast_needs` months
    in a row are known."""

    guest_id: UUID
    as_of: datetime
    index: IndexPoints
    coverage_least_percent: int
    policy_number: int
    currency: str
    lines: tuple[EvidenceLine, ...]
    later: tuple[LaterEvidence, ...]
    weights: tuple[DimensionWeight, ...]
    months: tuple[MonthOfIndex, ...]
    forecast: tuple[MonthAhead, ...]
    forecast_needs: int


class IndexGrouping(StrEnum):
    """By what guests are put together."""

    TIER = "tier"
    VALUE = "value"
    GROUP = "group"
    YEAR = "year"


@dataclass(frozen=True)
class IndexBin:
    """Guests whose index is from `low` to below `low + 10`, the last bin with 100 in it."""

    low: int
    guests: int


@dataclass(frozen=True)
class IndexBoard:
    """The index of everybody, or of one group. `guests` of whom anything is known, `said` of whom there is an index; means are over them,
    and of a dimension over those with evidence in it."""

    as_of: datetime
    since: date
    policy_number: int
    guests: int
    said: int
    points: float | None
    coverage: float
    dimensions: tuple[DimensionPoints, ...]
    later: tuple[LaterEvidence, ...]
    bins: tuple[IndexBin, ...]
    months: tuple[MonthOfIndex, ...]
    forecast: tuple[MonthAhead, ...]
    forecast_needs: int


@dataclass(frozen=True)
class IndexGroup:
    """One group: its key, its name where it has one of its own, and the means of its guests."""

    key: str
    name: Text | None
    guests: int
    said: int
    points: float | None
    coverage: float
    dimensions: tuple[DimensionPoints, ...]


@dataclass(frozen=True)
class IndexGuest:
    """One guest behind a number; `change` since the earlier month, None where there was no index then."""

    guest_id: UUID
    name: str
    points: float | None
    coverage: float
    change: float | None


@dataclass(frozen=True)
class IndexMovers:
    """Who rose and who fell most since the end of a month."""

    since: date | None
    up: tuple[IndexGuest, ...]
    down: tuple[IndexGuest, ...]


class IndexRunState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


@dataclass(frozen=True)
class IndexRun:
    """One computation; `stage` is the month it is at (ISO), `done` of `total` months. `with_past`: past months too."""

    id: UUID
    state: IndexRunState
    with_past: bool
    stage: str
    done: int
    total: int
    guests: int
    message: Text | None
    ordered_by: str
    ordered_at: datetime
    ended_at: datetime | None
