"""Words of the audit log that cross the boundary of trust."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from xenia.kernel.texts import Text


class SubjectKind(StrEnum):
    """What an entry is about."""

    GUEST = "guest"
    RECORD = "record"
    BOOKING = "booking"
    PERSON = "person"
    SOURCE = "source"
    RUN = "run"
    KEY = "key"
    ROLE = "role"
    UNIT = "unit"
    PURPOSE = "purpose"
    REQUEST = "request"
    POLICY = "policy"
    EXPORT = "export"
    INCIDENT = "incident"
    APPROVAL = "approval"
    VIEW = "view"
    TAG = "tag"
    MODEL = "model"
    PROGRAMME = "programme"
    MEMBER = "member"
    AUDIENCE = "audience"


@dataclass(frozen=True)
class Subject:
    """What an entry is about: a kind, and its id or code. Never a name, a number or an address."""

    kind: SubjectKind
    id: str


@dataclass(frozen=True)
class EntryFilter:
    """What a list of entries is narrowed to; None: not narrowed. `since` is inclusive, `until` exclusive; `action` may end with a dot,
    such as `export.`, and then means every action of that noun."""

    actor_id: UUID | None = None
    action: str | None = None
    subject_kind: str | None = None
    subject_ids: tuple[str, ...] = ()
    unit_id: UUID | None = None
    purpose: str | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Entry:
    """One entry of the log. `sentence` tells it to people; `position` is its place in the tree, None until it is sealed."""

    id: int
    at: datetime
    action: str
    sentence: Text
    actor_kind: str
    actor_id: UUID | None
    actor_name: str
    subject_kind: str
    subject_id: str
    unit_id: UUID | None
    purpose: str
    details: dict[str, Any]
    request_id: str
    position: int | None


@dataclass(frozen=True)
class ActionWords:
    """An action of the log and what it means, for a filter."""

    action: str
    words: Text


@dataclass(frozen=True)
class Checkpoint:
    """The signed size and root of the log: `note` is the C2SP signed note to hand over, `verifier` the key that checks its signature."""

    size: int
    root: str
    note: str
    verifier: str
    made_at: datetime


@dataclass(frozen=True)
class Proof:
    """That an entry stands at a position of the log whose checkpoint is given; hashes are base64. `entry` is what was hashed (rule L2)."""

    entry: dict[str, Any]
    position: int
    size: int
    path: tuple[str, ...]
    checkpoint: str
    verifier: str


@dataclass(frozen=True)
class ConsistencyProof:
    """That a log of `new_size` entries begins with the very entries of the one of `old_size`; hashes are base64."""

    old_size: int
    new_size: int
    path: tuple[str, ...]
    checkpoint: str
    verifier: str


@dataclass(frozen=True)
class EntryPage:
    """An entry with its proof; none while it waits for the sealer."""

    entry: Entry
    proof: Proof | None


@dataclass(frozen=True)
class SealState:
    """How far the log is sealed: entries in the tree, those that wait, since when the oldest of them does, and the newest checkpoint."""

    sealed: int
    waiting: int
    waiting_since: datetime | None
    checkpoint: Checkpoint | None


@dataclass(frozen=True)
class LogFinding:
    """Something a verification found: `code` (rule L8), the first position and entry it is about (a range where nobody can say more)."""

    code: str
    text: Text
    first_position: int | None = None
    last_position: int | None = None
    entry_id: int | None = None


class VerificationState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    GOOD = "good"
    BAD = "bad"
    CANCELLED = "cancelled"
    FAILED = "failed"

    @property
    def is_over(self) -> bool:
        return self not in (VerificationState.WAITING, VerificationState.RUNNING)


@dataclass(frozen=True)
class LogVerification:
    """A verification of the whole log; `findings` name the first bad entry first, and are empty where all is well."""

    id: UUID
    state: VerificationState
    asked_by_name: str
    asked_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    checked: int
    total: int
    cancel_asked: bool
    findings: tuple[LogFinding, ...]
