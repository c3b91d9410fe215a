"""PT11 and PT5 with many writers at once, each with a connection of its own."""

import pytest

from tests.loyalty.at_once import at_once
from tests.loyalty.books import DIRECTOR, Books, open_books
from xenia.kernel.errors import Conflict
from xenia.loyalty.actions.accounts import open_account
from xenia.loyalty.models.ledger import Account, Transfer
from xenia.loyalty.types.ledger import AccountRole, Move

WRITERS = 16


@pytest.fixture
def club(transactional_db: None) -> Books:
    books = open_books()
    books.enrol("Lin", "Wang")
    return books


def test_of_400_claims_on_a_stock_of_100_exactly_100_succeed(club: Books) -> None:
    points = club.programme.kind("POINTS").id
    stock = open_account(actor=DIRECTOR, point_kind_id=points, role=AccountRole.STOCK, holder="coupon")
    club.write(club.move(club.issued, stock, 100))
    claims = [lambda n=n: club.write(Move(f"claim:{n}", stock, club.redeemed, 1)) and "claimed" for n in range(400)]  # type: ignore[misc]

    found = at_once(claims, WRITERS)

    assert (found.count("claimed"), found.count("points_short")) == (100, 300)
    assert (Account.objects.get(id=stock).posted, club.faults()) == (0, [])


def test_pt5_a_key_that_many_write_at_once_writes_once(club: Books) -> None:
    move = Move("stay:1", club.issued, club.accounts["Lin"], 500)

    found = at_once([lambda: club.write(move)] * WRITERS, WRITERS)

    assert (len(set(found)), Transfer.objects.count(), club.balance("Lin")) == (1, 1, (500, 0, 0))


def test_pt11_members_who_give_to_each_other_never_wait_for_ever(club: Books) -> None:
    club.earn("Lin", 1000)
    club.earn("Wang", 1000)
    gifts = [lambda way=way: club.give(*way, 5) for way in [("Lin", "Wang"), ("Wang", "Lin")] * 80]  # type: ignore[misc]

    found = at_once(gifts, WRITERS)

    assert [one for one in found if isinstance(one, str)] == []
    assert (club.balance("Lin"), club.balance("Wang"), club.faults()) == ((1000, 0, 0), (1000, 0, 0), [])


def test_two_programmes_with_one_code_are_refused(club: Books) -> None:
    from xenia.kernel.texts import Text
    from xenia.loyalty.actions.programmes import create_programme
    from xenia.loyalty.types.programmes import ProgrammeDraft

    with pytest.raises(Conflict, match="already"):
        create_programme(actor=DIRECTOR, draft=ProgrammeDraft("YUN", Text("另一个", "Another")), now=club.now)
