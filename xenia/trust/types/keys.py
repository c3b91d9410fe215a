"""Words of machines that call the API: service accounts and their keys."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from xenia.kernel.errors import XeniaError
from xenia.trust.types.access import Unit


class KeyRefused(XeniaError):
    """The key is unknown, expired or revoked, or nobody answers for its machine any more."""

    status = 401


class KeyState(StrEnum):
    VALID = "valid"
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True)
class ApiKey:
    """One key without its secret; `expires_at` is exclusive, `used_at` is true to the minute."""

    id: UUID
    prefix: str
    state: KeyState
    created_at: datetime
    created_by_name: str
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True)
class ServiceAccount:
    """A machine that may call the API. `keys` stand newest first; one that has ended calls no more."""

    id: UUID
    name: str
    purpose: str
    owner_id: UUID
    owner_name: str
    is_owner_active: bool
    scopes: tuple[str, ...]
    units: tuple[Unit, ...]
    created_at: datetime
    ended_at: datetime | None
    keys: tuple[ApiKey, ...]


@dataclass(frozen=True)
class NewServiceAccount:
    """What `create_service_account` and `change_service_account` need."""

    name: str
    purpose: str
    owner_id: UUID
    scopes: tuple[str, ...]
    unit_codes: tuple[str, ...]


@dataclass(frozen=True)
class MadeKey:
    """A key just made: `key` is shown now and never again."""

    id: UUID
    key: str
    expires_at: datetime
