"""Reads of the accounting: what is owed by month and cohort, whether it reconciles with the ledger, how it compares with the bookings."""

from collections import defaultdict
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from django.db import connection
from django.db.models import F

from xenia.kernel.actor import Actor
from xenia.kernel.errors import NotFound
from xenia.kernel.paging import Page, keys_of, page_size, page_token
from xenia.kernel.texts import Text
from xenia.loyalty.models import accounting as models
from xenia.loyalty.models.ledger import Account
from xenia.loyalty.queries.programmes import get_programme
from xenia.loyalty.rules.accounting import journal
from xenia.loyalty.rules.closings import Key, Moved, in_accounts, month_after, month_of, policy_of, row_of
from xenia.loyalty.rules.expiry import day_of
from xenia.loyalty.types.accounting import (
    AccountingPolicy,
    AccountingVersion,
    BookingDifference,
    ClosedCohort,
    ClosedMonth,
    Closing,
    Cohort,
    CohortKind,
    Comparison,
    Liability,
    Reconciled,
    Stack,
    Totals,
    Valued,
)
from xenia.loyalty.types.earning import Why
from xenia.loyalty.types.ledger import AccountRole, PointRole
from xenia.loyalty.types.programmes import Programme
from xenia.loyalty.types.work import WorkState
from xenia.trust.types.access import Permission

SQL = Path(__file__).resolve().parent.parent / "sql"
MOVEMENTS = (SQL / "cohort_movements.sql").read_text(encoding="utf-8")
SALES = (SQL / "cohort_sales.sql").read_text(encoding="utf-8")
STEPS = 3
"""Of a closing: the books are closed, the points counted, the sales counted; then the cohorts are written."""
BEGINNING, END = date(1, 1, 1), date(9999, 12, 31)
HELD = """
SELECT coalesce(sum(posted), 0)::bigint, coalesce(sum(greatest(reserved - posted, 0)), 0)::bigint
FROM loyalty_account WHERE role = 'member' AND point_kind_id = ANY (%s)
"""
FIRST_BOOKED = """
SELECT one.booked_on FROM loyalty_transfer AS one JOIN loyalty_account AS giver ON giver.id = one.from_account_id
WHERE giver.point_kind_id = ANY (%s) ORDER BY one.id LIMIT 1
"""
"""The day of the transfer written first: the first closing counts what was booked before its month too."""
STACKS = """
SELECT closing.month, kept.cohort, sum(kept.issued - kept.reversed - kept.passed - kept.redeemed - kept.expired - kept.forfeited)::bigint,
       sum(kept.deferred_minor - kept.recognised_minor)::bigint
FROM loyalty_closing AS closing JOIN loyalty_closedcohort AS kept ON kept.closing_id = closing.id
WHERE closing.programme_id = %s AND closing.state = 'done' GROUP BY 1, 2 ORDER BY 1, 2
"""


def get_liability(actor: Actor, programme_id: UUID, *, now: datetime) -> Liability:
    """Returns what the programme owes, by closed month and cohort, the closings that there were, the newest first, and the next month to
    close. A whole company's figures: the actor must see the company."""
    actor.require_for_company(Permission.VIEW_LOYALTY)
    programme = get_programme(actor, programme_id)
    rows = [_closing(row) for row in models.Closing.objects.filter(programme_id=programme_id).order_by("-month", "-ordered_at")]
    with connection.cursor() as cursor:
        cursor.execute(STACKS, [programme_id])
        stacks = tuple(Stack(*row) for row in cursor.fetchall())
    following = next_month(actor, programme, now=now)
    return Liability(programme_id, programme.currency, following, tuple(rows), stacks, get_accounting(actor, programme_id))


def next_month(actor: Actor, programme: Programme, *, now: datetime) -> date | None:
    """Returns the month to close next, None while it is not over or nothing was ever booked."""
    actor.require(Permission.VIEW_LOYALTY)
    last = last_closed(actor, programme.id)
    if last is None:
        with connection.cursor() as cursor:
            cursor.execute(FIRST_BOOKED, [redeemable(programme)])
            (first,) = cursor.fetchone() or (None,)
        following = month_of(first) if first else None
    else:
        following = month_after(last.month)
    return following if following and month_after(following) <= day_of(now, programme.time_zone) else None


def get_closed_month(actor: Actor, programme_id: UUID, month: date) -> ClosedMonth:
    """Returns a closed month with its cohorts and its journal; raises NotFound for a month that is not closed."""
    actor.require_for_company(Permission.VIEW_LOYALTY)
    row = models.Closing.objects.filter(programme_id=programme_id, month=month, state=WorkState.DONE.value).first()
    if row is None:
        raise NotFound("month_not_closed", f"{month:%Y-%m} is not closed in this programme.", f"该计划的 {month:%Y-%m} 尚未结账。")
    earlier = (
        models.Closing.objects.filter(programme_id=programme_id, month__lt=month, state=WorkState.DONE.value).order_by("-month").first()
    )
    now = cohorts_of(actor, row.id)
    before = cohorts_of(actor, earlier.id) if earlier else []
    lines = journal(month, [one.valued for one in before], [one.valued for one in now])
    policy = _policy(programme_id, row.policy_number)
    return ClosedMonth(_closing(row), tuple(row_of(one) for one in now), tuple(in_accounts(lines, policy)))


def get_closing(actor: Actor, closing_id: UUID) -> Closing:
    """Returns one closing, for watching it; raises NotFound."""
    actor.require_for_company(Permission.VIEW_LOYALTY)
    row = models.Closing.objects.filter(id=closing_id).first()
    if row is None:
        raise NotFound("closing_unknown", f"There is no closing {closing_id}.", "没有这次结账。")
    return _closing(row)


def reconcile(actor: Actor, programme_id: UUID) -> Reconciled:
    """Rule CL4: returns the cohorts of the last closed month with what was booked since, against what the members' accounts hold now."""
    actor.require_for_company(Permission.VIEW_LOYALTY)
    kinds = redeemable(get_programme(actor, programme_id))
    last = last_closed(actor, programme_id)
    outstanding = last.totals.outstanding if last else 0
    moved = movements(actor, kinds, month_after(last.month) if last else BEGINNING, END)
    for what in moved.values():
        gone = sum(points for name, points in what.items() if name not in ("issued", "members", "owed"))
        outstanding += what.get("issued", 0) - gone
    with connection.cursor() as cursor:
        cursor.execute(HELD, [kinds])
        held, owed = cursor.fetchone() or (0, 0)
    return Reconciled(outstanding, owed, held)


def movements(actor: Actor, kinds: list[int], begins: date, ends: date) -> Moved:
    """Returns what became of points within the days (the last excluded), by cohort. For this module."""
    actor.require(Permission.VIEW_LOYALTY)
    found: defaultdict[Key, dict[str, int]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(MOVEMENTS, {"kinds": kinds, "begins": begins, "ends": ends})
        for month, kind, what, points in cursor.fetchall():
            found[month, CohortKind(kind)][what] = points
    return dict(found)


def sales(actor: Actor, kinds: list[int], begins: date, ends: date) -> dict[Key, int]:
    """Returns what was paid for that earned points within the days, by the cohort of the points. For this module."""
    actor.require(Permission.VIEW_LOYALTY)
    with connection.cursor() as cursor:
        cursor.execute(SALES, {"kinds": kinds, "begins": begins, "ends": ends})
        return {(month, CohortKind(kind)): minor for month, kind, minor in cursor.fetchall()}


def redeemable(programme: Programme) -> list[int]:
    """The kinds of points that are owed: those to redeem, in lots. It tells nothing, so it takes no actor."""
    return [one.id for one in programme.kinds if one.role is PointRole.REDEEMABLE and one.has_lots]


def last_closed(actor: Actor, programme_id: UUID) -> Closing | None:
    """Returns the last month that is closed."""
    actor.require(Permission.VIEW_LOYALTY)
    row = models.Closing.objects.filter(programme_id=programme_id, state=WorkState.DONE.value).order_by("-month").first()
    return _closing(row) if row else None


def cohorts_of(actor: Actor, closing_id: UUID) -> list[ClosedCohort]:
    """Returns the cohorts as a closing left them, the oldest first. For this module."""
    actor.require(Permission.VIEW_LOYALTY)
    return [_closed(row) for row in models.ClosedCohort.objects.filter(closing_id=closing_id).order_by("cohort", "kind")]


def closed_months(actor: Actor, programme_id: UUID) -> dict[date, dict[Key, Cohort]]:
    """Returns the cohorts as each closed month left them. For this module."""
    actor.require(Permission.VIEW_LOYALTY)
    found: defaultdict[date, dict[Key, Cohort]] = defaultdict(dict)
    rows = models.ClosedCohort.objects.filter(closing__programme_id=programme_id, closing__state=WorkState.DONE.value)
    for row in rows.select_related("closing"):
        one = _closed(row).valued.cohort
        found[row.closing.month][one.key] = one
    return dict(found)


def get_accounting(actor: Actor, programme_id: UUID) -> AccountingVersion:
    """Returns what holds for the programme's accounting, as the product came where nobody changed it."""
    actor.require(Permission.VIEW_LOYALTY)
    row = models.AccountingVersion.objects.filter(programme_id=programme_id).order_by("-number").first()
    return AccountingVersion(row.number, policy_of(row.value)) if row else AccountingVersion(0, AccountingPolicy())


def find_comparison(actor: Actor, programme_id: UUID) -> Comparison | None:
    """Returns the newest comparison of the ledger with the bookings, under way or over."""
    actor.require_for_company(Permission.VIEW_LOYALTY)
    get_programme(actor, programme_id)
    row = models.Comparison.objects.filter(programme_id=programme_id).order_by("-id").first()
    return _comparison(row) if row else None


def list_differences(actor: Actor, comparison_id: UUID, *, page: str | None = None, size: int = 50) -> Page[BookingDifference]:
    """Returns the bookings that differ, in the order in which they were found."""
    actor.require_for_company(Permission.VIEW_LOYALTY)
    if not models.Comparison.objects.filter(id=comparison_id).exists():
        raise NotFound("comparison_unknown", f"There is no comparison {comparison_id}.", "没有这次对账。")
    rows = models.BookingDifference.objects.filter(comparison_id=comparison_id).order_by("id")
    if page:
        (after,) = keys_of(page, UUID)
        rows = rows.filter(id__gt=after)
    count = page_size(size)
    found = list(rows[: count + 1])
    shown = [
        BookingDifference(
            one.booking_id, one.part, one.member_id, one.counts_on, one.by_rules, one.in_ledger, Why(one.why) if one.why else None
        )
        for one in found[:count]
    ]
    return Page(shown, page_token(str(found[count - 1].id)) if len(found) > count else None)


def _closing(row: models.Closing) -> Closing:
    return Closing(
        row.id,
        row.programme_id,
        row.month,
        WorkState(row.state),
        row.step,
        STEPS,
        row.cancel_asked,
        Text(**row.message) if row.message else None,
        row.policy_number,
        Totals(**row.totals),
        row.ordered_by,
        row.ordered_at,
        row.ended_at,
    )


def totals_as_value(totals: Totals) -> dict[str, int]:
    """The totals as JSON. It tells nothing, so it takes no actor."""
    return asdict(totals)


def _policy(programme_id: UUID, number: int) -> AccountingPolicy:
    row = models.AccountingVersion.objects.filter(programme_id=programme_id, number=number).first()
    return policy_of(row.value) if row else AccountingPolicy()


def _closed(row: models.ClosedCohort) -> ClosedCohort:
    cohort = Cohort(
        row.cohort, row.sales_minor, row.issued, row.redeemed, row.expired, row.forfeited, row.reversed, row.passed, CohortKind(row.kind)
    )
    return ClosedCohort(Valued(cohort, row.expected, row.deferred_minor, row.recognised_minor), row.share_permyriad, row.true_up_minor)


def _comparison(row: models.Comparison) -> Comparison:
    return Comparison(
        row.id,
        row.programme_id,
        WorkState(row.state),
        row.as_of,
        row.purchases,
        row.by_rules,
        row.in_ledger,
        row.found,
        Text(**row.message) if row.message else None,
        row.ended_at,
    )


def usable_points(actor: Actor, programme: Programme, least: int) -> dict[int, int]:
    """Returns the accounts of members with at least so many points to redeem that are not held back. For jobs over many members."""
    actor.require_for_company(Permission.VIEW_LOYALTY)
    rows = Account.objects.filter(role=AccountRole.MEMBER.value, point_kind_id__in=redeemable(programme), posted__gte=F("reserved") + least)
    return {row.id: row.posted - row.reserved for row in rows.order_by("id")}
