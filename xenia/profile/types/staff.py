"""Words of what people of the house write down of a guest."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from xenia.kernel.texts import Text


class CallDirection(StrEnum):
    INBOUND = "inbound"
    OUTBOUND = "outbound"


class CallOutcome(StrEnum):
    ANSWERED = "answered"
    NO_ANSWER = "no_answer"
    CALL_BACK = "call_back"
    SOLVED = "solved"
    HANDED_ON = "handed_on"


class TaskState(StrEnum):
    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"


class MomentKind(StrEnum):
    """What people of the house leave on a guest's timeline."""

    NOTE = "note"
    CALL = "call"
    FILE = "file"


@dataclass(frozen=True)
class NewCall:
    """A call as it is logged; `began_at` not in the future."""

    direction: CallDirection
    outcome: CallOutcome
    began_at: datetime
    duration_seconds: int | None
    summary: str


@dataclass(frozen=True)
class TaskDraft:
    """What is to be done, until which day, and by whom."""

    text: str
    due_on: date
    assignee_id: UUID


@dataclass(frozen=True)
class CallDetail:
    direction: CallDirection
    outcome: CallOutcome
    duration_seconds: int | None


@dataclass(frozen=True)
class FileDetail:
    media_type: str
    size_bytes: int


@dataclass(frozen=True)
class Mentioned:
    """A colleague whom a note asks to look."""

    person_id: UUID
    name: str
    seen_at: datetime | None


@dataclass(frozen=True)
class StaffMoment:
    """A note, a call or a file: `text` is the note, the summary, the file's name. `version` of a note counts its texts."""

    kind: MomentKind
    id: UUID
    at: datetime
    text: str
    by_id: UUID | None
    by_name: str
    version: int
    changed_at: datetime | None
    changed_by_name: str
    mentions: tuple[Mentioned, ...]
    call: CallDetail | None
    file: FileDetail | None


@dataclass(frozen=True)
class NoteVersion:
    """One text of a note, former or present."""

    version: int
    text: str
    by_name: str
    at: datetime


@dataclass(frozen=True)
class GuestName:
    """The guest something is about, as the reader sees them; `guest_id` None and no name where the reader does not, or no more."""

    guest_id: UUID | None
    name: str


@dataclass(frozen=True)
class Task:
    """`is_overdue`: open, and its day is over. `version` goes back with a change."""

    id: UUID
    guest: GuestName
    text: str
    due_on: date
    assignee_id: UUID
    assignee_name: str
    state: TaskState
    is_overdue: bool
    version: int
    set_by_name: str
    set_at: datetime
    closed_by_name: str
    closed_at: datetime | None


@dataclass(frozen=True)
class MentionOfMe:
    """A note in which a colleague asks the reader to look."""

    id: UUID
    guest: GuestName
    text: str
    by_name: str
    at: datetime
    seen_at: datetime | None


@dataclass(frozen=True)
class DeskCount:
    """What waits for the reader: open tasks, those due today or before, notes not looked at."""

    tasks: int
    due: int
    mentions: int


@dataclass(frozen=True)
class OwnerSpell:
    """Who looked after the guest, and which team, from `since` until `until` (None: still)."""

    owner_id: UUID | None
    owner_name: str
    unit_id: UUID | None
    unit_name: Text | None
    since: datetime
    until: datetime | None
    given_by_name: str


@dataclass(frozen=True)
class Owners:
    """`current` None: nobody looks after the guest yet. `history` newest first, without the current one."""

    current: OwnerSpell | None
    history: tuple[OwnerSpell, ...]
