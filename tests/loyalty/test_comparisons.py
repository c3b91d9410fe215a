"""The points of purchases against the bookings (rule CL7)."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.loyalty import bought
from tests.loyalty.books import DIRECTOR, Books
from xenia.kernel.errors import Conflict
from xenia.lake.engine import default_lake
from xenia.lake.tables import ensure_tables
from xenia.loyalty.actions.comparisons import (
    cancel_comparison,
    compare_bookings,
    order_comparison,
    perform_comparison,
    resume_left_comparisons,
)
from xenia.loyalty.actions.ledger import write_deeds
from xenia.loyalty.models.accounting import Comparison as Comparing
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


def test_cl7_a_comparison_is_cancelled_and_taken_up_again_where_its_worker_died(books: Books, empty_home: Path) -> None:
    ensure_tables(default_lake().url)
    asked = {"actor": DIRECTOR, "programme_id": books.programme.id, "now": books.now}
    first = order_comparison(**asked)
    cancel_comparison(**asked)
    perform_comparison(comparison_id=first, clock=lambda: books.now)
    second = order_comparison(**asked)
    Comparing.objects.filter(id=second).update(state="running", beat_at=books.now)

    taken = [resume_left_comparisons(actor=DIRECTOR, now=books.now + timedelta(minutes=minutes)) for minutes in (4, 6)]
    perform_comparison(comparison_id=second, clock=lambda: books.now)

    assert [Comparing.objects.get(id=one).state for one in (first, second)] == ["cancelled", "done"]
    assert taken == [0, 1]
    with pytest.raises(Conflict):
        cancel_comparison(**asked)
