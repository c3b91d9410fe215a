"""What each source says of a person, side by side, for those who put it together."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class SealedValue:
    """A value kept sealed: `shown` is masked, or whole where the reader's role sees it so; equal values of one answer have one `key`."""

    shown: str
    key: int


@dataclass(frozen=True)
class RecordSaid:
    """One record. `fields` holds plain values by name, `sealed` contact values, documents and birth dates; what is empty is left out.

    `clear` names the sealed fields that are shown whole.
    """

    record_id: UUID
    unit_id: UUID
    source_id: UUID
    source_name: str
    source_kind: str
    source_key: str
    fields: Mapping[str, str]
    sealed: Mapping[str, SealedValue]
    clear: tuple[str, ...]
    has_document: bool
    vip: bool
    tags: tuple[str, ...]
    attributes: Mapping[str, Any]
    said_at: datetime
    first_seen_at: datetime
    run_id: UUID
    row_number: int


@dataclass(frozen=True)
class RecordKeys:
    """What a record is found by in lists: its units, source, run, places and the plain forms of the name."""

    record_id: UUID
    unit_ids: tuple[UUID, ...]
    source_id: UUID
    run_id: UUID
    province: str
    city: str
    name: str
    name_latin: str
    name_pinyin: str
    membership_number: str
    said_at: datetime
