"""Words of decisions that change a price or an offer: what went in, what came out, and the sentence a guest can be told."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from xenia.kernel.texts import Text


class InputKind(StrEnum):
    """What a decision may look at, and what it may not: `rules.decisions.CLASS_OF` says which is which."""

    # the market: the same for everyone who asks at that moment
    PRODUCT = "product"
    DATE = "date"
    LEAD_TIME = "lead_time"
    LENGTH_OF_STAY = "length_of_stay"
    PARTY_SIZE = "party_size"
    INVENTORY = "inventory"
    DEMAND = "demand"
    COMPETITOR_PRICE = "competitor_price"
    CHANNEL_COST = "channel_cost"
    CURRENCY = "currency"
    PUBLIC_PROMOTION = "public_promotion"
    # entitlements: published, and open to everyone who meets the terms
    PUBLIC_TIER_BENEFIT = "public_tier_benefit"
    COUPON = "coupon"
    CORPORATE_CONTRACT = "corporate_contract"
    PUBLISHED_CONCESSION = "published_concession"
    COMPENSATION = "compensation"
    # preferences of this guest: which offer is shown, never what it costs
    STATED_PREFERENCE = "stated_preference"
    INTEREST = "interest"
    PAST_STAYS = "past_stays"
    # the profile: refused for a price and for an offer
    PURCHASE_POWER = "purchase_power"
    PRICE_SENSITIVITY = "price_sensitivity"
    DEVICE = "device"
    BROWSING_FREQUENCY = "browsing_frequency"
    NEW_OR_RETURNING = "new_or_returning"
    LOYALTY = "loyalty"
    CHURN_SCORE = "churn_score"
    LIFETIME_VALUE = "lifetime_value"
    LOCATION = "location"
    DEMOGRAPHIC = "demographic"


class InputClass(StrEnum):
    MARKET = "market"
    ENTITLEMENT = "entitlement"
    PREFERENCE = "preference"
    PROFILE = "profile"


class DecisionKind(StrEnum):
    PRICE = "price"
    OFFER = "offer"


@dataclass(frozen=True)
class DecisionInput:
    """One thing a decision looked at. `value` is a code, a count or an amount: never a name, a number or an address of a person."""

    kind: InputKind
    value: str


@dataclass(frozen=True)
class NewPriceDecision:
    """A price or an offer made to one guest. `price_minor` is what is asked, `public_price_minor` what anyone is asked at that moment.

    `decided_by` is the part of the product (or the machine) that decided, `model_version` what it decided with.
    """

    kind: DecisionKind
    guest_id: UUID
    decided_by: str
    model_version: str
    inputs: tuple[DecisionInput, ...]
    offer: str
    price_minor: int
    public_price_minor: int
    currency: str
    explanation: Text
    unit_id: UUID | None = None


@dataclass(frozen=True)
class PriceDecision:
    """A decision as it was registered."""

    id: UUID
    kind: DecisionKind
    guest_id: UUID
    decided_by: str
    model_version: str
    inputs: tuple[DecisionInput, ...]
    offer: str
    price_minor: int
    public_price_minor: int
    currency: str
    explanation: Text
    decided_at: datetime


@dataclass(frozen=True)
class ExplainedInput:
    """One input as it is told to the guest."""

    kind: InputKind
    name: Text
    value: str
    personal: bool


@dataclass(frozen=True)
class Explanation:
    """What a guest is told who asks why: the decision, what it looked at in plain words, and what nobody looks at."""

    decision: PriceDecision
    inputs: tuple[ExplainedInput, ...]
    promise: Text
