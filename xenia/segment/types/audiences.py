"""Audiences as they are kept and told."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from xenia.kernel.texts import Text
from xenia.loyalty.types.work import WorkState
from xenia.segment.types.guests import Finding
from xenia.segment.types.sandbox import GuestTried

AUDIENCE_CHANGED = "AudienceChanged"
"""News: who is in an audience changed. Ids and counts only."""


class AudienceKind(StrEnum):
    """`dynamic`: whoever fits the definition today. `static`: the members another audience had at a moment. `list`: guests by file."""

    DYNAMIC = "dynamic"
    STATIC = "static"
    LIST = "list"


class Side(StrEnum):
    ENTERED = "entered"
    LEFT = "left"


@dataclass(frozen=True)
class AudienceDraft:
    """What is decided about an audience: how it is called, what it is for, and its definition as a document."""

    name: Text
    note: str
    definition: Any


@dataclass(frozen=True)
class ListRead:
    """What became of the lines of a file: they led to so many `guests`, each once; `repeated` led to one of them again, `unknown` to
    nobody, `several` to more guests than one; `unreadable` are no ids, phone numbers or e-mail addresses. Together they are `lines`."""

    lines: int
    guests: int
    repeated: int
    unknown: int
    several: int
    unreadable: int


@dataclass(frozen=True)
class ListMade:
    id: UUID
    read: ListRead


@dataclass(frozen=True)
class AudienceChanged:
    """Who came and went with one rebuild: `before`, and those who entered, without those who left, is `members`."""

    id: int
    at: datetime
    day: date
    revision: int
    before: int
    entered: int
    left: int
    members: int
    base: int


@dataclass(frozen=True)
class AudienceShown:
    """An audience on a list. `share` of the base: None before the first rebuild. `members_yesterday`: at the end of yesterday, None where
    they were not made by then. `findings`: why it is frozen, empty where it is not. `is_made`: its members are those of the definition in
    force."""

    id: UUID
    kind: AudienceKind
    name: Text
    note: str
    sentence: Text
    revision: int
    members: int
    members_yesterday: int | None
    base: int
    share: float | None
    findings: tuple[Finding, ...]
    is_made: bool
    made_on: date | None
    made_at: datetime | None
    changed_by: str
    changed_at: datetime
    archived_at: datetime | None
    copied_from: UUID | None
    read: ListRead | None
    last_change: AudienceChanged | None


@dataclass(frozen=True)
class AudienceVersionShown:
    """An audience as it was after one save."""

    number: int
    name: Text
    note: str
    definition: dict[str, Any] | None
    sentence: Text
    saved_by: str
    saved_at: datetime


@dataclass(frozen=True)
class AudienceNamed:
    id: UUID
    name: Text


@dataclass(frozen=True)
class AudienceDetail:
    """One audience with its definition, its versions (the newest first), and which other audiences ask about it."""

    audience: AudienceShown
    definition: dict[str, Any] | None
    versions: tuple[AudienceVersionShown, ...]
    asked_by: tuple[AudienceNamed, ...]


@dataclass(frozen=True)
class AudienceDay:
    """An audience at the end of a day, and how many came and went on it."""

    day: date
    members: int
    base: int
    entered: int
    left: int


@dataclass(frozen=True)
class AudienceGuest:
    """A member, by the name the reader sees."""

    guest_id: UUID
    name: str


@dataclass(frozen=True)
class AudienceOfGuest:
    """An audience that a guest is in, as of the day it was made on."""

    id: UUID
    kind: AudienceKind
    name: Text
    note: str
    is_frozen: bool
    made_on: date | None


@dataclass(frozen=True)
class AudienceFits:
    """An audience that a guest fits today, is kept in, or both: where the two differ the guest moves with the next rebuild."""

    id: UUID
    name: Text
    fits_today: bool
    is_member: bool


@dataclass(frozen=True)
class MembershipExplained:
    """Whether a guest is among the members that are kept, since which change, and what the definition says of the guest today (None for a
    static copy and a frozen audience)."""

    is_member: bool
    since: datetime | None
    today: GuestTried | None


@dataclass(frozen=True)
class RebuildShown:
    """Making members anew: how far it is, and how it ended. `audience_ids`: None for all."""

    id: UUID
    state: WorkState
    reason: str
    audience_ids: tuple[UUID, ...] | None
    total: int
    done: int
    changed: int
    frozen: int
    day: date | None
    message: Text | None
    created_at: datetime
    ended_at: datetime | None
