"""Reads of coupons: batches, what a member has, what coupons are worth for a booking, and orders."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, NotFound
from xenia.kernel.paging import Page, keys_of, page_size, page_token
from xenia.kernel.texts import Text
from xenia.loyalty.models import coupons as models
from xenia.loyalty.queries.member_prices import require_price_for_coupons
from xenia.loyalty.queries.members import get_member
from xenia.loyalty.queries.programmes import get_programme
from xenia.loyalty.queries.tiers import tiers_on
from xenia.loyalty.rows.coupons import as_order, found_coupons, offered_of, terms_by_batch, usable_on
from xenia.loyalty.rules.coupons import last_day, quote_of, require_fit, require_together
from xenia.loyalty.rules.expiry import day_of
from xenia.loyalty.rules.programmes import require_active
from xenia.loyalty.types.coupons import (
    BundlePart,
    CouponAsk,
    CouponBatch,
    CouponBundle,
    CouponMode,
    CouponOrder,
    CouponQuote,
    MemberCoupon,
    OfferedCoupon,
    OrderState,
)
from xenia.trust.types.access import Permission


def list_batches(actor: Actor, programme_id: UUID) -> list[CouponBatch]:
    """Returns the batches of a programme, the newest first, and how many bookings stand with coupons of each."""
    get_programme(actor, programme_id)
    found = _batches(list(models.CouponBatch.objects.filter(programme_id=programme_id).order_by("-created_at", "-id")))
    uses = models.CouponUse.objects.filter(batch_id__in=[one.id for one in found], order__state=OrderState.USED.value)
    used = dict(uses.values_list("batch_id").annotate(Count("id")))
    return [replace(one, used=used.get(one.id, 0)) for one in found]


def get_batch(actor: Actor, batch_id: UUID) -> CouponBatch:
    """Returns the batch; raises NotFound."""
    actor.require(Permission.VIEW_LOYALTY)
    rows = list(models.CouponBatch.objects.filter(id=batch_id))
    if not rows:
        raise NotFound("coupon_batch_unknown", f"There is no batch of coupons {batch_id}.", "没有这批优惠券。")
    return _batches(rows)[0]


def list_bundles(actor: Actor, programme_id: UUID) -> list[CouponBundle]:
    """Returns the bundles of a programme by their codes."""
    get_programme(actor, programme_id)
    rows = models.CouponBundle.objects.filter(programme_id=programme_id).order_by("code")
    return [
        CouponBundle(one.id, one.code, Text(one.name_zh, one.name_en), tuple(BundlePart(code, count) for code, count in one.parts))
        for one in rows
    ]


def list_member_coupons(actor: Actor, member_id: UUID) -> list[MemberCoupon]:
    """Returns the coupons that a member has, the newest first, those that are used up or over too."""
    programme = get_programme(actor, get_member(actor, member_id).programme_id)
    rows = list(models.Coupon.objects.filter(member_id=member_id).select_related("batch").order_by("-id"))
    return [
        MemberCoupon(
            row.id,
            row.batch.code,
            Text(row.batch.name_zh, row.batch.name_en),
            one.terms.worth,
            one.usable,
            row.given_at,
            last_day(one.terms, one.given_on),
            one.terms,
        )
        for row, one in zip(rows, offered_of(programme, rows), strict=True)
    ]


def quote_coupons(actor: Actor, ask: CouponAsk, *, now: datetime) -> CouponQuote:
    """Returns what the coupons are worth for the basket now, and holds nothing. Raises Invalid for a code that cannot be right, NotFound
    for one that is not there, Conflict, with the reason, for one that may not be used."""
    actor.require(Permission.SERVE_MEMBERS)
    return quote_of(judged(actor, ask, now=now), ask.basket.spend_minor)


def judged(actor: Actor, ask: CouponAsk, *, now: datetime) -> list[OfferedCoupon]:
    """Returns the coupons, each of which may be used for the basket, alone or beside the others; raises as `quote_coupons`. For this
    module."""
    rows, programme = found_coupons(ask), get_programme(actor, ask.programme_id)
    if ask.member_id is not None:
        require_active(get_member(actor, ask.member_id), ask.programme_id)
    if ask.basket.currency != programme.currency:
        told = f"The price is in {ask.basket.currency} and coupons of this programme are in {programme.currency}; convert it first."
        raise Conflict("coupon_currency", told, f"价格币种为 {ask.basket.currency}，券的币种为 {programme.currency}；请先换算。")
    if ask.basket.member_price:
        require_price_for_coupons(actor, ask.programme_id, ask.basket.member_price, now=now)
    today = day_of(now, programme.time_zone)
    offered = offered_of(programme, rows)
    require_together(offered)
    tier = None if ask.member_id is None else tiers_on(actor, programme.id, [(ask.member_id, today)]).get((ask.member_id, today), "")
    for row, one in zip(rows, offered, strict=True):
        if row.member_id is not None and row.member_id != ask.member_id:
            raise Conflict("coupon_of_another", "The coupon is another member's; it is used by its member alone.", "此券属于另一位会员。")
        if row.batch.mode == CouponMode.GENERIC.value and not row.batch.is_open:
            told = f"The code of {row.batch.code} holds no more; it was closed."
            raise Conflict("coupon_batch_closed", told, f"优惠码 {row.batch.code} 已停用。")
        require_fit(one, ask.basket, today, tier=tier)
    return offered


def get_order(actor: Actor, order_id: UUID) -> CouponOrder:
    """Returns the order; raises NotFound."""
    actor.require(Permission.SERVE_MEMBERS)
    row = models.CouponOrder.objects.filter(id=order_id).first()
    if row is None:
        raise NotFound("coupon_order_unknown", f"There is no order of coupons {order_id}.", "没有这次用券。")
    if row.member_id is not None:
        get_member(actor, row.member_id)
    return as_order(row)


def list_batch_orders(actor: Actor, batch_id: UUID, *, page: str | None = None, size: int = 50) -> Page[CouponOrder]:
    """Returns the orders in which coupons of a batch were used, the newest first."""
    actor.require_for_company(Permission.VIEW_LOYALTY)
    get_batch(actor, batch_id)
    mine = models.CouponUse.objects.filter(batch_id=batch_id).values("order_id")
    rows = models.CouponOrder.objects.filter(id__in=mine).order_by("-id")
    if page:
        (before,) = keys_of(page, UUID)
        rows = rows.filter(id__lt=before)
    count = page_size(size)
    found = list(rows[: count + 1])
    return Page([as_order(one) for one in found[:count]], page_token(str(found[count - 1].id)) if len(found) > count else None)


def _batches(rows: Sequence[models.CouponBatch]) -> list[CouponBatch]:
    terms = terms_by_batch({one.id for one in rows})
    left = usable_on([one.account_id for one in rows])
    return [
        CouponBatch(
            row.id,
            row.programme_id,
            row.code,
            Text(row.name_zh, row.name_en),
            CouponMode(row.mode),
            row.is_open,
            terms[row.id][max(terms[row.id])],
            max(terms[row.id]),
            row.total,
            left[row.account_id],
            row.created_at,
        )
        for row in rows
    ]
