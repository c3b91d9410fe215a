"""Members-only prices over HTTP: what members pay, what each tier would, and the price that one guest is told."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema, Status
from pydantic import Field

from xenia.kernel.texts import Text
from xenia.loyalty.actions import member_prices
from xenia.loyalty.queries import member_prices as queries
from xenia.loyalty.types.member_prices import (
    MemberPrice,
    MemberPriceDraft,
    MemberPriceTerms,
    MemberPriceVersion,
    PriceAsk,
    PriceQuote,
    Stay,
    TierPrice,
)
from xenia.web.api.loyalty import MadeId, RulesVersion
from xenia.web.session import actor_of
from xenia.web.shapes import list_of, shape

router = Router(tags=["loyalty"])


class NewMemberPrice(Schema):
    """A member price for what is booked from a day on and until another (exclusive)."""

    code: str = Field(max_length=20)
    name_zh: str = Field(min_length=1, max_length=60)
    name_en: str = Field(min_length=1, max_length=60)
    terms: MemberPriceTerms
    valid_from: date
    valid_until: date | None = None

    def draft(self) -> MemberPriceDraft:
        return MemberPriceDraft(self.code, Text(self.name_zh, self.name_en), self.terms)


class NewMemberPriceTerms(Schema):
    """Other terms for what is booked from a day on."""

    terms: MemberPriceTerms
    valid_from: date
    valid_until: date | None = None


class StayAsked(Schema):
    """What is asked for: the price that everybody pays for so many nights and people together, in minor units."""

    public_minor: int
    currency: str = Field(max_length=3)
    line: str = Field(max_length=20)
    channel: str = Field(max_length=40)
    starts_on: date
    nights: int = 1
    people: int = 1
    property: str = Field(default="", max_length=40)
    product: str = Field(default="", max_length=40)

    def stay(self) -> Stay:
        names = self.line, self.channel, self.starts_on, self.nights, self.people, self.property, self.product
        return Stay(self.public_minor, self.currency, *names)


class StayTried(StayAsked):
    """A stay, and terms that are not kept yet (none: those of today)."""

    terms: MemberPriceTerms | None = None


class PriceAsked(StayAsked):
    """For whom: a member, a guest who is none yet, or nobody known."""

    member_id: UUID | None = None
    guest_id: UUID | None = None

    def ask(self, programme_id: UUID) -> PriceAsk:
        return PriceAsk(programme_id, self.stay(), self.member_id, self.guest_id)


@router.get("/loyalty/programmes/{uuid:programme_id}/member-prices", response=list_of(MemberPrice))
def list_member_prices(request: HttpRequest, programme_id: UUID) -> list[MemberPrice]:
    """The member prices with the terms of today."""
    return queries.list_member_prices(actor_of(request), programme_id, now=timezone.now())


@router.post("/loyalty/programmes/{uuid:programme_id}/member-prices", response={201: MadeId})
def create_member_price(request: HttpRequest, programme_id: UUID, wanted: NewMemberPrice) -> Status[dict[str, UUID]]:
    """Adds a member price."""
    valid, actor = (wanted.valid_from, wanted.valid_until), actor_of(request)
    made = member_prices.create_member_price(actor=actor, programme_id=programme_id, draft=wanted.draft(), valid=valid, now=timezone.now())
    return Status(201, {"id": made})


@router.get("/loyalty/member-prices/{uuid:price_id}/versions", response=list_of(MemberPriceVersion))
def list_member_price_versions(request: HttpRequest, price_id: UUID) -> list[MemberPriceVersion]:
    """What members paid, pay and will pay."""
    return queries.list_price_versions(actor_of(request), price_id)


@router.put("/loyalty/member-prices/{uuid:price_id}/terms", response=RulesVersion)
def set_member_price(request: HttpRequest, price_id: UUID, wanted: NewMemberPriceTerms) -> dict[str, int]:
    """Keeps other terms for what is booked from a day on."""
    valid, actor = (wanted.valid_from, wanted.valid_until), actor_of(request)
    number = member_prices.set_member_price(actor=actor, price_id=price_id, terms=wanted.terms, valid=valid, now=timezone.now())
    return {"version": number}


@router.post("/loyalty/programmes/{uuid:programme_id}/tier-prices", response=list_of(TierPrice))
def list_tier_prices(request: HttpRequest, programme_id: UUID, wanted: StayTried) -> list[TierPrice]:
    """What the members of each tier would pay. Nothing is registered: it is for who makes the prices, not for guests."""
    return queries.list_tier_prices(actor_of(request), programme_id, wanted.stay(), terms=wanted.terms, now=timezone.now())


@router.post("/loyalty/programmes/{uuid:programme_id}/price-quotes", response=shape(PriceQuote))
def quote_member_price(request: HttpRequest, programme_id: UUID, wanted: PriceAsked) -> PriceQuote:
    """The price that may be shown to this guest now; it is registered, and can be explained. Asking again registers again."""
    return member_prices.quote_member_price(actor=actor_of(request), ask=wanted.ask(programme_id), now=timezone.now())
