"""Words of tiers: what a company asks for each, what a member has done and been given, and where the member stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from xenia.kernel.texts import Text
from xenia.loyalty.types.ledger import Balance

TIER_CHANGED = "TierChanged"
"""News: members whose tier became another. Payload: `programme_id`, and `changes`, each with `member_id`, `before`, `tier`, `since`,
`reason`."""


class WindowMode(StrEnum):
    """In which stretches of time a member qualifies: years of the calendar, years of membership, or any so many months."""

    CALENDAR = "calendar"
    ANNIVERSARY = "anniversary"
    ROLLING = "rolling"


class Needs(StrEnum):
    """Whether one threshold is enough or all are needed."""

    ANY = "any"
    ALL = "all"


class TierReason(StrEnum):
    """Why a member has a tier, or why one went: the last two."""

    BASE = "base"
    QUALIFIED = "qualified"
    LIFETIME = "lifetime"
    MATCH = "match"
    CHALLENGE = "challenge"
    BY_HAND = "by_hand"
    SOFT_LANDING = "soft_landing"
    LAPSED = "lapsed"
    TAKEN_BACK = "taken_back"


class GrantKind(StrEnum):
    """A tier that another programme's tier brought, one promised for so many nights in so many days, or one given by hand."""

    MATCH = "match"
    CHALLENGE = "challenge"
    BY_HAND = "by_hand"


class GrantState(StrEnum):
    OFFERED = "offered"
    ACCEPTED = "accepted"
    MET = "met"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


class EvidenceKind(StrEnum):
    """What was shown for a match. The thing itself is filed elsewhere; `reference` names it there."""

    CARD = "card"
    STATEMENT = "statement"
    PARTNER_FILE = "partner_file"
    CASE = "case"


class HandReason(StrEnum):
    """Why somebody was given a tier by hand."""

    RECOVERY = "recovery"
    CORPORATE = "corporate"
    OPINION_LEADER = "opinion_leader"
    EMPLOYEE = "employee"
    CORRECTION = "correction"
    OPENING = "opening"  # the tier of a programme that was taken over


@dataclass(frozen=True)
class Threshold:
    """At least so much of a measure: the code of a kind of points that qualifies (TIER, NIGHTS). `below` is where the company's table
    says that the tier ends (exclusive); it must be where the next begins."""

    measure: str
    least: int
    below: int | None = None


@dataclass(frozen=True)
class Benefit:
    """What a tier brings. `uses` in a tier year, each counted; None: as often as the member likes."""

    code: str
    name: Text
    uses: int | None = None


@dataclass(frozen=True)
class Tier:
    """One tier. The base tier asks for nothing; one `by_invitation` neither, and is only ever given."""

    code: str
    name: Text
    asks: tuple[Threshold, ...] = ()
    needs: Needs = Needs.ANY
    lifetime: tuple[Threshold, ...] = ()
    by_invitation: bool = False
    benefits: tuple[Benefit, ...] = ()


@dataclass(frozen=True)
class TierPolicy:
    """What a company asks for its tiers, the base tier first. `months`: the length of a rolling window; `first_month`: in which month a
    calendar window begins; `windows_valid`: for how many windows after the one it was reached in a tier holds; `grace_days` beyond that;
    `is_soft`: who does not qualify again falls one tier, not all; `near_permille`: who has that much of the next tier is near it."""

    tiers: tuple[Tier, ...]
    mode: WindowMode = WindowMode.CALENDAR
    months: int = 12
    first_month: int = 1
    windows_valid: int = 1
    grace_days: int = 0
    is_soft: bool = True
    near_permille: int = 800


@dataclass(frozen=True)
class TierVersion:
    """A policy that holds from a day on, until the next does."""

    number: int
    valid_from: date
    policy: TierPolicy


@dataclass(frozen=True)
class Qualifying:
    """One entry of the qualifying ledger. `value_on` is the day it counts for, that of the stay also where it takes something back;
    `known_on` the day from which it is in the books."""

    measure: str
    amount: int
    value_on: date
    known_on: date


@dataclass(frozen=True)
class Grant:
    """A tier that was given. MATCH and BY_HAND hold from `since` until `until` (exclusive); a CHALLENGE from the day on which all it
    `asks` was done between `since` and `deadline` (exclusive)."""

    kind: GrantKind
    tier: str
    since: date
    until: date | None
    asks: tuple[Threshold, ...] = ()
    deadline: date | None = None


@dataclass(frozen=True)
class Holder:
    """What decides on the tier of a member."""

    enrolled_on: date
    entries: tuple[Qualifying, ...] = ()
    grants: tuple[Grant, ...] = ()


@dataclass(frozen=True)
class Run:
    """A member has a tier from `since` until `until` (exclusive; None: as far as is known, for good)."""

    tier: str
    since: date
    until: date | None
    reason: TierReason


@dataclass(frozen=True)
class TierChange:
    """A member's tier became another on a day."""

    on: date
    before: str
    tier: str
    reason: TierReason


@dataclass(frozen=True)
class Measured:
    measure: str
    have: int
    least: int

    @property
    def missing(self) -> int:
        return max(0, self.least - self.have)


@dataclass(frozen=True)
class Missing:
    """What a tier still takes: `measured`, of which one or all are needed, from `starts_on` to the last day `by`; the tier then holds until
    `holds_until`."""

    tier: str
    needs: Needs
    measured: tuple[Measured, ...]
    starts_on: date
    by: date
    holds_until: date

    @property
    def progress_permille(self) -> int:
        """How much of it is there: of the best measure where one is enough, of the worst where all are needed."""
        shares = [min(1000, max(0, one.have) * 1000 // one.least) for one in self.measured]
        return max(shares) if self.needs is Needs.ANY else min(shares)


@dataclass(frozen=True)
class TierStanding:
    """Where a member stands on a day: the tier, since and until when and why, what the next one takes and what keeping this one takes, and
    the next day on which any of this changes by itself."""

    tier: str
    since: date
    until: date | None
    reason: TierReason
    next: Missing | None
    keep: Missing | None
    review_on: date | None


@dataclass(frozen=True)
class TierEvidence:
    """What was shown: its kind and the number under which it is filed."""

    kind: EvidenceKind
    reference: str


@dataclass(frozen=True)
class GivenTier:
    """A match, a challenge or a tier by hand, as it stands."""

    id: UUID
    kind: GrantKind
    tier: str
    state: GrantState
    offered_on: date
    answer_until: date | None
    since: date | None
    deadline: date | None
    until: date | None
    asks: tuple[Threshold, ...]
    evidence: TierEvidence | None
    reason: HandReason | None


@dataclass(frozen=True)
class BenefitUse:
    """So many uses of a benefit for what `source` names (`booking:<id>`); the same `key` is the same use."""

    benefit: str
    source: str
    key: str
    uses: int = 1


@dataclass(frozen=True)
class BenefitState:
    """A benefit of the member's tier, and where it is counted: what can still be used, what is held back, and until when (exclusive)."""

    code: str
    name: Text
    is_counted: bool
    usable: int = 0
    reserved: int = 0
    until: date | None = None


@dataclass(frozen=True)
class MemberTier:
    """The tier of a member with all a page shows of it, and the balances beside it: both in one answer."""

    member_id: UUID
    standing: TierStanding
    tier: Tier
    benefits: tuple[BenefitState, ...] = ()
    balances: tuple[Balance, ...] = ()


@dataclass(frozen=True)
class Moves:
    """How many members moved up and down into and out of a tier in a month."""

    month: date
    tier: str
    came_up: int = 0
    came_down: int = 0
    went_up: int = 0
    went_down: int = 0


@dataclass(frozen=True)
class NearMember:
    """`guest_id` is None and `name` empty where the reader does not see the guest."""

    member_id: UUID
    number: str
    guest_id: UUID | None
    name: str
    tier: str
    next_tier: str
    progress_permille: int
    by: date


@dataclass(frozen=True)
class TierBoard:
    """Members per tier, the base tier first; who moved, month by month; and how many have something to be looked at today."""

    members: Mapping[str, int]
    moves: tuple[Moves, ...] = field(default_factory=tuple)
    due: int = 0
    near: int = 0


@dataclass(frozen=True)
class TierFault:
    """A cached standing that is not what the ledger says."""

    member_id: UUID
    what: str
    expected: str
    found: str
