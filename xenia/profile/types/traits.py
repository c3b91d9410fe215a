"""Words of what a guest likes and needs, and the catalogue of kinds."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from xenia.kernel.texts import Text


class TraitSource(StrEnum):
    """Who says it: a person of the house, a source's record, a model."""

    STAFF = "staff"
    RECORD = "record"
    MODEL = "model"


@dataclass(frozen=True)
class TraitValue:
    code: str
    name: Text


@dataclass(frozen=True)
class TraitKind:
    """One kind of the catalogue. No `values`: free words. `is_many`: several hold together. `is_sensitive`: sealed, and shown only to those
    who may edit guests."""

    code: str
    name: Text
    group: Text
    values: tuple[TraitValue, ...] = ()
    is_many: bool = False
    is_sensitive: bool = False


@dataclass(frozen=True)
class Said:
    """One word of somebody about a guest, in force from `valid_from` until `valid_until` (exclusive)."""

    id: UUID
    kind: str
    value: str
    source: TraitSource
    confidence: float
    valid_from: datetime
    valid_until: datetime | None
    said_at: datetime


@dataclass(frozen=True)
class NewTrait:
    """What a person writes down; `value` is a code of the kind's values, or free words."""

    kind: str
    value: str
    valid_until: datetime | None = None


@dataclass(frozen=True)
class Trait:
    """A word as it is shown. `value_name` says a code in words. `is_hidden`: sensitive, and the reader may not see it; then no value."""

    id: UUID
    kind: str
    kind_name: Text
    group: Text
    value: str
    value_name: Text
    source: TraitSource
    source_name: str
    confidence: float
    valid_from: datetime
    valid_until: datetime | None
    said_at: datetime
    said_by_name: str
    is_sensitive: bool
    is_hidden: bool


@dataclass(frozen=True)
class Preferences:
    """`holding`: what counts now, one winner a kind, or several where they hold together. `history`: everything else, newest first."""

    holding: tuple[Trait, ...]
    history: tuple[Trait, ...]
