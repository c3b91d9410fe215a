"""What a company decides about its guests' numbers: bounds of RFM, the lifecycle, value tiers, leaving, and the currency of reports."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Literal
from uuid import UUID

from xenia.kernel.texts import Text


class PolicyKind(StrEnum):
    """What a policy is about."""

    RFM = "rfm"
    LIFECYCLE = "lifecycle"
    VALUE = "value"
    LEAVING = "leaving"
    REPORTING = "reporting"


@dataclass(frozen=True)
class RfmThresholds:
    """The bounds of the business (rule F4): `recency_days_most` for the scores 5 to 2, the others for 2 to 5; money in the reporting
    currency."""

    recency_days_most: tuple[int, ...] = (30, 90, 180, 365)
    frequency_least: tuple[int, ...] = (2, 3, 5, 8)
    money_minor_least: tuple[int, ...] = (200_000, 500_000, 1_500_000, 4_000_000)

    @property
    def kind(self) -> Literal[PolicyKind.RFM]:
        return PolicyKind.RFM


@dataclass(frozen=True)
class LifecyclePolicy:
    """When a guest is silent for too long (rules H2 to H7). Rhythms of silence are counted in halves: 3 is one and a half."""

    at_risk_halves: int = 3
    sleeping_halves: int = 5
    lost_halves: int = 8
    sleeping_days_min: int = 180
    lost_days_min: int = 365
    rhythm_days_min: int = 30
    rhythm_days_max: int = 365
    typical_days: int = 120
    loyal_days: int = 4

    @property
    def kind(self) -> Literal[PolicyKind.LIFECYCLE]:
        return PolicyKind.LIFECYCLE


class TierScale(StrEnum):
    """Tiers by shares of the guests, or by bounds of value."""

    SHARES = "shares"
    BOUNDS = "bounds"


@dataclass(frozen=True)
class ValueTiers:
    """Who is of high and of middle value (rules VT2 and VT3): shares of the guests, or the least value in minor units of the reporting
    currency; only those of `scale` count."""

    scale: TierScale = TierScale.SHARES
    high_share: float = 0.1
    middle_share: float = 0.3
    high_minor_least: int = 1_000_000
    middle_minor_least: int = 200_000

    @property
    def kind(self) -> Literal[PolicyKind.VALUE]:
        return PolicyKind.VALUE


@dataclass(frozen=True)
class LeavingPolicy:
    """How many days without a further booking the chance of leaving looks ahead."""

    horizon_days: int = 180

    @property
    def kind(self) -> Literal[PolicyKind.LEAVING]:
        return PolicyKind.LEAVING


@dataclass(frozen=True)
class ReportingPolicy:
    """The currency in which amounts are added up."""

    currency: str = "CNY"

    @property
    def kind(self) -> Literal[PolicyKind.REPORTING]:
        return PolicyKind.REPORTING


Policy = RfmThresholds | LifecyclePolicy | ValueTiers | LeavingPolicy | ReportingPolicy


@dataclass(frozen=True)
class PolicyStamp:
    """Which version of a policy holds: 0 is what the product came with, `changed_at` None then."""

    kind: PolicyKind
    version: int
    changed_at: datetime | None


@dataclass(frozen=True)
class Policies:
    """All policies as they hold together, each with its stamp, in the order of `PolicyKind`."""

    rfm: RfmThresholds = field(default_factory=RfmThresholds)
    lifecycle: LifecyclePolicy = field(default_factory=LifecyclePolicy)
    value: ValueTiers = field(default_factory=ValueTiers)
    leaving: LeavingPolicy = field(default_factory=LeavingPolicy)
    reporting: ReportingPolicy = field(default_factory=ReportingPolicy)
    stamps: tuple[PolicyStamp, ...] = tuple(PolicyStamp(kind, 0, None) for kind in PolicyKind)

    def of(self, kind: PolicyKind) -> Policy:
        """The policy of a kind."""
        found: Policy = getattr(self, kind.value)
        return found

    def stamp(self, kind: PolicyKind) -> PolicyStamp:
        """Which version of a policy this is."""
        return next(one for one in self.stamps if one.kind is kind)


@dataclass(frozen=True)
class PolicyVersion:
    """One version of a policy: who made it (empty for what the product came with) and when."""

    stamp: PolicyStamp
    policy: RfmThresholds | LifecyclePolicy | ValueTiers | LeavingPolicy | ReportingPolicy
    changed_by: str


@dataclass(frozen=True)
class PolicyState:
    """A policy in force, all its versions with the newest on top, and the version that the snapshot in use was made with; None before the
    first snapshot, and for a policy that snapshots do not depend on. `horizon_days` is how far ahead the model of leaving in use looks: it
    was trained so, and a changed policy waits for the next training; None for other policies, and where no such model is in use."""

    kind: PolicyKind
    policy: RfmThresholds | LifecyclePolicy | ValueTiers | LeavingPolicy | ReportingPolicy
    stamp: PolicyStamp
    snapshot_version: int | None
    horizon_days: int | None
    history: tuple[PolicyVersion, ...]


@dataclass(frozen=True)
class PolicyMove:
    """Guests who would go from one group, stage or tier to another."""

    before: Text
    after: Text
    guests: int


@dataclass(frozen=True)
class PolicyPreview:
    """What a policy would change among the guests of the snapshot in use. `is_sampled`: counted among a part of them and scaled up."""

    guests: int
    changed: int
    is_sampled: bool
    moves: tuple[PolicyMove, ...]


class RateSource(StrEnum):
    """Where a rate of exchange comes from."""

    OWN = "own"
    ECB = "ecb"
    PEG = "peg"
    YEARLY = "yearly"


@dataclass(frozen=True)
class OwnRate:
    """From a day on, a unit of `currency` is worth `rate` units (decimals as text) of `against`; None: the reference holds again."""

    currency: str
    valid_from: date
    rate: str | None
    against: str


@dataclass(frozen=True)
class EnteredRate:
    """A rate that somebody entered; `is_in_force` where no later one replaced it for that day."""

    id: UUID
    currency: str
    valid_from: date
    rate: str | None
    against: str
    entered_by: str
    entered_at: datetime
    is_in_force: bool


@dataclass(frozen=True)
class RateLine:
    """What a unit of a currency is worth in the reporting currency on a day: by which source, and from which day the rate is."""

    currency: str
    rate: float
    source: RateSource
    of_day: date


@dataclass(frozen=True)
class RateSheet:
    """All rates of a day, and the last day of the reference."""

    day: date
    reporting: str
    reference_until: date
    lines: tuple[RateLine, ...]


@dataclass(frozen=True)
class RateFault:
    """A line of pasted rates that cannot be read, counted from 1."""

    line: int
    words: Text


@dataclass(frozen=True)
class RatesRead:
    """What pasted lines say."""

    rates: tuple[OwnRate, ...]
    faults: tuple[RateFault, ...]


class Tier(StrEnum):
    """How much a guest is worth to the company (docs/algorithms/value-tiers.md)."""

    HIGH = "high"
    MIDDLE = "middle"
    LOW = "low"


class ValueSource(StrEnum):
    """What the value of guests is: expected over the next 365 days by the model in use, or, until there is one, spent in the last 730."""

    EXPECTED = "expected"
    SPENT = "spent"


@dataclass(frozen=True)
class TierCount:
    """Guests of a tier: their share, the share of all value that is theirs, and the least value among them; None where it has no guest."""

    tier: Tier
    name: Text
    guests: int
    guest_share: float | None
    value_share: float | None
    least_minor: int | None


@dataclass(frozen=True)
class TierCounts:
    """All guests by tier, of the snapshot in use, by the policy of `stamp`."""

    as_of: datetime
    source: ValueSource
    words: Text
    currency: str
    stamp: PolicyStamp
    tiers: tuple[TierCount, ...]


@dataclass(frozen=True)
class GuestTier:
    """The tier of one guest; None for who has no booking that stands, and for an agency in disguise."""

    guest_id: UUID
    as_of: datetime
    source: ValueSource
    tier: Tier | None
    name: Text
    value_minor: int | None
    currency: str
    reason: Text
