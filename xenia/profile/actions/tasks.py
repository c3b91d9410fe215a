"""Writes of tasks: set, changed, done, cancelled, opened again."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict
from xenia.kernel.ids import new_id
from xenia.profile.actions.notes import require_peers, subject_of
from xenia.profile.models.staff import Task
from xenia.profile.queries.sealed_words import TASK_FIELD, sealed
from xenia.profile.queries.seen import KeptGuest, editable_guest
from xenia.profile.queries.tasks import task_row
from xenia.profile.rules.staff import TASK_LETTERS_MAX, check_due, clean_text, require_version
from xenia.profile.types.staff import TaskDraft, TaskState
from xenia.trust.actions.audit import record
from xenia.trust.queries.colleagues import peer_names


@transaction.atomic
def set_task(*, actor: Actor, guest_id: UUID, draft: TaskDraft, today: date, now: datetime) -> UUID:
    """Returns the id of the task. Raises Invalid for a day that is over and for a person who does not see the guest, NotFound."""
    guest = editable_guest(actor, guest_id)
    check_due(draft.due_on, today)
    require_peers(actor, guest, [draft.assignee_id])
    row = Task(id=new_id(), guest_id=guest.guest_id, due_on=draft.due_on, assignee_id=draft.assignee_id, set_by=actor.user_id, set_at=now)
    row.text_sealed = sealed(clean_text(draft.text, TASK_LETTERS_MAX), TASK_FIELD, row.id)
    row.save(force_insert=True)
    _tell(actor, "set", guest, row, now)
    return row.id


@transaction.atomic
def change_task(*, actor: Actor, task_id: UUID, draft: TaskDraft, version: int, today: date, now: datetime) -> None:
    """Changes an open task. Raises Conflict where somebody changed it since `version` or it is closed, and else as `set_task`."""
    guest, row = _locked(actor, task_id, version)
    if row.state != TaskState.OPEN:
        raise Conflict("task_closed", f"The task is {row.state}; open it again first.", "任务已结束；请先重新打开。")
    check_due(draft.due_on, today, was=row.due_on)
    if draft.assignee_id != row.assignee_id:
        require_peers(actor, guest, [draft.assignee_id])
    row.due_on, row.assignee_id, row.version = draft.due_on, draft.assignee_id, row.version + 1
    row.text_sealed = sealed(clean_text(draft.text, TASK_LETTERS_MAX), TASK_FIELD, row.id)
    row.save()
    _tell(actor, "changed", guest, row, now)


@transaction.atomic
def close_task(*, actor: Actor, task_id: UUID, state: TaskState, version: int, now: datetime) -> None:
    """Does, cancels or opens a task again; one that is so already stays. Raises Conflict where somebody changed it since `version`."""
    guest, row = _locked(actor, task_id, version)
    if row.state == state:
        return
    is_open = state is TaskState.OPEN
    row.state, row.version = state.value, row.version + 1
    row.closed_by, row.closed_at = (None, None) if is_open else (actor.user_id, now)
    row.save()
    _tell(actor, state.value, guest, row, now)


def _locked(actor: Actor, task_id: UUID, version: int) -> tuple[KeptGuest, Task]:
    guest = editable_guest(actor, task_row(actor, task_id).guest_id)
    row = Task.objects.select_for_update().get(id=task_id)
    by = row.closed_by or row.set_by
    require_version(row.version, version, peer_names(actor, [by]).get(by, "") if by else "")
    return guest, row


def _tell(actor: Actor, deed: str, guest: KeptGuest, row: Task, now: datetime) -> None:
    details = {"task": str(row.id), "assignee": str(row.assignee_id)}
    record(actor, f"task.{deed}", subject=subject_of(guest.guest_id), details=details, now=now)
