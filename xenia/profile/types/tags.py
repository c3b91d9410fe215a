"""Words of tags: the catalogue, who has which, and work on many guests."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from xenia.kernel.texts import Text


class TagWay(StrEnum):
    """How a tag comes to a guest."""

    MANUAL = "manual"
    RULE = "rule"
    MODEL = "model"
    SOURCE = "source"


@dataclass(frozen=True)
class TagDraft:
    """What is decided about a tag. `meaning` is its definition in words, `lineage` what a rule or model reads."""

    name: Text
    meaning: Text
    way: TagWay
    lineage: str
    owner_id: UUID | None


@dataclass(frozen=True)
class Tag:
    """`coverage`: how many guests have it; `newest_at`: when one got it last; `used_by`: names of what reads it (none yet)."""

    id: UUID
    code: str
    name: Text
    meaning: Text
    way: TagWay
    lineage: str
    owner_id: UUID | None
    owner_name: str
    version: int
    coverage: int
    newest_at: datetime | None
    used_by: tuple[str, ...]
    created_by_name: str
    created_at: datetime
    retired_at: datetime | None


@dataclass(frozen=True)
class NearTag:
    """A tag whose name is like a new one's; `likeness` 0 to 100, 100: the same but for case, width and spaces."""

    id: UUID
    code: str
    name: Text
    likeness: int


@dataclass(frozen=True)
class GuestTag:
    """A tag of a guest, from `since` until `until` (None: still); `batch_id` where many guests got it at once."""

    tag_id: UUID
    code: str
    name: Text
    meaning: Text
    since: datetime
    until: datetime | None
    put_by_name: str
    taken_by_name: str
    put_batch: UUID | None
    taken_batch: UUID | None


@dataclass(frozen=True)
class SourceTag:
    """A tag as a source gives it; nobody changes it here."""

    name: str
    source_name: str


@dataclass(frozen=True)
class TagsOfGuest:
    """`holding`: tags now; `former`: tags taken away, newest first; `from_sources`: what sources say."""

    holding: tuple[GuestTag, ...]
    former: tuple[GuestTag, ...]
    from_sources: tuple[SourceTag, ...]


class BatchDeed(StrEnum):
    PUT = "put"
    TAKE = "take"
    UNDO = "undo"


class BatchState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"

    @property
    def is_over(self) -> bool:
        return self not in (BatchState.WAITING, BatchState.RUNNING)


@dataclass(frozen=True)
class TagBatch:
    """Work on many guests: `looked_at` of `total` were looked at, `changed` got or lost the tag. `undone_by`: what took it back."""

    id: UUID
    tag_id: UUID
    tag_name: Text
    deed: BatchDeed
    state: BatchState
    looked_at: int
    total: int
    changed: int
    cancel_asked: bool
    message: Text | None
    ordered_by_name: str
    ordered_at: datetime
    ended_at: datetime | None
    undoes: UUID | None
    undone_by: UUID | None
