"""Reads of what waits for a second pair of eyes."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from xenia.kernel.actor import Actor
from xenia.kernel.errors import NotFound
from xenia.kernel.notices import Door, Notification
from xenia.kernel.texts import Text
from xenia.trust.models.approvals import Approval as Row
from xenia.trust.types.access import Permission
from xenia.trust.types.approvals import Approval, ApprovalKind, ApprovalState

NEWEST = 200
NOTICED_DAYS = 7
KINDS = {
    ApprovalKind.BULK_EXPORT: Text("批量导出", "bulk export"),
    ApprovalKind.BULK_ERASE: Text("批量删除", "bulk erasure"),
    ApprovalKind.KEY_ROTATION: Text("更换密钥", "rotation of keys"),
    ApprovalKind.ROLE_CHANGE: Text("权限变更", "change of access"),
}
DECIDED = {
    ApprovalState.APPROVED: Text("已获同意", "was approved"),
    ApprovalState.REFUSED: Text("未获同意", "was refused"),
}


def list_approvals(actor: Actor, *, now: datetime, state: ApprovalState | None = None) -> list[Approval]:
    """Returns the newest 200 requests: all for those who approve, their own for everyone else. One past its time reads as lapsed."""
    rows = Row.objects.select_related("asked_by", "decided_by").filter(_seen_by(actor)).order_by("-asked_at")[:NEWEST]
    made = [_approval(row, actor, now) for row in rows]
    return [one for one in made if state is None or one.state is state]


def get_approval(actor: Actor, approval_id: UUID, *, now: datetime) -> Approval:
    """Returns one request; raises NotFound where it does not exist or is not the actor's to see."""
    row = Row.objects.select_related("asked_by", "decided_by").filter(_seen_by(actor), id=approval_id).first()
    if row is None:
        raise NotFound("approval_not_found", f"There is no request {approval_id} that you may see.", "没有您可查看的这项审批。")
    return _approval(row, actor, now)


def list_notices(actor: Actor, now: datetime) -> list[Notification]:
    """Returns what waits for the actor's decision, and what was decided on the actor's own requests in the last seven days."""
    told = []
    for one in list_approvals(actor, now=now):
        name = KINDS[one.kind]
        if one.may_decide:
            title = Text(f"{one.asked_by_name} 申请{name.zh}，等您审批", f"{one.asked_by_name} asks for a {name.en}; you can decide")
            told.append(Notification(f"approval:{one.id}", "approval_waiting", title, one.asked_at, Door("trust/approvals")))
        elif one.decided_at and one.asked_by == actor.user_id and one.decided_at > now - timedelta(days=NOTICED_DAYS):
            result = DECIDED.get(one.state)
            if result:
                title = Text(f"您申请的{name.zh}{result.zh}", f"Your request for a {name.en} {result.en}")
                door = Door("trust/approvals", {"state": one.state.value})
                told.append(Notification(f"approval:{one.id}:{one.state}", "approval_decided", title, one.decided_at, door))
    return told


def _seen_by(actor: Actor) -> Q:
    return Q() if _decides(actor) else Q(asked_by_id=actor.user_id)


def _decides(actor: Actor) -> bool:
    """Only a person decides, and only one who works for the whole company."""
    return actor.may(Permission.APPROVE) and actor.units is None and actor.kind == "person"


def _approval(row: Row, actor: Actor, now: datetime) -> Approval:
    state = ApprovalState(row.state)
    if state is ApprovalState.WAITING and row.valid_until <= now:
        state = ApprovalState.LAPSED
    waits, is_own = state is ApprovalState.WAITING, row.asked_by_id == actor.user_id
    return Approval(
        id=row.id,
        kind=ApprovalKind(row.kind),
        payload=row.payload,
        told=tuple(Text(**text) for text in row.told),
        reason=row.reason,
        state=state,
        asked_by=row.asked_by_id,
        asked_by_name=row.asked_by.name,
        asked_at=row.asked_at,
        valid_until=row.valid_until,
        decided_by_name=row.decided_by.name if row.decided_by else "",
        decided_at=row.decided_at,
        note=row.note,
        may_decide=waits and not is_own and actor.user_id not in row.concerned and _decides(actor),
        may_withdraw=waits and is_own,
    )
