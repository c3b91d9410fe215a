"""Words of trust that cross its boundary: permissions, roles, units, people."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from xenia.kernel.texts import Text


class Permission(StrEnum):
    """What a person or key may do; `actor.require` takes one of these."""

    VIEW_GUESTS = "view_guests"
    REVEAL_CONTACTS = "reveal_contacts"
    VIEW_BOOKINGS = "view_bookings"
    VIEW_SOURCES = "view_sources"
    LOAD_DATA = "load_data"
    MANAGE_SOURCES = "manage_sources"
    EXPORT_DATA = "export_data"
    MANAGE_PEOPLE = "manage_people"
    MANAGE_TRUST = "manage_trust"
    VIEW_AUDIT = "view_audit"
    RECORD_CONSENT = "record_consent"
    MANAGE_CONSENT = "manage_consent"
    HANDLE_REQUESTS = "handle_requests"
    MANAGE_RETENTION = "manage_retention"
    MANAGE_KEYS = "manage_keys"
    MANAGE_INCIDENTS = "manage_incidents"
    APPROVE = "approve"


class UnitKind(StrEnum):
    GROUP = "group"
    BRAND = "brand"
    REGION = "region"
    PROPERTY = "property"
    TEAM = "team"


@dataclass(frozen=True)
class Unit:
    """One node of the company's tree; the root has no parent."""

    id: UUID
    code: str
    name: Text
    kind: UnitKind
    parent_id: UUID | None


@dataclass(frozen=True)
class Role:
    """A named set of permissions; `clear_fields` are the sealed fields it sees without a mask (phone, email ...)."""

    code: str
    name: Text
    permissions: frozenset[str]
    clear_fields: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Person:
    """Someone who signs in. `units` are the nodes given to the person; what lies below each is included by the actor."""

    id: UUID
    email: str
    name: str
    title: str
    language: str
    roles: tuple[Role, ...]
    units: tuple[Unit, ...]


@dataclass(frozen=True)
class NewPerson:
    """What `create_person` needs; the password is checked by the password rules."""

    email: str
    name: str
    password: str
    role_codes: tuple[str, ...]
    unit_codes: tuple[str, ...]
    title: str = ""
    language: str = "zh-CN"


@dataclass(frozen=True)
class SetupLink:
    """A one-time path by which the first administrator chooses a password; valid until the instant given (exclusive)."""

    path: str
    valid_until: datetime
