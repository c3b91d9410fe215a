"""A programme as a whole, its members as a list, and the trail of points."""

from datetime import date

import pytest

from tests.loyalty.books import DIRECTOR, Books
from xenia.kernel.errors import NotFound
from xenia.kernel.ids import new_id
from xenia.loyalty.queries.member_list import MembersWanted, list_members
from xenia.loyalty.queries.overview import get_overview
from xenia.loyalty.queries.trails import get_trail
from xenia.loyalty.types.ledger import Phase
from xenia.loyalty.types.overview import Ending

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)


@pytest.fixture
def lin(books: Books) -> Books:
    """Lin Wei: 100 until the end of April, 300 until the end of May, 250 of them redeemed; Wang has nothing."""
    books.enrol("Lin", "Wang")
    books.earn("Lin", 100, until=MAY)
    books.earn("Lin", 300, until=JUNE)
    books.spend("Lin", 250)
    return books


def test_an_overview_sums_what_is_owed_what_ends_and_what_moved(lin: Books) -> None:
    books = lin
    books.earn("Lin", 70, phase=Phase.PENDING)
    found = get_overview(DIRECTOR, books.programme.id, now=books.now)
    points = next(one for one in found.owed if one.kind == "POINTS")

    assert (found.members, found.joined_lately) == (2, 2)
    assert (points.usable, points.incoming, points.debt, points.holders) == (150, 70, 0, 1)
    assert found.ending == (Ending("POINTS", date(2026, 5, 1), 150, 1),)
    assert len(found.months) == 12
    assert (found.months[-1].month, found.months[-1].earned, found.months[-1].redeemed) == (date(2026, 3, 1), 400, 250)


def test_what_was_taken_back_or_given_back_is_told_apart(lin: Books) -> None:
    books = lin
    spent = books.spend("Lin", 50)
    books.take_back("Lin", spent, 20, was_spent=True)
    books.take_back("Lin", books.earn("Lin", 10), 10)
    month = get_overview(DIRECTOR, books.programme.id, now=books.now).months[-1]
    assert (month.earned, month.taken_back, month.redeemed, month.expired) == (410, 10, 280, 0)


def test_members_are_listed_by_what_ends_within_days(lin: Books) -> None:
    wanted = MembersWanted(ends=(date(2026, 5, 1), date(2026, 5, 31)))
    (line,) = list_members(DIRECTOR, lin.programme.id, where=wanted, now=lin.now).items
    assert (line.member_id, line.usable, line.tier, line.name) == (lin.members["Lin"], 150, "", "")
    none = MembersWanted(ends=(date(2026, 6, 1), date(2026, 6, 30)))
    assert list_members(DIRECTOR, lin.programme.id, where=none, now=lin.now).items == []


def test_a_page_of_members_leads_to_the_next_and_a_number_to_its_one(lin: Books) -> None:
    first = list_members(DIRECTOR, lin.programme.id, where=MembersWanted(), size=1, now=lin.now)
    second = list_members(DIRECTOR, lin.programme.id, where=MembersWanted(), size=1, page=first.next, now=lin.now)
    assert {one.member_id for one in (*first.items, *second.items)} == set(lin.members.values())
    number = MembersWanted(number=first.items[0].number)
    assert list_members(DIRECTOR, lin.programme.id, where=number, now=lin.now).items == first.items


def test_a_trail_leads_from_points_to_what_used_them_and_back(lin: Books) -> None:
    books = lin
    earned = books.earn("Lin", 500, until=date(2026, 4, 1))
    spent = books.spend("Lin", 120)
    brought, used = (get_trail(DIRECTOR, books.members["Lin"], one) for one in (earned, spent))

    assert (brought.left, [(one.transfer_id, one.amount) for one in brought.spent]) == (380, [(spent, 120)])
    assert ([(one.earned_by, one.amount) for one in used.taken], used.left) == ([(earned, 120)], None)


def test_the_trail_of_a_kept_promise_tells_of_the_promise(lin: Books) -> None:
    books = lin
    pending = books.spend("Lin", 150, phase=Phase.PENDING)
    posted = books.end("Lin", pending, 150, Phase.POST)
    found = get_trail(DIRECTOR, books.members["Lin"], posted)
    assert ([one.id for one in found.follows], sum(one.amount for one in found.taken)) == ([pending], 150)


def test_an_entry_of_another_member_has_no_trail(lin: Books) -> None:
    earned = lin.earn("Wang", 10)
    for entry in (earned, new_id()):
        with pytest.raises(NotFound):
            get_trail(DIRECTOR, lin.members["Lin"], entry)
