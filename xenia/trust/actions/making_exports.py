"""Making an export: rows streamed into a sealed file, marked in every row, counted person by person."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import orjson
import structlog
from django.db import transaction

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, XeniaError
from xenia.lake.intake.delimited_writer import write_delimited
from xenia.lake.intake.workbook_writer import ROWS_MAX, write_workbook
from xenia.settings import ENV
from xenia.trust.actions.audit import record
from xenia.trust.actions.export_entries import raise_alarms, subject_of
from xenia.trust.actions.exports import WHERE_FIELD, exporter_of
from xenia.trust.models import exports as models
from xenia.trust.queries.exports import export_path, get_policy, year_abroad
from xenia.trust.queries.people import get_actor
from xenia.trust.rows.exports import about
from xenia.trust.rules import exports as rules
from xenia.trust.types.exports import Cell, Exporter, Exporters, ExportFormat, ExportRow, ExportScope, ExportState, Recipient
from xenia.trust.vault import SealedWriter, remove_file, vault_of

ROWS_A_STEP = 1_000
NOBODY_LEFT = "名单中没有同意向合作方提供信息、且有接收方可匹配的联系方式的客人。"

log = structlog.get_logger()


class _Cancelled(Exception):
    """The person who asked has changed their mind."""


@dataclass
class _Making:
    """One export on its way: what is written, and the people it told of since they were last stored."""

    row: models.Export
    exporter: Exporter
    mark: str
    rows: int = 0
    people: set[UUID] = field(default_factory=set)


def perform_export(*, export_id: UUID, exporters: Exporters, clock: Callable[[], datetime]) -> None:
    """Makes the file of an export as the person who asked, with what that person may do now. Safe to repeat: it begins again.

    Whatever goes wrong leaves no file and no people in the count; what is not a fault of the order is raised as well.
    """
    row = _begin(export_id, clock())
    if row is None:
        return
    try:
        actor = get_actor(row.asked_by_id)  # type: ignore[arg-type] # an order always has a person
        made = _write(actor, row, exporters, clock())
        _finish(actor, made, clock())
    except _Cancelled:
        _leave(row, ExportState.CANCELLED, None, clock())
    except XeniaError as fault:
        _leave(row, ExportState.FAILED, fault, clock())
    except Exception as fault:
        log.exception("export_failed", export=str(export_id))
        said = "导出时程序出错；请重试或联系管理员。"
        _leave(
            row, ExportState.FAILED, XeniaError("export_broke", f"The program failed ({type(fault).__name__}); try again.", said), clock()
        )
        raise


@transaction.atomic
def _begin(export_id: UUID, now: datetime) -> models.Export | None:
    row = models.Export.objects.select_for_update(of=("self",)).filter(id=export_id).first()
    if row is None or row.state not in (ExportState.WAITING, ExportState.RUNNING):
        return None
    models.ExportedPerson.objects.filter(export=row).delete()
    row.state, row.started_at, row.rows = ExportState.RUNNING, now, 0
    row.save()
    return row


def _write(actor: Actor, row: models.Export, exporters: Exporters, now: datetime) -> _Making:
    exporter = exporter_of(row.kind, exporters)
    vault = vault_of(ENV.key_file)
    where = orjson.loads(vault.open(bytes(row.where_sealed or b""), field=WHERE_FIELD, row=row.id))
    scope = ExportScope(where, row.with_contacts, actor.language)
    recipient = Recipient(row.recipient, row.country, row.purpose, row.agreement)
    making = _Making(row, exporter, rules.watermark(canary=row.canary, name=actor.name, at=now, recipient=recipient))
    path = export_path(row.id)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    remove_file(path)
    out = vault.writer(path)
    lines = _lines(making, actor, scope)
    if row.format == ExportFormat.XLSX:
        write_workbook(lines, out, mark=making.mark)
    else:
        write_delimited(([_text(cell) for cell in line] for line in lines), _Out(out))  # type: ignore[arg-type]
    out.close()
    row.size_bytes = out.size
    return making


def _lines(making: _Making, actor: Actor, scope: ExportScope) -> Iterator[tuple[Cell, ...]]:
    """The mark, the header, every row with the canary in its last column, the mark again; or the seed among the rows (rule W2)."""
    titles = [column.title.in_language(scope.language) for column in making.exporter.columns(actor, scope)]
    seed, has_lines = making.exporter.seed, not making.exporter.comes_back and making.exporter.seed is None
    if has_lines:
        yield (making.mark,)
    if seed is None:
        yield (*titles, rules.MARK_COLUMN)
    else:
        yield from ([tuple(titles)] if any(titles) else [])
        yield seed(scope, making.row.canary)
    mark = () if seed else (making.row.canary if has_lines else making.mark,)
    limit = ROWS_MAX - 3 if making.row.format == ExportFormat.XLSX else None
    for one in making.exporter.rows(actor, scope):
        if limit is not None and making.rows >= limit:
            raise Conflict("export_too_long", f"A workbook holds {ROWS_MAX:,} rows; take CSV.", f"Excel 最多 {ROWS_MAX:,} 行；请改用 CSV。")
        yield (*one.cells, *mark)
        _note(making, one)
    if seed is not None and making.rows == 0:
        raise Conflict("export_of_nobody", "Nobody in the list agreed to be handed over, or has a value the recipient takes.", NOBODY_LEFT)
    _store_people(making)
    if has_lines:
        yield (making.mark,)


def _note(making: _Making, row: ExportRow) -> None:
    making.rows += 1
    making.people.update(row.people)
    if making.rows % ROWS_A_STEP == 0:
        _store_people(making)


def _store_people(making: _Making) -> None:
    """Keeps whose data went into the file so far, shows how far it is, and stops where that was asked for."""
    rows = [models.ExportedPerson(export=making.row, record_id=one) for one in making.people]
    models.ExportedPerson.objects.bulk_create(rows, ignore_conflicts=True, batch_size=5_000)
    making.people.clear()
    rows_of = models.Export.objects.filter(id=making.row.id)
    rows_of.update(rows=making.rows)
    if rows_of.filter(cancel_asked=True).exists():
        raise _Cancelled


@transaction.atomic
def _finish(actor: Actor, made: _Making, now: datetime) -> None:
    row = models.Export.objects.select_for_update(of=("self",)).get(id=made.row.id)
    policy = get_policy()
    people = models.ExportedPerson.objects.filter(export=row).count() or made.rows
    if row.approval_id is None and rules.needs_four_eyes(people, policy):
        raise Conflict(
            "export_grew",
            f"Meanwhile the list concerns {people:,} people, which takes a second person; ask again.",
            f"名单已增至 {people:,} 人，需要两人同意；请重新申请。",
        )
    before = year_abroad(now.year)
    row.state, row.ended_at, row.expires_at = ExportState.DONE, now, now + timedelta(days=policy.kept_days)
    row.people, row.rows, row.size_bytes, row.where_sealed = people, made.rows, made.row.size_bytes, None
    row.save()
    record(actor, "export.made", subject=subject_of(row.id), purpose=row.purpose, details=about(row), now=now)
    raise_alarms(actor, row.id, row.country, before=before, now=now)


@transaction.atomic
def _leave(row: models.Export, state: ExportState, fault: XeniaError | None, now: datetime) -> None:
    """Nothing of an export that was not finished is kept but its line in the register."""
    remove_file(export_path(row.id))
    models.ExportedPerson.objects.filter(export=row).delete()
    message = {"zh": fault.message_zh, "en": fault.message} if fault else None
    models.Export.objects.filter(id=row.id).update(state=state, ended_at=now, message=message, where_sealed=None)
    if fault is not None and row.asked_by_id is not None:
        record(Actor(row.asked_by_id, ""), "export.failed", subject=subject_of(row.id), details={"code": fault.code}, now=now)


def _text(cell: Cell) -> str | None:
    return cell if cell is None or isinstance(cell, str) else str(cell)


class _Out:
    """The sealed file as a text wrapper wants it: it writes, and has nothing else to say."""

    closed = False

    def __init__(self, out: SealedWriter) -> None:
        self._out = out

    def write(self, data: bytes) -> int:
        return self._out.write(bytes(data))

    def writable(self) -> bool:
        return True

    def readable(self) -> bool:
        return False

    def seekable(self) -> bool:
        return False

    def flush(self) -> None:
        return None
