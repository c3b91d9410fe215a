"""Erasing people, connect's part: quarantine, uploads, the lake, bookings, records. Each step may be repeated from where it stood."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from xenia.connect import models
from xenia.connect.actions.queueing import only_run_of
from xenia.connect.queries import subject_files
from xenia.connect.queries.uploads import upload_path
from xenia.connect.types.runs import RunState
from xenia.kernel.actor import Actor
from xenia.kernel.texts import Text
from xenia.lake.erase import BLANKED, ORDER, erase_from_table
from xenia.lake.tables import TABLES
from xenia.trust.types.access import Permission
from xenia.trust.types.rights import EraseStep, Erasure, Position, Worked
from xenia.trust.vault import remove_file

LAKE_TABLES = tuple(name for name in ORDER if TABLES[name].record_columns or name in BLANKED)
CUT = """
UPDATE connect_booking SET
    booker_id = CASE WHEN booker_id = %(old)s THEN %(new)s ELSE booker_id END,
    payer_id = CASE WHEN payer_id = %(old)s THEN %(new)s ELSE payer_id END,
    traveller_ids = array_replace(traveller_ids, %(old)s, %(new)s)
WHERE booker_id = %(old)s OR payer_id = %(old)s OR traveller_ids @> ARRAY[%(old)s]::uuid[]
"""
TOUCHED = ("connect_guestrecord", "connect_guestunit", "connect_booking", "connect_quarantinedrow", "connect_upload")
ERASED_NAME = "erased"


def erase_quarantine(actor: Actor, erasure: Erasure, position: Position, now: datetime) -> Worked:
    """Deletes quarantined rows that hold the person, 2,000 looked at in a call (rule X6)."""
    actor.require(Permission.HANDLE_REQUESTS)
    found, after = subject_files.quarantined_of(erasure.traces, _id(position))
    gone, _ = models.QuarantinedRow.objects.filter(id__in=found).delete()
    return Worked({"after": str(after)} if after else {}, after is None, {"rows": gone})


def erase_uploads(actor: Actor, erasure: Erasure, position: Position, now: datetime) -> Worked:
    """Ends an upload that holds the person at once (rule X7): its file, its sample, the runs that waited for it; one upload in a call.

    A running import of its source is waited for, so that it cannot write the person after this.
    """
    actor.require(Permission.HANDLE_REQUESTS)
    uploads = subject_files.open_uploads(_id(position))
    if not uploads:
        return Worked({}, True, {})
    upload_id, ended = uploads[0], 0
    if subject_files.upload_holds(upload_id, erasure.traces):
        with only_run_of(models.Upload.objects.values_list("source_id", flat=True).get(id=upload_id)):
            ended = _end_upload(upload_id, now)
    return Worked({"after": str(upload_id)}, len(uploads) == 1, {"files": ended})


def _end_upload(upload_id: UUID, now: datetime) -> int:
    waiting = models.Run.objects.filter(upload_id=upload_id, state=RunState.WAITING)
    waiting.update(state=RunState.CANCELLED, ended_at=now)
    remove_file(upload_path(upload_id))
    return models.Upload.objects.filter(id=upload_id).update(erased_at=now, sample_sealed=None, file_name=ERASED_NAME)


def erase_facts(actor: Actor, erasure: Erasure, position: Position, now: datetime) -> Worked:
    """Erases the person from one table of the lake in a call: files of all versions and Delta's log (rule X8)."""
    actor.require(Permission.HANDLE_REQUESTS)
    place = int(position.get("table", 0))
    lost = erase_from_table(LAKE_TABLES[place], erasure.record_ids, pseudonyms=erasure.pseudonyms)
    counts = {"facts_deleted": lost.rows_deleted, "facts_anonymised": lost.rows_cleared}
    return Worked({"table": place + 1}, place + 1 == len(LAKE_TABLES), counts)


def erase_bookings(actor: Actor, erasure: Erasure, position: Position, now: datetime) -> Worked:
    """Cuts bookings from the person: amounts and dates stay, a random pseudonym takes the person's place (rule X9)."""
    actor.require(Permission.HANDLE_REQUESTS)
    changed = 0
    with connection.cursor() as cursor:
        for record_id, pseudonym in erasure.pseudonyms.items():
            cursor.execute(CUT, {"old": record_id, "new": pseudonym})
            changed += cursor.rowcount
    return Worked({}, True, {"bookings": changed})


def erase_guest_records(actor: Actor, erasure: Erasure, position: Position, now: datetime) -> Worked:
    """Deletes the records themselves, with contact values, blind indexes and names, and where they were seen."""
    actor.require(Permission.HANDLE_REQUESTS)
    models.GuestUnit.objects.filter(record_id__in=erasure.record_ids).delete()
    gone, _ = models.GuestRecord.objects.filter(record_id__in=erasure.record_ids).delete()
    return Worked({}, True, {"records": gone})


def vacuum_tables(actor: Actor, erasure: Erasure, position: Position, now: datetime) -> Worked:
    """Takes deleted rows out of the tables of PostgreSQL and their search indexes (rule X11); nothing to do inside a transaction."""
    actor.require(Permission.HANDLE_REQUESTS)
    if not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute(f"VACUUM {', '.join(TOUCHED)}")
    return Worked({}, True, {})


def _id(position: Mapping[str, Any]) -> UUID | None:
    return UUID(position["after"]) if position.get("after") else None


ERASE_STEPS = (
    EraseStep("quarantine", Text("删除隔离区中的行", "Delete rows in quarantine"), erase_quarantine),
    EraseStep("uploads", Text("删除含有此人的上传文件", "End uploaded files with the person in them"), erase_uploads, in_transaction=False),
    EraseStep(
        "facts", Text("清除数据湖（所有版本与日志）", "Erase from the lake, all versions and its log"), erase_facts, in_transaction=False
    ),
    EraseStep("bookings", Text("切断预订与此人的关联", "Cut bookings from the person"), erase_bookings),
    EraseStep("records", Text("删除客人记录", "Delete the guest records"), erase_guest_records),
)
CLEAN_STEPS = (
    EraseStep(
        "vacuum", Text("清理数据库文件与搜索索引", "Clean the database files and search indexes"), vacuum_tables, in_transaction=False
    ),
)
