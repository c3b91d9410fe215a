"""Deferred revenue, breakage and true-up: rules AC1 to AC6 of docs/algorithms/loyalty-accounting.md, after IFRS 15 B39 to B43. Pure."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from xenia.loyalty.types.accounting import Cohort, CohortKind, JournalLine, Valued

REVENUE, DEFERRED, EXPENSE = "revenue", "deferred_revenue", "marketing_expense"


def stand_alone_price(points: int, face_per_1000: int, expected_share: Fraction) -> Fraction:
    """Rule AC1: what points are worth by themselves, minor units: their face value times the share expected to be redeemed."""
    return points * Fraction(face_per_1000, 1000) * expected_share


def deferred(sales_minor: int, price_of_points: Fraction) -> int:
    """Rule AC2: what of the sales is put off until the points are redeemed: the sales are shared out by stand-alone prices, to the nearest
    minor unit, half to even. Points given without a sale are put off whole, as an expense."""
    if sales_minor <= 0:
        return round(price_of_points)
    return round(sales_minor * price_of_points / (sales_minor + price_of_points))


def recognised(deferred_minor: int, redeemed: int, expected: int) -> int:
    """Rule AC3: what of it is revenue by now: in proportion of points redeemed to points expected to be redeemed in the end. So breakage is
    recognised with redemptions, and a changed estimate is made good at once, for all months gone (AC4)."""
    if expected <= 0 or redeemed >= expected:
        return deferred_minor
    return round(deferred_minor * Fraction(redeemed, expected))


def expected_redeemed(cohort: Cohort, later_share: Fraction) -> int:
    """Rule AC5: points expected to be redeemed in the end: those that were, and of those outstanding the share that cohorts of their age
    went on to redeem; never more than can be."""
    return cohort.redeemed + min(cohort.outstanding, round(cohort.outstanding * later_share))


def later_shares(cohorts: Sequence[Sequence[tuple[int, int]]], fallback: Fraction) -> list[Fraction]:
    """Rule AC6: for each age in months, the share of points outstanding at that age that is redeemed later, by the chain ladder (Mack 1993)
    over the cohorts that are older: from one age to the next, what all of them redeemed over what all of them had outstanding.

    `cohorts` holds for each cohort, by age from 0, (outstanding at the beginning, redeemed during) that month of age. Where fewer than 100
    points were outstanding at an age there is no telling, and what is left then is redeemed by the share `fallback`."""
    ages = max((len(one) for one in cohorts), default=0)
    kept = Fraction(1)  # of what is outstanding at the age looked at, nothing is known beyond the last
    later = fallback
    found: list[Fraction] = []
    for age in reversed(range(ages)):
        outstanding = sum(one[age][0] for one in cohorts if len(one) > age)
        redeemed = sum(one[age][1] for one in cohorts if len(one) > age)
        left = sum(one[age + 1][0] for one in cohorts if len(one) > age + 1)
        seen = sum(one[age][0] for one in cohorts if len(one) > age + 1)
        if outstanding >= 100:
            kept = Fraction(left, seen) if seen else 1 - Fraction(redeemed, outstanding)
            later = min(Fraction(1), Fraction(redeemed, outstanding) + kept * later)
        found.append(later)
    return found[::-1]


def valued(cohort: Cohort, *, face_per_1000: int, share_at_first: Fraction, later_share: Fraction) -> Valued:
    """A cohort in money. Rule AC2 shares the sales out once, with what was expected when the points were issued (`share_at_first`); what
    partners paid is paid for the points alone, so it is put off whole. Rules AC3 to AC5 recognise it with what is expected now
    (`later_share` of what is outstanding)."""
    is_for_points = cohort.kind is CohortKind.PARTNER
    price = stand_alone_price(cohort.granted, face_per_1000, share_at_first)
    put_off = cohort.sales_minor if is_for_points else deferred(cohort.sales_minor, price)
    expected = expected_redeemed(cohort, later_share)
    done = put_off if not cohort.outstanding else recognised(put_off, cohort.redeemed, expected)
    return Valued(cohort, expected, put_off, done)


def journal(month: date, before: Sequence[Valued], now: Sequence[Valued]) -> list[JournalLine]:
    """Rule AC4: the lines of a month: what its sales put off, what was recognised of all cohorts with the true-up. They balance."""
    known = {one.cohort.key: one for one in before}
    put_off = given = earned = 0
    for one in now:
        was = known.get(one.cohort.key)
        more = one.deferred_minor - (was.deferred_minor if was else 0)
        is_paid = one.cohort.sales_minor > 0 or one.cohort.kind is CohortKind.PARTNER
        put_off, given = (put_off + more, given) if is_paid else (put_off, given + more)
        earned += one.recognised_minor - (was.recognised_minor if was else 0)
    lines = [(REVENUE, put_off), (EXPENSE, given), (DEFERRED, -put_off - given), (DEFERRED, earned), (REVENUE, -earned)]
    return [JournalLine(month, account, max(debit, 0), max(-debit, 0)) for account, debit in lines if debit]
