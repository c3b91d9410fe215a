"""Writes of retention: rules, legal holds, and the night's work: first what would go, then what goes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from django.db import transaction
from procrastinate.contrib.django import app

from xenia.kernel.actor import Actor, product_actor
from xenia.kernel.errors import Conflict, Invalid, NotFound
from xenia.trust.actions.audit import record
from xenia.trust.models import retention as models
from xenia.trust.queries.retention import COMPANY_ZONE, held_now
from xenia.trust.types.access import Permission
from xenia.trust.types.audit import Subject, SubjectKind
from xenia.trust.types.retention import NewHold, RetentionKind
from xenia.trust.types.rights import Rights

RETAIN_TASK = "xenia.trust.retain"
DAYS_MAX = 36_500
REASON_LETTERS_MIN = 2
REASON_LETTERS_MAX = 500
ACTOR = product_actor("retention", Permission.MANAGE_RETENTION, Permission.LOAD_DATA, Permission.HANDLE_REQUESTS, Permission.VIEW_SOURCES)
log = structlog.get_logger()


@dataclass(frozen=True)
class RuleChange:
    days: int
    is_on: bool


@transaction.atomic
def change_rule(*, actor: Actor, code: str, change: RuleChange, kinds: Sequence[RetentionKind], now: datetime) -> None:
    """Decides how long a kind of data is kept (rule X16); it acts from the next night on, after that night's report. Raises Invalid below
    what the law asks for."""
    actor.require_for_company(Permission.MANAGE_RETENTION)
    kind = next((one for one in kinds if one.code == code), None)
    if kind is None:
        raise NotFound("retention_kind_unknown", f"There is no kind of data {code!r}; see Retention.", f"没有数据种类“{code}”。")
    if not kind.days_min <= change.days <= DAYS_MAX:
        raise Invalid(
            "retention_days_unfit",
            f"{kind.title.en} cannot be kept for {change.days} days; give {kind.days_min:,} to {DAYS_MAX:,}: {kind.ground.en}",
            f"“{kind.title.zh}”不能保留 {change.days} 天；请填写 {kind.days_min} 至 {DAYS_MAX} 天：{kind.ground.zh}",
        )
    values = {"days": change.days, "is_on": change.is_on, "changed_by": actor.user_id, "changed_at": now}
    models.RetentionRule.objects.update_or_create(code=code, defaults=values)
    record(actor, "retention.changed", subject=_policy(code), details={"days": change.days, "is_on": change.is_on}, now=now)


@transaction.atomic
def place_hold(*, actor: Actor, hold: NewHold, rights: Rights, now: datetime) -> UUID:
    """Returns the id of the hold, in force at once (rule X13): neither retention nor an erasure touches what it names."""
    actor.require(Permission.MANAGE_RETENTION)
    if not hold.record_ids and hold.booking_id is None:
        raise Invalid("hold_of_nothing", "Say which guest or which booking is held.", "请选择要保全的客人或预订。")
    if not REASON_LETTERS_MIN <= len(hold.reason.strip()) <= REASON_LETTERS_MAX:
        raise Invalid("reason_missing", "Write why: which case, which authority.", "请写明原因：何案件、何机关。")
    if hold.until is not None and hold.until < now.astimezone(COMPANY_ZONE).date():
        raise Invalid(
            "hold_over",
            f"The hold would end on {hold.until}, which has passed; give a later day.",
            f"{hold.until} 已过去；请选择以后的日期。",
        )
    if hold.record_ids:
        rights.units(actor, hold.record_ids)
    row = models.LegalHold.objects.create(
        record_ids=list(hold.record_ids), booking_id=hold.booking_id, reason=hold.reason.strip(), until=hold.until,
        placed_by=actor.user_id, placed_at=now,
    )  # fmt: skip
    details = {
        "people": len(hold.record_ids),
        "booking": hold.booking_id is not None,
        "until": hold.until.isoformat() if hold.until else "",
    }
    record(actor, "hold.placed", subject=_policy(str(row.id)), details=details, now=now)
    return row.id


@transaction.atomic
def lift_hold(*, actor: Actor, hold_id: UUID, now: datetime) -> None:
    """Ends a hold; raises NotFound, or Conflict where it was lifted before."""
    actor.require(Permission.MANAGE_RETENTION)
    row = models.LegalHold.objects.select_for_update().filter(id=hold_id).first()
    if row is None:
        raise NotFound("hold_not_found", f"There is no legal hold {hold_id}.", "没有这项法律保全。")
    if row.lifted_at is not None:
        raise Conflict("hold_lifted", "This hold was lifted already.", "这项保全已解除。")
    row.lifted_at, row.lifted_by = now, actor.user_id
    row.save()
    record(actor, "hold.lifted", subject=_policy(str(row.id)), now=now)


@transaction.atomic
def order_report(*, actor: Actor, is_dry: bool, now: datetime) -> UUID:
    """Returns the id of a report that the worker fills: what would go now or, where it is not dry, what went."""
    actor.require(Permission.MANAGE_RETENTION)
    row = models.RetentionReport.objects.create(is_dry=is_dry, started_by=actor.user_id, started_at=now)
    record(actor, "retention.ordered", subject=_policy(str(row.id)), details={"dry": is_dry}, now=now)
    app.configure_task(RETAIN_TASK, queue="care", lock="retention").defer(report_id=str(row.id))
    return row.id


def perform_report(*, report_id: UUID, kinds: Sequence[RetentionKind], clock: Callable[[], datetime]) -> None:
    """Counts what is too old under every rule and writes it down; then, where the report is not dry, ends it rule by rule (rule X17).

    Called by the worker with a report that was ordered, so it takes no actor. Safe to call again: a rule that is done stays so.
    """
    row = models.RetentionReport.objects.get(id=report_id)
    if row.state != "running":
        return
    if not row.lines:
        row.lines = [_counted(kind, clock()) for kind in kinds if _is_on(kind)]
        row.save(update_fields=["lines"])
    if not row.is_dry:
        for kind in kinds:
            _end_old(report_id, kind, clock())
    models.RetentionReport.objects.filter(id=report_id).update(state="done", ended_at=clock())


def _is_on(kind: RetentionKind) -> bool:
    return not models.RetentionRule.objects.filter(code=kind.code, is_on=False).exists()


def _counted(kind: RetentionKind, now: datetime) -> dict[str, Any]:
    row = models.RetentionRule.objects.filter(code=kind.code).first()
    before = now - timedelta(days=row.days if row else kind.days)
    due, problem = 0, ""
    try:
        due = kind.count(ACTOR, before, held_now(now=now))
    except Exception as fault:  # one kind that cannot be counted keeps none of the others
        log.exception("retention_count_failed", kind=kind.code)
        problem = type(fault).__name__
    title = {"zh": kind.title.zh, "en": kind.title.en}
    return {"code": kind.code, "title": title, "before": before.isoformat(), "due": due, "gone": None, "problem": problem}


def _end_old(report_id: UUID, kind: RetentionKind, now: datetime) -> None:
    """Ends one kind and notes it. What is ended is ended for the instant the report named, so a repeated call does the same."""
    line = next((one for one in models.RetentionReport.objects.get(id=report_id).lines if one["code"] == kind.code), None)
    if line is None or line["gone"] is not None:
        return
    gone, problem = 0, ""
    try:
        gone = kind.apply(ACTOR, datetime.fromisoformat(line["before"]), held_now(now=now)) if line["due"] else 0
    except Exception as fault:
        log.exception("retention_failed", kind=kind.code)
        problem = type(fault).__name__
    with transaction.atomic():
        row = models.RetentionReport.objects.select_for_update().get(id=report_id)
        row.lines = [one | ({"gone": gone, "problem": problem} if one["code"] == kind.code else {}) for one in row.lines]
        row.save(update_fields=["lines"])
        if gone or problem:
            details = {"due": line["due"], "gone": gone, "fault": problem, "report_id": str(report_id)}
            record(ACTOR, "retention.ended", subject=_policy(kind.code), details=details, now=now)


def _policy(code: str) -> Subject:
    return Subject(SubjectKind.POLICY, code)
