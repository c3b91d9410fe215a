"""Coupons over HTTP: batches for whoever runs the programme; claims, quotes and uses for desks and booking engines."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema, Status
from pydantic import Field

from xenia.kernel.paging import Page
from xenia.kernel.texts import Text
from xenia.loyalty.actions import coupon_claims, coupon_orders, coupons
from xenia.loyalty.queries import coupons as queries
from xenia.loyalty.types.coupons import (
    Basket,
    BatchDraft,
    CouponAsk,
    CouponBatch,
    CouponBundle,
    CouponMode,
    CouponOrder,
    CouponQuote,
    CouponTerms,
    GivenCoupon,
    MemberCoupon,
)
from xenia.web.api.loyalty import MadeId, RulesVersion
from xenia.web.guesses import GUESSES
from xenia.web.idempotency import IdempotencyKey
from xenia.web.session import actor_of
from xenia.web.shapes import list_of, page_of, shape

router = Router(tags=["loyalty"])


class NewCouponBatch(Schema):
    """A batch of coupons: how many, and what each is worth. `generic_code`: the one code of a batch with one for all."""

    code: str = Field(max_length=20)
    name_zh: str = Field(min_length=1, max_length=60)
    name_en: str = Field(min_length=1, max_length=60)
    mode: CouponMode
    total: int
    terms: CouponTerms
    generic_code: str = Field(default="", max_length=20)

    def draft(self) -> BatchDraft:
        return BatchDraft(self.code, Text(self.name_zh, self.name_en), self.mode, self.total, self.terms, self.generic_code)


class NewCouponTerms(Schema):
    """Other terms, and the version that was looked at."""

    terms: CouponTerms
    seen_number: int


class CouponBatchState(Schema):
    """Whether a batch gives out coupons."""

    is_open: bool


class CodesWanted(Schema):
    """How many codes are to be printed."""

    count: int


class PrintedCodes(Schema):
    """The codes; they are told this once."""

    codes: list[str]


class BundlePartWanted(Schema):
    """So many coupons of the batch with the code."""

    batch: str = Field(max_length=20)
    count: int


class BundleWanted(Schema):
    """How many of each batch, by its code, are given together."""

    code: str = Field(max_length=20)
    name_zh: str = Field(min_length=1, max_length=60)
    name_en: str = Field(min_length=1, max_length=60)
    parts: list[BundlePartWanted]


class CouponsAsked(Schema):
    """What is bought, and the coupons for it: codes as typed, and coupons of the member by id. `source` names the booking,
    `member_price` the member price that `spend_minor` is (none: the public price)."""

    spend_minor: int = Field(ge=0, le=10**12)
    currency: str = Field(max_length=3)
    line: str = Field(default="", max_length=20)
    channel: str = Field(default="", max_length=40)
    starts_on: date | None = None
    member_price: str = Field(default="", max_length=20)
    source: str = Field(default="", max_length=80)
    codes: list[str] = Field(default=[], max_length=10)
    coupon_ids: list[UUID] = Field(default=[], max_length=10)
    member_id: UUID | None = None
    guest_id: UUID | None = None

    def ask(self, programme_id: UUID, key: str) -> CouponAsk:
        basket = Basket(self.spend_minor, self.currency, self.line, self.channel, self.starts_on, self.member_price)
        named = tuple(self.codes), tuple(self.coupon_ids)
        return CouponAsk(programme_id, key, self.source, basket, *named, self.member_id, self.guest_id)


@router.get("/loyalty/programmes/{uuid:programme_id}/coupon-batches", response=list_of(CouponBatch))
def list_coupon_batches(request: HttpRequest, programme_id: UUID) -> list[CouponBatch]:
    """The batches of a programme, the newest first, and how many are left of each."""
    return queries.list_batches(actor_of(request), programme_id)


@router.post("/loyalty/programmes/{uuid:programme_id}/coupon-batches", response={201: MadeId})
def create_coupon_batch(request: HttpRequest, programme_id: UUID, wanted: NewCouponBatch) -> Status[dict[str, UUID]]:
    """Makes a batch with its stock."""
    made = coupons.create_batch(actor=actor_of(request), programme_id=programme_id, draft=wanted.draft(), now=timezone.now())
    return Status(201, {"id": made})


@router.get("/loyalty/coupon-batches/{uuid:batch_id}", response=shape(CouponBatch))
def get_coupon_batch(request: HttpRequest, batch_id: UUID) -> CouponBatch:
    """One batch."""
    return queries.get_batch(actor_of(request), batch_id)


@router.put("/loyalty/coupon-batches/{uuid:batch_id}/terms", response=RulesVersion)
def set_coupon_terms(request: HttpRequest, batch_id: UUID, wanted: NewCouponTerms) -> dict[str, int]:
    """Keeps other terms for what is given out from now on."""
    number = coupons.set_terms(
        actor=actor_of(request), batch_id=batch_id, terms=wanted.terms, seen_number=wanted.seen_number, now=timezone.now()
    )
    return {"version": number}


@router.put("/loyalty/coupon-batches/{uuid:batch_id}/state", response={204: None})
def set_coupon_batch_open(request: HttpRequest, batch_id: UUID, wanted: CouponBatchState) -> Status[None]:
    """Closes a batch, or opens it again."""
    coupons.set_batch_open(actor=actor_of(request), batch_id=batch_id, is_open=wanted.is_open, now=timezone.now())
    return Status(204, None)


@router.post("/loyalty/coupon-batches/{uuid:batch_id}/codes", response={201: PrintedCodes})
def print_coupon_codes(request: HttpRequest, batch_id: UUID, wanted: CodesWanted, key: IdempotencyKey) -> Status[dict[str, list[str]]]:
    """Makes codes to be printed or handed to a partner. They are in this answer and nowhere else."""
    codes = coupons.print_codes(actor=actor_of(request), batch_id=batch_id, count=wanted.count, key=key, now=timezone.now())
    return Status(201, {"codes": codes})


@router.get("/loyalty/coupon-batches/{uuid:batch_id}/orders", response=page_of(CouponOrder))
def list_coupon_orders(request: HttpRequest, batch_id: UUID, page: str | None = None, size: int = 50) -> Page[CouponOrder]:
    """The bookings that coupons of a batch were used for, the newest first."""
    return queries.list_batch_orders(actor_of(request), batch_id, page=page, size=size)


@router.get("/loyalty/programmes/{uuid:programme_id}/coupon-bundles", response=list_of(CouponBundle))
def list_coupon_bundles(request: HttpRequest, programme_id: UUID) -> list[CouponBundle]:
    """The bundles of a programme."""
    return queries.list_bundles(actor_of(request), programme_id)


@router.post("/loyalty/programmes/{uuid:programme_id}/coupon-bundles", response={201: MadeId})
def create_coupon_bundle(request: HttpRequest, programme_id: UUID, wanted: BundleWanted) -> Status[dict[str, UUID]]:
    """Makes a bundle."""
    name, parts = Text(wanted.name_zh, wanted.name_en), tuple((one.batch, one.count) for one in wanted.parts)
    made = coupons.create_bundle(
        actor=actor_of(request), programme_id=programme_id, code=wanted.code, name=name, parts=parts, now=timezone.now()
    )
    return Status(201, {"id": made})


@router.get("/loyalty/members/{uuid:member_id}/coupons", response=list_of(MemberCoupon))
def list_member_coupons(request: HttpRequest, member_id: UUID) -> list[MemberCoupon]:
    """The coupons that a member has."""
    return queries.list_member_coupons(actor_of(request), member_id)


@router.post("/loyalty/members/{uuid:member_id}/coupons/{uuid:batch_id}", response={201: shape(GivenCoupon)})
def claim_coupon(request: HttpRequest, member_id: UUID, batch_id: UUID, key: IdempotencyKey) -> Status[GivenCoupon]:
    """Gives a member a coupon of a batch."""
    given = coupon_claims.claim_coupon(actor=actor_of(request), member_id=member_id, batch_id=batch_id, key=key, now=timezone.now())
    return Status(201, given)


@router.post("/loyalty/members/{uuid:member_id}/coupon-bundles/{uuid:bundle_id}", response={201: list_of(GivenCoupon)})
def claim_coupon_bundle(request: HttpRequest, member_id: UUID, bundle_id: UUID, key: IdempotencyKey) -> Status[list[GivenCoupon]]:
    """Gives a member every coupon of a bundle."""
    given = coupon_claims.claim_bundle(actor=actor_of(request), member_id=member_id, bundle_id=bundle_id, key=key, now=timezone.now())
    return Status(201, given)


@router.post("/loyalty/programmes/{uuid:programme_id}/coupon-quotes", response=shape(CouponQuote))
def quote_coupons(request: HttpRequest, programme_id: UUID, wanted: CouponsAsked) -> CouponQuote:
    """What coupons would take off a price; nothing is held."""
    actor = actor_of(request)
    with GUESSES.of(actor):
        return queries.quote_coupons(actor, wanted.ask(programme_id, ""), now=timezone.now())


@router.post("/loyalty/programmes/{uuid:programme_id}/coupon-orders", response={201: shape(CouponOrder)})
def hold_coupons(request: HttpRequest, programme_id: UUID, wanted: CouponsAsked, key: IdempotencyKey) -> Status[CouponOrder]:
    """Holds coupons for a booking until it is confirmed."""
    actor = actor_of(request)
    with GUESSES.of(actor):
        return Status(201, coupon_orders.hold_coupons(actor=actor, ask=wanted.ask(programme_id, key), now=timezone.now()))


@router.get("/loyalty/coupon-orders/{uuid:order_id}", response=shape(CouponOrder))
def get_coupon_order(request: HttpRequest, order_id: UUID) -> CouponOrder:
    """Coupons held or used for a booking."""
    return queries.get_order(actor_of(request), order_id)


@router.post("/loyalty/coupon-orders/{uuid:order_id}/confirmation", response={204: None})
def confirm_coupon_order(request: HttpRequest, order_id: UUID) -> Status[None]:
    """The booking stands: its coupons are used."""
    coupon_orders.confirm_order(actor=actor_of(request), order_id=order_id, now=timezone.now())
    return Status(204, None)


@router.post("/loyalty/coupon-orders/{uuid:order_id}/return", response={204: None})
def give_coupon_order_back(request: HttpRequest, order_id: UUID) -> Status[None]:
    """The booking was cancelled: its coupons are given back as their terms say."""
    coupon_orders.give_order_back(actor=actor_of(request), order_id=order_id, now=timezone.now())
    return Status(204, None)
