"""What members pay: rules MB1 to MB9 of docs/algorithms/member-prices.md. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from pydantic import TypeAdapter

from xenia.kernel.errors import Conflict, Invalid
from xenia.kernel.money import minor_digits
from xenia.kernel.texts import Text
from xenia.loyalty.rules.versions import version_on
from xenia.loyalty.types.member_prices import MemberPriceTerms, MemberPriceVersion, PriceFound, PriceWorth, Stay

MINOR_MOST = 10**12
VALUES_MOST = 500
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2200, 1, 1)
_TERMS = TypeAdapter(MemberPriceTerms)
Priced = tuple[str, Text, Sequence[MemberPriceVersion]]
"""A member price's code and name, and its versions."""


def as_value(terms: MemberPriceTerms) -> dict[str, Any]:
    """The terms as JSON."""
    value: dict[str, Any] = _TERMS.dump_python(terms, mode="json")
    return value


def terms_of(value: dict[str, Any]) -> MemberPriceTerms:
    """Terms from their JSON; what an older version lacks is as the product came."""
    return _TERMS.validate_python(value)


def checked_terms(terms: MemberPriceTerms, tiers: Sequence[str]) -> MemberPriceTerms:
    """Rules MB2 to MB4: returns the terms; raises Invalid for a worth that is none, a tier that the programme has not, a step of rounding
    out of range, or days that end before they begin."""
    is_share = terms.worth is PriceWorth.PERMILLE
    worth = terms.permille if is_share else terms.amount_minor
    most = 999 if is_share else MINOR_MOST
    if isinstance(worth, bool) or not 1 <= worth <= most:
        raise _invalid(f"A member price takes {worth} off; take 1 to {most}", f"会员价的优惠为 {worth}；请取 1 到 {most}")
    if terms.tier_from and terms.tier_from not in tiers:
        known = ", ".join(tiers) or "none"
        raise _invalid(f"The programme has no tier {terms.tier_from}; it has {known}", f"该计划没有等级 {terms.tier_from}")
    if isinstance(terms.rounding_minor, bool) or not 1 <= terms.rounding_minor <= 1_000_000:
        raise _invalid(f"The price is rounded to {terms.rounding_minor}; take 1 to 1000000", "取整单位须为 1 到 1000000")
    for values in (terms.lines, terms.properties, terms.products, terms.channels):
        if len(values) > VALUES_MOST:
            raise _invalid(f"{len(values)} values are named; name {VALUES_MOST} at most", f"取值最多 {VALUES_MOST} 个")
    begins, ends = terms.travel_from, terms.travel_until
    if any(day and not FIRST_DAY <= day < LAST_DAY for day in (begins, ends)) or (begins and ends and ends <= begins):
        raise _invalid(f"The days of travel {begins} to {ends} are none", f"出行日期 {begins} 至 {ends} 无效")
    return terms


def checked_stay(stay: Stay, currency: str) -> Stay:
    """Rule MB6: returns what is asked for; raises Invalid for a public price of nothing or less, or nights and people that are none,
    Conflict for another currency than the programme's."""
    if isinstance(stay.public_minor, bool) or not 1 <= stay.public_minor <= MINOR_MOST:
        told = f"A public price of {stay.public_minor} minor units is none; take 1 to {MINOR_MOST}."
        raise Invalid("public_price_invalid", told, f"公开价 {stay.public_minor} 无效；请取 1 到 {MINOR_MOST}（最小货币单位）。")
    for name, zh, value in (("nights", "晚数", stay.nights), ("people", "人数", stay.people)):
        if isinstance(value, bool) or not 1 <= value <= 1_000:
            raise Invalid("stay_invalid", f"{value} {name} cannot be; take 1 to 1000.", f"{zh} {value} 无效；请取 1 到 1000。")
    if stay.currency != currency:
        told = f"The price is in {stay.currency} and member prices of this programme are in {currency}; convert it first."
        raise Conflict("member_price_currency", told, f"价格币种为 {stay.currency}，会员价币种为 {currency}；请先换算。")
    return stay


def price_of(terms: MemberPriceTerms, stay: Stay) -> int | None:
    """Rules MB4 and MB5: what the stay costs under the terms, in minor units, rounded down to their step; None where that would be nothing
    or less."""
    match terms.worth:
        case PriceWorth.PERMILLE:
            whole = stay.public_minor * (1000 - terms.permille) // 1000
        case PriceWorth.PER_NIGHT:
            whole = stay.public_minor - terms.amount_minor * stay.nights
        case PriceWorth.PER_PERSON:
            whole = stay.public_minor - terms.amount_minor * stay.people
        case PriceWorth.WHOLE:
            whole = stay.public_minor - terms.amount_minor
    price = whole - whole % terms.rounding_minor
    return price if price > 0 else None


def fits(terms: MemberPriceTerms, stay: Stay, tier: str, tiers: Sequence[str]) -> bool:
    """Rules MB2 and MB3: whether members of a tier have the price for the stay. `tiers`: the programme's, the lowest first. A tier that is
    no more has nobody above it."""
    if terms.tier_from and not (terms.tier_from in tiers and tier in tiers and tiers.index(tier) >= tiers.index(terms.tier_from)):
        return False
    asked = (
        (terms.lines, stay.line),
        (terms.properties, stay.property),
        (terms.products, stay.product),
        (terms.channels, stay.channel),
    )
    if any(values and found not in values for values, found in asked):
        return False
    return (terms.travel_from is None or stay.starts_on >= terms.travel_from) and (
        terms.travel_until is None or stay.starts_on < terms.travel_until
    )


def lowest(prices: Iterable[Priced], stay: Stay, today: date, tier: tuple[str, Sequence[str]]) -> PriceFound:
    """Rules MB1 and MB5: the lowest price that fits, of equal ones the first by code; the public price where none is below it. `tier`: the
    member's, and all of the programme's, the lowest first."""
    found = PriceFound(stay.public_minor, None, None, None, True)
    for code, name, versions in sorted(prices, key=lambda one: one[0]):
        version = version_on(versions, today)
        if version is None or not fits(version.terms, stay, *tier):
            continue
        price = price_of(version.terms, stay)
        if price is not None and price < found.price_minor:
            found = PriceFound(price, code, name, version.number, version.terms.is_combinable)
    return found


def said_of(found: PriceFound, stay: Stay, would_save_minor: int) -> Text:
    """Rules MB7 and MB9: the sentence to say aloud: what the price is and by which published benefit, or what joining would save."""
    saved = stay.public_minor - found.price_minor
    price, public = money_of(found.price_minor, stay.currency), money_of(stay.public_minor, stay.currency)
    if found.name is not None:
        off = money_of(saved, stay.currency)
        return Text(
            f"会员价 {price}，比公开价 {public} 省 {off}（{found.name.zh}）。",
            f"Members pay {price}, which is {off} less than the public {public} ({found.name.en}).",
        )
    if would_save_minor:
        off = money_of(would_save_minor, stay.currency)
        return Text(
            f"公开价 {public}；现在入会，这次就可省 {off}。", f"The public price is {public}. Joining now would save {off} on this booking."
        )
    return Text(f"公开价 {public}，人人相同。", f"The public price is {public}, the same for everybody.")


def require_combinable(version: MemberPriceVersion | None, code: str) -> None:
    """Rule MB8: raises Conflict where no coupon is used on a member price: it says so, or nobody has it today."""
    if version is None:
        told = f"The member price {code} is not offered today; quote the price again."
        raise Conflict("member_price_over", told, f"会员价 {code} 今日不提供；请重新询价。")
    if not version.terms.is_combinable:
        told = f"Coupons are not used on the member price {code}; take the coupon on the public price, or leave it."
        raise Conflict("member_price_alone", told, f"会员价 {code} 不能与优惠券同用；请按公开价用券，或不用券。")


def money_of(minor: int, currency: str) -> str:
    """An amount to be said: `880.00 CNY`."""
    digits = minor_digits(currency)
    return f"{minor / 10**digits:,.{digits}f} {currency}"


def _invalid(en: str, zh: str) -> Invalid:
    return Invalid("member_price_invalid", f"{en}.", f"{zh}。")
