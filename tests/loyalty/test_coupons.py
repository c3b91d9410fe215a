"""Coupons: docs/algorithms/coupons.md. What they are worth is tried without a database; what is counted, in the ledger."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from tests.loyalty.books import DIRECTOR, NOON, Books
from xenia.kernel.errors import Conflict, Invalid, NotFound, XeniaError
from xenia.kernel.ids import new_id
from xenia.kernel.texts import Text
from xenia.loyalty.actions.coupon_claims import claim_bundle, claim_coupon
from xenia.loyalty.actions.coupon_orders import confirm_order, give_order_back, hold_coupons, lapse_orders
from xenia.loyalty.actions.coupons import create_batch, create_bundle, print_codes, set_batch_open, set_terms
from xenia.loyalty.actions.leaving import leave_programme
from xenia.loyalty.models.coupons import Coupon
from xenia.loyalty.queries.coupons import get_batch, get_order, list_bundles, list_member_coupons, quote_coupons
from xenia.loyalty.queries.members import get_member
from xenia.loyalty.rules.codes import checked_code, code_of, shown
from xenia.loyalty.rules.coupons import checked_terms, last_day, quote_of, require_fit, require_together
from xenia.loyalty.types.coupons import (
    Basket,
    BatchDraft,
    BundlePart,
    CouponAsk,
    CouponMode,
    CouponTerms,
    CouponWorth,
    OfferedCoupon,
    OrderState,
)
from xenia.loyalty.types.programmes import MemberState

TODAY = date(2026, 3, 2)
PERCENT = CouponTerms(CouponWorth.PERCENT, permille=100, off_max_minor=8_000, is_combinable=True)
AMOUNT = CouponTerms(CouponWorth.AMOUNT, amount_minor=5_000, is_combinable=True)
BALANCE = CouponTerms(CouponWorth.BALANCE, amount_minor=20_000, is_combinable=True)
STAY = Basket(100_000, "CNY", "hotel", "direct", date(2026, 4, 1))


def offered(terms: CouponTerms, usable: int = 1, *, given_on: date = TODAY) -> OfferedCoupon:
    return OfferedCoupon(new_id(), new_id(), "SPRING", terms, usable, given_on)


def why_not(terms: CouponTerms, basket: Basket = STAY, *, today: date = TODAY, tier: str | None = None) -> str:
    try:
        require_fit(offered(terms), basket, today, tier=tier)
    except Conflict as refused:
        return str(refused.context["why"])
    return ""


def test_co1_a_code_is_known_to_be_wrong_before_anything_is_looked_up() -> None:
    code = code_of(bytes.fromhex("a3f91c5502de77b104"))

    assert shown(code) == "HZJ7-2N0B-F7FC-8469"
    assert {checked_code(one) for one in ("hzj7 2nob f7fc 8469", "HZJ72N0BF7FC8469")} == {code}
    assert [_is_wrong(one) for one in ("HZJ7-2N0B-F7FC-8496", "ZHJ7-2N0B-F7FC-8469", "HZJ7-2N0B-F7FC-846", "张" * 16)] == [True] * 4
    assert (checked_code(" spring26 "), _is_wrong("SPR")) == ("SPRING26", True)


def _is_wrong(said: str) -> bool:
    try:
        checked_code(said)
    except Invalid:
        return True
    return False


@pytest.mark.parametrize(
    "terms",
    [
        CouponTerms(CouponWorth.PERCENT, permille=1001),
        CouponTerms(CouponWorth.AMOUNT, amount_minor=-1),
        CouponTerms(CouponWorth.ITEM),
        replace(AMOUNT, uses_each=0),
        replace(AMOUNT, valid_until=date(1, 1, 1)),
        replace(AMOUNT, valid_from=TODAY, valid_until=TODAY),
    ],
)
def test_terms_that_cannot_be_carried_out_are_refused(terms: CouponTerms) -> None:
    with pytest.raises(Invalid):
        checked_terms(terms)


def test_co4_a_coupon_is_used_within_its_days() -> None:
    terms = replace(AMOUNT, valid_until=date(2026, 4, 1), days=10)

    assert (last_day(terms, TODAY), last_day(terms, date(2026, 3, 28))) == (date(2026, 3, 11), date(2026, 3, 31))
    assert [why_not(terms, today=day) for day in (date(2026, 3, 11), date(2026, 3, 12))] == ["", "over"]
    assert why_not(replace(AMOUNT, valid_from=date(2026, 3, 3))) == "not_yet"


@pytest.mark.parametrize(
    ("terms", "tier", "why"),
    [
        (replace(AMOUNT, spend_min_minor=100_000), None, ""),
        (replace(AMOUNT, spend_min_minor=100_001), None, "spend_low"),
        (replace(AMOUNT, lines=("air",)), None, "line"),
        (replace(AMOUNT, channels=("app",)), None, "channel"),
        (replace(AMOUNT, travel_until=date(2026, 4, 1)), None, "travel"),
        (replace(AMOUNT, travel_from=date(2026, 4, 1)), None, ""),
        (replace(AMOUNT, is_for_members=True), None, "members"),
        (replace(AMOUNT, is_for_members=True), "", ""),
        (replace(AMOUNT, tiers=("GOLD",)), "SILVER", "tier"),
        (replace(AMOUNT, tiers=("GOLD",)), "GOLD", ""),
    ],
)
def test_co5_the_first_reason_against_a_coupon_is_said(terms: CouponTerms, tier: str | None, why: str) -> None:
    assert why_not(terms, tier=tier) == why


@pytest.mark.parametrize(
    ("terms", "usable", "spend", "off"),
    [
        (PERCENT, 1, 70_005, 7_000),
        (PERCENT, 1, 100_000, 8_000),
        (AMOUNT, 1, 100_000, 5_000),
        (AMOUNT, 1, 3_000, 3_000),
        (BALANCE, 20_000, 12_500, 12_500),
        (BALANCE, 7_500, 12_500, 7_500),
        (CouponTerms(CouponWorth.ITEM, item="BREAKFAST"), 1, 100_000, 0),
    ],
)
def test_co6_what_a_coupon_takes_off(terms: CouponTerms, usable: int, spend: int, off: int) -> None:
    assert quote_of([offered(terms, usable)], spend).off_minor == off


def test_co7_coupons_are_used_together_only_where_all_allow_it() -> None:
    require_together([offered(PERCENT), offered(AMOUNT)])

    with pytest.raises(Conflict, match="not used beside others"):
        require_together([offered(PERCENT), offered(replace(AMOUNT, is_combinable=False))])


def test_co8_percents_first_then_amounts_then_money_each_of_what_is_left() -> None:
    twenty = replace(PERCENT, permille=200, off_max_minor=None)

    quote = quote_of([offered(BALANCE, 20_000), offered(AMOUNT), offered(replace(PERCENT, off_max_minor=None)), offered(twenty)], 100_000)

    assert ([one.off_minor for one in quote.offs], quote.to_pay_minor) == ([20_000, 8_000, 5_000, 20_000], 47_000)
    with pytest.raises(Conflict, match="take nothing off"):
        quote_of([offered(AMOUNT), offered(BALANCE, 20_000)], 5_000)


@pytest.fixture
def club(books: Books) -> Books:
    books.enrol("Lin", "Wang")
    return books


def batch(club: Books, terms: CouponTerms = AMOUNT, *, total: int = 10, code: str = "SPRING", chosen: str = "") -> UUID:
    mode = CouponMode.GENERIC if chosen else CouponMode.UNIQUE
    draft = BatchDraft(code, Text("春季券", "Spring"), mode, total, terms, chosen)
    return create_batch(actor=DIRECTOR, programme_id=club.programme.id, draft=draft, now=club.now)


def ask(club: Books, *codes: str, key: str = "k1", who: str | None = None, spend: int = 100_000, own: tuple[UUID, ...] = ()) -> CouponAsk:
    basket = replace(STAY, spend_minor=spend)
    return CouponAsk(club.programme.id, key, f"booking:{key}", basket, codes, own, club.members[who] if who else None)


def held(club: Books, *codes: str, **more: object) -> UUID:
    return hold_coupons(actor=DIRECTOR, ask=ask(club, *codes, **more), now=club.now).id  # type: ignore[arg-type]


def refused(deed: object) -> str:
    try:
        deed()  # type: ignore[operator]
    except XeniaError as error:
        return error.code
    return ""


def test_co2_a_code_is_told_once_and_kept_as_a_keyed_hash(club: Books) -> None:
    made = batch(club)

    codes = print_codes(actor=DIRECTOR, batch_id=made, count=3, key="p1", now=club.now)

    assert (len(set(codes)), get_batch(DIRECTOR, made).left) == (3, 7)
    assert {len(bytes(one.code_index)) for one in Coupon.objects.all()} == {16}
    with pytest.raises(Conflict, match="told once"):
        print_codes(actor=DIRECTOR, batch_id=made, count=3, key="p1", now=club.now)


def test_co3_a_batch_gives_out_what_it_has_and_a_member_what_one_may_have(club: Books) -> None:
    made = batch(club, total=1)
    first = claim_coupon(actor=DIRECTOR, member_id=club.members["Lin"], batch_id=made, key="c1", now=club.now)
    again = claim_coupon(actor=DIRECTOR, member_id=club.members["Lin"], batch_id=made, key="c1", now=club.now)

    assert (again.id, first.code != "", again.code) == (first.id, True, "")
    claims = [
        refused(lambda who=who: claim_coupon(actor=DIRECTOR, member_id=club.members[who], batch_id=made, key="c2", now=club.now))  # type: ignore[misc]
        for who in ("Lin", "Wang")
    ]
    assert (claims, get_batch(DIRECTOR, made).left, club.faults()) == (["coupon_member_limit", "coupons_gone"], 0, [])


def test_co9_a_bundle_is_given_whole_or_not_at_all(club: Books) -> None:
    two = replace(AMOUNT, claims_max=2)
    batch(club, two), batch(club, PERCENT, code="SUMMER", total=1)
    parts = (("SPRING", 2), ("SUMMER", 1))
    made = create_bundle(actor=DIRECTOR, programme_id=club.programme.id, code="WELCOME", name=Text("礼包", "Gift"), parts=parts, now=NOON)

    given = claim_bundle(actor=DIRECTOR, member_id=club.members["Lin"], bundle_id=made, key="b1", now=club.now)
    with pytest.raises(Conflict, match="all given out"):
        claim_bundle(actor=DIRECTOR, member_id=club.members["Wang"], bundle_id=made, key="b1", now=club.now)

    assert [one.batch_code for one in given] == ["SPRING", "SPRING", "SUMMER"]
    assert len(list_member_coupons(DIRECTOR, club.members["Wang"])) == 0
    assert list_bundles(DIRECTOR, club.programme.id)[0].parts == tuple(BundlePart(code, count) for code, count in parts)


def test_co10_a_booking_holds_a_coupon_once_and_confirms_it(club: Books) -> None:
    made = batch(club, chosen="SPRING26", total=2)
    order = held(club, "spring26")

    assert held(club, "spring26") == order
    assert refused(lambda: held(club, "spring26", spend=90_000)) == "key_used_otherwise"
    confirm_order(actor=DIRECTOR, order_id=order, now=club.now)
    confirm_order(actor=DIRECTOR, order_id=order, now=club.now)
    held(club, "spring26", key="k2")
    assert refused(lambda: held(club, "spring26", key="k3")) == "coupon_used_up"
    assert (get_batch(DIRECTOR, made).left, get_order(DIRECTOR, order).quote.off_minor, club.faults()) == (0, 5_000, [])


def test_co11_a_cancelled_booking_gives_back_what_its_terms_return(club: Books) -> None:
    batch(club, replace(AMOUNT, is_returned=False), code="KEEP")
    made = batch(club, chosen="SPRING26")
    (code,) = print_codes(actor=DIRECTOR, batch_id=get_keep(club), count=1, key="p", now=club.now)
    order = held(club, "SPRING26", code)
    confirm_order(actor=DIRECTOR, order_id=order, now=club.now)

    give_order_back(actor=DIRECTOR, order_id=order, now=club.now)
    give_order_back(actor=DIRECTOR, order_id=order, now=club.now)

    assert (get_batch(DIRECTOR, made).left, get_order(DIRECTOR, order).state, club.faults()) == (10, OrderState.GIVEN_BACK, [])
    assert refused(lambda: held(club, code, key="k2")) == "coupon_used_up"


def get_keep(club: Books) -> UUID:
    from xenia.loyalty.queries.coupons import list_batches

    return next(one.id for one in list_batches(DIRECTOR, club.programme.id) if one.code == "KEEP")


def test_co10_what_nobody_confirms_in_time_is_free_again(club: Books) -> None:
    made = batch(club, chosen="SPRING26", total=1)
    order = held(club, "SPRING26")
    later = club.now + timedelta(hours=48)

    assert (lapse_orders(actor=DIRECTOR, now=later - timedelta(seconds=1)), lapse_orders(actor=DIRECTOR, now=later)) == (0, 1)
    assert (lapse_orders(actor=DIRECTOR, now=later), get_batch(DIRECTOR, made).left) == (0, 1)
    with pytest.raises(Conflict, match="held no more"):
        confirm_order(actor=DIRECTOR, order_id=order, now=later)


def test_co6_money_on_a_coupon_is_used_bit_by_bit(club: Books) -> None:
    made = batch(club, BALANCE)
    given = claim_coupon(actor=DIRECTOR, member_id=club.members["Lin"], batch_id=made, key="c", now=club.now)

    held(club, who="Lin", own=(given.id,), spend=12_500)
    second = hold_coupons(actor=DIRECTOR, ask=ask(club, given.code, who="Lin", key="k2", spend=12_500), now=club.now)

    assert (second.quote.off_minor, second.quote.to_pay_minor) == (7_500, 5_000)
    assert [one.left for one in list_member_coupons(DIRECTOR, club.members["Lin"])] == [0]
    assert refused(lambda: held(club, given.code, who="Wang", key="k3")) == "coupon_of_another"


def test_co5_a_guest_uses_a_batch_as_often_as_its_terms_allow(club: Books) -> None:
    batch(club, replace(AMOUNT, uses_max=1), chosen="ONCE")
    order = held(club, "ONCE", who="Lin")

    assert [refused(lambda who=who: held(club, "ONCE", who=who, key="k2")) for who in ("Lin", None)] == [  # type: ignore[misc]
        "coupon_guest_limit", "coupon_guest_needed",
    ]  # fmt: skip
    give_order_back(actor=DIRECTOR, order_id=order, now=club.now)
    assert refused(lambda: held(club, "ONCE", who="Lin", key="k2")) == ""


def test_co12_what_was_given_out_keeps_its_terms_and_a_closed_code_holds_no_more(club: Books) -> None:
    made = batch(club)
    (old,) = print_codes(actor=DIRECTOR, batch_id=made, count=1, key="p1", now=club.now)
    assert set_terms(actor=DIRECTOR, batch_id=made, terms=replace(AMOUNT, amount_minor=9_000), seen_number=1, now=club.now) == 2
    (new,) = print_codes(actor=DIRECTOR, batch_id=made, count=1, key="p2", now=club.now)
    set_batch_open(actor=DIRECTOR, batch_id=made, is_open=False, now=club.now)

    worth = [quote_coupons(DIRECTOR, ask(club, one), now=club.now).off_minor for one in (old, new)]
    assert (worth, refused(lambda: print_codes(actor=DIRECTOR, batch_id=made, count=1, key="p3", now=NOON))) == (
        [5_000, 9_000],
        "coupon_batch_closed",
    )
    with pytest.raises(NotFound):
        quote_coupons(DIRECTOR, ask(club, "NOTHERE"), now=club.now)


def test_co13_a_membership_does_not_end_while_a_booking_holds_its_coupons(club: Books) -> None:
    batch(club, chosen="SPRING26")
    club.earn("Lin", 300)
    order, lin = held(club, "SPRING26", who="Lin"), club.members["Lin"]

    assert refused(lambda: leave_programme(actor=DIRECTOR, member_id=lin, now=club.now)) == "coupons_held"
    assert (get_member(DIRECTOR, lin).state, club.balance("Lin")[0]) == (MemberState.ACTIVE, 300)
    give_order_back(actor=DIRECTOR, order_id=order, now=club.now)
    leave_programme(actor=DIRECTOR, member_id=lin, now=club.now)

    assert (get_member(DIRECTOR, lin).state, club.faults()) == (MemberState.LEFT, [])


def test_co13_who_has_left_is_quoted_and_held_no_coupon_through_the_membership(club: Books) -> None:
    made = batch(club, AMOUNT)
    own = claim_coupon(actor=DIRECTOR, member_id=club.members["Lin"], batch_id=made, key="c", now=club.now).id
    leave_programme(actor=DIRECTOR, member_id=club.members["Lin"], now=club.now)

    def quoted(who: str | None) -> object:
        return quote_coupons(DIRECTOR, ask(club, who=who, own=(own,)), now=club.now)

    assert [refused(lambda: held(club, who="Lin", own=(own,))), refused(lambda: quoted("Lin")), refused(lambda: quoted(None))] == [
        "member_left", "member_left", "coupon_unknown",
    ]  # fmt: skip


def test_co13_what_nobody_confirmed_in_time_keeps_nobody_in_the_programme(club: Books) -> None:
    batch(club, chosen="SPRING26")
    held(club, "SPRING26", who="Lin")

    leave_programme(actor=DIRECTOR, member_id=club.members["Lin"], now=club.now + timedelta(hours=48))

    assert (lapse_orders(actor=DIRECTOR, now=club.now + timedelta(hours=48)), club.faults()) == (1, [])
