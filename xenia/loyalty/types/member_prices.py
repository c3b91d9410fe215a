"""Words of members-only prices: what a member pays less than everybody, and why."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from xenia.kernel.texts import Text


class PriceWorth(StrEnum):
    """A share off the price, or an amount off: for each night, for each person, or once."""

    PERMILLE = "permille"
    PER_NIGHT = "per_night"
    PER_PERSON = "per_person"
    WHOLE = "whole"


@dataclass(frozen=True)
class MemberPriceTerms:
    """What members pay less, and where; an empty list allows everything. `permille` off (PERMILLE) or `amount_minor` off. `tier_from`: the
    lowest tier that has it, empty for every member. For what begins from `travel_from` until `travel_until` (exclusive). The price is
    rounded down to a whole `rounding_minor`. `is_combinable`: coupons may be used on it. Nothing here is about a person: rule MB3."""

    worth: PriceWorth
    permille: int = 0
    amount_minor: int = 0
    tier_from: str = ""
    lines: tuple[str, ...] = ()
    properties: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    travel_from: date | None = None
    travel_until: date | None = None
    rounding_minor: int = 1
    is_combinable: bool = False


@dataclass(frozen=True)
class MemberPriceDraft:
    """What is said of a new member price."""

    code: str
    name: Text
    terms: MemberPriceTerms


@dataclass(frozen=True)
class MemberPriceVersion:
    """Terms for what is booked from a day on and until another (exclusive)."""

    number: int
    valid_from: date
    valid_until: date | None
    terms: MemberPriceTerms


@dataclass(frozen=True)
class MemberPrice:
    """A member price. `version`: the terms of today, None where nobody has it today."""

    id: UUID
    programme_id: UUID
    code: str
    name: Text
    version: MemberPriceVersion | None


@dataclass(frozen=True)
class Stay:
    """What is asked for: the price that everybody pays, in minor units, for so many nights and people together."""

    public_minor: int
    currency: str
    line: str
    channel: str
    starts_on: date
    nights: int = 1
    people: int = 1
    property: str = ""
    product: str = ""


@dataclass(frozen=True)
class PriceAsk:
    """Who asks for the price of a stay: a member, a guest who is none yet, or nobody known."""

    programme_id: UUID
    stay: Stay
    member_id: UUID | None = None
    guest_id: UUID | None = None


@dataclass(frozen=True)
class PriceFound:
    """The lowest price that fits, and the rule that gave it (None: the public price). `is_combinable`: coupons may be used on it."""

    price_minor: int
    code: str | None
    name: Text | None
    number: int | None
    is_combinable: bool


@dataclass(frozen=True)
class TierPrice:
    """What the members of one tier pay; `tier` is empty where the programme has no tiers."""

    tier: str
    found: PriceFound


@dataclass(frozen=True)
class PriceQuote:
    """What this guest pays now, never more than everybody. `would_save_minor`: what a guest who is no member would save by joining.
    `said`: the sentence to say aloud. `decision_id`: under which the price can be explained, None where it is the same for everybody."""

    public_minor: int
    currency: str
    found: PriceFound
    saved_minor: int
    would_save_minor: int
    said: Text
    decision_id: UUID | None
