"""What a person of the house writes down of a guest, as the record of a source: the front desk."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

DESK_CODE = "front_desk"
"""The code of the front desk of the whole company; that of a unit is `front_desk_<unit>`."""
ENTERED_BY = "entered_by"
"""The attribute of the record that names the person."""


@dataclass(frozen=True)
class HandEntry:
    """`key` names the person within the front desk; `fields` are canonical fields of a guest, checked by the caller. None of a field that
    the desk said before takes it back."""

    key: str
    unit_id: UUID
    fields: Mapping[str, Any]


@dataclass(frozen=True)
class ToldTrait:
    """A source says that the person of the record has `value` of `name`."""

    record_id: UUID
    name: str
    value: str
    at: datetime
