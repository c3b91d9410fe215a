"""Words of coupons: batches of them, what they are worth, where they may be used, and orders that use them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from xenia.kernel.texts import Text


class CouponMode(StrEnum):
    """`unique`: every coupon has a code of its own; `generic`: one code for all, with so many uses."""

    UNIQUE = "unique"
    GENERIC = "generic"


class CouponWorth(StrEnum):
    """A part of the price, an amount off it, an item for nothing, or money on the coupon that may be used bit by bit."""

    PERCENT = "percent"
    AMOUNT = "amount"
    ITEM = "item"
    BALANCE = "balance"


class OrderState(StrEnum):
    """`held` until it is confirmed; `lapsed` where nobody did in time."""

    HELD = "held"
    USED = "used"
    GIVEN_BACK = "given_back"
    LAPSED = "lapsed"


@dataclass(frozen=True)
class CouponTerms:
    """What a coupon is worth and where it may be used; an empty list allows everything.

    `permille` of the price (PERCENT), at most `off_max_minor`; `amount_minor` off (AMOUNT) or on the coupon (BALANCE); `item` for nothing.
    Booked from `valid_from` until `valid_until` (exclusive), and within `days` of the day it was given out; for a stay or trip that begins
    from `travel_from` until `travel_until` (exclusive). `claims_max` a member, `uses_max` a guest; `uses_each` of one code. `hold_hours`:
    how long a booking may hold it. `is_combinable`: beside others that are so too. `is_returned`: given back when the booking is cancelled.
    """

    worth: CouponWorth
    permille: int = 0
    off_max_minor: int | None = None
    amount_minor: int = 0
    item: str = ""
    spend_min_minor: int = 0
    lines: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None
    days: int | None = None
    travel_from: date | None = None
    travel_until: date | None = None
    is_for_members: bool = False
    claims_max: int | None = 1
    uses_max: int | None = None
    uses_each: int = 1
    hold_hours: int = 48
    is_combinable: bool = False
    is_returned: bool = True


@dataclass(frozen=True)
class BatchDraft:
    """What is said of a new batch: how many coupons, or uses of the one code, there are."""

    code: str
    name: Text
    mode: CouponMode
    total: int
    terms: CouponTerms
    generic_code: str = ""


@dataclass(frozen=True)
class CouponBatch:
    """`left`: how many coupons may still be given out, or how often the one code may still be used. `used`: how many bookings stand with
    one of them, None where they were not counted."""

    id: UUID
    programme_id: UUID
    code: str
    name: Text
    mode: CouponMode
    is_open: bool
    terms: CouponTerms
    terms_number: int
    total: int
    left: int
    created_at: datetime
    used: int | None = None


@dataclass(frozen=True)
class BundlePart:
    """So many coupons of the batch with the code."""

    batch: str
    count: int


@dataclass(frozen=True)
class CouponBundle:
    """Several coupons given together."""

    id: UUID
    code: str
    name: Text
    parts: tuple[BundlePart, ...]


@dataclass(frozen=True)
class GivenCoupon:
    """A coupon that a member was given. `code` is told once, where it was made; the member needs none."""

    id: UUID
    batch_code: str
    code: str


@dataclass(frozen=True)
class MemberCoupon:
    """A coupon in a member's hand. `left`: uses, or minor units where `worth` is a balance. `last_on`: the last day to book with it."""

    id: UUID
    batch_code: str
    name: Text
    worth: CouponWorth
    left: int
    given_at: datetime
    last_on: date | None
    terms: CouponTerms


@dataclass(frozen=True)
class Basket:
    """What the coupons are for: the price in minor units of the programme's currency, what is bought, where, and when it begins.
    `member_price`: the code of the member price that it is, empty for the public one."""

    spend_minor: int
    currency: str
    line: str
    channel: str
    starts_on: date | None = None
    member_price: str = ""


@dataclass(frozen=True)
class CouponAsk:
    """Coupons to be used for one booking: codes as typed, and coupons of the member by their ids. `source` names the booking, such as
    `booking:<id>`; the same `key` is the same order."""

    programme_id: UUID
    key: str
    source: str
    basket: Basket
    codes: tuple[str, ...] = ()
    coupon_ids: tuple[UUID, ...] = ()
    member_id: UUID | None = None
    guest_id: UUID | None = None


@dataclass(frozen=True)
class OfferedCoupon:
    """A coupon as the rules judge it: `usable` is what is on it, uses or minor units; `given_on` the programme's day it was given out."""

    coupon_id: UUID
    batch_id: UUID
    batch_code: str
    terms: CouponTerms
    usable: int
    given_on: date


@dataclass(frozen=True)
class CouponOff:
    """What one coupon takes off the price, or the item it gives."""

    coupon_id: UUID
    batch_code: str
    off_minor: int
    item: str


@dataclass(frozen=True)
class CouponQuote:
    """What the coupons are worth for a basket, in the order in which they are worked out."""

    spend_minor: int
    off_minor: int
    to_pay_minor: int
    offs: tuple[CouponOff, ...]


@dataclass(frozen=True)
class CouponOrder:
    """Coupons held or used for one booking."""

    id: UUID
    programme_id: UUID
    source: str
    state: OrderState
    quote: CouponQuote
    held_until: datetime
    ordered_at: datetime
    ended_at: datetime | None
