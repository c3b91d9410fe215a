"""Erasing people, trust's own part: the suppression list first, then what guests said, packages, the queue and the logs."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import connection

from xenia.kernel.actor import Actor
from xenia.kernel.texts import Text
from xenia.lake.intake.types import ReadOptions
from xenia.news.erase import forget_naming
from xenia.settings import ENV
from xenia.trust.actions.erasure_ledger import ledger_path, read_ledgers
from xenia.trust.models.consent import ConsentDecision, CurrentConsent, GuestGroup
from xenia.trust.models.decisions import PriceDecision
from xenia.trust.models.exports import Export, ExportedPerson
from xenia.trust.models.requests import Restriction, SubjectRequest, SuppressedIndex
from xenia.trust.queries.exports import export_path
from xenia.trust.queries.sealed_files import file_holds
from xenia.trust.queries.verification import log_files
from xenia.trust.types.access import Permission
from xenia.trust.types.exports import ExportState
from xenia.trust.types.rights import EraseStep, Erasure, Position, Trace, Worked, pattern_of
from xenia.trust.vault import remove_file, vault_of

AROUND = b"\"'`,:;=()[]{}<>/|\\ \t\r\n"
"""Signs beside a value, which a log line keeps."""


def suppress(actor: Actor, erasure: Erasure, position: Position, now: datetime) -> Worked:
    """Puts the person's blind indexes on the suppression list before anything goes, so that no import brings them back meanwhile (X14)."""
    actor.require(Permission.HANDLE_REQUESTS)
    rows = [
        SuppressedIndex(way=one.way, index=one.index, source_id=one.source_id, request_id=erasure.request_id, created_at=now)
        for one in erasure.suppressed
    ]
    SuppressedIndex.objects.bulk_create(rows, ignore_conflicts=True)
    return Worked({}, True, {"indexes": len(rows)})


def erase_what_was_said(actor: Actor, erasure: Erasure, position: Position, now: datetime) -> Worked:
    """Deletes consents, explained decisions and restrictions: their guest leads to nobody any more, and proves nothing about anyone."""
    actor.require(Permission.HANDLE_REQUESTS)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL xenia.erasing = 'on'")
    counts = {}
    for name, model in (
        ("consents", ConsentDecision),
        ("current", CurrentConsent),
        ("decisions", PriceDecision),
        ("restrictions", Restriction),
        ("guest_ids", GuestGroup),
    ):
        counts[name], _ = model.objects.filter(guest_id__in=erasure.guest_ids).delete()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL xenia.erasing = 'off'")
    return Worked({}, True, counts)


def erase_packages(actor: Actor, erasure: Erasure, position: Position, now: datetime) -> Worked:
    """Ends the packages that were made for these people, at once, and forgets who asked in requests that are over."""
    actor.require(Permission.HANDLE_REQUESTS)
    rows = SubjectRequest.objects.filter(record_ids__overlap=list(erasure.record_ids)).exclude(id=erasure.request_id)
    gone = 0
    for row in rows:
        if row.package and not row.package.get("erased"):
            remove_file(package_path(str(row.id)))
            row.package, gone = {**row.package, "erased": True}, gone + 1
        if row.state in ("answered", "refused"):
            row.asked_sealed = None
        row.save(update_fields=["package", "asked_sealed"])
    return Worked({}, True, {"packages": gone})


def erase_exports(actor: Actor, erasure: Erasure, position: Position, now: datetime) -> Worked:
    """Destroys the files of exports that hold the person, at once; the register keeps their lines and pseudonyms, as the law asks."""
    actor.require(Permission.HANDLE_REQUESTS)
    ids = exports_with(erasure.traces, erasure.record_ids)
    for export_id in ids:
        remove_file(export_path(export_id))
        Export.objects.filter(id=export_id).update(state=ExportState.EXPIRED, erased_at=now, where_sealed=None)
    return Worked({}, True, {"files": len(ids)})


def exports_with(traces: Sequence[Trace], record_ids: Sequence[UUID] = ()) -> list[UUID]:
    """Exports whose file is there and holds one of the records or a trace. For this module: its callers have checked the actor."""
    named = set(ExportedPerson.objects.filter(record_id__in=record_ids, export__erased_at__isnull=True).values_list("export_id", flat=True))
    rows = Export.objects.filter(erased_at__isnull=True).values_list("id", "format")
    return [one for one, kind in rows if export_path(one).exists() and (one in named or _export_holds(one, kind, traces))]


def _export_holds(export_id: UUID, kind: str, traces: Sequence[Trace]) -> bool:
    path = export_path(export_id)
    return file_holds(lambda: vault_of(ENV.key_file).reader(path), f"export.{kind or 'csv'}", ReadOptions(header_row=0), traces)


def package_path(request_id: str) -> Path:
    """Where a request's sealed package lies. A path and no more, so it takes no actor."""
    return ENV.home / "packages" / f"{request_id}.sealed"


def erase_queue(actor: Actor, erasure: Erasure, position: Position, now: datetime) -> Worked:
    """Deletes delivered news and finished jobs that name the person."""
    actor.require(Permission.HANDLE_REQUESTS)
    return Worked({}, True, {"entries": forget_naming(pattern_of(erasure.traces))})


def erase_logs(actor: Actor, erasure: Erasure, position: Position, now: datetime) -> Worked:
    """Writes stars over the person's traces in the logs of this machine; the files keep their length, for others are writing to them."""
    actor.require(Permission.HANDLE_REQUESTS)
    found = sum(_star_out(path, pattern_of(erasure.traces)) for path in log_files())
    return Worked({}, True, {"places": found})


def _star_out(path: Path, pattern: str) -> int:
    found = 0
    with path.open("r+b") as log:
        for place, length in list(_places(log.read(), pattern)):
            log.seek(place)
            log.write(b"*" * length)
            found += 1
    return found


def _places(content: bytes, pattern: str) -> Iterable[tuple[int, int]]:
    if pattern:
        for match in re.finditer(pattern.encode(), content, re.IGNORECASE):
            value = match[0].strip(AROUND)
            yield match.start() + match[0].index(value), len(value)


def count_in_logs(actor: Actor, traces: Iterable[Trace]) -> int:
    """How many places of the logs hold a trace."""
    actor.require(Permission.HANDLE_REQUESTS)
    pattern = pattern_of(traces)
    return sum(len(list(_places(path.read_bytes(), pattern))) for path in log_files())


def count_in_ledger(actor: Actor, traces: Iterable[Trace]) -> int:
    """How many lines of the erasure ledger hold a trace: the erasure's own, which stay."""
    actor.require(Permission.HANDLE_REQUESTS)
    named = {trace.value for trace in traces}
    return sum(bool(named & {str(one) for one in line.record_ids}) for line in read_ledgers([ledger_path(ENV.key_file)]))


FIRST_STEPS = (EraseStep("suppress", Text("记入不再导入名单", "Put on the list of those not to import again"), suppress),)
ERASE_STEPS = (
    EraseStep("said", Text("删除同意、决定与限制", "Delete consents, decisions and restrictions"), erase_what_was_said),
    EraseStep("packages", Text("删除资料包", "End packages"), erase_packages),
    EraseStep(
        "exports", Text("销毁含有此人的导出文件", "Destroy export files with the person in them"), erase_exports, in_transaction=False
    ),
    EraseStep("queue", Text("清理消息与任务队列", "Clean news and the queue"), erase_queue),
    EraseStep("logs", Text("清理日志", "Clean the logs"), erase_logs, in_transaction=False),
)
