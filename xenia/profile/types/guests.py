"""A guest as pages and lists show them: every field with the records that say it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from xenia.connect.types.guests import BookingSummary
from xenia.kernel.texts import Text


class WonBy(StrEnum):
    """Why a value was chosen: the rule that told it from the next best (docs/algorithms/survivorship.md)."""

    ONLY = "only"
    AGREED = "agreed"
    HAND = "hand"
    DOCUMENT = "document"
    SOURCE = "source"
    NEWEST = "newest"
    FULLEST = "fullest"
    FIRST = "first"


@dataclass(frozen=True)
class Voice:
    """One record that says a value: which source, since when; `by_hand` where a person of the company wrote it."""

    record_id: UUID
    source_id: UUID
    source_name: str
    by_hand: bool
    said_at: datetime


@dataclass(frozen=True)
class SaidValue:
    """One value, and who says so, the strongest voice first. `parts` are what belongs together (province and city, number and tier)."""

    text: str
    parts: tuple[str, ...]
    voices: tuple[Voice, ...]


@dataclass(frozen=True)
class Survived:
    """One field: the value that counts, why, and what else is said. In a list (`is_list`) the others hold as well, the best first."""

    field: str
    best: SaidValue
    others: tuple[SaidValue, ...]
    reason: WonBy
    is_list: bool


@dataclass(frozen=True)
class SourceRecord:
    """One record behind a guest, with the import and the row that last told it."""

    record_id: UUID
    unit_id: UUID
    source_id: UUID
    source_name: str
    source_key: str
    name: str
    name_latin: str
    said_at: datetime
    first_seen_at: datetime
    run_id: UUID
    row_number: int


@dataclass(frozen=True)
class GuestLine:
    """One line of a list. Contact values are masked. `newest_at` is when a source last said something of the guest; `source_key` is the
    number the strongest source has for them, by which guests without a name are told apart."""

    guest_id: UUID
    name: str
    name_latin: str
    gender: str
    place: str
    phone: str
    email: str
    membership_tier: str
    vip: bool
    source_key: str
    sources: tuple[str, ...]
    records: int
    bookings: int
    newest_at: datetime


@dataclass(frozen=True)
class Question:
    """What is worth asking next, in a sentence that can be said as it stands."""

    field: str
    text: Text


@dataclass(frozen=True)
class KnownPart:
    """One thing worth knowing: how much it counts, and whether it is known."""

    field: str
    weight: int
    is_known: bool


@dataclass(frozen=True)
class Completeness:
    """How much is known of a guest, 0 to 100, from what, and up to three questions worth asking next."""

    score: int
    parts: tuple[KnownPart, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class GuestView:
    """The guest as the reader sees them: only from records the reader sees. `id` is the guest's id today, whatever id was asked for.

    Contact values are masked, except the fields named in `clear`. `attributes` are the sources' own fields, the strongest voice's word.
    """

    id: UUID
    line: GuestLine
    fields: tuple[Survived, ...]
    records: tuple[SourceRecord, ...]
    tags: tuple[str, ...]
    attributes: Mapping[str, Any]
    completeness: Completeness
    first_seen_at: datetime
    clear: tuple[str, ...]


@dataclass(frozen=True)
class Companion:
    """Someone on the same bookings."""

    guest_id: UUID
    name: str
    bookings: int


@dataclass(frozen=True)
class GuestFilter:
    """What a list of guests is narrowed to; None: not narrowed. `text`: a name in either script, initials, a contact value or a number."""

    text: str | None = None
    source_id: UUID | None = None
    province: str | None = None
    city: str | None = None
    run_id: UUID | None = None


@dataclass(frozen=True)
class FilterCount:
    """How many guests a filter leaves; where not `is_exact`, at most so many."""

    guests: int
    is_exact: bool


@dataclass(frozen=True)
class Found:
    """What a search found; `understood` says as what the text was taken: phone, email, document, key or name."""

    understood: tuple[str, ...]
    guests: tuple[GuestLine, ...]
    bookings: tuple[BookingSummary, ...]
