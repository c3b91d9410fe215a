"""Words of entering a guest by hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class HandFields:
    """What was entered, by canonical field; an empty value is not known. `unit_id` None: the unit of the person who writes."""

    values: Mapping[str, str]
    unit_id: UUID | None = None


@dataclass(frozen=True)
class LikelyGuest:
    """Somebody to whom what was entered leads already; look there before a second guest is made. `agrees`: phone, email, id_number."""

    guest_id: UUID
    name: str
    name_latin: str
    phone: str
    email: str
    place: str
    bookings: int
    agrees: tuple[str, ...]
