"""Pulling a source: asking for it, doing it, and saying how it went. Folders and databases have a file of their own beside this one."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import structlog
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from xenia.connect import models
from xenia.connect.actions.database_pulls import pull_database
from xenia.connect.actions.folder_pulls import pull_folder
from xenia.connect.ports import Openers
from xenia.connect.queries.sources import get_source
from xenia.connect.rules.pulls import LOOK_APART, is_due, parse_database_location, parse_folder_location
from xenia.connect.types.sources import Source, SourceKind
from xenia.kernel.actor import Actor, product_actor
from xenia.kernel.errors import Conflict, XeniaError
from xenia.trust.actions.audit import record
from xenia.trust.types.access import Permission
from xenia.trust.types.audit import Subject, SubjectKind

log = structlog.get_logger()
PULL_TASK = "xenia.connect.pull"
PULLED_KINDS = (SourceKind.FOLDER, SourceKind.SQL)
Clock = Callable[[], datetime]


@transaction.atomic
def pull_source(*, actor: Actor, source_id: UUID, now: datetime) -> None:
    """Asks the worker to pull the source; asked twice before it began, it is one pull. Raises Conflict for a kind that is not pulled."""
    actor.require(Permission.LOAD_DATA)
    source = get_source(actor, source_id)
    kind = source.settings.kind
    if kind not in PULLED_KINDS:
        raise Conflict(
            "source_not_pulled",
            f"A source of the kind {kind} is not pulled; upload a file, or push records.",
            "此类数据来源不能拉取；请上传文件或推送记录。",
        )
    _defer_pull(source_id)
    record(actor, "source.pulled", subject=Subject(SubjectKind.SOURCE, str(source_id)), details={"unit_id": source.unit_id}, now=now)


@transaction.atomic
def defer_due_pulls(*, actor: Actor, now: datetime) -> int:
    """Asks for a pull of each source whose period has passed; returns how many are due."""
    actor.require(Permission.LOAD_DATA)
    scheduled = models.Source.objects.filter(kind__in=PULLED_KINDS, every_minutes__isnull=False).order_by("id")
    due = [row.id for row in scheduled if is_due(row.every_minutes, row.pulled_at, now)]
    for source_id in due:
        _defer_pull(source_id)
    return len(due)


def _defer_pull(source_id: UUID, *, seconds: float = 0) -> None:
    """Queues the pull behind the source's imports; does nothing where one waits already."""
    lock, queueing_lock = f"source:{source_id}", f"pull:{source_id}"
    task = app.configure_task(PULL_TASK, queue="imports", lock=lock, queueing_lock=queueing_lock, schedule_in={"seconds": seconds})
    try:
        with transaction.atomic():  # what is refused must not spoil the caller's transaction
            task.defer(source_id=str(source_id))
    except AlreadyEnqueued:
        log.debug("pull_waits_already", source=str(source_id))


def perform_pull(*, source_id: UUID, openers: Openers, clock: Clock) -> None:
    """Takes what is new in the source's folder or database, as uploads and runs. Safe to repeat.

    A fault of the place is kept as the source's sentence until a pull succeeds; an unexpected error is kept too, and raised.
    """
    actor = product_actor("pull", Permission.VIEW_SOURCES, Permission.LOAD_DATA, Permission.MANAGE_SOURCES)
    source = get_source(actor, source_id)
    models.Source.objects.filter(id=source_id).update(pulled_at=clock())
    try:
        _pull(actor, source, openers, clock)
    except XeniaError as fault:
        log.warning("pull_failed", source=str(source_id), code=fault.code)
        _note(source_id, {"zh": fault.message_zh, "en": fault.message})
    except Exception as unexpected:
        name = type(unexpected).__name__
        _note(source_id, {"zh": f"程序出错（{name}），将再次尝试。", "en": f"The program failed ({name}); it will be tried again."})
        raise
    else:
        _note(source_id, None)


def _pull(actor: Actor, source: Source, openers: Openers, clock: Clock) -> None:
    settings = source.settings
    if settings.kind is SourceKind.FOLDER:
        folder = openers.folder(parse_folder_location(settings.location))
        try:
            pull_folder(actor=actor, source_id=source.id, folder=folder, clock=clock)
        finally:
            if models.PulledFile.objects.filter(source_id=source.id, taken_at__isnull=True, message__isnull=True).exists():
                _defer_pull(source.id, seconds=LOOK_APART.total_seconds())
        return
    location = parse_database_location(settings.location, settings.cursor_column)
    database = openers.database(location)
    try:
        pull_database(actor=actor, source=source, database=database, location=location, clock=clock)
    finally:
        database.close()


def _note(source_id: UUID, message: dict[str, str] | None) -> None:
    models.Source.objects.filter(id=source_id).update(pull_message=message)
