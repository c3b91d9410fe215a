"""When points end, rule by rule (docs/algorithms/expiry.md)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.loyalty.books import DIRECTOR, Books, open_books
from xenia.loyalty.actions.expiry import expire_points, roll_lots, sweep
from xenia.loyalty.jobs import expire_ended
from xenia.loyalty.models.ledger import Lot, Transfer
from xenia.loyalty.rules.expiry import added_months, day_of, expires_on, rolled_to
from xenia.loyalty.types.ledger import Phase
from xenia.loyalty.types.programmes import ExpiryMode, ExpiryPolicy, ProgrammePolicy

YEAR_OF_SILENCE = ExpiryPolicy(ExpiryMode.ACTIVITY, months=12)


@pytest.fixture
def club(books: Books) -> Books:
    books.enrol("Lin", "Wang")
    return books


def night(books: Books, day: date) -> int:
    books.today, books.now = day, datetime(day.year, day.month, day.day, 4, tzinfo=UTC)
    return expire_points(actor=DIRECTOR, programme_id=books.programme.id, now=books.now)


@pytest.mark.parametrize(("second", "day"), [(59, date(2027, 2, 28)), (60, date(2027, 3, 1))])
def test_ex1_a_day_begins_at_the_programmes_midnight(second: int, day: date) -> None:
    instant = datetime(2027, 2, 28, 15, 59, tzinfo=UTC) + timedelta(seconds=second)

    assert day_of(instant, "Asia/Shanghai") == day


@pytest.mark.parametrize(
    ("policy", "ends"),
    [
        (ExpiryPolicy(ExpiryMode.MONTHS, months=24), date(2027, 4, 1)),
        (ExpiryPolicy(ExpiryMode.YEAR_END, years=2), date(2027, 1, 1)),
        (YEAR_OF_SILENCE, date(2026, 3, 16)),
        (ExpiryPolicy(ExpiryMode.NEVER), None),
    ],
)
def test_ex2_the_day_follows_from_the_policy(policy: ExpiryPolicy, ends: date | None) -> None:
    assert expires_on(policy, date(2025, 3, 15)) == ends


@pytest.mark.parametrize(("day", "months", "found"), [((2024, 2, 29), 12, (2025, 2, 28)), ((2025, 12, 31), 2, (2026, 2, 28))])
def test_ex2_a_shorter_month_has_an_earlier_last_day(day: tuple[int, ...], months: int, found: tuple[int, ...]) -> None:
    assert added_months(date(*day), months) == date(*found)


def test_ex3_an_activity_moves_every_lot_ahead_and_never_back(db: None) -> None:
    club = open_books(ProgrammePolicy(expiry=YEAR_OF_SILENCE))
    club.enrol("Lin")
    club.earn("Lin", 100, until=date(2027, 3, 3))
    roll_lots(DIRECTOR, club.programme.id, [club.accounts["Lin"]], date(2026, 6, 10))
    roll_lots(DIRECTOR, club.programme.id, [club.accounts["Lin"]], date(2025, 2, 1))

    assert Lot.objects.get().expires_on == rolled_to(YEAR_OF_SILENCE, date(2026, 6, 10)) == date(2027, 6, 11)


def test_ex3_other_policies_roll_nothing(club: Books) -> None:
    club.earn("Lin", 100, until=date(2027, 3, 3))

    assert roll_lots(DIRECTOR, club.programme.id, [club.accounts["Lin"]], date(2026, 6, 10)) == 0
    assert Lot.objects.get().expires_on == date(2027, 3, 3)


def test_ex4_what_has_ended_goes_once_and_nothing_else(club: Books) -> None:
    club.earn("Lin", 100, until=date(2026, 4, 1))
    club.earn("Lin", 300, until=date(2026, 4, 2))
    assert [night(club, date(2026, 3, 31)), night(club, date(2026, 4, 1)), night(club, date(2026, 4, 1))] == [0, 100, 0]

    assert (club.balance("Lin"), club.lots("Lin"), club.faults()) == ((300, 0, 0), [(0, 100), (300, 300)], [])


def test_ex4_the_hourly_job_expires_what_has_ended_by_the_clock(club: Books) -> None:
    club.earn("Lin", 100, until=date(2026, 4, 1))
    club.earn("Lin", 300, until=date(9000, 1, 1))
    expire_ended()

    assert (club.balance("Lin"), club.faults()) == ((300, 0, 0), [])


def test_ex4_who_spends_after_midnight_spends_nothing_that_has_ended(club: Books) -> None:
    club.earn("Lin", 100, until=date(2026, 4, 1))
    club.earn("Lin", 300, until=date(2026, 6, 1))
    club.today, club.now = date(2026, 4, 1), datetime(2026, 3, 31, 16, 0, tzinfo=UTC)
    swept = sweep(DIRECTOR, club.programme.id, [club.accounts["Lin"]], now=club.now)
    club.spend("Lin", 50)

    assert (swept, club.lots("Lin"), club.faults()) == (100, [(0, 100), (250, 300)], [])


def test_ex4_what_is_held_back_does_not_end_and_ends_when_it_is_free(club: Books) -> None:
    club.earn("Lin", 100, until=date(2026, 4, 1))
    held = club.spend("Lin", 80, phase=Phase.PENDING)
    assert night(club, date(2026, 4, 1)) == 20
    club.end("Lin", held, 80, Phase.VOID)

    assert (night(club, date(2026, 4, 2)), club.balance("Lin"), club.faults()) == (80, (0, 0, 0), [])


def test_ex4_a_transfer_of_expiry_names_its_cause_and_day(club: Books) -> None:
    club.earn("Lin", 100, until=date(2026, 4, 1))
    night(club, date(2026, 4, 5))

    one = Transfer.objects.get(cause="expiry")
    assert (one.amount, one.booked_on, one.to_account_id) == (100, date(2026, 4, 5), club.expired)
