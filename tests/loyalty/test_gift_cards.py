"""Gift cards: docs/algorithms/gift-cards.md."""

from datetime import date, timedelta

import pytest

from tests.loyalty.books import DIRECTOR, Books
from xenia.kernel.errors import Conflict, Invalid, Refused
from xenia.loyalty.actions.gift_cards import end_cards, extend_card, issue_card, pay_out_card, set_gift_policy
from xenia.loyalty.actions.gift_uses import confirm_gift, give_gift_back, hold_gift, lapse_gifts
from xenia.loyalty.queries.gift_cards import get_card, get_gift_liability
from xenia.loyalty.rules.gift_cards import checked_face, ends_on, extended_to, require_usable
from xenia.loyalty.types.gift_cards import GiftAsk, GiftPolicy, GiftUse, IssuedCard

POLICY = GiftPolicy()


@pytest.fixture
def club(books: Books) -> Books:
    books.enrol("Lin")
    set_gift_policy(actor=DIRECTOR, programme_id=books.programme.id, policy=POLICY, seen_number=0, now=books.now)
    return books


def issued(club: Books, who: str | None = None, *, key: str = "s1", face: int = 50_000) -> IssuedCard:
    member = club.members[who] if who else None
    sale = ("payment:1", key)
    return issue_card(actor=DIRECTOR, programme_id=club.programme.id, face_minor=face, member_id=member, sale=sale, now=club.now)


def held(club: Books, card: IssuedCard, amount: int, key: str = "k1") -> GiftUse:
    ask = GiftAsk(club.programme.id, card.code, amount, f"booking:{key}", key)
    return hold_gift(actor=DIRECTOR, ask=ask, now=club.now)


def test_gc1_a_card_holds_and_lasts_as_the_policy_allows() -> None:
    assert [checked_face(POLICY, 500_000, is_named=True), checked_face(POLICY, 100_000, is_named=False)] == [500_000, 100_000]
    assert [ends_on(POLICY, date(2026, 3, 2), is_named=named) for named in (True, False)] == [None, date(2029, 3, 3)]
    for face, named in ((500_001, True), (100_001, False), (0, True)):
        with pytest.raises(Invalid, match="单用途商业预付卡管理办法"):
            checked_face(POLICY, face, is_named=named)


def test_gc2_what_was_paid_is_owed_until_it_is_used(club: Books) -> None:
    first = issued(club)
    again = issued(club)

    assert (again.id, again.code, first.code != "") == (first.id, "", True)
    owed = get_gift_liability(DIRECTOR, club.programme.id)
    assert (owed.cards, owed.owed_minor, owed.held_minor, club.faults()) == (1, 50_000, 0, [])
    with pytest.raises(Conflict, match="another card"):
        issued(club, face=60_000)


def test_gc3_a_card_is_used_bit_by_bit_and_never_beyond_what_is_on_it(club: Books) -> None:
    card = issued(club)
    first = held(club, card, 30_000)
    confirm_gift(actor=DIRECTOR, use_id=first.id, now=club.now)
    with pytest.raises(Conflict, match="20000 are on the card"):
        held(club, card, 20_001, "k2")

    second = held(club, card, 20_000, "k2")

    assert (held(club, card, 20_000, "k2").id, get_card(DIRECTOR, card.id, now=club.now).usable_minor) == (second.id, 0)
    assert lapse_gifts(actor=DIRECTOR, now=club.now + timedelta(hours=48)) == 1
    assert (get_card(DIRECTOR, card.id, now=club.now).usable_minor, club.faults()) == (20_000, [])


def test_gc4_a_refund_returns_to_the_card_and_is_never_more_than_was_used(club: Books) -> None:
    card = issued(club)
    use = held(club, card, 30_000)
    confirm_gift(actor=DIRECTOR, use_id=use.id, now=club.now)

    for _ in range(2):
        give_gift_back(actor=DIRECTOR, use_id=use.id, amount_minor=10_000, key="r1", now=club.now)
    with pytest.raises(Conflict, match="More would be taken"):
        give_gift_back(actor=DIRECTOR, use_id=use.id, amount_minor=20_001, key="r2", now=club.now)

    assert (get_card(DIRECTOR, card.id, now=club.now).usable_minor, club.faults()) == (30_000, [])


def test_gc5_a_card_that_ended_waits_to_be_extended_or_is_the_companys(club: Books) -> None:
    with pytest.raises(Conflict, match="until 2029-03-02"):
        require_usable(date(2029, 3, 3), date(2029, 3, 3), 1, 1)
    assert extended_to(POLICY, date(2029, 3, 3), date(2029, 5, 1)) == date(2030, 5, 1)
    waits, later = issued(club), club.now + timedelta(days=1_100)
    forfeits = GiftPolicy(law="公司规定", ends_forfeit=True)
    set_gift_policy(actor=DIRECTOR, programme_id=club.programme.id, policy=forfeits, seen_number=1, now=club.now)
    lost = issued(club, key="s2", face=7_000)

    assert [end_cards(actor=DIRECTOR, programme_id=club.programme.id, now=later) for _ in range(2)] == [7_000, 0]

    assert extend_card(actor=DIRECTOR, card_id=waits.id, now=later) == date(2030, 3, 6)
    left = [(one.usable_minor, one.has_ended) for one in (get_card(DIRECTOR, card.id, now=later) for card in (waits, lost))]
    assert (left, club.faults()) == ([(50_000, False), (0, True)], [])


def test_gc6_a_named_card_is_paid_out_and_a_bearer_card_is_not(club: Books) -> None:
    named, bearer = issued(club, "Lin"), issued(club, key="s2")

    assert pay_out_card(actor=DIRECTOR, card_id=named.id, key="o1", now=club.now) == 50_000

    with pytest.raises(Refused, match="not paid out"):
        pay_out_card(actor=DIRECTOR, card_id=bearer.id, key="o1", now=club.now)
    assert (get_gift_liability(DIRECTOR, club.programme.id).owed_minor, club.faults()) == (50_000, [])
