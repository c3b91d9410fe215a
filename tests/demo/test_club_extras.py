"""What the demonstration's club has beside points, made in a programme without guests."""

from datetime import timedelta

from tests.loyalty.books import DIRECTOR, Books, open_books
from tests.loyalty.tiers import CLUB
from xenia.demo.club_extras import add_extras
from xenia.kernel.ids import new_id
from xenia.loyalty.actions.tiers import set_tiers
from xenia.loyalty.queries.clubs import list_clubs, list_events
from xenia.loyalty.queries.gift_books import get_gift_statement
from xenia.loyalty.queries.member_prices import list_member_prices


def with_extras() -> Books:
    books = open_books()
    begins = (books.now - timedelta(days=60)).date()
    set_tiers(actor=DIRECTOR, programme_id=books.programme.id, policy=CLUB, valid_from=begins, seen_number=0, now=books.now)
    books.enrol(*(f"member {n}" for n in range(10)))
    members = list(books.members.values())
    add_extras(DIRECTOR, books.programme, members, {one: new_id() for one in members[:3]}, now=books.now)
    return books


def test_the_cards_prices_and_the_circle_are_there_and_the_books_add_up(db: None) -> None:
    books = with_extras()

    told = get_gift_statement(DIRECTOR, books.programme.id, now=books.now)
    (circle,) = list_clubs(DIRECTOR, books.programme.id, now=books.now)
    dinner, tea = list_events(DIRECTOR, circle.id, now=books.now)

    month = told.months[0]
    assert (month.sold_minor, month.used_minor, month.given_back_minor, told.difference_minor) == (440_000, 75_000, 10_000, 0)
    assert [one.code for one in list_member_prices(DIRECTOR, books.programme.id, now=books.now)] == ["GOLD_STAY", "MEMBER", "TOUR_NIGHT"]
    assert ((circle.members, circle.invited), (dinner.seated, dinner.waiting), tea.attended) == ((6, 1), (6, 3), 4)
    assert books.faults() == []


def test_a_company_with_hardly_any_members_has_them_too(db: None) -> None:
    books = open_books()
    begins = (books.now - timedelta(days=60)).date()
    set_tiers(actor=DIRECTOR, programme_id=books.programme.id, policy=CLUB, valid_from=begins, seen_number=0, now=books.now)

    add_extras(DIRECTOR, books.programme, [], {}, now=books.now)

    assert get_gift_statement(DIRECTOR, books.programme.id, now=books.now).accounts_minor == 440_000
    assert [one.members for one in list_clubs(DIRECTOR, books.programme.id, now=books.now)] == [0]
