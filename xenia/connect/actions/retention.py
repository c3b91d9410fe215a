"""What connect keeps only for a time (rule X16): counting and ending what is too old, but what is held."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db.models import Q, QuerySet

from xenia.connect import models
from xenia.connect.actions.runs import QUARANTINE_DAYS
from xenia.connect.actions.uploads import UPLOAD_DAYS
from xenia.connect.queries.uploads import upload_path
from xenia.connect.rows import of_people
from xenia.connect.types.runs import RunState
from xenia.kernel.actor import Actor
from xenia.kernel.texts import Text
from xenia.lake import read
from xenia.lake.erase import delete_bookings, delete_older
from xenia.trust.types.access import Permission
from xenia.trust.types.retention import Deed, Held, RetentionKind
from xenia.trust.vault import remove_file

BOOKINGS_A_NIGHT = 50_000
_ARRIVED = Text("收到文件", "The file arrived")
_HAPPENED = Text("发生", "It happened")


def count_uploads(actor: Actor, before: datetime, held: Held) -> int:
    """How many sealed files are older, whose import is over."""
    actor.require(Permission.LOAD_DATA)
    return _old_uploads(before).count()


def end_uploads(actor: Actor, before: datetime, held: Held) -> int:
    """Deletes older sealed files and their samples; what a run still needs stays until the run is over."""
    actor.require(Permission.LOAD_DATA)
    ended = 0
    for upload_id in list(_old_uploads(before).values_list("id", flat=True)):
        remove_file(upload_path(upload_id))
        ended += models.Upload.objects.filter(id=upload_id).update(erased_at=before, sample_sealed=None)
    return ended


def _old_uploads(before: datetime) -> "QuerySet[models.Upload]":
    busy = models.Run.objects.filter(state__in=[RunState.WAITING, RunState.RUNNING]).values("upload_id")
    return models.Upload.objects.filter(created_at__lt=before, erased_at__isnull=True).exclude(id__in=busy)


def count_quarantined(actor: Actor, before: datetime, held: Held) -> int:
    """How many quarantined rows are older."""
    actor.require(Permission.LOAD_DATA)
    return models.QuarantinedRow.objects.filter(created_at__lt=before).count()


def end_quarantined(actor: Actor, before: datetime, held: Held) -> int:
    """Deletes older quarantined rows."""
    actor.require(Permission.LOAD_DATA)
    return models.QuarantinedRow.objects.filter(created_at__lt=before).delete()[0]


def count_facts(actor: Actor, before: datetime, held: Held, *, name: str) -> int:
    """How many facts of a table are older, by when they happened."""
    actor.require(Permission.LOAD_DATA)
    facts = read.table(name)
    old = facts.filter(facts["at"] < before)
    if held.record_ids:
        kept = [str(record_id) for record_id in held.record_ids]
        old = old.filter(old.record_id.isnull() | old.record_id.notin(kept))
    answer = read.execute(old.aggregate(old.count().name("rows")), units=None)
    return int(answer["rows"][0].as_py())


def end_facts(actor: Actor, before: datetime, held: Held, *, name: str) -> int:
    """Deletes older facts of a table for good: no version and no log of the lake keeps them."""
    actor.require(Permission.LOAD_DATA)
    return delete_older(name, "at", before, kept={"record_id": held.record_ids})


def count_bookings(actor: Actor, before: datetime, held: Held) -> int:
    """How many bookings ended before; one without a last day counts from when it was made."""
    actor.require(Permission.LOAD_DATA)
    return _old_bookings(before, held).count()


def end_bookings(actor: Actor, before: datetime, held: Held) -> int:
    """Deletes older bookings with all that hangs on them, in the lake first: what stops in the middle is found again the next night."""
    actor.require(Permission.LOAD_DATA)
    ids: list[UUID] = list(_old_bookings(before, held).values_list("booking_id", flat=True)[:BOOKINGS_A_NIGHT])
    if ids:
        delete_bookings(ids)
        models.Booking.objects.filter(booking_id__in=ids).delete()
    return len(ids)


def _old_bookings(before: datetime, held: Held) -> "QuerySet[models.Booking]":
    over = Q(ends_on__lt=before.date()) | Q(ends_on__isnull=True, booked_at__lt=before)
    rows = models.Booking.objects.filter(over).exclude(booking_id__in=held.booking_ids)
    return rows.exclude(of_people(held.record_ids) | Q(payer_id__in=held.record_ids)) if held.record_ids else rows


def _facts_kind(code: str, name: str, title: Text, days: int, purpose: Text) -> RetentionKind:
    count: Callable[[Actor, datetime, Held], int] = partial(count_facts, name=name)
    end: Callable[[Actor, datetime, Held], int] = partial(end_facts, name=name)
    ground = Text("目的达成所需的最短时间（个保法第 19 条）。", "The shortest time the purpose needs (PIPL 19).")
    return RetentionKind(code, title, _HAPPENED, purpose, days, Deed.DELETE, ground, count, end, days_min=1)


RETENTION_KINDS = (
    RetentionKind(
        "uploads", Text("上传的文件", "Uploaded files"), _ARRIVED, Text("导入与重放", "Importing and replaying"), UPLOAD_DAYS, Deed.DELETE,
        Text("事实已进入数据湖，原文件只为核对而留。", "The facts are in the lake; the file stays only to check against."),
        count_uploads, end_uploads, "runs",
    ),
    RetentionKind(
        "quarantine", Text("隔离区的行", "Quarantined rows"), _ARRIVED, Text("修正与重放", "Mending and replaying"), QUARANTINE_DAYS,
        Deed.DELETE, Text("修正所需的时间。", "The time that mending takes."), count_quarantined, end_quarantined, "quarantine",
    ),
    _facts_kind("behaviour", "behaviour_events", Text("行为事件", "Behaviour events"), 730, Text("了解客人兴趣", "Knowing guests' tastes")),
    _facts_kind("interactions", "interactions", Text("沟通记录", "Interactions"), 1_095, Text("服务与投诉", "Service and complaints")),
    _facts_kind("feedback", "feedback", Text("评价", "Feedback"), 1_825, Text("改进服务", "Improving the service")),
    RetentionKind(
        "bookings", Text("预订与付款", "Bookings and payments"), Text("行程结束", "The trip ended"),
        Text("履约与财务", "Fulfilment and finance"), 3_650, Deed.DELETE,
        Text("会计档案与旅游法规要求保存；少于 5 年须咨询法务。", "Accounting and travel law ask for it; five years at least."),
        count_bookings, end_bookings, "bookings", days_min=1_825,
    ),
)  # fmt: skip
