"""Gift cards: docs/algorithms/gift-cards.md."""

from datetime import date, timedelta

import pytest

from tests.loyalty.books import DIRECTOR, Books, open_books
from xenia.kernel.errors import Conflict, Invalid, Refused
from xenia.loyalty.actions.gift_cards import end_cards, extend_card, issue_card, pay_out_card, set_gift_policy
from xenia.loyalty.actions.gift_uses import confirm_gift, give_gift_back, hold_gift, lapse_gifts
from xenia.loyalty.actions.leaving import leave_programme
from xenia.loyalty.queries.gift_books import get_gift_statement
from xenia.loyalty.queries.gift_cards import get_card, get_gift_liability, list_card_uses, list_cards
from xenia.loyalty.rules.gift_cards import checked_face, ends_on, extended_to, months_of, require_usable
from xenia.loyalty.types.gift_cards import GiftAsk, GiftFilter, GiftOwed, GiftPolicy, GiftUse, IssuedCard

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
    owed = get_gift_liability(DIRECTOR, club.programme.id, now=club.now)
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
    assert (get_gift_liability(DIRECTOR, club.programme.id, now=club.now).owed_minor, club.faults()) == (50_000, [])


def test_gc2_what_is_owed_is_told_by_kind(club: Books) -> None:
    issued(club, "Lin"), issued(club, key="s2", face=7_000)
    held(club, issued(club, key="s3", face=3_000), 1_000)

    owed = get_gift_liability(DIRECTOR, club.programme.id, now=club.now + timedelta(days=1_100))

    assert (owed.named, owed.bearer) == (GiftOwed(1, 50_000, 0, 0), GiftOwed(2, 10_000, 1_000, 10_000))
    assert (owed.cards, owed.owed_minor, owed.held_minor) == (3, 60_000, 1_000)


def test_gc7_a_month_is_what_came_less_what_went() -> None:
    march, april, june = date(2026, 3, 1), date(2026, 4, 1), date(2026, 6, 1)
    moved = {(march, "sold"): 57_000, (march, "used"): 30_000, (march, "given_back"): 10_000, (june, "expired"): 7_000}

    months = months_of(moved, april)

    assert [(one.month.month, one.outstanding_minor) for one in months] == [(3, 37_000), (4, 37_000), (5, 37_000), (6, 30_000)]
    assert months_of({}, april) == ()


def test_gc7_the_statement_is_counted_from_the_transfers_and_is_what_the_accounts_hold(club: Books) -> None:
    card = issued(club)
    issued(club, key="s2", face=7_000)
    first = held(club, card, 30_000)
    confirm_gift(actor=DIRECTOR, use_id=first.id, now=club.now)
    give_gift_back(actor=DIRECTOR, use_id=first.id, amount_minor=10_000, key="r1", now=club.now)
    club.now += timedelta(days=30)
    second = held(club, card, 12_000, "k2")
    held(club, card, 1_000, "k3")
    confirm_gift(actor=DIRECTOR, use_id=second.id, now=club.now)

    told = get_gift_statement(DIRECTOR, club.programme.id, now=club.now)

    april, march = told.months
    assert (march.sold_minor, march.used_minor, march.given_back_minor, march.outstanding_minor) == (57_000, 30_000, 10_000, 37_000)
    assert (april.used_minor, april.outstanding_minor, told.accounts_minor, told.difference_minor) == (12_000, 25_000, 25_000, 0)


def test_gc7_the_day_of_the_programme_names_the_month_and_other_programmes_cards_are_not_in_it(club: Books) -> None:
    club.now = club.now.replace(month=3, day=31, hour=16, minute=30)  # 2026-04-01 00:30 in Shanghai
    issued(club)

    (april,) = get_gift_statement(DIRECTOR, club.programme.id, now=club.now).months

    assert (april.month, april.sold_minor) == (date(2026, 4, 1), 50_000)
    assert get_gift_statement(DIRECTOR, open_books(code="OTHER").programme.id, now=club.now).months == ()


def test_gc8_who_leaves_keeps_the_money_on_a_named_card(club: Books) -> None:
    club.earn("Lin", 300)
    card = issued(club, "Lin")

    leave_programme(actor=DIRECTOR, member_id=club.members["Lin"], now=club.now)

    club.now += timedelta(days=1)
    assert (club.balance("Lin")[0], get_card(DIRECTOR, card.id, now=club.now).usable_minor) == (0, 50_000)
    assert (held(club, card, 20_000).amount_minor, pay_out_card(actor=DIRECTOR, card_id=card.id, key="o1", now=club.now)) == (
        20_000,
        30_000,
    )
    assert club.faults() == []


def test_cards_are_listed_by_state_with_what_they_were_used_for(club: Books) -> None:
    full, spent, late = issued(club, "Lin"), issued(club, key="s2", face=3_000), club.now + timedelta(days=1_100)
    use = held(club, spent, 3_000)
    confirm_gift(actor=DIRECTOR, use_id=use.id, now=club.now)
    give_gift_back(actor=DIRECTOR, use_id=use.id, amount_minor=500, key="r1", now=club.now)

    def ids(state: GiftFilter | None, size: int = 50) -> list[object]:
        return [one.card.id for one in list_cards(DIRECTOR, club.programme.id, state=state, size=size, now=late).items]

    assert (ids(None), ids(GiftFilter.LIVE), ids(GiftFilter.ENDED), ids(GiftFilter.EMPTY)) == (
        [spent.id, full.id],
        [full.id],
        [spent.id],
        [],
    )
    (line,) = list_card_uses(DIRECTOR, spent.id, now=late)
    assert (line.use.amount_minor, line.back_minor, line.use.source) == (3_000, 500, "booking:k1")
    page = list_cards(DIRECTOR, club.programme.id, size=1, now=late)
    assert [one.number for one in list_cards(DIRECTOR, club.programme.id, page=page.next, size=1, now=late).items] != [""]
