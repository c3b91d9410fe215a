"""What a closed month holds, without a database (rules CL3, CL4, CL6 of docs/algorithms/loyalty-accounting.md)."""

from dataclasses import replace
from datetime import date

import pytest

from xenia.kernel.errors import Conflict, Invalid
from xenia.loyalty.rules.closings import checked_accounting, checked_month, closed_cohorts, ladder_of, totals_of
from xenia.loyalty.types.accounting import AccountingPolicy, ClosedCohort, Cohort, Valued

MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
SOLD = Cohort(MARCH, 100_000, 10_000, 0, 0, 0)
USED = replace(SOLD, redeemed=4_500)


def test_cl6_the_share_expected_at_first_stays_and_a_changed_estimate_is_shown() -> None:
    (first,) = closed_cohorts(MARCH, {MARCH: {SOLD.key: SOLD}}, {}, face_per_1000=1_000, expected_permille=970)
    months = {MARCH: {SOLD.key: SOLD}, APRIL: {USED.key: USED}}
    (later,) = closed_cohorts(APRIL, months, {SOLD.key: first}, face_per_1000=1_000, expected_permille=982)

    assert (first.share_permyriad, first.valued.deferred_minor, first.true_up_minor) == (9_700, 8_842, 0)
    assert (later.share_permyriad, later.valued.expected, later.valued.recognised_minor, later.true_up_minor) == (9_700, 9_901, 4_019, -83)


def test_ac6_the_ladder_is_of_cohorts_closed_from_their_first_month_on() -> None:
    older = replace(SOLD, month=date(2026, 1, 1))
    months = {MARCH: {older.key: older, SOLD.key: SOLD}, APRIL: {older.key: older, USED.key: USED}}

    assert ladder_of(months) == [[(10_000, 0), (10_000, 4_500)]]


def test_cl4_cohorts_that_are_not_what_the_accounts_hold_are_not_closed() -> None:
    closed = [ClosedCohort(Valued(SOLD, 9_700, 8_842, 0), 9_700, 0)]

    assert totals_of(closed, members=9_800, owed=200).liability_minor == 8_842
    with pytest.raises(Conflict, match="cohorts hold 10000 points, members' accounts 9999"):
        totals_of(closed, members=9_999, owed=0)


@pytest.mark.parametrize(("month", "last", "today"), [(APRIL, None, date(2026, 4, 30)), (date(2026, 5, 1), MARCH, date(2026, 7, 1))])
def test_cl3_a_month_that_is_not_over_or_not_next_is_refused(month: date, last: date | None, today: date) -> None:
    with pytest.raises(Conflict):
        checked_month(month, last=last, today=today)


@pytest.mark.parametrize(
    "policy", [AccountingPolicy("6001", "2205", ""), AccountingPolicy("2205"), AccountingPolicy(expected_permille=1_001)]
)
def test_accounts_and_shares_that_cannot_be_are_refused(policy: AccountingPolicy) -> None:
    with pytest.raises(Invalid):
        checked_accounting(policy)
