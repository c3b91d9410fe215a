"""The points of purchases against the bookings (rule CL7)."""

from pathlib import Path

from tests.loyalty import bought
from tests.loyalty.books import DIRECTOR, Books
from xenia.lake.engine import default_lake
from xenia.lake.tables import ensure_tables
from xenia.loyalty.actions.comparisons import compare_bookings
from xenia.loyalty.actions.ledger import write_deeds
from xenia.loyalty.models.programmes import Member
from xenia.loyalty.queries.accounting import find_comparison, list_differences
from xenia.loyalty.types.accounting import Comparison
from xenia.loyalty.types.ledger import Cause, Deed


def compared(books: Books) -> tuple[Comparison, list[tuple[str, int, int]]]:
    made = compare_bookings(actor=DIRECTOR, programme_id=books.programme.id, clock=lambda: books.now)
    found = find_comparison(DIRECTOR, books.programme.id)
    assert found is not None
    return found, [(str(one.booking_id), one.by_rules, one.in_ledger) for one in list_differences(DIRECTOR, made).items]


def test_cl7_each_booking_whose_points_are_not_what_the_rules_give_is_listed(books: Books, empty_home: Path) -> None:
    ensure_tables(default_lake().url)
    books.enrol("lin", "wang")
    bought.links_of(books)
    bought.rule(books)
    bought.stay(books, "lin", "S1"), bought.stay(books, "lin", "S2"), bought.stay(books, "wang", "S3")
    bought.earn(books)
    first, none = compared(books)
    bought.stay(books, "lin", "S2", total_minor=40_000)
    bought.stay(books, "lin", "S4")
    Member.objects.filter(id=books.members["wang"]).update(state="left")
    untold = books.move(books.issued, books.accounts["lin"], 70, key="earn:untold")
    write_deeds(DIRECTOR, [Deed(Cause.STAY, f"booking:{bought.id_of('S9')}", books.today, (untold,))], now=books.now)
    second, differing = compared(books)

    assert (first.purchases, first.by_rules, first.in_ledger, first.found, none) == (3, 15_000, 15_000, 0, [])
    assert (second.by_rules, second.in_ledger, second.found) == (14_000, 10_070, 3)
    assert sorted(differing) == sorted([(bought.id_of("S2"), 4_000, 5_000), (bought.id_of("S4"), 5_000, 0), (bought.id_of("S9"), 0, 70)])
