"""Verifications that people ask for on the screen: asked, made by the worker, stopped."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, NotFound
from xenia.trust.actions.audit import record
from xenia.trust.models.audit import AuditVerification
from xenia.trust.queries.audit_check import verify_log
from xenia.trust.types.access import Permission
from xenia.trust.types.audit import VerificationState

VERIFY_TASK = "xenia.trust.verify_audit"


@transaction.atomic
def ask_verification(*, actor: Actor, now: datetime) -> UUID:
    """Returns the id of the verification that the worker will make; the one that waits or runs already, where there is one."""
    actor.require(Permission.VIEW_AUDIT)
    under_way = AuditVerification.objects.filter(state__in=(VerificationState.WAITING, VerificationState.RUNNING)).first()
    if under_way is not None:
        return under_way.id
    row = AuditVerification.objects.create(asked_by=actor.user_id, asked_at=now)
    record(actor, "audit.verification_asked", now=now)
    app.configure_task(VERIFY_TASK, queue="care").defer(verification_id=str(row.id))
    return row.id


@transaction.atomic
def cancel_verification(*, actor: Actor, verification_id: UUID) -> None:
    """Stops a verification after the entries in hand; raises NotFound, or Conflict where it is over."""
    actor.require(Permission.VIEW_AUDIT)
    row = AuditVerification.objects.select_for_update().filter(id=verification_id).first()
    if row is None:
        raise NotFound("verification_not_found", f"There is no verification {verification_id}.", "没有这次校验。")
    if VerificationState(row.state).is_over:
        raise Conflict("verification_over", "This verification is over.", "这次校验已经结束。")
    row.cancel_asked = True
    row.state = VerificationState.CANCELLED if row.state == VerificationState.WAITING else row.state
    row.save()


def perform_verification(*, actor: Actor, verification_id: UUID, clock: Callable[[], datetime]) -> None:
    """Verifies the log for the one who asked; safe to repeat, for it begins again. What it found is an entry of the log."""
    rows = AuditVerification.objects.filter(id=verification_id)
    if not rows.filter(state__in=(VerificationState.WAITING, VerificationState.RUNNING)).update(state="running", started_at=clock()):
        return
    try:
        found = verify_log(actor, progress=lambda checked, total: _note(verification_id, checked, total))
    except BaseException:
        rows.update(state=VerificationState.FAILED, ended_at=clock())
        raise
    state = VerificationState.CANCELLED if found is None else VerificationState.BAD if found else VerificationState.GOOD
    with transaction.atomic():
        rows.update(state=state, ended_at=clock(), findings=[asdict(one) for one in found or ()])
        if found is not None:
            codes = sorted({one.code for one in found})
            record(actor, "audit.verified", details={"entries": rows.get().total, "findings": len(found), "codes": codes}, now=clock())


def _note(verification_id: UUID, checked: int, total: int) -> bool:
    """Shows how far it is; False where it is to stop."""
    rows = AuditVerification.objects.filter(id=verification_id)
    rows.update(checked=checked, total=total)
    return not rows.filter(cancel_asked=True).exists()
