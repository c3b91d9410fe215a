"""The ledger, rule by rule (docs/algorithms/points.md), against the database that keeps it."""

from datetime import date

import pytest
from django.db import Error, connection, transaction

from tests.loyalty.books import Books
from xenia.kernel.errors import Conflict, Invalid
from xenia.loyalty.models.ledger import Account, Lot, LotUse, Transfer
from xenia.loyalty.models.programmes import Programme
from xenia.loyalty.types.ledger import Move, Phase

MARCH, JUNE = date(2027, 3, 1), date(2027, 6, 1)


@pytest.fixture
def club(books: Books) -> Books:
    books.enrol("Lin", "Wang")
    return books


def test_pt1_what_one_account_gains_another_loses(club: Books) -> None:
    club.earn("Lin", 500)

    assert club.balance("Lin") == (500, 0, 0)
    assert club.faults() == []


@pytest.mark.parametrize("amount", [0, -5, 2.5, 10**15 + 1, True])
def test_pt1_only_whole_positive_amounts_move(club: Books, amount: int) -> None:
    with pytest.raises(Invalid, match="whole number"):
        club.earn("Lin", amount)

    assert Transfer.objects.count() == 0


def test_pt1_one_kind_of_points_does_not_become_another(club: Books) -> None:
    tier = Account.objects.get(member_id=club.members["Lin"], point_kind__code="TIER")

    with pytest.raises(Conflict, match="cannot become"):
        club.write(club.move(club.issued, tier.id, 5))


@pytest.mark.parametrize(
    "deed",
    [
        "UPDATE loyalty_transfer SET amount = 1",
        "DELETE FROM loyalty_transfer",
        "UPDATE loyalty_account SET posted = 9 WHERE is_counted",
        "DELETE FROM loyalty_account",
        "UPDATE loyalty_lot SET unused = 0",
        (
            "INSERT INTO loyalty_lot (account_id, transfer_id, earned_by, amount, unused, value_on) "
            "SELECT account_id, transfer_id, earned_by, 1, 1, value_on FROM loyalty_lot"
        ),
        "UPDATE loyalty_lotuse SET amount = 1",
        "INSERT INTO loyalty_lotuse (transfer_id, lot_id, amount) SELECT transfer_id, id, 1 FROM loyalty_lot",
    ],
)
def test_pt2_nobody_edits_the_books(club: Books, deed: str) -> None:
    club.earn("Lin", 500)
    club.spend("Lin", 100)

    with pytest.raises(Error, match="refused: the ledger"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(deed)

    assert (club.balance("Lin"), club.lots("Lin"), LotUse.objects.get().amount) == ((400, 0, 0), [(400, 500)], 100)


def test_pt3_a_promise_is_posted_whole_or_in_part_once(club: Books) -> None:
    promise = club.earn("Lin", 500, phase=Phase.PENDING)
    assert club.balance("Lin") == (0, 0, 500)
    club.end("Lin", promise, 400, Phase.POST, is_earning=True)

    with pytest.raises(Error, match="loyalty_transfer_ended_once"):
        club.end("Lin", promise, 500, Phase.VOID, is_earning=True)

    assert (club.balance("Lin"), club.lots("Lin"), club.faults()) == ((400, 0, 0), [(400, 400)], [])


def test_pt3_what_is_held_back_cannot_be_spent_until_it_is_free(club: Books) -> None:
    club.earn("Lin", 500)
    held = club.spend("Lin", 400, phase=Phase.PENDING)
    club.earn("Wang", 1)

    with pytest.raises(Conflict, match="101 points are asked for and 100 can be used"):
        club.spend("Lin", 101)
    club.end("Lin", held, 400, Phase.VOID)

    assert (club.balance("Lin"), club.lots("Lin"), club.faults()) == ((500, 0, 0), [(500, 500)], [])


def test_pt3_no_more_is_posted_than_was_promised(club: Books) -> None:
    promise = club.earn("Lin", 500, phase=Phase.PENDING)

    with pytest.raises(Conflict, match="More would be taken"):
        club.end("Lin", promise, 501, Phase.POST, is_earning=True)

    assert club.balance("Lin") == (0, 0, 500)


def test_pt4_reversals_together_take_no_more_than_was_posted(club: Books) -> None:
    stay = club.earn("Lin", 500)
    club.take_back("Lin", stay, 200)
    club.take_back("Lin", stay, 300)

    with pytest.raises(Conflict, match="More would be taken"):
        club.take_back("Lin", stay, 1)

    assert (club.balance("Lin"), club.faults()) == ((0, 0, 0), [])


def test_pt4_only_what_was_posted_between_these_accounts_is_taken_back(club: Books) -> None:
    stay = club.earn("Lin", 500)
    club.earn("Wang", 500)

    with pytest.raises(Conflict, match="nothing to end or take back"):
        club.take_back("Wang", stay, 100)


def test_pt5_the_same_key_writes_once_and_another_content_is_refused(club: Books) -> None:
    move = Move(key="stay:1", giver=club.issued, taker=club.accounts["Lin"], amount=500)
    first, second = club.write(move), club.write(move)

    with pytest.raises(Conflict, match="used for another transfer"):
        club.write(Move(key="stay:1", giver=club.issued, taker=club.accounts["Lin"], amount=501))

    assert (first, club.balance("Lin")) == (second, (500, 0, 0))


def test_pt5_a_deed_is_not_written_in_half(club: Books) -> None:
    club.write(Move(key="stay:1", giver=club.issued, taker=club.accounts["Lin"], amount=500))

    with pytest.raises(Conflict, match="another deed"):
        club.write(*[Move(key=f"stay:{one}", giver=club.issued, taker=club.accounts["Lin"], amount=500) for one in (1, 2)])

    assert club.balance("Lin") == (500, 0, 0)


def test_pt6_what_ends_first_is_used_first(club: Books) -> None:
    club.earn("Lin", 40)
    club.earn("Lin", 300, until=JUNE)
    club.earn("Lin", 100, until=MARCH)
    club.spend("Lin", 250)

    assert club.lots("Lin") == [(40, 40), (150, 300), (0, 100)]


def test_pt6_an_ended_lot_is_not_spent(club: Books) -> None:
    club.earn("Lin", 100, until=club.today)

    with pytest.raises(Conflict, match="must expire first"):
        club.spend("Lin", 50)

    assert club.lots("Lin") == [(100, 100)]


def test_pt7_what_is_taken_back_comes_from_the_very_lot(club: Books) -> None:
    club.earn("Lin", 100, until=MARCH)
    stay = club.earn("Lin", 300, until=JUNE)
    club.take_back("Lin", stay, 300)

    assert (club.lots("Lin"), club.faults()) == ([(100, 100), (0, 300)], [])


def test_pt8_what_is_given_back_returns_to_the_very_lots(club: Books) -> None:
    club.earn("Lin", 100, until=MARCH)
    club.earn("Lin", 300, until=JUNE)
    reward = club.spend("Lin", 250)
    club.take_back("Lin", reward, 200, was_spent=True)

    assert (club.lots("Lin"), club.faults()) == ([(50, 100), (300, 300)], [])


def test_pt8_a_reward_confirmed_for_less_frees_the_rest_and_can_be_taken_back(club: Books) -> None:
    club.earn("Lin", 500, until=JUNE)
    held = club.spend("Lin", 400, phase=Phase.PENDING)
    confirmed = club.end("Lin", held, 300, Phase.POST)
    assert (club.balance("Lin"), club.lots("Lin")) == ((200, 0, 0), [(200, 500)])
    club.take_back("Lin", confirmed, 300, was_spent=True)

    assert (club.balance("Lin"), club.lots("Lin"), club.faults()) == ((500, 0, 0), [(500, 500)], [])


def test_pt9_given_points_keep_their_last_day_and_their_origin(club: Books) -> None:
    stay = club.earn("Lin", 100, until=MARCH)
    club.earn("Lin", 300, until=JUNE)
    gift = club.give("Lin", "Wang", 150)
    mine = Lot.objects.filter(account_id=club.accounts["Wang"]).order_by("id")

    assert [(one.unused, one.expires_on) for one in mine] == [(100, MARCH), (50, JUNE)]
    assert mine[0].earned_by == stay
    club.write(club.move(club.accounts["Wang"], club.accounts["Lin"], 150, phase=Phase.REVERSAL, of=gift))
    assert (club.lots("Lin"), club.lots("Wang"), club.faults()) == ([(100, 100), (300, 300)], [(0, 100), (0, 50)], [])


def test_pt9_what_is_not_there_cannot_be_given(club: Books) -> None:
    club.earn("Lin", 100)

    with pytest.raises(Conflict, match="150 points are asked for and 100 can be used"):
        club.give("Lin", "Wang", 150)

    assert (club.lots("Lin"), club.lots("Wang")) == ([(100, 100)], [])


def test_pt10_a_refund_of_spent_points_is_owed_and_paid_back_by_what_comes(club: Books) -> None:
    stay = club.earn("Lin", 500)
    club.spend("Lin", 400)
    club.take_back("Lin", stay, 500)
    assert (club.balance("Lin"), club.lots("Lin")) == ((-400, 0, 0), [(0, 500)])
    club.earn("Lin", 1000)

    assert (club.balance("Lin"), club.lots("Lin"), club.faults()) == ((600, 0, 0), [(0, 500), (600, 1000)], [])


def test_pt10_a_debt_that_falls_away_frees_what_paid_it(club: Books) -> None:
    reward, stay = None, club.earn("Lin", 500)
    reward = club.spend("Lin", 400)
    club.take_back("Lin", stay, 500)
    club.earn("Lin", 300)
    assert club.lots("Lin") == [(0, 500), (0, 300)]
    club.take_back("Lin", reward, 400, was_spent=True)

    assert (club.balance("Lin"), sum(unused for unused, _ in club.lots("Lin")), club.faults()) == ((300, 0, 0), 300, [])


def test_pt10_no_account_goes_below_its_floor(club: Books) -> None:
    stay = club.earn("Lin", 600)
    club.spend("Lin", 600)

    with pytest.raises(Conflict, match="can be used"):
        club.take_back("Lin", stay, 501)

    assert club.balance("Lin") == (0, 0, 0)


def test_pt12_nothing_is_booked_before_the_books_are_open(club: Books) -> None:
    Programme.objects.update(open_from=date(2026, 3, 3))

    with pytest.raises(Conflict, match="closed"):
        club.earn("Lin", 5)

    assert club.balance("Lin") == (0, 0, 0)
