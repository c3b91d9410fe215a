"""Words of trust that cross its boundary: permissions, roles, units, people."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from xenia.kernel.texts import Text


class Permission(StrEnum):
    """What a person or key may do; `actor.require` takes one of these."""

    VIEW_GUESTS = "view_guests"
    EDIT_GUESTS = "edit_guests"
    RESOLVE_GUESTS = "resolve_guests"
    MANAGE_TAGS = "manage_tags"
    REVEAL_CONTACTS = "reveal_contacts"
    VIEW_BOOKINGS = "view_bookings"
    VIEW_INSIGHT = "view_insight"
    MANAGE_MODELS = "manage_models"
    VIEW_AUDIENCES = "view_audiences"
    EDIT_AUDIENCES = "edit_audiences"
    VIEW_LOYALTY = "view_loyalty"
    SERVE_MEMBERS = "serve_members"
    ADJUST_POINTS = "adjust_points"
    MANAGE_LOYALTY = "manage_loyalty"
    VIEW_SOURCES = "view_sources"
    LOAD_DATA = "load_data"
    MANAGE_SOURCES = "manage_sources"
    EXPORT_DATA = "export_data"
    DECIDE_PRICES = "decide_prices"
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


class ClearField(StrEnum):
    """A sealed value of a guest that a role may see without a mask."""

    PHONE = "phone"
    EMAIL = "email"
    WECHAT = "wechat"
    BIRTH_DATE = "birth_date"
    DOCUMENT = "document"
    ADDRESS = "address"


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
    """A named set of permissions; `clear_fields` are the sealed fields it sees without a mask (phone, email ...).

    Who holds a role that `demands_mfa` reaches nothing but the own security page until a second factor is set up.
    """

    code: str
    name: Text
    permissions: frozenset[str]
    clear_fields: frozenset[str] = frozenset()
    demands_mfa: bool = False


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


class PersonState(StrEnum):
    """`invited` has not signed in yet, `left` was deactivated."""

    INVITED = "invited"
    ACTIVE = "active"
    LEFT = "left"


@dataclass(frozen=True)
class Colleague:
    """A person as those see who manage people. `is_mine_to_change` is false where the person may or sees more than the reader."""

    id: UUID
    email: str
    name: str
    title: str
    language: str
    roles: tuple[Role, ...]
    units: tuple[Unit, ...]
    state: PersonState
    last_seen_at: datetime | None
    link_until: datetime | None
    is_me: bool
    is_mine_to_change: bool


@dataclass(frozen=True)
class PersonDraft:
    """What is decided about a person: how the person is called, and what the person gets."""

    name: str
    title: str
    language: str
    role_codes: tuple[str, ...]
    unit_codes: tuple[str, ...]


@dataclass(frozen=True)
class RoleDraft:
    """What is decided about a role."""

    name: Text
    permissions: frozenset[str]
    clear_fields: frozenset[str]


@dataclass(frozen=True)
class RoleUse:
    """A role, how many people hold it, and whether it may be deleted."""

    role: Role
    people: int
    may_be_deleted: bool


@dataclass(frozen=True)
class PermissionWords:
    """A permission as it is explained to people; `is_guarding` ones open an account only with two people."""

    code: str
    name: Text
    meaning: Text
    is_guarding: bool


@dataclass(frozen=True)
class Outcome:
    """What became of a change: done at once (`approval_id` None), or waiting for a second person."""

    approval_id: UUID | None


@dataclass(frozen=True)
class LinkOutcome:
    """A link shown this once. Where `approval_id` is given it opens nothing until a second person has agreed."""

    path: str
    approval_id: UUID | None
    person_id: UUID | None


@dataclass(frozen=True)
class LinkState:
    """What the page of a one-time link may know before anyone has signed in."""

    is_open: bool
    kind: str
    name: str
    email: str
