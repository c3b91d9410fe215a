"""Words of referrals: a member's code, the friend who comes with it, and what both are given once the friend has travelled."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from xenia.loyalty.types.programmes import Programme


class ReferralSign(StrEnum):
    """What makes a referral look like one person or one ring."""

    PHONE = "phone"
    EMAIL = "email"
    DOCUMENT = "document"
    HOUSEHOLD = "household"
    PAYER = "payer"
    CIRCLE = "circle"


class ReferralState(StrEnum):
    """`waiting` for a person, `promised` until the friend travels, `rewarded`; `lapsed` where the friend did not in time, `taken_back`
    where the trip came to nothing, `refused`."""

    WAITING = "waiting"
    PROMISED = "promised"
    REWARDED = "rewarded"
    LAPSED = "lapsed"
    TAKEN_BACK = "taken_back"
    REFUSED = "refused"


class ReferralWhy(StrEnum):
    """Why a referral was refused or its points stay as they are."""

    CLOSED = "closed"
    REFERRER_LEFT = "referrer_left"
    MEMBER_LEFT = "member_left"
    SELF = "self"
    REFERRED_BEFORE = "referred_before"
    MEMBER_BEFORE = "member_before"
    KNOWN_GUEST = "known_guest"
    CAP_MONTH = "cap_month"
    CAP_YEAR = "cap_year"
    BUDGET = "budget"
    DEBT_LIMIT = "debt_limit"
    RING = "ring"
    SAME_PERSON = "same_person"
    NOT_ELIGIBLE = "not_eligible"


class ReferralVerdict(StrEnum):
    """Why a person refuses a referral."""

    RING = "ring"
    SAME_PERSON = "same_person"
    NOT_ELIGIBLE = "not_eligible"


@dataclass(frozen=True)
class ReferralTerms:
    """`points_referrer` and `points_friend` of the kind `kind` for both sides, once the friend has travelled within `days` of the referral
    on one of `lines` (none: any) and paid `spend_min_minor` or more for it, in the programme's currency. `per_month` and `per_year`: so
    many referrals of one member (None: no limit). `give_days`: so long after enrolling a code may still be given. `signs`: those for
    which a person looks first. `link`: an address with {code} in it; empty for none."""

    kind: str = "POINTS"
    points_referrer: int = 2_000
    points_friend: int = 1_000
    days: int = 180
    lines: tuple[str, ...] = ()
    spend_min_minor: int = 0
    per_month: int | None = 5
    per_year: int | None = 20
    give_days: int = 30
    signs: tuple[ReferralSign, ...] = tuple(ReferralSign)
    link: str = ""
    is_open: bool = True


@dataclass(frozen=True)
class ReferralTermsVersion:
    """One version of a programme's terms; it holds from `valid_from` until a later version begins."""

    number: int
    valid_from: date
    terms: ReferralTerms


@dataclass(frozen=True)
class ReferralCode:
    """A member's code as it is told to friends, and its link (empty where the terms name none)."""

    id: UUID
    member_id: UUID
    code: str
    link: str
    made_at: datetime


@dataclass(frozen=True)
class CodeGiven:
    """A code as typed, the key of the request, and where the friend enrols."""

    code: str
    key: str
    channel: str = ""


@dataclass(frozen=True)
class Trip:
    """A trip that counts: what it is called in the ledger, and the day it was done."""

    source: str
    done_on: date


@dataclass(frozen=True)
class ReferralFacts:
    """What is known of the two on the day of a referral. `travelled_on`: when the friend's first trip ended; `joined_on`: when the friend's
    membership began."""

    today: date
    is_self: bool
    is_referrer_active: bool
    is_referred: bool
    was_member: bool
    joined_on: date
    travelled_on: date | None


@dataclass(frozen=True)
class Referral:
    """One friend of one member. The friend travels before `travel_until` (exclusive); `trip` is the booking that was counted."""

    id: UUID
    programme_id: UUID
    referrer_id: UUID
    friend_id: UUID
    state: ReferralState
    why: ReferralWhy | None
    signs: tuple[ReferralSign, ...]
    terms_number: int
    points_referrer: int
    points_friend: int
    referred_on: date
    travel_until: date
    trip: str
    rewarded_on: date | None
    made_at: datetime
    decided_by: UUID | None
    decided_at: datetime | None


@dataclass(frozen=True)
class ReferralInBooks:
    """A referral as the ledger books it: its two members, its own terms, the day of the books and the day it counts for."""

    id: UUID
    referrer_id: UUID
    friend_id: UUID
    referred_on: date
    programme: Programme
    terms: ReferralTerms
    today: date
    value_on: date


@dataclass(frozen=True)
class ReferralLine:
    """A referral as the desk lists it; a name is empty where the reader does not see the guest."""

    referral: Referral
    referrer_number: str
    referrer_name: str
    friend_number: str
    friend_name: str


@dataclass(frozen=True)
class ReferralCount:
    state: ReferralState
    count: int


@dataclass(frozen=True)
class ReferralBoard:
    """How many referrals are in each state, and what may still be promised."""

    counts: tuple[ReferralCount, ...]
    budget_left: int


@dataclass(frozen=True)
class FollowedReferrals:
    """What one run did: referrals looked at, and those that changed."""

    referrals: int = 0
    changed: int = 0
