"""Months that are closed: what became of points by the month in which they were issued, and that it is the ledger (rules CL1 to CL6)."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import Error, transaction

from tests.loyalty.books import DIRECTOR, Books
from xenia.kernel.errors import Conflict
from xenia.loyalty.actions.closings import cancel_closing, close_month, order_closing, perform_closing, set_accounting
from xenia.loyalty.actions.expiry import expire_points
from xenia.loyalty.actions.ledger import write_deeds
from xenia.loyalty.models.accounting import ClosedCohort, Closing
from xenia.loyalty.queries.accounting import get_closed_month, get_liability, reconcile
from xenia.loyalty.queries.journal import journal_rows
from xenia.loyalty.queries.programmes import get_programme
from xenia.loyalty.types.accounting import AccountingPolicy, CohortKind, CohortRow
from xenia.loyalty.types.ledger import Cause, Deed, Move, Phase
from xenia.trust.types.exports import ExportScope

MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)


def on(books: Books, day: date) -> Books:
    """Turns the books to noon of a day."""
    books.today, books.now = day, datetime(day.year, day.month, day.day, 4, tzinfo=UTC)
    return books


def close(books: Books, month: date) -> list[CohortRow]:
    close_month(actor=DIRECTOR, programme_id=books.programme.id, month=month, clock=lambda: books.now)
    return list(get_closed_month(DIRECTOR, books.programme.id, month).cohorts)


def figures(rows: list[CohortRow]) -> list[tuple[int, ...]]:
    """Month, issued, redeemed, expired, reversed, passed, outstanding."""
    return [(one.month.month, one.issued, one.redeemed, one.expired, one.reversed, one.passed, one.outstanding) for one in rows]


def test_cl1_cl2_what_happens_to_points_counts_for_the_month_in_which_they_were_issued(books: Books) -> None:
    books.enrol("lin", "wang")
    books.earn("lin", 500, until=MAY)
    on(books, APRIL)
    books.earn("lin", 300, until=date(2026, 9, 1))
    books.spend("lin", 200)
    books.give("lin", "wang", 350)
    on(books, MAY)
    expire_points(actor=DIRECTOR, programme_id=books.programme.id, now=books.now)
    on(books, date(2026, 6, 1))
    close(books, MARCH), close(books, APRIL)

    assert figures(close(books, MAY)) == [(3, 500, 200, 300, 0, 0, 0), (4, 300, 0, 0, 0, 0, 300)]
    assert reconcile(DIRECTOR, books.programme.id).difference == 0


def test_cl2_a_promise_counts_when_it_is_posted_and_what_is_owed_stands_beside_the_cohorts(books: Books) -> None:
    books.enrol("lin")
    stay = books.earn("lin", 500)
    promise = books.spend("lin", 400, phase=Phase.PENDING)
    on(books, APRIL)
    books.end("lin", promise, 300, Phase.POST)
    books.take_back("lin", stay, 500)
    march, april = figures(close(books, MARCH)), figures(close(on(books, MAY), APRIL))
    books.earn("lin", 1_000)
    now = reconcile(DIRECTOR, books.programme.id)

    assert (march, april) == ([(3, 500, 0, 0, 0, 0, 500)], [(3, 500, 300, 0, 200, 0, 0)])
    assert (now.outstanding, now.owed, now.members, now.difference) == (700, 0, 700, 0)
    assert get_liability(DIRECTOR, books.programme.id, now=books.now).closings[0].totals.owed == 300


def test_cl3_a_month_closes_once_in_order_and_when_it_is_over(books: Books) -> None:
    books.enrol("lin")
    books.earn("lin", 500)
    with pytest.raises(Conflict, match="not over"):
        close(books, MARCH)
    on(books, MAY)
    close(books, MARCH)
    first = close(books, MARCH)
    with pytest.raises(Conflict, match="close 2026-04"):
        close(on(books, date(2026, 7, 1)), MAY)
    with pytest.raises(Conflict, match="closed"):
        on(books, date(2026, 3, 31)).earn("lin", 1)

    assert (figures(first), Closing.objects.count()) == ([(3, 500, 0, 0, 0, 0, 500)], 1)
    assert get_programme(DIRECTOR, books.programme.id).open_from == APRIL


def test_cl3_a_closing_that_is_stopped_leaves_the_books_open_and_one_broken_off_goes_on(books: Books) -> None:
    books.enrol("lin")
    books.earn("lin", 500)
    on(books, APRIL)
    stopped = order_closing(actor=DIRECTOR, programme_id=books.programme.id, month=MARCH, now=books.now)
    cancel_closing(actor=DIRECTOR, closing_id=stopped, now=books.now)
    perform_closing(closing_id=stopped, clock=lambda: books.now)
    assert (Closing.objects.get(id=stopped).state, get_programme(DIRECTOR, books.programme.id).open_from) == ("cancelled", None)

    broken = order_closing(actor=DIRECTOR, programme_id=books.programme.id, month=MARCH, now=books.now)
    Closing.objects.filter(id=broken).update(state="running", step=1, open_from=None)
    perform_closing(closing_id=broken, clock=lambda: books.now)
    perform_closing(closing_id=broken, clock=lambda: books.now)

    assert (Closing.objects.get(id=broken).state, ClosedCohort.objects.count()) == ("done", 1)


def test_cl3_what_was_closed_is_not_changed(books: Books) -> None:
    books.enrol("lin")
    books.earn("lin", 500)
    close(on(books, APRIL), MARCH)
    for refused in (lambda: Closing.objects.update(month=MAY), lambda: ClosedCohort.objects.all().delete()):
        with pytest.raises(Error, match="refused"), transaction.atomic():
            refused()


def test_cl5_a_purchase_counts_once_and_what_is_refunded_is_taken_off_its_own_cohort(books: Books) -> None:
    books.enrol("lin")
    issued = [bought(books, books.move(books.issued, books.accounts["lin"], points), 50_000) for points in (800, 200)]
    on(books, APRIL)
    bought(books, books.move(books.accounts["lin"], books.issued, 400, phase=Phase.REVERSAL, of=issued[0]), 30_000)
    march = close(books, MARCH)
    april = close(on(books, MAY), APRIL)

    assert [(one.kind, one.sales_minor, one.issued - one.reversed) for one in (*march, *april)] == [
        (CohortKind.SOLD, 50_000, 1_000),
        (CohortKind.SOLD, 30_000, 600),
    ]


def bought(books: Books, move: Move, minor: int) -> UUID:
    deed = Deed(Cause.STAY, "booking:S1", books.today, (replace(move, details={"part": "", "paid_minor": minor}),))
    return write_deeds(DIRECTOR, [deed], now=books.now)[0].id


def test_cl8_the_journal_of_a_month_names_the_companys_accounts_and_balances(books: Books) -> None:
    books.enrol("lin")
    codes = AccountingPolicy("6051", "2203", "6601.02", 970)
    assert set_accounting(actor=DIRECTOR, programme_id=books.programme.id, policy=codes, seen_number=0, now=books.now) == 1
    bought(books, books.move(books.issued, books.accounts["lin"], 10_000), 100_000)
    close(on(books, APRIL), MARCH)
    lines = get_closed_month(DIRECTOR, books.programme.id, MARCH).journal

    assert [(one.account, one.debit_minor, one.credit_minor) for one in lines] == [("6051", 8_842, 0), ("2203", 0, 8_842)]
    scope = ExportScope({"programme": str(books.programme.id), "month": "2026-03"}, False, "zh-CN")
    assert [row.cells[4:6] for row in journal_rows(DIRECTOR, scope)] == [(Decimal("88.42"), None), (None, Decimal("88.42"))]
