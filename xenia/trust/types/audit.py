"""Words of the audit log that cross the boundary of trust."""

from dataclasses import dataclass
from enum import StrEnum


class SubjectKind(StrEnum):
    """What an entry is about."""

    GUEST = "guest"
    RECORD = "record"
    BOOKING = "booking"
    PERSON = "person"
    SOURCE = "source"
    RUN = "run"
    KEY = "key"
    ROLE = "role"
    UNIT = "unit"
    PURPOSE = "purpose"
    REQUEST = "request"
    POLICY = "policy"
    EXPORT = "export"
    INCIDENT = "incident"
    APPROVAL = "approval"


@dataclass(frozen=True)
class Subject:
    """What an entry is about: a kind, and its id or code. Never a name, a number or an address."""

    kind: SubjectKind
    id: str
