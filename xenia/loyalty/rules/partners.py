"""What a line of a partner is worth and whether it may be booked: rules PA1 to PA8 of docs/algorithms/partners.md. Pure."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from pydantic import TypeAdapter

from xenia.kernel.errors import Conflict, Invalid
from xenia.kernel.money import minor_digits
from xenia.kernel.names import require_plain
from xenia.kernel.texts import Text
from xenia.loyalty.rules.programmes import CODE, CURRENCY
from xenia.loyalty.rules.versions import version_on
from xenia.loyalty.types.partners import (
    Partner,
    PartnerAsk,
    PartnerDraft,
    PartnerLineKind,
    PartnerRate,
    PartnerRates,
    PartnerRatesVersion,
    PartnerState,
)

WHAT = ("partner_rates", Text("合作费率", "The rates of a partner"))
REFERENCE = re.compile(r"[!-~]{1,64}")
AMOUNT_MOST = 10**12
CONTACT_LETTERS_MAX = 200
MILLION = 1_000_000
_RATES = TypeAdapter(PartnerRates)
_CHANGES = {
    PartnerState.DRAFT: {PartnerState.ACTIVE},
    PartnerState.ACTIVE: {PartnerState.ENDED},
    PartnerState.ENDED: {PartnerState.ACTIVE},
}


def as_value(rates: PartnerRates) -> dict[str, Any]:
    """The rates as JSON."""
    value: dict[str, Any] = _RATES.dump_python(rates, mode="json")
    return value


def rates_of(value: dict[str, Any]) -> PartnerRates:
    """Rates from their JSON."""
    return _RATES.validate_python(value)


def checked_partner(draft: PartnerDraft) -> PartnerDraft:
    """Returns what is said of a partner; raises Invalid for a code or currency that is none, names that hide something, or a contact that
    is too long."""
    if not CODE.fullmatch(draft.code):
        told = f"{draft.code!r} is no code; take 2 to 20 capital letters, digits or underscores, a letter first."
        raise Invalid("partner_code_invalid", told, "代码须为 2 至 20 位大写字母、数字或下划线，以字母开头。")
    if not CURRENCY.fullmatch(draft.currency):
        told = f"{draft.currency!r} is no currency; take three letters such as CNY."
        raise Invalid("currency_invalid", told, "币种须为三个字母，如 CNY。")
    for said in (draft.name.zh, draft.name.en, draft.contact):
        require_plain(said)
    if len(draft.contact) > CONTACT_LETTERS_MAX:
        told = f"The contact has {len(draft.contact)} letters; write {CONTACT_LETTERS_MAX} at most."
        raise Invalid("partner_contact_long", told, f"联系方式最多 {CONTACT_LETTERS_MAX} 个字。")
    return draft


def checked_state(before: PartnerState, wanted: PartnerState, *, has_rates: bool) -> PartnerState:
    """Rule PA1: returns the state; raises Conflict where it does not follow, or where nothing was agreed yet."""
    if wanted is not before and wanted not in _CHANGES[before]:
        told = f"A partner that is {before} cannot become {wanted}."
        raise Conflict("partner_state_invalid", told, "合作伙伴的状态不能这样变更。")
    if wanted is PartnerState.ACTIVE and not has_rates:
        told = "No rates were agreed yet; set them first."
        raise Conflict("partner_without_rates", told, "尚未设定费率；请先设定费率再启用。")
    return wanted


def checked_rates(rates: PartnerRates, *, is_same_currency: bool) -> PartnerRates:
    """Rule PA2: returns the rates; raises Invalid for ones that agree on nothing or cannot be carried out."""
    if rates.earn is None and rates.burn is None:
        raise Invalid("partner_rates_empty", "Agree on earning, on using points, or both.", "请至少设定累积或兑换的费率之一。")
    for rate in (one for one in (rates.earn, rates.burn) if one):
        _within(rate.points, 1, MILLION, "Points", "积分数")
        _within(rate.per, 1, 10**9, "The step at the partner", "伙伴侧的计算单位")
        _within(rate.price_per_1000, 0, 10**9, "The price of 1,000 points", "千分单价")
    _within(rates.line_points_max, 1, AMOUNT_MOST, "The most points of a line", "单笔积分上限")
    _within(rates.hold_hours, 1, 24 * 90, "The hours of holding", "预留小时数")
    _within(rates.exchange_millionths, 1, 10**12, "The rate of exchange", "汇率")
    if is_same_currency and rates.exchange_millionths != MILLION:
        told = "The partner has the programme's own currency; leave the rate of exchange at one."
        raise Invalid("partner_exchange_needless", told, "伙伴币种与计划币种相同；汇率须为 1。")
    return rates


def agreed(rates: PartnerRates, kind: PartnerLineKind) -> PartnerRate:
    """What was agreed for earning, or for using points; raises Conflict where nothing was."""
    rate = rates.burn if kind is PartnerLineKind.BURN else rates.earn
    if rate is None:
        what, zh = ("Using points", "兑换") if kind is PartnerLineKind.BURN else ("Earning", "累积")
        raise Conflict(
            "partner_not_agreed", f"{what} is not agreed with the partner; set a rate for it.", f"与该伙伴未约定{zh}；请先设定费率。"
        )
    return rate


def points_for(rate: PartnerRate, kind: PartnerLineKind, amount: int) -> int:
    """Rule PA3: points of ours for an amount of the partner's unit: a member earns for full steps only, and for what is bought with points
    each step that was begun is paid."""
    steps = -(-amount // rate.per) if kind is PartnerLineKind.BURN else amount // rate.per
    return steps * rate.points


def amount_for(rate: PartnerRate, kind: PartnerLineKind, points: int) -> int:
    """Rule PA3: what so many points buy at the partner, full steps only; for earning, the least amount that brings them."""
    steps = points // rate.points if kind is PartnerLineKind.BURN else -(-points // rate.points)
    return steps * rate.per


def price_of(rate: PartnerRate, points: int) -> int:
    """Rule PA4: what is owed for points, in minor units of the partner's currency, to the nearest, half to even."""
    return round(Fraction(points * rate.price_per_1000, 1_000))


def in_books(minor: int, exchange_millionths: int, currencies: tuple[str, str]) -> int:
    """Rule PA4: what is owed, in minor units of the programme's currency. `currencies`: the partner's and the programme's."""
    partner, programme = currencies
    return round(Fraction(minor * exchange_millionths, MILLION) * Fraction(10) ** (minor_digits(programme) - minor_digits(partner)))


def worth(rates: PartnerRates, ask: PartnerAsk) -> tuple[int, int | None]:
    """Rules PA3 and PA6: points of ours and the amount at the partner of a line that earns or uses them. Raises Invalid where it says
    neither, points that are not those of its amount, or more than a line may have."""
    rate = agreed(rates, ask.kind)
    _positive(ask)
    points = ask.points if ask.amount is None else points_for(rate, ask.kind, ask.amount)
    if points is None:
        raise Invalid(
            "partner_amount_missing", "The line says neither an amount nor points; say one.", "该笔既无金额也无积分；请填写其一。"
        )
    if ask.points is not None and ask.points != points:
        told = f"The line says {ask.points} points for {ask.amount}, and by the rates of its day it is {points}; correct one."
        raise Invalid("partner_points_differ", told, f"该笔写明 {ask.points} 分，按当日费率应为 {points} 分；请更正。")
    if points > rates.line_points_max:
        told = f"The line has {points} points, and one may have {rates.line_points_max}; look at its unit, or raise the limit."
        raise Invalid("partner_points_too_many", told, f"该笔 {points} 分超过单笔上限 {rates.line_points_max}；请核对单位或调整上限。")
    return points, ask.amount


def left_after(rate: PartnerRate, kind: PartnerLineKind, left: tuple[int, int | None], ask: PartnerAsk) -> tuple[int, int | None]:
    """Rule PA8: points and amount that stay of a line after a reversal of some of it, `left` before. What stays is worth what a line of so
    much would have been; all of it goes where the reversal says no amount. Raises Invalid for more than there is."""
    points, amount = left
    _positive(ask)
    if not points and not amount:
        raise _beyond(ask, points)
    if ask.points is None and ask.amount is None:
        return 0, None if amount is None else 0
    if ask.points is not None and ask.points <= points and ask.amount is None:
        return points - ask.points, amount
    if ask.amount is not None and ask.points is None and amount is not None and ask.amount <= amount:
        return min(points, points_for(rate, kind, amount - ask.amount)), amount - ask.amount
    raise _beyond(ask, points)


def checked_ask(ask: PartnerAsk) -> PartnerAsk:
    """Rules PA5 and PA8: returns the line; raises Invalid for a reference that is none, and a reversal of nothing."""
    if not REFERENCE.fullmatch(ask.reference):
        told = "A line needs the partner's own reference, 1 to 64 letters, digits and marks without spaces."
        raise Invalid("partner_reference_invalid", told, "每笔须有伙伴的流水号：1 至 64 个字母、数字或符号，不含空格。")
    if (ask.kind is PartnerLineKind.REVERSAL) != bool(ask.of):
        told = "A reversal names the line it takes back, and only a reversal does."
        raise Invalid("partner_reversal_of", told, "冲回须注明原流水号；其他类型不能填写。")
    return ask


def checked_line_day(partner: Partner, ask: PartnerAsk, enrolled_on: date, days: tuple[date, int]) -> date:
    """Rule PA6: returns the line's day. `days`: today, and how many days a line may be late. Raises Conflict for a day that is ahead, too
    long ago, before the member joined, or on which nothing was agreed any more."""
    today, late = days
    day = ask.day or today
    if day > today:
        raise Conflict("partner_day_ahead", f"{day} is not over yet; today is {today}.", f"日期 {day} 晚于今天 {today}。")
    if day < today - timedelta(days=late):
        told = f"{day} is more than {late} days ago; make an adjustment, where somebody answers for it."
        raise Conflict("partner_day_too_old", told, f"日期 {day} 已超过 {late} 天；请改用人工调整。")
    if day < enrolled_on:
        raise Conflict(
            "partner_before_joining", f"The member joined on {enrolled_on}, after {day}.", f"会员于 {enrolled_on} 入会，晚于 {day}。"
        )
    if partner.state is PartnerState.DRAFT or (partner.ended_on and day > partner.ended_on):
        told = f"The partner {partner.code} is {partner.state}; nothing is booked for {day}."
        raise Conflict("partner_not_active", told, f"合作伙伴 {partner.code} 未启用或已结束；不能记入 {day}。")
    return day


def checked_reversal_day(ask: PartnerAsk, happened_on: date, today: date) -> date:
    """Rule PA8: returns the day of a reversal; raises Conflict for one that is ahead, or before what it takes back."""
    day = ask.day or today
    if not happened_on <= day <= today:
        told = f"A reversal on {day} is not between {happened_on}, when the line happened, and today, {today}."
        raise Conflict("partner_reversal_day", told, f"冲回日期 {day} 须在原笔日期 {happened_on} 与今天 {today} 之间。")
    return day


def rates_on(versions: Iterable[PartnerRatesVersion], day: date) -> PartnerRatesVersion:
    """Rule PA2: the rates of a day; raises Conflict where none hold."""
    found = version_on(versions, day)
    if found is None:
        raise Conflict("partner_no_rates", f"No rates hold with the partner on {day}; set them.", f"{day} 没有生效的费率；请先设定。")
    return found


def _beyond(ask: PartnerAsk, points: int) -> Invalid:
    told = f"Of the line {ask.of} {points} points are left; take back those or fewer, by points or by its own amount."
    return Invalid("partner_reversal_beyond", told, f"原笔 {ask.of} 尚余 {points} 分；退回数不能超过，请按积分或原金额填写。")


def _positive(ask: PartnerAsk) -> None:
    for said in (ask.amount, ask.points):
        if said is not None and (isinstance(said, bool) or not 1 <= said <= AMOUNT_MOST):
            told = f"{said} is no amount; give a whole number from 1 to {AMOUNT_MOST}."
            raise Invalid("partner_amount_invalid", told, f"数量 {said} 无效；请填写 1 到 {AMOUNT_MOST} 的整数。")


def _within(value: int, least: int, most: int, en: str, zh: str) -> None:
    if isinstance(value, bool) or not least <= value <= most:
        raise Invalid("partner_rates_out_of_range", f"{en}: {value}; take {least} to {most}.", f"{zh}为 {value}；请取 {least} 到 {most}。")
