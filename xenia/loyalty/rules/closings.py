"""What a closed month holds, cohort by cohort: rules CL1 to CL6 of docs/algorithms/loyalty-accounting.md. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from pydantic import TypeAdapter

from xenia.kernel.errors import Conflict, Invalid
from xenia.loyalty.rules.accounting import DEFERRED, EXPENSE, REVENUE, later_shares, recognised, valued
from xenia.loyalty.rules.expiry import added_months
from xenia.loyalty.types.accounting import AccountingPolicy, ClosedCohort, Cohort, CohortKind, CohortRow, JournalLine, Totals, Valued

Key = tuple[date, CohortKind]
Moved = Mapping[Key, Mapping[str, int]]
Months = Mapping[date, Mapping[Key, Cohort]]
"""The cohorts as each closed month left them."""
ACCOUNT = re.compile(r"[0-9A-Za-z][0-9A-Za-z.\-]{0,19}")
MOVES = {"issued": "issued", "redeemed": "redeemed", "expired": "expired", "forfeited": "forfeited", "passed": "passed",
         "reversed": "reversed", "kept": "reversed"}  # fmt: skip
"""What happened to points, and the column in which it counts: points kept for what a member owed are taken back (rule CL2)."""
_POLICY = TypeAdapter(AccountingPolicy)
_WHOLE = 10_000


def month_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def month_after(month: date) -> date:
    """The first day of the next month."""
    return added_months(month_of(month), 1)


def checked_month(month: date, *, last: date | None, today: date) -> date:
    """Returns the month. Rule CL3: months are closed one after the other, and only when they are over. Raises Conflict."""
    if month.day != 1:
        raise Invalid("month_invalid", f"{month} is no month; give its first day.", f"{month} 不是月份；请给出该月第一天。")
    if last is not None and month != month_after(last):
        raise Conflict(
            "month_not_next",
            f"{month:%Y-%m} is not the next month to close; close {month_after(last):%Y-%m}.",
            f"{month:%Y-%m} 不是下一个应结的月份；请先结 {month_after(last):%Y-%m}。",
        )
    if today < month_after(month):
        raise Conflict(
            "month_not_over",
            f"{month:%Y-%m} is not over yet; close it from {month_after(month)} on.",
            f"{month:%Y-%m} 尚未结束，不能结账。",
        )
    return month


def checked_accounting(policy: AccountingPolicy) -> AccountingPolicy:
    """Returns the policy; raises Invalid for an account's code that is none, two purposes under one code, or a share that cannot be."""
    codes = (policy.revenue_account, policy.deferred_account, policy.expense_account)
    wrong = [one for one in codes if not ACCOUNT.fullmatch(one)]
    if wrong:
        raise Invalid("account_code_invalid", f"{wrong[0]!r} is no account code; take letters and digits.", f"科目代码“{wrong[0]}”无效。")
    if policy.deferred_account in (policy.revenue_account, policy.expense_account):
        raise Invalid(
            "account_code_twice",
            f"The account {policy.deferred_account} would hold both what is put off and what is not; take another.",
            f"科目 {policy.deferred_account} 不能同时用于递延与损益；请另选。",
        )
    if not 1 <= policy.expected_permille <= 1_000:
        raise Invalid(
            "expected_share_invalid",
            f"{policy.expected_permille} of 1,000 points are expected; take 1 to 1,000.",
            "预计兑换率须为 1‰ 到 1000‰。",
        )
    return policy


def as_value(policy: AccountingPolicy) -> dict[str, Any]:
    """The policy as JSON."""
    value: dict[str, Any] = _POLICY.dump_python(policy, mode="json")
    return value


def policy_of(value: Mapping[str, Any]) -> AccountingPolicy:
    """A policy from its JSON."""
    return _POLICY.validate_python(value)


def cohorts_after(before: Iterable[Cohort], moved: Moved, sales: Mapping[Key, int]) -> list[Cohort]:
    """Rules CL1, CL2 and CL5: the cohorts after what was moved and sold, the oldest first; what happened to points counts for the month in
    which they were issued, whenever and on whose account it did."""
    found = {one.key: one for one in before}
    for key, what in moved.items():
        one = found.get(key, Cohort(key[0], 0, 0, 0, 0, 0, kind=key[1]))
        for name, points in what.items():
            if name in MOVES:
                one = replace(one, **{MOVES[name]: getattr(one, MOVES[name]) + points})
        found[key] = one
    for key, minor in sales.items():
        one = found.get(key, Cohort(key[0], 0, 0, 0, 0, 0, kind=key[1]))
        found[key] = replace(one, sales_minor=one.sales_minor + minor)
    empty = Cohort(date.min, 0, 0, 0, 0, 0)
    return [one for _, one in sorted(found.items()) if replace(one, month=empty.month, kind=empty.kind) != empty]


def ladder_of(months: Months) -> list[list[tuple[int, int]]]:
    """For each cohort that was closed from its first month on, by age: points outstanding at the beginning, and redeemed during (AC6)."""
    found = []
    for month in sorted(months):
        for key in (one for one in months[month] if one[0] == month):
            steps: list[tuple[int, int]] = []
            at, before = month, Cohort(month, 0, 0, 0, 0, 0)
            while at in months and key in months[at]:
                now = months[at][key]
                steps.append((before.outstanding if steps else now.granted, now.redeemed - before.redeemed))
                before, at = now, month_after(at)
            found.append(steps)
    return found


def closed_cohorts(
    month: date, months: Months, before: Mapping[Key, ClosedCohort], *, face_per_1000: int, expected_permille: int
) -> list[ClosedCohort]:
    """Rule CL6: the cohorts of the month in money. `months` holds this month and those before it. A cohort that is new keeps for ever the
    share expected when it was issued; what a changed estimate adds to the month's revenue is its true-up."""
    fallback = Fraction(expected_permille, 1_000)
    shares = later_shares(ladder_of(months), fallback)
    found = []
    for key, cohort in sorted(months[month].items()):
        age = (month.year - key[0].year) * 12 + month.month - key[0].month
        was = before.get(key)
        first = was.share_permyriad if was else round((shares[0] if shares else fallback) * _WHOLE)
        later = shares[age + 1] if age + 1 < len(shares) else fallback
        now = valued(cohort, face_per_1000=face_per_1000, share_at_first=Fraction(first, _WHOLE), later_share=later)
        found.append(ClosedCohort(now, first, _true_up(now, was)))
    return found


def _true_up(now: Valued, was: ClosedCohort | None) -> int:
    """What is recognised, less what would be had the estimate stayed."""
    return now.recognised_minor - recognised(now.deferred_minor, now.cohort.redeemed, was.valued.expected) if was else 0


def totals_of(cohorts: Sequence[ClosedCohort], *, members: int, owed: int) -> Totals:
    """All cohorts together. Raises Conflict where they are not what the members' accounts hold (rule CL4)."""
    values = [one.valued for one in cohorts]
    outstanding = sum(one.cohort.outstanding for one in values)
    if outstanding != members + owed:
        raise Conflict(
            "closing_does_not_reconcile",
            f"The cohorts hold {outstanding} points, members' accounts {members} and {owed} owed; run xenia check before closing.",
            f"各批次合计 {outstanding} 分，会员账户为 {members} 分（欠分 {owed}），不相符；请先运行 xenia check。",
        )
    return Totals(
        issued=sum(one.cohort.issued for one in values),
        redeemed=sum(one.cohort.redeemed for one in values),
        expired=sum(one.cohort.expired for one in values),
        forfeited=sum(one.cohort.forfeited for one in values),
        reversed=sum(one.cohort.reversed for one in values),
        outstanding=outstanding,
        owed=owed,
        members=members,
        deferred_minor=sum(one.deferred_minor for one in values),
        recognised_minor=sum(one.recognised_minor for one in values),
        liability_minor=sum(one.liability_minor for one in values),
        true_up_minor=sum(one.true_up_minor for one in cohorts),
    )


def row_of(closed: ClosedCohort) -> CohortRow:
    """A cohort as a table shows it."""
    one, cohort = closed.valued, closed.valued.cohort
    return CohortRow(
        cohort.month,
        cohort.kind,
        cohort.issued,
        cohort.redeemed,
        cohort.expired,
        cohort.forfeited,
        cohort.reversed,
        cohort.passed,
        cohort.outstanding,
        one.expected,
        one.breakage,
        cohort.sales_minor,
        one.deferred_minor,
        one.recognised_minor,
        one.liability_minor,
        closed.true_up_minor,
    )


def in_accounts(lines: Iterable[JournalLine], policy: AccountingPolicy) -> list[JournalLine]:
    """Rule CL8: the lines with the codes of the company's own accounts in place of what they are."""
    codes = {REVENUE: policy.revenue_account, DEFERRED: policy.deferred_account, EXPENSE: policy.expense_account}
    return [replace(one, account=codes[one.account]) for one in lines]
