"""The four-eyes rule: one person asks, another decides, and what was allowed is done in the same transaction."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, Invalid, NotFound, Refused
from xenia.trust.actions.audit import record
from xenia.trust.models.approvals import Approval
from xenia.trust.queries.people import get_actor
from xenia.trust.types.access import Permission
from xenia.trust.types.approvals import ApprovalKind, ApprovalState
from xenia.trust.types.audit import Subject, SubjectKind

VALID_DAYS = 7
REASON_LETTERS_MIN = 4

Handler = Callable[[Actor, dict[str, Any], datetime], None]
"""Does what was asked for, as the person who asked: `(asker, payload, now)`."""


@transaction.atomic
def ask(*, actor: Actor, kind: ApprovalKind, payload: Mapping[str, Any], reason: str, now: datetime) -> UUID:
    """Returns the id of the request, open for seven days. Raises Invalid without a reason, Refused for a machine.

    Two members of the payload are kept apart and not handed to the handler: `told`, the sentences (Text) an approver reads, which no
    request goes without, and `concerned`, the ids of those who gain by it and so may not decide.
    """
    if actor.user_id is None or actor.kind != "person":
        raise Refused("approval_needs_person", "Only a signed-in person can ask for this.", "只有已登录的人员可以提出此申请。")
    require_reason(reason)
    deed = dict(payload)
    told = [asdict(text) for text in deed.pop("told")]
    row = Approval.objects.create(
        kind=kind,
        told=told,
        concerned=deed.pop("concerned", []),
        payload=deed,
        reason=reason.strip(),
        asked_by_id=actor.user_id,
        asked_at=now,
        valid_until=now + timedelta(days=VALID_DAYS),
    )
    record(actor, "approval.asked", subject=_subject(row), details={"kind": kind.value}, now=now)
    return row.id


@transaction.atomic
def decide(*, actor: Actor, approval_id: UUID, approve: bool, note: str, now: datetime, handlers: Mapping[ApprovalKind, Handler]) -> None:
    """Allows or refuses a request. What is allowed is done at once, as the person who asked and with what that person may do now.

    Raises Refused for the person who asked, whoever gains by it and machines, Conflict where it was decided already or has lapsed, and
    whatever the deed itself raises: then nothing is decided.
    """
    actor.require(Permission.APPROVE)
    if actor.kind != "person" or actor.units is not None:
        raise Refused("approval_needs_person", "Only a person who works for the whole company decides.", "只有负责全公司的人员可以审批。")
    row = _waiting(approval_id, now)
    if row.asked_by_id == actor.user_id:
        raise Refused("approval_needs_second", "You asked for this; someone else must decide.", "这是您提出的申请；必须由另一位人员审批。")
    if actor.user_id in row.concerned:
        raise Refused(
            "approval_concerns_you", "You would gain by this; someone else must decide.", "此申请会增加您的权限；必须由其他人员审批。"
        )
    row.state = ApprovalState.APPROVED if approve else ApprovalState.REFUSED
    row.decided_by_id, row.decided_at, row.note = actor.user_id, now, note.strip()
    row.save()
    record(actor, f"approval.{row.state}", subject=_subject(row), details={"kind": row.kind}, now=now)
    if approve:
        handlers[ApprovalKind(row.kind)](get_actor(row.asked_by_id), row.payload, now)


@transaction.atomic
def withdraw(*, actor: Actor, approval_id: UUID, now: datetime) -> None:
    """Takes back one's own request; raises Refused for another's."""
    row = _waiting(approval_id, now)
    if row.asked_by_id != actor.user_id:
        raise Refused("approval_of_another", "Only the person who asked can take it back.", "只有申请人可以撤回。")
    row.state, row.decided_at = ApprovalState.WITHDRAWN, now
    row.save()
    record(actor, "approval.withdrawn", subject=_subject(row), details={"kind": row.kind}, now=now)


def require_reason(reason: str) -> None:
    """Raises Invalid for a reason that tells nobody anything."""
    if len(reason.strip()) < REASON_LETTERS_MIN:
        raise Invalid("reason_missing", "Say what it is for: whoever decides reads only this.", "请填写原因：审批人只能看到这段说明。")


def _waiting(approval_id: UUID, now: datetime) -> Approval:
    row = Approval.objects.select_for_update().filter(id=approval_id).first()
    if row is None:
        raise NotFound("approval_not_found", f"There is no request {approval_id}.", "没有这项审批。")
    if row.state != ApprovalState.WAITING or row.valid_until <= now:
        raise Conflict("approval_closed", "This was decided already, or has lapsed; ask again.", "该申请已处理或已过期；请重新提出。")
    return row


def _subject(row: Approval) -> Subject:
    return Subject(SubjectKind.APPROVAL, str(row.id))
