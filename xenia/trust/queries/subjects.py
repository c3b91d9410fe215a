"""The rights of a person, trust's part of reading: what the guest allowed, what was decided about them, who looked, and the data map."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from xenia.kernel.actor import Actor
from xenia.kernel.personal import Store
from xenia.kernel.texts import Text
from xenia.trust.models.audit import AuditEntry
from xenia.trust.models.consent import ConsentDecision
from xenia.trust.models.decisions import PriceDecision
from xenia.trust.models.requests import Restriction, SubjectRequest
from xenia.trust.queries.requests import number_of
from xenia.trust.rules.data_map import map_rows
from xenia.trust.types.access import Permission
from xenia.trust.types.data_map import MapRow
from xenia.trust.types.rights import Section

LOOKS_MAX = 5_000
_AT = Text("时间", "At")


def list_data_map(actor: Actor, stores: Sequence[Store]) -> list[MapRow]:
    """Returns the whole data map; `stores` are those that `wiring` composes."""
    if not actor.may(Permission.HANDLE_REQUESTS):
        actor.require(Permission.MANAGE_RETENTION)
    return map_rows(stores)


def export_subject(actor: Actor, record_ids: Sequence[UUID], guest_ids: Sequence[UUID], now: datetime) -> list[Section]:
    """Returns consents, explained decisions, restrictions, requests, and when contact values were looked at and what for."""
    actor.require(Permission.HANDLE_REQUESTS)
    sections = [
        _consents(guest_ids),
        _decisions(guest_ids),
        _restrictions(guest_ids),
        _requests(record_ids),
        _looks([*record_ids, *guest_ids]),
    ]
    return [section for section in sections if section.rows]


def _consents(guest_ids: Sequence[UUID]) -> Section:
    rows = ConsentDecision.objects.filter(guest_id__in=guest_ids).select_related("purpose").order_by("decided_at")
    said = [
        {
            "at": row.decided_at.isoformat(),
            "purpose": f"{row.purpose.name_zh} {row.purpose.name_en}",
            "channel": row.channel,
            "said": row.said,
            "notice": row.notice_version,
        }
        for row in rows
    ]
    columns = (("at", _AT), ("purpose", Text("目的", "Purpose")), ("channel", Text("渠道", "Channel")), ("said", Text("表示", "Said")))
    return Section(
        "consents", "trust", Text("同意与撤回", "Consents"), (*columns, ("notice", Text("告知书版本", "Notice version"))), tuple(said)
    )


def _decisions(guest_ids: Sequence[UUID]) -> Section:
    rows = PriceDecision.objects.filter(guest_id__in=guest_ids).order_by("decided_at")
    said = [{"at": row.decided_at.isoformat(), "offer": row.offer, "why": f"{row.explanation_zh} {row.explanation_en}"} for row in rows]
    columns = (("at", _AT), ("offer", Text("优惠", "Offer")), ("why", Text("为什么", "Why")))
    return Section("decisions", "trust", Text("自动化决定", "Automated decisions"), columns, tuple(said))


def _restrictions(guest_ids: Sequence[UUID]) -> Section:
    rows = Restriction.objects.filter(guest_id__in=guest_ids).order_by("since")
    said: list[dict[str, Any]] = [
        {"since": row.since.isoformat(), "kind": row.kind, "until": row.until.isoformat() if row.until else ""} for row in rows
    ]
    columns = (("since", Text("自", "Since")), ("kind", Text("限制", "Restriction")), ("until", Text("至", "Until")))
    return Section("restrictions", "trust", Text("处理限制", "Restrictions"), columns, tuple(said))


def _requests(record_ids: Sequence[UUID]) -> Section:
    rows = SubjectRequest.objects.filter(record_ids__overlap=list(record_ids)).order_by("received_at")
    said = [{"at": row.received_at.isoformat(), "number": number_of(row.id), "kind": row.kind, "state": row.state} for row in rows]
    columns = (("at", _AT), ("number", Text("编号", "Number")), ("kind", Text("种类", "Kind")), ("state", Text("状态", "State")))
    return Section("requests", "trust", Text("您提出的请求", "Your requests"), columns, tuple(said))


def _looks(ids: Sequence[UUID]) -> Section:
    """Whoever of the house looked is not named: that is another person's data."""
    rows = AuditEntry.objects.filter(subject_kind__in=("guest", "record"), subject_id__in=[str(one) for one in ids]).order_by("at")
    said = [{"at": row.at.isoformat(), "action": row.action, "purpose": row.purpose} for row in rows[:LOOKS_MAX]]
    columns = (("at", _AT), ("action", Text("事项", "What")), ("purpose", Text("用途", "Purpose")))
    return Section("looks", "trust", Text("查看与处理记录", "Who looked, and why"), columns, tuple(said))
