"""What people of the house do for a guest: notes, calls, tasks, files, who looks after the guest; and what waits for one person."""

from datetime import date
from typing import Annotated, Literal
from urllib.parse import quote
from uuid import UUID

from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from xenia.kernel.paging import Page
from xenia.profile.actions import attachments, by_hand, calls, notes, owners, tasks
from xenia.profile.queries import by_hand as hand_queries
from xenia.profile.queries import staff as queries
from xenia.profile.queries import tasks as task_queries
from xenia.profile.types import staff as types
from xenia.profile.types.by_hand import HandFields, LikelyGuest
from xenia.trust.types.colleagues import Peer
from xenia.web.api import guests
from xenia.web.api.exports import FILE_ANSWER
from xenia.web.api.sources import Created
from xenia.web.api.uploads import FILE_BODY
from xenia.web.incoming import file_of
from xenia.web.instants import Instant
from xenia.web.session import actor_of
from xenia.web.shapes import list_of, page_of, shape

router = Router(tags=["staff"])
Words = Annotated[str, Field(max_length=5_000)]


class NoteFields(Schema):
    """`mention_ids`: colleagues who are asked to look."""

    text: Words
    mention_ids: list[UUID] = Field(default_factory=list, max_length=20)


class NoteChange(NoteFields):
    """`version`: of the text that was read; another is refused, so that nobody writes over a colleague."""

    version: int = Field(ge=1, le=2_000_000_000)


class CallFields(Schema):
    direction: types.CallDirection
    outcome: types.CallOutcome
    began_at: Instant
    duration_seconds: int | None = Field(default=None, ge=0, le=86_400)
    summary: Annotated[str, Field(max_length=2_000)]


class TaskFields(Schema):
    text: Annotated[str, Field(max_length=500)]
    due_on: date
    assignee_id: UUID

    def draft(self) -> types.TaskDraft:
        return types.TaskDraft(self.text, self.due_on, self.assignee_id)


class TaskChange(TaskFields):
    version: int = Field(ge=1, le=2_000_000_000)


class TaskStep(Schema):
    state: types.TaskState
    version: int = Field(ge=1, le=2_000_000_000)


class OwnerChoice(Schema):
    owner_id: UUID | None
    unit_id: UUID | None


class HandEntry(Schema):
    """`fields` by canonical name (name, phone, birth_date ...), only those that are given; `unit_id`: the unit that enters them."""

    fields: dict[str, Annotated[str, Field(max_length=300)]] = Field(max_length=20)
    unit_id: UUID | None = None

    def entered(self) -> HandFields:
        return HandFields(self.fields, self.unit_id)


class HandLeads(Schema):
    """What a new guest would be entered with. In the body, so that it stands in no address and no log."""

    phone: str = Field(default="", max_length=80)
    email: str = Field(default="", max_length=200)
    id_number: str = Field(default="", max_length=80)


class MentionsSeen(Schema):
    ids: list[UUID] = Field(max_length=200)


class MomentQuery(Schema):
    """`kinds`: note, call, file; none means all."""

    kinds: list[types.MomentKind] = Field(default_factory=list)
    page: str | None = None
    size: int = 50


@guests.router.post("/guests", response={201: Created})  # beside the list: an address belongs to one router
def enter_guest(request: HttpRequest, entry: HandEntry) -> Status[dict[str, UUID]]:
    """Enters a guest by hand, as a record of the front desk."""
    return Status(201, {"id": by_hand.enter_guest(actor=actor_of(request), entered=entry.entered(), clock=timezone.now)})


@router.post("/guests/likely", response=list_of(LikelyGuest))
def find_likely_guests(request: HttpRequest, leads: HandLeads) -> list[LikelyGuest]:
    """Guests with the same phone, e-mail or document as somebody who is about to be entered; it reads only."""
    return hand_queries.list_likely(actor_of(request), leads.dict())


@router.post("/guests/{uuid:guest_id}/mend", response=Created)
def mend_guest(request: HttpRequest, guest_id: UUID, entry: HandEntry) -> dict[str, UUID]:
    """Says otherwise in the fields given; what other sources say stays as it is."""
    return {"id": by_hand.mend_guest(actor=actor_of(request), guest_id=guest_id, entered=entry.entered(), clock=timezone.now)}


@router.get("/guests/{uuid:guest_id}/moments", response=page_of(types.StaffMoment))
def list_guest_moments(request: HttpRequest, guest_id: UUID, where: Annotated[MomentQuery, Query()]) -> Page[types.StaffMoment]:
    """Notes, calls and files, newest first."""
    return queries.list_moments(actor_of(request), guest_id, kinds=where.kinds, page=where.page, size=where.size)


@router.get("/guests/{uuid:guest_id}/peers", response=list_of(Peer))
def list_guest_peers(request: HttpRequest, guest_id: UUID, text: Annotated[str, Query(max_length=100)] = "") -> list[Peer]:
    """Colleagues who see the guest: for tasks, mentions and owners."""
    return queries.list_peers(actor_of(request), guest_id, text=text)


@router.post("/guests/{uuid:guest_id}/notes", response={201: Created})
def write_note(request: HttpRequest, guest_id: UUID, note: NoteFields) -> Status[dict[str, UUID]]:
    """Writes a note; colleagues who are mentioned find it on their desk."""
    made = notes.write_note(actor=actor_of(request), guest_id=guest_id, text=note.text, mention_ids=note.mention_ids, now=timezone.now())
    return Status(201, {"id": made})


@router.get("/notes/{uuid:note_id}/versions", response=list_of(types.NoteVersion))
def list_note_versions(request: HttpRequest, note_id: UUID) -> list[types.NoteVersion]:
    """Every text of a note, the present one first."""
    return queries.list_note_versions(actor_of(request), note_id)


@router.put("/notes/{uuid:note_id}", response={204: None})
def change_note(request: HttpRequest, note_id: UUID, note: NoteChange) -> Status[None]:
    """Changes a note; the former text stays readable."""
    notes.change_note(
        actor=actor_of(request), note_id=note_id, text=note.text, version=note.version, mention_ids=note.mention_ids, now=timezone.now()
    )
    return Status(204, None)


@router.delete("/notes/{uuid:note_id}", response={204: None})
def delete_note(request: HttpRequest, note_id: UUID) -> Status[None]:
    """Takes a note from everybody's sight."""
    notes.delete_note(actor=actor_of(request), note_id=note_id, now=timezone.now())
    return Status(204, None)


@router.post("/guests/{uuid:guest_id}/calls", response={201: Created})
def log_call(request: HttpRequest, guest_id: UUID, call: CallFields) -> Status[dict[str, UUID]]:
    """Logs a call with the guest."""
    new = types.NewCall(call.direction, call.outcome, call.began_at, call.duration_seconds, call.summary)
    return Status(201, {"id": calls.log_call(actor=actor_of(request), guest_id=guest_id, call=new, now=timezone.now())})


@router.delete("/calls/{uuid:call_id}", response={204: None})
def delete_call(request: HttpRequest, call_id: UUID) -> Status[None]:
    """Takes a logged call from everybody's sight."""
    calls.delete_call(actor=actor_of(request), call_id=call_id, now=timezone.now())
    return Status(204, None)


@router.get("/guests/{uuid:guest_id}/tasks", response=list_of(types.Task))
def list_guest_tasks(request: HttpRequest, guest_id: UUID) -> list[types.Task]:
    """Open tasks, the most urgent first, then those closed last."""
    return task_queries.list_tasks(actor_of(request), guest_id, today=timezone.localdate())


@router.post("/guests/{uuid:guest_id}/tasks", response={201: Created})
def set_task(request: HttpRequest, guest_id: UUID, task: TaskFields) -> Status[dict[str, UUID]]:
    """Sets a task with a day and a person, who must see the guest."""
    actor, today, now = actor_of(request), timezone.localdate(), timezone.now()
    return Status(201, {"id": tasks.set_task(actor=actor, guest_id=guest_id, draft=task.draft(), today=today, now=now)})


@router.put("/tasks/{uuid:task_id}", response={204: None})
def change_task(request: HttpRequest, task_id: UUID, task: TaskChange) -> Status[None]:
    """Changes an open task."""
    today, now = timezone.localdate(), timezone.now()
    tasks.change_task(actor=actor_of(request), task_id=task_id, draft=task.draft(), version=task.version, today=today, now=now)
    return Status(204, None)


@router.post("/tasks/{uuid:task_id}/state", response={204: None})
def close_task(request: HttpRequest, task_id: UUID, step: TaskStep) -> Status[None]:
    """Does, cancels or opens a task again."""
    tasks.close_task(actor=actor_of(request), task_id=task_id, state=step.state, version=step.version, now=timezone.now())
    return Status(204, None)


@router.get("/tasks", response=page_of(types.Task))
def list_my_tasks(
    request: HttpRequest, state: Literal["open", "closed"] = "open", page: str | None = None, size: int = 50
) -> Page[types.Task]:
    """The caller's own tasks: open ones by their day, closed ones newest first."""
    today = timezone.localdate()
    return task_queries.list_my_tasks(actor_of(request), is_open=state == "open", today=today, page=page, size=size)


@router.get("/desk", response=shape(types.DeskCount))
def get_my_desk(request: HttpRequest) -> types.DeskCount:
    """How much waits for the caller."""
    return task_queries.count_my_desk(actor_of(request), today=timezone.localdate())


@router.get("/desk/mentions", response=page_of(types.MentionOfMe))
def list_my_mentions(request: HttpRequest, page: str | None = None, size: int = 50) -> Page[types.MentionOfMe]:
    """Notes in which colleagues ask the caller to look, newest first."""
    return task_queries.list_mentions_of_me(actor_of(request), page=page, size=size)


@router.post("/desk/mentions/seen", response={204: None})
def see_my_mentions(request: HttpRequest, seen: MentionsSeen) -> Status[None]:
    """Notes that the caller looked."""
    notes.see_mentions(actor=actor_of(request), mention_ids=seen.ids, now=timezone.now())
    return Status(204, None)


@router.get("/guests/{uuid:guest_id}/owners", response=shape(types.Owners))
def get_guest_owners(request: HttpRequest, guest_id: UUID) -> types.Owners:
    """Who looks after the guest, and who did before."""
    return queries.get_owners(actor_of(request), guest_id)


@router.put("/guests/{uuid:guest_id}/owners", response={204: None})
def give_owner(request: HttpRequest, guest_id: UUID, choice: OwnerChoice) -> Status[None]:
    """Gives the guest a person and a team."""
    owners.give_owner(actor=actor_of(request), guest_id=guest_id, owner_id=choice.owner_id, unit_id=choice.unit_id, now=timezone.now())
    return Status(204, None)


@router.post("/guests/{uuid:guest_id}/files", response={201: Created}, openapi_extra=FILE_BODY)
def attach_file(request: HttpRequest, guest_id: UUID) -> Status[dict[str, UUID]]:
    """Keeps one file (multipart/form-data, name `file`, up to 20 MB): an image, a PDF, an office document or a text."""
    with file_of(request) as file:
        made = attachments.attach_file(
            actor=actor_of(request), guest_id=guest_id, file_name=file.name, stream=file.stream, now=timezone.now()
        )
    return Status(201, {"id": made})


@router.get("/files/{uuid:file_id}", response={200: None}, openapi_extra=FILE_ANSWER)
def download_file(request: HttpRequest, file_id: UUID) -> StreamingHttpResponse:
    """The file; each opening is recorded. It always comes as a download, never as a page."""
    file = attachments.open_file(actor=actor_of(request), attachment_id=file_id, now=timezone.now())
    response = StreamingHttpResponse(file.blocks, content_type=file.media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file.name)}"
    response["Content-Length"] = str(file.size_bytes)
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@router.delete("/files/{uuid:file_id}", response={204: None})
def delete_file(request: HttpRequest, file_id: UUID) -> Status[None]:
    """Takes a file from everybody's sight."""
    attachments.delete_file(actor=actor_of(request), attachment_id=file_id, now=timezone.now())
    return Status(204, None)
