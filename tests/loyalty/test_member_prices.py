"""Members-only prices: docs/algorithms/member-prices.md."""

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from tests.loyalty.books import DIRECTOR, Books
from tests.loyalty.tiers import CLUB
from xenia.identity.queries.links import list_links
from xenia.kernel.actor import product_actor
from xenia.kernel.errors import Conflict, Invalid, NotFound, Refused, XeniaError
from xenia.kernel.texts import Text
from xenia.loyalty.actions.coupons import create_batch
from xenia.loyalty.actions.leaving import leave_programme
from xenia.loyalty.actions.member_prices import create_member_price, quote_member_price, set_member_price
from xenia.loyalty.actions.members import enrol_guest
from xenia.loyalty.actions.tier_grants import override_tier
from xenia.loyalty.actions.tiers import set_tiers
from xenia.loyalty.queries.coupons import quote_coupons
from xenia.loyalty.queries.member_prices import find_price, get_member_price, list_member_prices, list_tier_prices
from xenia.loyalty.rules.member_prices import checked_stay, checked_terms, fits, lowest, price_of
from xenia.loyalty.types.coupons import Basket, BatchDraft, CouponAsk, CouponMode, CouponTerms, CouponWorth
from xenia.loyalty.types.member_prices import MemberPriceDraft, MemberPriceTerms, MemberPriceVersion, PriceAsk, PriceQuote, PriceWorth, Stay
from xenia.loyalty.types.tiers import HandReason
from xenia.trust.queries.decisions import explain_decision
from xenia.trust.types.access import Permission

if TYPE_CHECKING:
    from tests.cast import Company

TODAY, APRIL = date(2026, 3, 2), date(2026, 4, 1)
TIERS = ("CLASSIC", "SILVER", "GOLD", "PLATINUM")
MEMBER = MemberPriceTerms(PriceWorth.PERMILLE, permille=50)
GOLD = MemberPriceTerms(PriceWorth.PERMILLE, permille=120, tier_from="GOLD")
STAY = Stay(100_000, "CNY", "hotel", "direct", APRIL, nights=2, people=3)


def version(terms: MemberPriceTerms, number: int = 1, begins: date = TODAY, ends: date | None = None) -> MemberPriceVersion:
    return MemberPriceVersion(number, begins, ends, terms)


def paid(*versions: MemberPriceVersion, on: date = TODAY, tier: str = "GOLD", stay: Stay = STAY) -> int:
    return lowest([("GOLD", Text("金卡价", "Gold price"), versions)], stay, on, (tier, TIERS)).price_minor


def test_mb1_of_overlapping_versions_the_newest_begun_one_holds_and_none_comes_back() -> None:
    versions = version(GOLD), version(replace(GOLD, permille=100), 2, APRIL, date(2026, 5, 1))
    days = (date(2026, 3, 1), date(2026, 3, 31), APRIL, date(2026, 5, 1))

    assert [paid(*versions, on=day) for day in days] == [100_000, 88_000, 90_000, 100_000]


def test_mb2_a_tier_and_those_above_it_have_the_price() -> None:
    assert [fits(GOLD, STAY, tier, TIERS) for tier in (*TIERS, "")] == [False, False, True, True, False]
    assert [fits(MEMBER, STAY, tier, TIERS) for tier in (*TIERS, "")] == [True] * 5
    assert not fits(replace(GOLD, tier_from="DIAMOND"), STAY, "GOLD", TIERS)


@pytest.mark.parametrize(
    ("terms", "is_met"),
    [
        (replace(GOLD, lines=("air", "hotel")), True),
        (replace(GOLD, lines=("air",)), False),
        (replace(GOLD, properties=("BZSH",)), False),
        (replace(GOLD, products=("DLX",)), False),
        (replace(GOLD, channels=("direct",)), True),
        (replace(GOLD, channels=("app",)), False),
        (replace(GOLD, travel_until=APRIL), False),
        (replace(GOLD, travel_from=APRIL, travel_until=date(2026, 4, 2)), True),
    ],
)
def test_mb3_the_price_is_for_what_its_terms_name(terms: MemberPriceTerms, is_met: bool) -> None:
    assert fits(terms, STAY, "GOLD", TIERS) is is_met


def test_mb3_nothing_about_a_person_can_be_a_condition() -> None:
    personal = {"tags", "features", "score", "segment", "age", "gender", "city", "device"}
    assert not personal & set(MemberPriceTerms.__dataclass_fields__)


@pytest.mark.parametrize(
    ("terms", "public", "price"),
    [
        (GOLD, 100_000, 88_000),
        (MemberPriceTerms(PriceWorth.PER_NIGHT, amount_minor=3_000), 100_000, 94_000),
        (MemberPriceTerms(PriceWorth.PER_PERSON, amount_minor=5_000), 100_000, 85_000),
        (MemberPriceTerms(PriceWorth.WHOLE, amount_minor=8_000), 100_000, 92_000),
        (GOLD, 98_765, 86_913),
        (replace(GOLD, rounding_minor=100), 98_765, 86_900),
        (MemberPriceTerms(PriceWorth.WHOLE, amount_minor=8_000), 8_001, 1),
        (MemberPriceTerms(PriceWorth.WHOLE, amount_minor=8_000), 8_000, None),
        (MemberPriceTerms(PriceWorth.PERMILLE, permille=999), 1, None),
    ],
)
def test_mb4_what_the_stay_costs_under_the_terms(terms: MemberPriceTerms, public: int, price: int | None) -> None:
    assert price_of(terms, replace(STAY, public_minor=public)) == price


def test_mb5_the_lowest_that_fits_holds_of_equal_ones_the_first_by_code() -> None:
    whole = version(MemberPriceTerms(PriceWorth.WHOLE, amount_minor=8_000))
    prices = [(code, Text(code, code), [one]) for code, one in (("ZERO", whole), ("B", version(MEMBER)), ("A", version(MEMBER)))]

    found = [lowest(prices, replace(STAY, public_minor=public), TODAY, ("CLASSIC", TIERS)) for public in (8_000, 8_001)]

    assert [(one.code, one.price_minor) for one in found] == [("A", 7_600), ("ZERO", 1)]


@pytest.mark.parametrize("public", [0, -1, 10**12 + 1])
def test_mb6_a_public_price_of_nothing_or_less_is_none(public: int) -> None:
    with pytest.raises(Invalid, match="is none"):
        checked_stay(replace(STAY, public_minor=public), "CNY")


def test_mb6_another_currency_and_no_nights_are_refused() -> None:
    with pytest.raises(Conflict, match="convert it first"):
        checked_stay(replace(STAY, currency="USD"), "CNY")
    with pytest.raises(Invalid, match="0 nights"):
        checked_stay(replace(STAY, nights=0), "CNY")


@pytest.mark.parametrize(
    "terms",
    [
        replace(GOLD, permille=1_000),
        replace(GOLD, permille=0),
        MemberPriceTerms(PriceWorth.WHOLE, amount_minor=-5),
        replace(GOLD, tier_from="DIAMOND"),
        replace(GOLD, rounding_minor=0),
        replace(GOLD, travel_from=APRIL, travel_until=APRIL),
    ],
)
def test_terms_that_cannot_be_carried_out_are_refused(terms: MemberPriceTerms) -> None:
    with pytest.raises(Invalid):
        checked_terms(terms, TIERS)


def lin_wei(company: "Company") -> UUID:
    return list_links(DIRECTOR, [company.guests["林薇"]])[0].guest_id


@pytest.fixture
def club(books: Books) -> Books:
    set_tiers(actor=DIRECTOR, programme_id=books.programme.id, policy=CLUB, valid_from=TODAY, seen_number=0, now=books.now)
    offered(books, "MEMBER", MEMBER, "会员价", "Member price")
    offered(books, "GOLD", GOLD, "金卡价", "Gold price")
    return books


def offered(club: Books, code: str, terms: MemberPriceTerms, zh: str = "价", en: str = "Price") -> UUID:
    draft, valid = MemberPriceDraft(code, Text(zh, en), terms), (TODAY, None)
    return create_member_price(actor=DIRECTOR, programme_id=club.programme.id, draft=draft, valid=valid, now=club.now)


def joined(club: Books, company: "Company", tier: str = "GOLD") -> UUID:
    member = enrol_guest(actor=DIRECTOR, programme_id=club.programme.id, guest_id=lin_wei(company), now=club.now)
    if tier != "CLASSIC":
        until = date(2027, 1, 1)
        override_tier(actor=DIRECTOR, member_id=member, tier=tier, until=until, reason=HandReason.RECOVERY, now=club.now)
    return member


def quoted(club: Books, stay: Stay = STAY, **who: UUID) -> PriceQuote:
    return quote_member_price(actor=DIRECTOR, ask=PriceAsk(club.programme.id, stay, **who), now=club.now)


def code_of(deed: object) -> str:
    try:
        deed()  # type: ignore[operator]
    except XeniaError as refused:
        return refused.code
    return ""


def test_mb2_what_each_tier_would_pay_is_told_before_anybody_asks(club: Books) -> None:
    found = list_tier_prices(DIRECTOR, club.programme.id, STAY, now=club.now)
    assert [(one.tier, one.found.price_minor, one.found.code) for one in found] == [
        ("CLASSIC", 95_000, "MEMBER"), ("SILVER", 95_000, "MEMBER"), ("GOLD", 88_000, "GOLD"), ("PLATINUM", 88_000, "GOLD"),
    ]  # fmt: skip


def test_mb4_terms_are_tried_before_they_are_kept(club: Books) -> None:
    silver = replace(GOLD, permille=200, tier_from="SILVER")
    found = list_tier_prices(DIRECTOR, club.programme.id, STAY, terms=silver, now=club.now)

    assert [(one.tier, one.found.price_minor) for one in found] == [(TIERS[0], 100_000), *((tier, 80_000) for tier in TIERS[1:])]
    assert len(list_member_prices(DIRECTOR, club.programme.id, now=club.now)) == 2


def test_mb7_a_price_is_registered_with_what_it_looked_at_and_said_aloud(club: Books, company: "Company") -> None:
    told = quoted(club, member_id=joined(club, company))

    assert told.decision_id is not None
    explained = explain_decision(DIRECTOR, told.decision_id)
    assert {one.kind.value: one.value for one in explained.inputs} == {
        "product": "hotel", "date": "2026-04-01", "length_of_stay": "2", "party_size": "3", "channel_cost": "direct", "public_tier_benefit": "GOLD#1",
    }  # fmt: skip
    assert told.said.en == "Members pay 880.00 CNY, which is 120.00 CNY less than the public 1,000.00 CNY (Gold price)."
    assert (told.found.price_minor, told.saved_minor, explained.decision.price_minor) == (88_000, 12_000, 88_000)


def test_mb7_a_changed_price_names_its_version_so_that_both_may_be_told(club: Books, company: "Company") -> None:
    member = joined(club, company)
    first = quoted(club, member_id=member)
    price = next(one.id for one in list_member_prices(DIRECTOR, club.programme.id, now=club.now) if one.code == "GOLD")
    set_member_price(actor=DIRECTOR, price_id=price, terms=replace(GOLD, permille=200), valid=(TODAY, None), now=club.now)

    again = quoted(club, member_id=member)

    assert (first.found.price_minor, again.found.price_minor, again.found.number) == (88_000, 80_000, 2)


def test_mb7_who_may_not_decide_prices_registers_none(club: Books, company: "Company") -> None:
    clerk = product_actor("clerk", *(set(Permission) - {Permission.DECIDE_PRICES}))
    ask = PriceAsk(club.programme.id, STAY, member_id=joined(club, company))

    with pytest.raises(Refused):
        quote_member_price(actor=clerk, ask=ask, now=club.now)
    assert find_price(clerk, ask, now=club.now).decision_id is None


def test_mb9_a_guest_who_is_no_member_pays_the_public_price_and_is_told_what_joining_saves(club: Books, company: "Company") -> None:
    guest = lin_wei(company)

    before, nobody = quoted(club, guest_id=guest), quoted(club)
    joined(club, company)
    after = quoted(club, guest_id=guest)

    assert (before.found.price_minor, before.would_save_minor, before.decision_id is not None) == (100_000, 5_000, True)
    assert (nobody.found.price_minor, nobody.would_save_minor, nobody.decision_id) == (100_000, 5_000, None)
    assert (after.found.price_minor, after.would_save_minor) == (88_000, 0)


def test_mb2_who_has_left_or_is_not_seen_is_quoted_nothing_through_the_membership(club: Books, company: "Company") -> None:
    member = joined(club, company)
    with pytest.raises(NotFound):
        find_price(company.actor("he"), PriceAsk(club.programme.id, STAY, member_id=member), now=club.now)
    leave_programme(actor=DIRECTOR, member_id=member, now=club.now)

    assert code_of(lambda: quoted(club, member_id=member)) == "member_left"
    assert quoted(club, guest_id=lin_wei(company)).would_save_minor == 5_000


def test_mb1_a_version_begins_today_at_the_earliest_and_a_code_is_given_once(club: Books) -> None:
    price = list_member_prices(DIRECTOR, club.programme.id, now=club.now)[0].id
    past = (TODAY - timedelta(days=1), None)

    assert (
        code_of(lambda: set_member_price(actor=DIRECTOR, price_id=price, terms=GOLD, valid=past, now=club.now))
        == "member_price_begins_in_past"
    )
    assert code_of(lambda: offered(club, "GOLD", GOLD)) == "member_price_code_taken"
    assert code_of(lambda: offered(club, "gold", GOLD)) == "member_price_code_invalid"
    found = get_member_price(DIRECTOR, price, now=club.now).version
    assert (found and found.number) == 1


def test_mb8_coupons_are_taken_off_a_member_price_only_where_it_says_so(club: Books) -> None:
    ten = CouponTerms(CouponWorth.PERCENT, permille=100, off_max_minor=8_000)
    draft = BatchDraft("TEN", Text("九折", "Ten off"), CouponMode.GENERIC, 10, ten, "TEN26")
    create_batch(actor=DIRECTOR, programme_id=club.programme.id, draft=draft, now=club.now)
    offered(club, "BOTH", replace(GOLD, is_combinable=True))

    def asked(price: str) -> CouponAsk:
        return CouponAsk(club.programme.id, "k", "booking:1", Basket(88_000, "CNY", "hotel", "direct", APRIL, price), ("TEN26",))

    assert quote_coupons(DIRECTOR, asked("BOTH"), now=club.now).to_pay_minor == 80_000
    assert [code_of(lambda one=one: quote_coupons(DIRECTOR, asked(one), now=club.now)) for one in ("GOLD", "NONE")] == [  # type: ignore[misc]
        "member_price_alone", "member_price_unknown",
    ]  # fmt: skip
