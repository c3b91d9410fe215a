"""Words of programmes and their members."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from xenia.kernel.texts import Text
from xenia.loyalty.types.ledger import PointRole


class ProgrammeState(StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    ENDED = "ended"


class MemberState(StrEnum):
    ACTIVE = "active"
    MERGED = "merged"
    LEFT = "left"


class ExpiryMode(StrEnum):
    """When points end: so many months after they were earned (at that month's end), at the end of a year, so many months after the
    member last did something, or never."""

    MONTHS = "months"
    YEAR_END = "year_end"
    ACTIVITY = "activity"
    NEVER = "never"


@dataclass(frozen=True)
class ExpiryPolicy:
    """`months`: how long a lot (MONTHS) or the account (ACTIVITY) lives; `years`: how many year ends a lot sees (YEAR_END)."""

    mode: ExpiryMode = ExpiryMode.MONTHS
    months: int = 24
    years: int = 2


@dataclass(frozen=True)
class PassingPolicy:
    """Whether members may pass points on to each other, and how many: `least` at once, `day_max` and `year_max` by one who gives,
    `taken_year_max` by one who takes. Who gives must have been a member for `member_days_min`; a gift waits for `wait_days`."""

    allowed: bool = False
    least: int = 100
    day_max: int = 10_000
    year_max: int = 50_000
    taken_year_max: int = 50_000
    member_days_min: int = 30
    wait_days: int = 14


@dataclass(frozen=True)
class FamilyPolicy:
    """Whether members may spend as families, of how many at most, and how many days an invitation waits for an answer."""

    allowed: bool = False
    members_max: int = 8
    invite_days: int = 14


@dataclass(frozen=True)
class ProgrammePolicy:
    """What a company decides about a programme as a whole. `debt_max`: how far a member may go below zero when a refund takes back points
    that are spent; `backdate_days_max`: how old a stay may be that is claimed; `adjust_max`: the most points that one person may give
    or take by hand without a second one; `face_minor_per_1000`: what a thousand points are worth when redeemed, in minor units."""

    expiry: ExpiryPolicy = field(default_factory=ExpiryPolicy)
    debt_max: int = 50_000
    backdate_days_max: int = 180
    adjust_max: int = 5_000
    face_minor_per_1000: int = 1_000
    passing: PassingPolicy = field(default_factory=PassingPolicy)
    family: FamilyPolicy = field(default_factory=FamilyPolicy)


@dataclass(frozen=True)
class PointKind:
    """`has_lots`: every credit is a lot with its own last day."""

    id: int
    code: str
    role: PointRole
    name: Text
    has_lots: bool


@dataclass(frozen=True)
class ProgrammeDraft:
    """What is said of a new programme; the kinds of points every programme has are made with it."""

    code: str
    name: Text
    currency: str = "CNY"
    time_zone: str = "Asia/Shanghai"


@dataclass(frozen=True)
class Programme:
    """One programme. `open_from` is the first day that may still be booked: the day after the last closed month."""

    id: UUID
    code: str
    name: Text
    currency: str
    time_zone: str
    state: ProgrammeState
    open_from: date | None
    version: int
    kinds: tuple[PointKind, ...]
    policy: ProgrammePolicy
    policy_version: int

    def kind(self, code: str) -> PointKind:
        """Returns the kind of that code; KeyError for one the programme has not."""
        return {one.code: one for one in self.kinds}[code]


@dataclass(frozen=True)
class Member:
    """A guest in a programme, or a company (`company` is its name, empty for a guest). `guest_id` is the guest it means today, None for a
    company and once the guest was erased. `name` is the guest's, where it was asked for and the reader sees it."""

    id: UUID
    programme_id: UUID
    number: str
    guest_id: UUID | None
    state: MemberState
    enrolled_on: date
    channel: str
    left_on: date | None
    merged_into: UUID | None
    created_at: datetime
    company: str = ""
    name: str = ""
