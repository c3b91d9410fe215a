"""CO3 and CO10 with many writers at once. `make soak` does the same with 10,000 claims on 1,000 coupons."""

from dataclasses import replace
from uuid import UUID

import pytest

from tests.loyalty.at_once import at_once
from tests.loyalty.books import DIRECTOR, Books, open_books
from tests.loyalty.test_coupons import AMOUNT, batch, held
from xenia.loyalty.actions.coupon_claims import claim_coupon
from xenia.loyalty.actions.leaving import leave_programme
from xenia.loyalty.models.coupons import Coupon, CouponOrder, CouponUse
from xenia.loyalty.models.programmes import Member as MemberRow
from xenia.loyalty.queries.coupons import get_batch

CONNECTIONS, MEMBERS, COUPONS = 64, 16, 10


@pytest.fixture
def club(transactional_db: None) -> Books:
    books = open_books()
    books.enrol(*(f"member {n}" for n in range(MEMBERS)))
    return books


def test_co3_of_64_claims_from_64_connections_on_10_coupons_exactly_10_are_given(club: Books) -> None:
    made = batch(club, replace(AMOUNT, claims_max=None), total=COUPONS)
    members = list(club.members.values())

    def claim(n: int) -> object:
        given = claim_coupon(actor=DIRECTOR, member_id=members[n % MEMBERS], batch_id=made, key=f"c{n}", now=club.now)
        return isinstance(given.id, UUID)

    found = at_once([lambda n=n: claim(n) for n in range(CONNECTIONS)], CONNECTIONS)  # type: ignore[misc]

    assert (found.count(True), found.count("coupons_gone")) == (COUPONS, CONNECTIONS - COUPONS)
    assert (Coupon.objects.count(), get_batch(DIRECTOR, made).left, club.faults()) == (COUPONS, 0, [])


def test_co10_a_code_with_five_uses_that_forty_bookings_want_is_used_five_times(club: Books) -> None:
    made = batch(club, chosen="SPRING26", total=5)

    found = at_once([lambda n=n: isinstance(held(club, "SPRING26", key=f"k{n}"), UUID) for n in range(40)], 20)  # type: ignore[misc]

    assert (found.count(True), set(found) - {True} <= {"coupons_gone", "coupon_used_up"}) == (5, True)
    assert (CouponUse.objects.count(), get_batch(DIRECTOR, made).left, club.faults()) == (5, 0, [])


def test_co3_a_member_who_claims_in_many_windows_gets_what_one_member_may_have(club: Books) -> None:
    made = batch(club, total=COUPONS)
    lin = club.members["member 0"]
    claims = [lambda n=n: claim_coupon(actor=DIRECTOR, member_id=lin, batch_id=made, key=f"c{n // 2}", now=club.now).id for n in range(16)]  # type: ignore[misc]

    found = at_once(claims, 16)

    assert len({one for one in found if isinstance(one, UUID)}) == Coupon.objects.count() == 1
    assert (get_batch(DIRECTOR, made).left, club.faults()) == (COUPONS - 1, [])


def test_co13_of_one_who_leaves_while_booking_either_the_coupon_or_the_leaving_is_refused(club: Books) -> None:
    batch(club, chosen="SPRING26", total=MEMBERS)
    names = list(club.members)

    def leave(who: str) -> object:
        return leave_programme(actor=DIRECTOR, member_id=club.members[who], now=club.now)

    deeds = [one for who in names for one in (lambda w=who: leave(w), lambda w=who: isinstance(held(club, "SPRING26", who=w, key=w), UUID))]
    found = at_once(deeds, 16)  # type: ignore[arg-type]

    left, holding = MemberRow.objects.filter(state="left").count(), CouponOrder.objects.filter(state="held", member__state="active").count()
    assert (found.count(None), found.count(True), left + holding) == (left, holding, MEMBERS)
    assert (found.count("coupons_held"), found.count("member_left"), club.faults()) == (holding, left, [])
