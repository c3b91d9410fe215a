"""Sources, uploads and mappings as other modules see them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from xenia.kernel.errors import XeniaError
from xenia.kernel.texts import Text


class SourceKind(StrEnum):
    FILE = "file"
    FOLDER = "folder"
    PUSH = "push"
    SQL = "sql"
    DESK = "desk"


class LegalBasis(StrEnum):
    """Why the company may hold this source's personal data (PIPL Art. 13)."""

    CONTRACT = "contract"
    CONSENT = "consent"
    LEGAL_DUTY = "legal_duty"
    HUMAN_RESOURCES = "human_resources"
    PUBLIC = "public"


@dataclass(frozen=True)
class SourceSettings:
    """What a person decides about a source; `location` is a folder or database address and is sealed at rest."""

    code: str
    name: str
    kind: SourceKind
    unit_code: str
    owner: str = ""
    time_zone: str = "Asia/Shanghai"
    currency: str = "CNY"
    phone_region: str = "CN"
    legal_basis: LegalBasis = LegalBasis.CONTRACT
    bad_share_max: float = 0.2
    location: str = ""
    cursor_column: str = ""
    every_minutes: int | None = None


@dataclass(frozen=True)
class Source:
    """A system that data comes from."""

    id: UUID
    unit_id: UUID
    unit: Text
    settings: SourceSettings
    created_at: datetime
    last_run_at: datetime | None
    last_run_state: str | None
    waiting_rows: int


@dataclass(frozen=True)
class MappingVersion:
    """`document` is the mapping as described in docs/mapping.md."""

    id: UUID
    source_id: UUID
    name: str
    version: int
    document: dict[str, Any]
    created_at: datetime


@dataclass(frozen=True)
class PushKey:
    """What is known of a key with which a machine pushes. `created_by` is a person's name, "" where the product made it."""

    id: UUID
    name: str
    created_at: datetime
    created_by: str
    used_at: datetime | None
    revoked_at: datetime | None


class KeyRevoked(XeniaError):
    """The key was good once and is no more; a machine that meets this needs a new one."""

    status = 401


@dataclass(frozen=True)
class Upload:
    """`shape` is what inspection found (encoding, delimiter, header, sample); the sample is None once the file has expired."""

    id: UUID
    source_id: UUID
    file_name: str
    size_bytes: int
    as_of: datetime | None
    shape: dict[str, Any] | None
    options: dict[str, Any]
    created_at: datetime
    expires_at: datetime
    is_erased: bool


@dataclass(frozen=True)
class Preset:
    """A mapping that ships with the product."""

    name: str
    title: Text
    document: dict[str, Any]
