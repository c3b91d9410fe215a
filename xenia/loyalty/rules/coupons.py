"""What coupons are worth and where they may be used: rules CO4 to CO8 of docs/algorithms/coupons.md. Pure."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from pydantic import TypeAdapter

from xenia.kernel.errors import Conflict, Invalid
from xenia.loyalty.types.coupons import (
    Basket,
    BatchDraft,
    CouponBatch,
    CouponMode,
    CouponOff,
    CouponQuote,
    CouponTerms,
    CouponWorth,
    OfferedCoupon,
)

TOTAL_MOST = 10_000_000
MINOR_MOST = 10**12
TOGETHER_MOST = 5
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2200, 1, 1)
_ORDER = (CouponWorth.ITEM, CouponWorth.PERCENT, CouponWorth.AMOUNT, CouponWorth.BALANCE)
_TERMS = TypeAdapter(CouponTerms)
_LIMITS: tuple[tuple[str, int, int, str], ...] = (
    ("amount_minor", 0, MINOR_MOST, "金额"),
    ("spend_min_minor", 0, MINOR_MOST, "最低消费"),
    ("off_max_minor", 1, MINOR_MOST, "最高优惠"),
    ("days", 1, 3_660, "有效天数"),
    ("claims_max", 1, 1_000, "每位会员领取上限"),
    ("uses_max", 1, 1_000, "每位客人使用上限"),
    ("uses_each", 1, 1_000, "每张使用次数"),
    ("hold_hours", 1, 24 * 90, "预留小时数"),
)


def checked_draft(draft: BatchDraft) -> BatchDraft:
    """Returns the draft; raises Invalid for a batch that cannot be carried out."""
    if isinstance(draft.total, bool) or not 1 <= draft.total <= TOTAL_MOST:
        told = f"A batch of {draft.total} coupons cannot be; take 1 to {TOTAL_MOST:,}."
        raise Invalid("coupon_total_invalid", told, f"张数 {draft.total} 无效；请取 1 到 {TOTAL_MOST}。")
    if draft.mode is CouponMode.GENERIC and draft.terms.worth is CouponWorth.BALANCE:
        told = "Money on a coupon needs a code of its own; choose unique codes."
        raise Invalid("coupon_needs_own_code", told, "带余额的券须一券一码；请选择唯一码。")
    checked_terms(draft.terms)
    return draft


def checked_terms(terms: CouponTerms) -> CouponTerms:
    """Returns the terms; raises Invalid for a worth that is none, a limit out of its range, or days that end before they begin."""
    said = {
        CouponWorth.PERCENT: 1 <= terms.permille <= 1000,
        CouponWorth.AMOUNT: terms.amount_minor > 0,
        CouponWorth.BALANCE: terms.amount_minor > 0 and terms.uses_each == 1,
        CouponWorth.ITEM: 1 <= len(terms.item) <= 40,
    }
    if not said[terms.worth]:
        told = f"A coupon of kind {terms.worth} must say what it is worth; give the share (1 to 1000 permille), the amount, or the item."
        raise Invalid("coupon_worth_unsaid", told, "请填写券的价值：折扣比例（1 至 1000‰）、金额或赠品。")
    for name, least, most, zh in _LIMITS:
        value = getattr(terms, name)
        if value is not None and not least <= value <= most:
            told = f"{name} is {value}; take {least} to {most}."
            raise Invalid("coupon_terms_out_of_range", told, f"{zh}为 {value}；请取 {least} 到 {most}。")
    for begins, ends in ((terms.valid_from, terms.valid_until), (terms.travel_from, terms.travel_until)):
        far = next((day for day in (begins, ends) if day and not FIRST_DAY <= day < LAST_DAY), None)
        if far:
            told = f"The day {far} is no day of a programme; take one from {FIRST_DAY} on and before {LAST_DAY}."
            raise Invalid("coupon_days_invalid", told, f"日期 {far} 超出范围；请取 {FIRST_DAY} 至 {LAST_DAY} 之间。")
        if begins and ends and ends <= begins:
            told = f"The days end on {ends}, before they begin on {begins}."
            raise Invalid("coupon_days_invalid", told, f"结束日 {ends} 不晚于开始日 {begins}。")
    return terms


def as_value(terms: CouponTerms) -> dict[str, Any]:
    """The terms as JSON."""
    value: dict[str, Any] = _TERMS.dump_python(terms, mode="json")
    return value


def terms_of(value: dict[str, Any]) -> CouponTerms:
    """Terms from their JSON."""
    return _TERMS.validate_python(value)


def last_day(terms: CouponTerms, given_on: date) -> date | None:
    """Rule CO4: the last of the programme's days on which a coupon given out on a day may be used to book, None for no end."""
    ends = [terms.valid_until] if terms.valid_until else []
    if terms.days is not None:
        ends.append(given_on + timedelta(days=terms.days))
    return min(ends) - timedelta(days=1) if ends else None


def require_unique(batch: CouponBatch) -> None:
    """Raises Conflict for a batch of which no single coupons are given out: with one code for all, or closed."""
    if batch.mode is CouponMode.GENERIC:
        told = f"The batch {batch.code} has one code for all; use the code, or make a batch of unique codes."
        raise Conflict("coupon_generic", told, f"批次 {batch.code} 为通用码；请直接使用该码。")
    if not batch.is_open:
        told = f"The batch {batch.code} is closed; open it again first."
        raise Conflict("coupon_batch_closed", told, f"批次 {batch.code} 已停发；请先重新开放。")


@contextmanager
def out_of_coupons(*codes: str) -> Iterator[None]:
    """Says a shortage of a stock in the words of coupons."""
    try:
        yield
    except Conflict as short:
        if short.code != "points_short":
            raise
        named = ", ".join(codes)
        told = f"The coupons {named} are all given out or used up; choose others."
        raise Conflict("coupons_gone", told, f"优惠券 {named} 已领完或用完。") from short


def require_open(batch_code: str, terms: CouponTerms, today: date, tier: str) -> None:
    """Rule CO3: raises Conflict where a coupon is given to a member in vain: its days are over, or it is for other tiers."""
    if terms.valid_until and today >= terms.valid_until:
        told = f"The coupon {batch_code} could be used until {terms.valid_until - timedelta(days=1)}; give another."
        raise Conflict("coupon_over", told, f"优惠券 {batch_code} 已过使用期；请发放其他券。")
    if terms.tiers and tier not in terms.tiers:
        told = f"The coupon {batch_code} is for the tiers {', '.join(terms.tiers)} alone; give another."
        raise Conflict("coupon_tier", told, f"优惠券 {batch_code} 仅限等级：{'、'.join(terms.tiers)}。")


def require_fit(offered: OfferedCoupon, basket: Basket, today: date, *, tier: str | None) -> None:
    """Rules CO4 and CO5: raises Conflict, with the first reason, where the coupon may not be used for the basket on the programme's day.
    `tier`: the member's, None where no member uses it."""
    refused = next(_reasons(offered, basket, today, tier), None)
    if refused is not None:
        why, en, zh = refused
        raise Conflict(f"coupon_{why}", f"The coupon {offered.batch_code} {en}.", f"优惠券 {offered.batch_code} {zh}。", why=why)


def _reasons(offered: OfferedCoupon, basket: Basket, today: date, tier: str | None) -> Iterator[tuple[str, str, str]]:
    terms, last = offered.terms, last_day(offered.terms, offered.given_on)
    if offered.usable < 1:
        yield "used_up", "is used up; take another", "已用完；请换一张"
    if terms.valid_from and today < terms.valid_from:
        yield "not_yet", f"holds from {terms.valid_from} on; come back then", f"自 {terms.valid_from} 起可用"
    if last and today > last:
        yield "over", f"could be used until {last}; take another", f"已于 {last} 到期；请换一张"
    if basket.spend_minor < max(terms.spend_min_minor, 1):
        least = terms.spend_min_minor
        yield (
            "spend_low",
            f"needs a price of {least} minor units and this one is {basket.spend_minor}",
            f"需满 {least} 分（最小货币单位）方可使用",
        )
    if terms.lines and basket.line not in terms.lines:
        yield "line", f"is for {', '.join(terms.lines)} alone", f"仅限：{'、'.join(terms.lines)}"
    if terms.channels and basket.channel not in terms.channels:
        yield "channel", f"is for bookings by {', '.join(terms.channels)} alone", f"仅限渠道：{'、'.join(terms.channels)}"
    if (terms.travel_from or terms.travel_until) and not _begins_within(terms, basket.starts_on):
        span = f"{terms.travel_from or '…'} – {terms.travel_until or '…'}"
        yield "travel", f"is for what begins within {span}, the last day not included", f"仅限 {span}（不含末日）开始的行程"
    if terms.is_for_members and tier is None:
        yield "members", "is for members; say who the member is", "仅限会员；请指明会员"
    if terms.tiers and tier not in terms.tiers:
        yield "tier", f"is for the tiers {', '.join(terms.tiers)} alone", f"仅限等级：{'、'.join(terms.tiers)}"


def _begins_within(terms: CouponTerms, starts_on: date | None) -> bool:
    if starts_on is None:
        return False
    return (terms.travel_from is None or starts_on >= terms.travel_from) and (terms.travel_until is None or starts_on < terms.travel_until)


def require_together(offered: Sequence[OfferedCoupon]) -> None:
    """Rule CO7: raises Conflict for coupons that may not be used beside each other, and for one that is named twice."""
    if len({one.coupon_id for one in offered}) < len(offered):
        raise Conflict("coupon_twice", "A coupon is named twice; name it once.", "同一张券重复填写；请只填一次。")
    if len(offered) > TOGETHER_MOST:
        told = f"{len(offered)} coupons are too many for one booking; take {TOGETHER_MOST} at most."
        raise Conflict("coupons_too_many", told, f"一次最多使用 {TOGETHER_MOST} 张券。")
    alone = next((one for one in offered if not one.terms.is_combinable), None)
    if alone is not None and len(offered) > 1:
        told = f"The coupon {alone.batch_code} is not used beside others; take it alone, or leave it."
        raise Conflict("coupon_alone", told, f"优惠券 {alone.batch_code} 不能与其他券同用；请单独使用或不用。")


def quote_of(offered: Sequence[OfferedCoupon], spend_minor: int) -> CouponQuote:
    """Rules CO6 to CO8: what the coupons take off a price: items first, then percents, the highest first, then amounts, then money on
    coupons, each of what is left. A percent is rounded down to a whole minor unit; nothing goes below zero. Raises Conflict for a
    coupon that would take nothing off: it is better kept."""
    left, offs = spend_minor, []
    for one in sorted(offered, key=lambda each: (_ORDER.index(each.terms.worth), -each.terms.permille, each.coupon_id)):
        off = _off(one, left)
        if off == 0 and one.terms.worth is not CouponWorth.ITEM:
            told = f"The coupon {one.batch_code} would take nothing off this price; keep it."
            raise Conflict("coupon_worthless", told, f"优惠券 {one.batch_code} 在此价格上没有优惠；请留待下次使用。")
        left -= off
        offs.append(CouponOff(one.coupon_id, one.batch_code, off, one.terms.item if one.terms.worth is CouponWorth.ITEM else ""))
    return CouponQuote(spend_minor, spend_minor - left, left, tuple(offs))


def _off(one: OfferedCoupon, left: int) -> int:
    terms = one.terms
    match terms.worth:
        case CouponWorth.PERCENT:
            part = left * terms.permille // 1000
            return part if terms.off_max_minor is None else min(part, terms.off_max_minor)
        case CouponWorth.AMOUNT:
            return min(terms.amount_minor, left)
        case CouponWorth.BALANCE:
            return min(one.usable, left)
        case CouponWorth.ITEM:
            return 0
