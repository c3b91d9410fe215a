"""Reads of what waits for a second pair of eyes."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from xenia.kernel.actor import Actor
from xenia.kernel.errors import NotFound
from xenia.trust.models.approvals import Approval as Row
from xenia.trust.types.access import Permission
from xenia.trust.types.approvals import Approval, ApprovalKind, ApprovalState

NEWEST = 200


def list_approvals(actor: Actor, *, now: datetime, state: ApprovalState | None = None) -> list[Approval]:
    """Returns the newest 200 requests: all for those who approve, their own for everyone else. One past its time reads as lapsed."""
    rows = Row.objects.select_related("asked_by", "decided_by").filter(_seen_by(actor)).order_by("-asked_at")[:NEWEST]
    made = [_approval(row, now) for row in rows]
    return [one for one in made if state is None or one.state is state]


def get_approval(actor: Actor, approval_id: UUID, *, now: datetime) -> Approval:
    """Returns one request; raises NotFound where it does not exist or is not the actor's to see."""
    row = Row.objects.select_related("asked_by", "decided_by").filter(_seen_by(actor), id=approval_id).first()
    if row is None:
        raise NotFound("approval_not_found", f"There is no request {approval_id} that you may see.", "没有您可查看的这项审批。")
    return _approval(row, now)


def _seen_by(actor: Actor) -> Q:
    return Q() if actor.may(Permission.APPROVE) else Q(asked_by_id=actor.user_id)


def _approval(row: Row, now: datetime) -> Approval:
    lapsed = row.state == ApprovalState.WAITING and row.valid_until <= now
    return Approval(
        id=row.id,
        kind=ApprovalKind(row.kind),
        payload=row.payload,
        reason=row.reason,
        state=ApprovalState.LAPSED if lapsed else ApprovalState(row.state),
        asked_by=row.asked_by_id,
        asked_by_name=row.asked_by.name,
        asked_at=row.asked_at,
        valid_until=row.valid_until,
        decided_by_name=row.decided_by.name if row.decided_by else "",
        decided_at=row.decided_at,
        note=row.note,
    )
