"""Words of partners: companies where members earn and use a programme's points, and what is owed between them and us."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from xenia.kernel.texts import Text
from xenia.loyalty.types.work import WorkState


class PartnerKind(StrEnum):
    AIRLINE = "airline"
    HOTEL = "hotel"
    BANK = "bank"
    SHOP = "shop"
    OTHER = "other"


class PartnerState(StrEnum):
    """`draft`: nothing is booked yet. `ended`: lines of days up to the last one still come in, and what was booked can be taken back."""

    DRAFT = "draft"
    ACTIVE = "active"
    ENDED = "ended"


class PartnerUnit(StrEnum):
    """In what a partner counts: minor units of its currency, or points of its own."""

    MONEY = "money"
    POINTS = "points"


class PartnerLineKind(StrEnum):
    """`earn`: the member gets points. `burn`: the member uses them at the partner. `reversal`: all or part of another line is undone."""

    EARN = "earn"
    BURN = "burn"
    REVERSAL = "reversal"


class PartnerLineState(StrEnum):
    """`held`: a burn waits for its confirmation; `cancelled` before it, or `lapsed` without it, it moved nothing."""

    HELD = "held"
    BOOKED = "booked"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"


class PartnerRoute(StrEnum):
    """How a line came."""

    API = "api"
    FILE = "file"


@dataclass(frozen=True)
class PartnerRate:
    """`points` of ours for each full `per` of the partner's `unit`; for a thousand points `price_per_1000` is owed, in minor units of the
    partner's currency."""

    points: int
    per: int
    price_per_1000: int
    unit: PartnerUnit = PartnerUnit.MONEY


@dataclass(frozen=True)
class PartnerRates:
    """What was agreed. `earn`: the partner owes us its price; `burn`: we owe the partner; None: not agreed. `line_points_max`: a line of
    more points is refused. `hold_hours`: how long a burn waits to be confirmed. `exchange_millionths`: so many millionths of the
    programme's currency are one of the partner's, in our books."""

    earn: PartnerRate | None = None
    burn: PartnerRate | None = None
    line_points_max: int = 1_000_000
    hold_hours: int = 48
    exchange_millionths: int = 1_000_000


@dataclass(frozen=True)
class PartnerRatesVersion:
    """Rates for the days from one on and until another (exclusive)."""

    number: int
    valid_from: date
    valid_until: date | None
    rates: PartnerRates


@dataclass(frozen=True)
class PartnerDraft:
    """What is said of a partner. `contact`: whom to ask there, as the company writes it."""

    code: str
    name: Text
    kind: PartnerKind
    currency: str
    contact: str = ""


@dataclass(frozen=True)
class Partner:
    """A partner. `rates`: those of today, None where none hold. `ended_on`: its last day."""

    id: UUID
    programme_id: UUID
    code: str
    name: Text
    kind: PartnerKind
    currency: str
    contact: str
    state: PartnerState
    ended_on: date | None
    rates: PartnerRatesVersion | None


@dataclass(frozen=True)
class PartnerAsk:
    """One line as a partner says it, by API or file. `reference`: the partner's own, once. `amount`: of the partner's unit; `points`: of
    ours; one of them, or both where they agree with the rates. `day`: when it happened there (None: today). `of`: the reference that a
    reversal takes back, all that is left where it says no amount. `guardian_number`: who agrees for a minor who uses points."""

    partner_id: UUID
    reference: str
    kind: PartnerLineKind
    member_number: str = ""
    amount: int | None = None
    points: int | None = None
    day: date | None = None
    of: str = ""
    guardian_number: str = ""


@dataclass(frozen=True)
class PartnerQuote:
    """What a line would be worth: so many points for so much at the partner. It tells nothing about a member."""

    points: int
    amount: int
    unit: PartnerUnit
    rates_number: int


@dataclass(frozen=True)
class PartnerLine:
    """A line as it was booked. `money_minor`: what it makes the partner owe us (earn) or us the partner (burn), by the rates of its day; of
    a reversal, what is owed no more. `left`: points of it that were not taken back. `day` is when it happened, `booked_on` the day of the
    books, None while it is held or where it moved nothing."""

    id: UUID
    partner_id: UUID
    reference: str
    kind: PartnerLineKind
    state: PartnerLineState
    member_id: UUID
    member_number: str
    day: date
    booked_on: date | None
    amount: int | None
    points: int
    money_minor: int
    left: int
    rates_number: int
    of_reference: str | None
    of_kind: PartnerLineKind | None
    route: PartnerRoute
    held_until: datetime | None
    ordered_at: datetime


@dataclass(frozen=True)
class PartnerLineFilter:
    """Which lines: of a month of the books, of one kind, of one state, reversals of what kind. None asks for all."""

    month: date | None = None
    kind: PartnerLineKind | None = None
    of_kind: PartnerLineKind | None = None
    state: PartnerLineState | None = None


@dataclass(frozen=True)
class PartnerMoved:
    """What one kind of line came to, in a month or a file. `owed_minor` in the partner's currency."""

    lines: int = 0
    points: int = 0
    owed_minor: int = 0


@dataclass(frozen=True)
class PartnerMonth:
    """A month of the books with one partner. `opening` and `closing`: what the clearing account held, below zero where the partner gave
    more points than it took. `accrued`, `redeemed` and what of them was taken back (`accrued_back`, `redeemed_back`) are counted from the
    lines; `difference` is what the account moved beyond them, which is nil. `net_minor`: what the partner owes us less what we owe it."""

    month: date
    opening: int
    accrued: PartnerMoved
    accrued_back: PartnerMoved
    redeemed: PartnerMoved
    redeemed_back: PartnerMoved
    closing: int
    difference: int
    owed_by_partner_minor: int
    owed_to_partner_minor: int
    net_minor: int


@dataclass(frozen=True)
class PartnerStatement:
    """Every month with a partner, the newest first. `balance`: what the clearing account holds now, `held`: points held for the partner's
    confirmation. `difference`: all months' together, which is nil."""

    partner_id: UUID
    currency: str
    months: tuple[PartnerMonth, ...]
    balance: int
    held: int
    difference: int


@dataclass(frozen=True)
class PartnerSummary:
    """A partner with this month so far."""

    partner: Partner
    month: PartnerMonth
    held: int


@dataclass(frozen=True)
class PartnerFileSaid:
    """What a check would book of a file, or what was booked: `read` = `booked` + `unchanged` + `refused`, always. `unchanged`: lines that
    were there already. The others are of the lines booked; `accrued_back` and `redeemed_back` of its reversals."""

    read: int = 0
    booked: int = 0
    unchanged: int = 0
    refused: int = 0
    accrued: PartnerMoved = PartnerMoved()
    accrued_back: PartnerMoved = PartnerMoved()
    redeemed: PartnerMoved = PartnerMoved()
    redeemed_back: PartnerMoved = PartnerMoved()


@dataclass(frozen=True)
class PartnerFile:
    """A file of a partner. Until it `is_ordered` it is only looked at; one that was stopped or failed goes on when it is carried out again.
    `done`: lines that were looked at."""

    id: UUID
    partner_id: UUID
    file_name: str
    state: WorkState
    is_ordered: bool
    done: int
    said: PartnerFileSaid | None
    message: Text | None
    ordered_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True)
class PartnerFault:
    """A line of a file that was not booked, with its reason in words."""

    line: int
    code: str
    reason: Text


@dataclass(frozen=True)
class PartnerFaultCount:
    """How many lines were not booked for one reason."""

    code: str
    reason: Text
    lines: int
