"""Closing a month of a programme (rules CL3 and CL4 of docs/algorithms/loyalty-accounting.md): ordered, done by a worker step by step,
cancelled, taken up again where a worker died.

The first step closes the books, so whatever is counted afterwards stands still; each step is one transaction with what it found, and the
last writes the cohorts. Doing a step again comes to the same.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from django.db import IntegrityError, connection, transaction
from procrastinate.contrib.django import app

from xenia.kernel.actor import Actor, product_actor
from xenia.kernel.errors import Conflict, NotFound, XeniaError
from xenia.kernel.ids import new_id
from xenia.loyalty.actions.programmes import subject_of_programme
from xenia.loyalty.models.accounting import AccountingVersion, ClosedCohort, Closing
from xenia.loyalty.models.programmes import Programme as ProgrammeRow
from xenia.loyalty.queries.accounting import (
    BEGINNING,
    STEPS,
    closed_months,
    cohorts_of,
    get_accounting,
    last_closed,
    movements,
    redeemable,
    sales,
    totals_as_value,
)
from xenia.loyalty.queries.programmes import get_programme
from xenia.loyalty.rules.closings import (
    Key,
    as_value,
    checked_accounting,
    checked_month,
    closed_cohorts,
    cohorts_after,
    month_after,
    totals_of,
)
from xenia.loyalty.rules.expiry import day_of
from xenia.loyalty.types import accounting as types
from xenia.loyalty.types.accounting import AccountingPolicy, CohortKind
from xenia.loyalty.types.programmes import Programme
from xenia.loyalty.types.work import WorkState
from xenia.trust.actions.audit import record
from xenia.trust.types.access import Permission

CLOSE_TASK = "xenia.loyalty.close_month"
OPEN = (WorkState.WAITING.value, WorkState.RUNNING.value)
LEFT_AFTER = timedelta(minutes=5)
"""A closing without a sign of life for so long has lost its worker."""
FAILED = {
    "zh": "没有结账：出现意外错误，账仍开放；原因见日志，修好后可重新结账。",
    "en": "Not closed: something unexpected went wrong, and the books are open as before. The log says what; mend it and close again.",
}
LOCK_PROGRAMME = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 6))"
"""Waits for postings under way and holds new ones back until the books are closed (rule PT12)."""
PRODUCT = product_actor("closing", Permission.VIEW_LOYALTY, Permission.MANAGE_LOYALTY)

log = structlog.get_logger()
Clock = Callable[[], datetime]


def order_closing(*, actor: Actor, programme_id: UUID, month: date, now: datetime) -> UUID:
    """Returns the id of the closing, which a worker takes up; that of a month that is closed, or being closed, is found again. Raises
    Conflict for a month that is not next or not over, and while another is being closed."""
    closing_id = _begin(actor, programme_id, month, now)
    if Closing.objects.filter(id=closing_id, state__in=OPEN).exists():
        _defer(closing_id)
    return closing_id


def close_month(*, actor: Actor, programme_id: UUID, month: date, clock: Clock) -> UUID:
    """Closes a month at once and returns the id of the closing; raises what refuses it. What a worker has begun is finished here."""
    closing_id = _begin(actor, programme_id, month, clock())
    perform_closing(closing_id=closing_id, clock=clock)
    row = Closing.objects.get(id=closing_id)
    if row.state != WorkState.DONE:
        said = row.message or FAILED
        raise Conflict("closing_failed", said["en"], said["zh"])
    return closing_id


@transaction.atomic
def cancel_closing(*, actor: Actor, closing_id: UUID, now: datetime) -> None:
    """Stops a closing after its present step; the books are open again as before. Raises Conflict for one that is over."""
    actor.require_for_company(Permission.MANAGE_LOYALTY)
    row = Closing.objects.select_for_update().filter(id=closing_id).first()
    if row is None:
        raise NotFound("closing_unknown", f"There is no closing {closing_id}.", "没有这次结账。")
    if WorkState(row.state).is_over:
        raise Conflict("closing_over", f"The closing is {row.state} already.", "这次结账已结束。")
    row.cancel_asked = True
    row.save()
    if row.state == WorkState.WAITING:
        _reopen(row, WorkState.CANCELLED, now, None)
    record(actor, "programme.closing_cancelled", subject=subject_of_programme(row.programme_id), details=_about(row), now=now)


def resume_left_closings(*, actor: Actor, now: datetime) -> int:
    """Queues every closing again that gave no sign of life for five minutes; returns how many."""
    actor.require_for_company(Permission.MANAGE_LOYALTY)
    silent = Closing.objects.filter(state=WorkState.RUNNING, beat_at__lt=now - LEFT_AFTER).values_list("id", flat=True)
    for closing_id in silent:
        _defer(closing_id)
    return len(silent)


def perform_closing(*, closing_id: UUID, clock: Clock) -> None:
    """Does what is left of a closing, step by step. A closing that fails leaves the books open as they were."""
    try:
        while _step(closing_id, clock()):
            pass
    except XeniaError as fault:
        _fail(closing_id, clock(), {"zh": fault.message_zh, "en": fault.message})
    except Exception:
        log.exception("closing_failed", closing=str(closing_id))
        _fail(closing_id, clock(), FAILED)
        raise


@transaction.atomic
def set_accounting(*, actor: Actor, programme_id: UUID, policy: AccountingPolicy, seen_number: int, now: datetime) -> int:
    """Keeps the policy as a new version, for months not yet closed, and returns its number. Raises Conflict where another came since."""
    actor.require_for_company(Permission.MANAGE_LOYALTY)
    ProgrammeRow.objects.select_for_update().filter(id=programme_id).first()
    get_programme(actor, programme_id)
    before = get_accounting(actor, programme_id)
    if before.number != seen_number:
        raise Conflict(
            "policy_changed",
            f"The accounting is at version {before.number} by now, and you changed version {seen_number}; look at it again.",
            f"会计规则已更新到第 {before.number} 版，您修改的是第 {seen_number} 版；请查看后重新修改。",
        )
    if checked_accounting(policy) == before.policy:
        return before.number
    number = before.number + 1
    AccountingVersion.objects.create(
        programme_id=programme_id, number=number, value=as_value(policy), changed_by=actor.user_id, changed_at=now
    )
    details = {"version": number}
    record(actor, "programme.accounting_changed", subject=subject_of_programme(programme_id), details=details, now=now)
    return number


@transaction.atomic
def _begin(actor: Actor, programme_id: UUID, month: date, now: datetime) -> UUID:
    actor.require_for_company(Permission.MANAGE_LOYALTY)
    programme = get_programme(actor, programme_id)
    known = Closing.objects.filter(programme_id=programme_id, month=month, state__in=(*OPEN, WorkState.DONE.value)).first()
    if known is not None:
        return known.id
    last = last_closed(actor, programme_id)
    checked_month(month, last=last.month if last else None, today=day_of(now, programme.time_zone))
    row = Closing(id=new_id(), programme_id=programme_id, month=month, state=WorkState.WAITING.value)
    row.ordered_by, row.ordered_at = actor.user_id, now
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as twice:
        raise Conflict("closing_under_way", "Another month is being closed; wait for it.", "另一个月份正在结账；请等待完成。") from twice
    record(actor, "programme.closing_ordered", subject=subject_of_programme(programme_id), details=_about(row), now=now)
    return row.id


def _defer(closing_id: UUID) -> None:
    app.configure_task(CLOSE_TASK, queue="care", lock=f"closing:{closing_id}").defer(closing_id=str(closing_id))


@transaction.atomic
def _step(closing_id: UUID, now: datetime) -> bool:
    """Does one step; returns whether another follows."""
    row = Closing.objects.select_for_update().get(id=closing_id)
    if WorkState(row.state).is_over:
        return False
    if row.cancel_asked:
        _reopen(row, WorkState.CANCELLED, now, None)
        return False
    programme = get_programme(PRODUCT, row.programme_id)
    if row.step == STEPS:
        _finish(row, programme, now)
        return False
    (_close_books, _count_points, _count_sales)[row.step](row, programme)
    row.step, row.state, row.beat_at = row.step + 1, WorkState.RUNNING.value, now
    row.save()
    return True


def _close_books(row: Closing, programme: Programme) -> None:
    with connection.cursor() as cursor:
        cursor.execute(LOCK_PROGRAMME, [str(row.programme_id)])
    row.open_from = ProgrammeRow.objects.values_list("open_from", flat=True).get(id=row.programme_id)
    opens = max(month_after(row.month), row.open_from) if row.open_from else month_after(row.month)
    ProgrammeRow.objects.filter(id=row.programme_id).update(open_from=opens)


def _count_points(row: Closing, programme: Programme) -> None:
    moved = movements(PRODUCT, redeemable(programme), _since(row), month_after(row.month))
    row.counted = {"moved": [[month.isoformat(), kind.value, what] for (month, kind), what in sorted(moved.items())]}


def _count_sales(row: Closing, programme: Programme) -> None:
    found = sales(PRODUCT, redeemable(programme), _since(row), month_after(row.month))
    row.counted = {**row.counted, "sales": [[month.isoformat(), kind.value, minor] for (month, kind), minor in sorted(found.items())]}


def _since(row: Closing) -> date:
    """The first day that no earlier closing counted."""
    last = last_closed(PRODUCT, row.programme_id)
    return month_after(last.month) if last else BEGINNING


def _finish(row: Closing, programme: Programme, now: datetime) -> None:
    """Writes the cohorts and ends the closing; refuses where they are not what the members' accounts hold (rule CL4)."""
    months = closed_months(PRODUCT, row.programme_id)
    last = last_closed(PRODUCT, row.programme_id)
    before = {one.valued.cohort.key: one for one in (cohorts_of(PRODUCT, last.id) if last else [])}
    moved: dict[Key, dict[str, int]] = {(date.fromisoformat(month), CohortKind(kind)): what for month, kind, what in row.counted["moved"]}
    sold = {(date.fromisoformat(month), CohortKind(kind)): minor for month, kind, minor in row.counted["sales"]}
    cohorts = cohorts_after((one.valued.cohort for one in before.values()), moved, sold)
    accounting = get_accounting(PRODUCT, row.programme_id)
    closed = closed_cohorts(
        row.month,
        {**months, row.month: {one.key: one for one in cohorts}},
        before,
        face_per_1000=programme.policy.face_minor_per_1000,
        expected_permille=accounting.policy.expected_permille,
    )
    was = last.totals if last else types.Totals()
    members, owed = (sum(what.get(name, 0) for what in moved.values()) for name in ("members", "owed"))
    row.totals = totals_as_value(totals_of(closed, members=was.members + members, owed=was.owed + owed))
    ClosedCohort.objects.bulk_create(_row(row.id, one) for one in closed)
    row.counted, row.policy_number, row.state, row.ended_at, row.beat_at = {}, accounting.number, WorkState.DONE.value, now, now
    row.save()
    record(PRODUCT, "programme.month_closed", subject=subject_of_programme(row.programme_id), details=_about(row), now=now)


def _row(closing_id: UUID, closed: types.ClosedCohort) -> ClosedCohort:
    one, cohort = closed.valued, closed.valued.cohort
    return ClosedCohort(
        closing_id=closing_id,
        cohort=cohort.month,
        kind=cohort.kind.value,
        sales_minor=cohort.sales_minor,
        issued=cohort.issued,
        redeemed=cohort.redeemed,
        expired=cohort.expired,
        forfeited=cohort.forfeited,
        reversed=cohort.reversed,
        passed=cohort.passed,
        expected=one.expected,
        share_permyriad=closed.share_permyriad,
        deferred_minor=one.deferred_minor,
        recognised_minor=one.recognised_minor,
        true_up_minor=closed.true_up_minor,
    )


def _about(row: Closing) -> dict[str, Any]:
    return {"month": f"{row.month:%Y-%m}"}


@transaction.atomic
def _fail(closing_id: UUID, now: datetime, message: dict[str, str]) -> None:
    row = Closing.objects.select_for_update().get(id=closing_id)
    if not WorkState(row.state).is_over:
        _reopen(row, WorkState.FAILED, now, message)


def _reopen(row: Closing, state: WorkState, now: datetime, message: dict[str, str] | None) -> None:
    """Ends a closing that closed nothing: the books are open from where they were."""
    if row.step:
        ProgrammeRow.objects.filter(id=row.programme_id).update(open_from=row.open_from)
    row.state, row.ended_at, row.message, row.counted = state.value, now, message, {}
    row.save()
