"""Reads of tasks and of what waits for one person: my tasks, notes that mention me."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from xenia.kernel.actor import Actor
from xenia.kernel.errors import NotFound
from xenia.kernel.paging import Page, keys_of, page_size, page_token
from xenia.profile.models import staff as models
from xenia.profile.queries.sealed_words import NOTE_FIELD, TASK_FIELD, opened
from xenia.profile.queries.seen import guest_names, kept_guest
from xenia.profile.rules.staff import is_overdue
from xenia.profile.types.staff import DeskCount, GuestName, MentionOfMe, Task, TaskState
from xenia.trust.queries.colleagues import peer_names
from xenia.trust.types.access import Permission

CLOSED_MAX = 20
UNSEEN = GuestName(None, "")


def list_tasks(actor: Actor, guest_id: UUID, *, today: date) -> list[Task]:
    """Returns the guest's open tasks, the most urgent first, then the twenty closed last."""
    guest = kept_guest(actor, guest_id)
    rows = models.Task.objects.filter(guest_id__in=guest.homes)
    closed = rows.exclude(state=TaskState.OPEN).order_by("-closed_at", "-id")[:CLOSED_MAX]
    return _tasks(actor, [*rows.filter(state=TaskState.OPEN).order_by("due_on", "id"), *closed], today)


def list_my_tasks(actor: Actor, *, is_open: bool, today: date, page: str | None = None, size: int = 50) -> Page[Task]:
    """Returns the actor's own tasks: open ones by their day, closed ones newest first. A guest the actor sees no more has no name."""
    actor.require(Permission.VIEW_GUESTS)
    size = page_size(size)
    rows = models.Task.objects.filter(assignee_id=_me(actor))
    found = list(_open(rows, page, size) if is_open else _closed(rows, page, size))
    following = _token(found[size - 1], is_open) if len(found) > size else None
    return Page(_tasks(actor, found[:size], today), following)


def _me(actor: Actor) -> UUID:
    """A machine has no desk: nothing is kept under this id."""
    return actor.user_id or UUID(int=0)


def _open(rows: Any, page: str | None, size: int) -> Any:
    rows = rows.filter(state=TaskState.OPEN).order_by("due_on", "id")
    if page:
        due_on, row_id = keys_of(page, date.fromisoformat, UUID)
        rows = rows.filter(Q(due_on__gt=due_on) | Q(due_on=due_on, id__gt=row_id))
    return rows[: size + 1]


def _closed(rows: Any, page: str | None, size: int) -> Any:
    rows = rows.exclude(state=TaskState.OPEN).order_by("-closed_at", "-id")
    if page:
        closed_at, row_id = keys_of(page, datetime.fromisoformat, UUID)
        rows = rows.filter(Q(closed_at__lt=closed_at) | Q(closed_at=closed_at, id__lt=row_id))
    return rows[: size + 1]


def _token(row: models.Task, is_open: bool) -> str:
    return page_token((row.due_on if is_open else row.closed_at or row.set_at).isoformat(), str(row.id))


def _tasks(actor: Actor, rows: Iterable[models.Task], today: date) -> list[Task]:
    found = list(rows)
    guests = guest_names(actor, {row.guest_id for row in found})
    names = peer_names(actor, {one for row in found for one in (row.assignee_id, row.set_by, row.closed_by)})
    return [_task(row, guests.get(row.guest_id, UNSEEN), names, today) for row in found]


def _task(row: models.Task, guest: GuestName, names: dict[UUID, str], today: date) -> Task:
    state = TaskState(row.state)
    return Task(
        id=row.id,
        guest=guest,
        text=opened(row.text_sealed, TASK_FIELD, row.id) if guest.guest_id else "",
        due_on=row.due_on,
        assignee_id=row.assignee_id,
        assignee_name=names.get(row.assignee_id, ""),
        state=state,
        is_overdue=is_overdue(state, row.due_on, today),
        version=row.version,
        set_by_name=names.get(row.set_by, "") if row.set_by else "",
        set_at=row.set_at,
        closed_by_name=names.get(row.closed_by, "") if row.closed_by else "",
        closed_at=row.closed_at,
    )


def task_row(actor: Actor, task_id: UUID) -> Any:
    """The task's row; raises NotFound where the actor does not see the guest. For this module."""
    actor.require(Permission.VIEW_GUESTS)
    row = models.Task.objects.filter(id=task_id).first()
    missing = NotFound("task_not_found", f"There is no task {task_id} that you may see.", "没有您可查看的任务。")
    if row is None:
        raise missing
    try:
        kept_guest(actor, row.guest_id)
    except NotFound:
        raise missing from None
    return row


def list_mentions_of_me(actor: Actor, *, page: str | None = None, size: int = 50) -> Page[MentionOfMe]:
    """Returns notes in which colleagues ask the actor to look, newest first; deleted ones and guests out of sight are left out."""
    actor.require(Permission.VIEW_GUESTS)
    size = page_size(size)
    rows = models.Mention.objects.filter(person_id=_me(actor), note__deleted_at__isnull=True).select_related("note")
    rows = rows.order_by("-mentioned_at", "-id")
    if page:
        at, row_id = keys_of(page, datetime.fromisoformat, UUID)
        rows = rows.filter(Q(mentioned_at__lt=at) | Q(mentioned_at=at, id__lt=row_id))
    found = list(rows[: size + 1])
    following = page_token(found[size - 1].mentioned_at.isoformat(), str(found[size - 1].id)) if len(found) > size else None
    shown = found[:size]
    guests = guest_names(actor, {row.note.guest_id for row in shown})
    names = peer_names(actor, {row.mentioned_by for row in shown})
    return Page([_mention(row, guests[row.note.guest_id], names) for row in shown if guests[row.note.guest_id].guest_id], following)


def _mention(row: models.Mention, guest: GuestName, names: dict[UUID, str]) -> MentionOfMe:
    text = opened(row.note.text_sealed, NOTE_FIELD, row.note.id)
    return MentionOfMe(row.id, guest, text, names.get(row.mentioned_by, "") if row.mentioned_by else "", row.mentioned_at, row.seen_at)


def count_my_desk(actor: Actor, *, today: date) -> DeskCount:
    """Returns how much waits for the actor: the badge."""
    actor.require(Permission.VIEW_GUESTS)
    mine = models.Task.objects.filter(assignee_id=_me(actor), state=TaskState.OPEN)
    mentions = models.Mention.objects.filter(person_id=_me(actor), seen_at__isnull=True, note__deleted_at__isnull=True)
    return DeskCount(mine.count(), mine.filter(due_on__lte=today).count(), mentions.count())
