"""Reads of what waits for a second pair of eyes."""

from collections.abc import Collection
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
NOTICES_MAX = 20
WAITING_COLUMNS = ("id", "kind", "asked_by__name", "asked_at")
DECIDED_COLUMNS = ("id", "kind", "state", "decided_at")
KINDS = {
    ApprovalKind.BULK_EXPORT: Text("批量导出", "bulk export"),
    ApprovalKind.BULK_ERASE: Text("批量删除", "bulk erasure"),
    ApprovalKind.KEY_ROTATION: Text("更换密钥", "rotation of keys"),
    ApprovalKind.ROLE_CHANGE: Text("权限变更", "change of access"),
    ApprovalKind.FACTOR_RESET: Text("重置第二重验证", "reset of a second factor"),
    ApprovalKind.POINTS_ADJUSTMENT: Text("积分调整", "change of points by hand"),
}
DECIDED = {
    ApprovalState.APPROVED: Text("已获同意", "was approved"),
    ApprovalState.REFUSED: Text("未获同意", "was refused"),
}


def list_approvals(actor: Actor, *, now: datetime, state: ApprovalState | None = None) -> list[Approval]:
    """Returns the newest 200 requests: all for those who approve, their own for everyone else. One past its time reads as lapsed."""
    rows = Row.objects.select_related("asked_by", "decided_by").filter(_seen_by(actor), _in_state(state, now))
    return [_approval(row, actor, now) for row in rows.order_by("-asked_at")[:NEWEST]]


def get_approval(actor: Actor, approval_id: UUID, *, now: datetime) -> Approval:
    """Returns one request; raises NotFound where it does not exist or is not the actor's to see."""
    row = Row.objects.select_related("asked_by", "decided_by").filter(_seen_by(actor), id=approval_id).first()
    if row is None:
        raise NotFound("approval_not_found", f"There is no request {approval_id} that you may see.", "没有您可查看的这项审批。")
    return _approval(row, actor, now)


def waiting_among(actor: Actor, approval_ids: Collection[UUID], *, now: datetime) -> frozenset[UUID]:
    """Returns those of the requests that still wait for a second person. Tells a yes or no to each, so any actor may ask."""
    found = Row.objects.filter(id__in=list(approval_ids), state=ApprovalState.WAITING, valid_until__gt=now)
    return frozenset(found.values_list("id", flat=True))


def list_notices(actor: Actor, now: datetime) -> list[Notification]:
    """Returns what waits for the actor's decision, and what was decided on the actor's own requests in the last seven days.

    Asked with every poll of the bell: a few columns of the newest few rows, found by the index of what waits.
    """
    if actor.user_id is None:
        return []
    since = now - timedelta(days=NOTICED_DAYS)
    told = [
        _decided_notice(*row)
        for row in Row.objects.filter(_mine_decided(actor, since)).order_by("-asked_at").values_list(*DECIDED_COLUMNS)[:NOTICES_MAX]
    ]
    if not _decides(actor):
        return told
    waiting = Row.objects.filter(state=ApprovalState.WAITING, valid_until__gt=now).exclude(asked_by_id=actor.user_id)
    waiting = waiting.exclude(concerned__contains=[actor.user_id]).order_by("-asked_at")
    return [_waiting_notice(*row) for row in waiting.values_list(*WAITING_COLUMNS)[:NOTICES_MAX]] + told


def _mine_decided(actor: Actor, since: datetime) -> Q:
    return Q(asked_by_id=actor.user_id, state__in=list(DECIDED), decided_at__gt=since)


def _waiting_notice(approval_id: UUID, kind: str, asked_by: str, asked_at: datetime) -> Notification:
    name = KINDS[ApprovalKind(kind)]
    title = Text(f"{asked_by} 申请{name.zh}，等您审批", f"{asked_by} asks for a {name.en}; you can decide")
    return Notification(f"approval:{approval_id}", "approval_waiting", title, asked_at, Door("trust/approvals"))


def _decided_notice(approval_id: UUID, kind: str, state: str, decided_at: datetime) -> Notification:
    name, result = KINDS[ApprovalKind(kind)], DECIDED[ApprovalState(state)]
    title = Text(f"您申请的{name.zh}{result.zh}", f"Your request for a {name.en} {result.en}")
    return Notification(f"approval:{approval_id}:{state}", "approval_decided", title, decided_at, Door("trust/approvals", {"state": state}))


def _in_state(state: ApprovalState | None, now: datetime) -> Q:
    if state is None:
        return Q()
    if state is ApprovalState.LAPSED:
        return Q(state=ApprovalState.WAITING, valid_until__lte=now)
    return Q(state=state) & (Q(valid_until__gt=now) if state is ApprovalState.WAITING else Q())


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
