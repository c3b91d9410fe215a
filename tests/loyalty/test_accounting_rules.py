"""Points owed in money (docs/algorithms/loyalty-accounting.md), with the figures of IFRS 15's own kind of example."""

from datetime import date
from fractions import Fraction

import pytest

from xenia.loyalty.rules.accounting import deferred, expected_redeemed, journal, later_shares, recognised, stand_alone_price, valued
from xenia.loyalty.types.accounting import Cohort, Valued

JANUARY, FEBRUARY = date(2026, 1, 1), date(2026, 2, 1)
HALF = Fraction(1, 2)


def test_ac1_ac2_sales_are_shared_out_by_stand_alone_prices() -> None:
    price = stand_alone_price(10_000, 1_000, Fraction(97, 100))

    assert (price, deferred(100_000, price), 100_000 - deferred(100_000, price)) == (9_700, 8_842, 91_158)


def test_ac2_points_without_a_sale_are_put_off_whole() -> None:
    assert deferred(0, Fraction(9_700)) == 9_700


@pytest.mark.parametrize(
    ("redeemed", "expected", "before", "more"), [(4_500, 9_700, 0, 4_175), (8_500, 9_900, 4_175, 3_552), (8_500, 9_200, 4_175, 4_140)]
)
def test_ac3_ac4_revenue_follows_redemptions_and_a_changed_estimate_is_made_good_at_once(
    redeemed: int, expected: int, before: int, more: int
) -> None:
    assert recognised(9_000, redeemed, expected) - before == more


def test_ac3_never_more_than_was_put_off() -> None:
    assert (recognised(9_000, 9_800, 9_700), recognised(9_000, 0, 0)) == (9_000, 9_000)


def test_ac5_of_what_is_outstanding_the_share_of_older_cohorts_is_expected() -> None:
    cohort = Cohort(JANUARY, 0, issued=1_000, redeemed=400, expired=100, forfeited=0)

    assert (expected_redeemed(cohort, HALF), expected_redeemed(cohort, Fraction(3, 2))) == (650, 900)


def test_ac6_older_cohorts_tell_what_is_redeemed_later() -> None:
    old = [(1_000, 200), (800, 400), (400, 0)]
    young = [(1_000, 200)]

    assert later_shares([old, young], fallback=Fraction(0)) == [Fraction(6, 10), HALF, 0]


def test_ac6_few_points_tell_nothing() -> None:
    assert later_shares([[(50, 50)]], fallback=Fraction(97, 100)) == [Fraction(97, 100)]


def test_a_cohort_with_nothing_outstanding_owes_nothing() -> None:
    done = valued(
        Cohort(JANUARY, 100_000, 10_000, 9_000, 1_000, 0), face_per_1000=1_000, share_at_first=Fraction(97, 100), later_share=HALF
    )

    assert (done.deferred_minor, done.recognised_minor, done.liability_minor) == (8_842, 8_842, 0)


def test_ac4_the_journal_of_a_month_balances() -> None:
    before = [Valued(Cohort(JANUARY, 100_000, 10_000, 0, 0, 0), 9_700, 8_842, 0)]
    now = [
        Valued(Cohort(JANUARY, 100_000, 10_000, 4_500, 0, 0), 9_700, 8_842, 4_102),
        Valued(Cohort(FEBRUARY, 0, 500, 0, 0, 0), 485, 485, 0),
    ]
    lines = journal(FEBRUARY, before, now)

    assert [(one.account, one.debit_minor, one.credit_minor) for one in lines] == [
        ("marketing_expense", 485, 0), ("deferred_revenue", 0, 485), ("deferred_revenue", 4_102, 0), ("revenue", 0, 4_102),
    ]  # fmt: skip
    assert sum(one.debit_minor - one.credit_minor for one in lines) == 0
