"""Words of saved views: the filters and columns of a list, kept under a name."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class ListCode(StrEnum):
    """A list that can be seen in views."""

    BOOKINGS = "bookings"
    GUESTS = "guests"
    RUNS = "runs"
    QUARANTINE = "quarantine"
    AUDIT = "audit"
    REQUESTS = "requests"
    EXPORTS = "exports"


@dataclass(frozen=True)
class ViewDraft:
    """What a person keeps: filters by their names in the address, columns that differ from the usual choice (True: shown)."""

    name: str
    filters: Mapping[str, str]
    columns: Mapping[str, bool]
    is_shared: bool = False


@dataclass(frozen=True)
class SavedView:
    """A view as one person meets it: `is_mine` ones can be changed, `is_default` is how this person opens the list."""

    id: UUID
    name: str
    filters: dict[str, str]
    columns: dict[str, bool]
    is_shared: bool
    is_mine: bool
    is_default: bool
    may_delete: bool
    owner_name: str


@dataclass(frozen=True)
class ViewsOfList:
    """The views of one list: the person's own first, then those colleagues share, each by name.

    `filters` are the names a view of this list can keep; others, such as a search by name or phone, are never kept.
    """

    filters: tuple[str, ...]
    views: tuple[SavedView, ...]
