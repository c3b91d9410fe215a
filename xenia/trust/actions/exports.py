"""Writes of exports: the one way by which data leaves the product as a file. Asked, allowed, made, fetched, expired; each step recorded."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import transaction
from procrastinate.contrib.django import app

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, Invalid, NotFound, Refused
from xenia.kernel.ids import new_id
from xenia.settings import ENV
from xenia.trust.actions.approvals import ask
from xenia.trust.actions.audit import record
from xenia.trust.actions.export_entries import raise_alarms, subject_of
from xenia.trust.models import exports as models
from xenia.trust.queries.exports import export_path, get_policy, year_abroad
from xenia.trust.queries.signals import require_free
from xenia.trust.rows.exports import about
from xenia.trust.rules import exports as rules
from xenia.trust.types.access import Permission
from xenia.trust.types.approvals import ApprovalKind
from xenia.trust.types.audit import Subject, SubjectKind
from xenia.trust.types.exports import (
    Exchange,
    Exporter,
    Exporters,
    ExportFile,
    ExportFormat,
    ExportOrder,
    ExportScope,
    ExportState,
    PolicyCode,
)
from xenia.trust.types.signals import HeldAction
from xenia.trust.vault import remove_file, vault_of

EXPORT_TASK = "xenia.trust.make_export"
WHERE_FIELD = "trust.export.where"
BLOCK_BYTES = 1 << 20
MEDIA_TYPES = {
    ExportFormat.CSV: "text/csv; charset=utf-8",
    ExportFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@transaction.atomic
def order_export(*, actor: Actor, order: ExportOrder, exporters: Exporters, now: datetime) -> UUID:
    """Returns the id of the export that the worker makes, at once or when a second person has agreed (rule W3).

    Raises Refused without the permissions, Invalid for an unknown kind or filter and where the register would not say for whom and why.
    """
    actor.require(Permission.EXPORT_DATA)
    require_free(actor, HeldAction.EXPORT)
    if order.with_contacts:
        actor.require(Permission.REVEAL_CONTACTS)
    if actor.user_id is None or actor.kind != "person":
        raise Refused("export_needs_person", "Only a signed-in person can export a list.", "只有已登录的人员可以导出。")
    rules.require_recipient(order.recipient)
    exporter = exporter_of(order.kind, exporters)
    if exporter.is_for_partners and order.recipient.name == rules.INTERNAL:
        raise Invalid("export_for_partners", "This file is for a partner; name the recipient.", "这种文件用于提供给合作方；请填写接收方。")
    scope = ExportScope(dict(order.where), order.with_contacts, actor.language)
    size, columns = exporter.size(actor, scope), exporter.columns(actor, scope)
    if size.rows == 0:
        raise Invalid("export_empty", "There is nothing to export under this filter.", "这个筛选下没有可导出的内容。")
    row = models.Export(id=new_id(), kind=order.kind, format=order.format.value, with_contacts=order.with_contacts, asked_at=now)
    row.state, row.asked_by_id = ExportState.WAITING, actor.user_id
    row.where_sealed = vault_of(ENV.key_file).seal(orjson.dumps(dict(order.where)).decode(), field=WHERE_FIELD, row=row.id)
    for name in ("country", "purpose", "agreement"):
        setattr(row, name, getattr(order.recipient, name).strip())
    row.recipient = order.recipient.name.strip()
    row.fields, row.is_sensitive = [column.name for column in columns], rules.is_sensitive(columns)
    row.people, row.rows_total = size.people, size.rows
    row.canary = rules.canary_of(row.id, vault_of(ENV.key_file).ids_secret)
    if rules.needs_four_eyes(size.people, get_policy()):
        row.state = ExportState.ASKED
        payload = _payload(row) | {"told": rules.told(order, exporter.title, columns, size)}
        row.approval_id = ask(actor=actor, kind=ApprovalKind.BULK_EXPORT, payload=payload, reason=row.purpose, now=now)
    row.save(force_insert=True)
    record(actor, "export.asked", subject=subject_of(row.id), purpose=row.purpose, details=about(row), now=now)
    if row.state == ExportState.WAITING:
        _defer(row.id)
    return row.id


def start_approved_export(asker: Actor, payload: Mapping[str, Any], now: datetime) -> None:
    """Lets an export begin that a second person agreed to; part of the decision's transaction."""
    asker.require(Permission.EXPORT_DATA)
    row = models.Export.objects.select_for_update().get(id=UUID(payload["export_id"]))
    if row.state != ExportState.ASKED:
        raise Conflict("export_closed", f"This export is {row.state}; ask for a new one.", "这次导出已结束；请重新申请。")
    models.Export.objects.filter(id=row.id).update(state=ExportState.WAITING)
    _defer(row.id)


@transaction.atomic
def cancel_export(*, actor: Actor, export_id: UUID, now: datetime) -> None:
    """Stops one's own export: at once where it has not begun, else after the rows in hand; nothing of it is kept."""
    row = _mine(actor, export_id)
    if not ExportState(row.state).is_under_way:
        raise Conflict("export_over", f"This export is {row.state} already.", "这次导出已经结束。")
    row.cancel_asked = True
    if row.state != ExportState.RUNNING:
        row.state, row.ended_at = ExportState.CANCELLED, now
    row.save()
    record(actor, "export.cancelled", subject=subject_of(row.id), now=now)


@transaction.atomic
def open_export(*, actor: Actor, export_id: UUID, now: datetime) -> ExportFile:
    """Returns the file for the one who asked for it, and records that it was fetched (rule W9).

    Raises NotFound for anyone else, Conflict where it is not there yet or any more.
    """
    row = _mine(actor, export_id)
    if row.state != ExportState.DONE or row.expires_at is None or row.expires_at <= now or row.ended_at is None:
        raise Conflict("export_not_there", "This file is not there: it has expired or was never made.", "文件不存在：已到期或尚未生成。")
    record(actor, "export.downloaded", subject=subject_of(row.id), details={"people": row.people}, now=now)
    name = rules.file_name(row.kind, row.canary, row.ended_at, row.format)
    return ExportFile(name, MEDIA_TYPES[ExportFormat(row.format)], row.size_bytes, _blocks(row.id))


@transaction.atomic
def record_exchange(*, actor: Actor, exchange: Exchange, now: datetime) -> UUID:
    """Returns the id of the register's line for data that a partner got in another way: the same log, the same count (rule W8)."""
    actor.require(Permission.EXPORT_DATA)
    rules.require_recipient(exchange.recipient)
    if exchange.recipient.name == rules.INTERNAL or exchange.people < 1:
        raise Invalid("exchange_incomplete", "Name the partner, and how many people it was about.", "请填写合作方与人数。")
    if exchange.sent_at > now:
        raise Invalid("exchange_later", f"It was sent at {exchange.sent_at}, which has not been yet.", "发送时间不能晚于现在。")
    row = models.Export(id=new_id(), kind=exchange.what[:32], state=ExportState.SENT, asked_by_id=actor.user_id, asked_at=now)
    row.recipient, row.country = exchange.recipient.name.strip(), exchange.recipient.country
    row.purpose, row.agreement = exchange.recipient.purpose.strip(), exchange.recipient.agreement.strip()
    row.fields, row.people, row.is_sensitive = list(exchange.fields), exchange.people, exchange.is_sensitive
    row.ended_at = exchange.sent_at
    before = year_abroad(now.year)
    row.save(force_insert=True)
    record(actor, "exchange.sent", subject=subject_of(row.id), purpose=row.purpose, details=about(row) | {"what": row.kind}, now=now)
    raise_alarms(actor, row.id, row.country, before=before, now=now)
    return row.id


@transaction.atomic
def change_export_policy(*, actor: Actor, code: PolicyCode, value: str, now: datetime) -> None:
    """Changes what the company decided about exports; raises Invalid for a value it cannot have."""
    actor.require_for_company(Permission.MANAGE_TRUST)
    rules.require_policy(code, value)
    before = getattr(get_policy(), code.value)
    models.ExportPolicy.objects.update_or_create(code=code.value, defaults={"value": value, "changed_at": now})
    details = {"policy": code.value, "before": str(before), "after": value}
    record(actor, "policy.changed", subject=Subject(SubjectKind.POLICY, f"export.{code.value}"), details=details, now=now)


def expire_exports(*, actor: Actor, now: datetime) -> int:
    """Destroys the files whose time has come; returns how many. The register keeps their lines (rule W7)."""
    actor.require(Permission.EXPORT_DATA)
    due = models.Export.objects.filter(expires_at__lte=now, erased_at__isnull=True)
    count = 0
    for row in due:
        remove_file(export_path(row.id))
        with transaction.atomic():
            models.Export.objects.filter(id=row.id).update(state=ExportState.EXPIRED, erased_at=now, where_sealed=None)
            record(actor, "export.expired", subject=subject_of(row.id), now=now)
        count += 1
    return count


def exporter_of(kind: str, exporters: Exporters) -> Exporter:
    """The exporter of a kind; raises Invalid where there is none."""
    if kind not in exporters:
        raise Invalid("export_kind_unknown", f"There is no export {kind!r}; there are {', '.join(sorted(exporters))}.", "没有这种导出。")
    return exporters[kind]


def _payload(row: models.Export) -> dict[str, Any]:
    """What the second person agrees to, beside the sentences."""
    return {"export_id": str(row.id), **about(row), "purpose": row.purpose}


def _defer(export_id: UUID) -> None:
    app.configure_task(EXPORT_TASK, queue="care", lock=f"export:{export_id}").defer(export_id=str(export_id))


def _mine(actor: Actor, export_id: UUID) -> models.Export:
    actor.require(Permission.EXPORT_DATA)
    row = models.Export.objects.select_for_update(of=("self",)).filter(id=export_id, asked_by=actor.user_id).first()
    if row is None or actor.user_id is None:
        raise NotFound("export_not_found", f"There is no export {export_id} of yours.", "没有您的这次导出。")
    return row


def _blocks(export_id: UUID) -> Iterator[bytes]:
    with vault_of(ENV.key_file).reader(export_path(export_id)) as stream:
        while block := stream.read(BLOCK_BYTES):
            yield block
