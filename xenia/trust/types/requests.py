"""Words of the rights of guests: what a person may ask for, the clock, the steps of the work, and what came of it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from xenia.kernel.texts import Text


class RequestKind(StrEnum):
    """PIPL articles 44 to 50, 24; GDPR articles 15 to 22."""

    KNOW = "know"
    COPY = "copy"
    PORT = "port"
    CORRECT = "correct"
    DELETE = "delete"
    RESTRICT = "restrict"
    OBJECT = "object"
    EXPLAIN = "explain"


class RequestState(StrEnum):
    """`READY`: the work is done and the answer waits to be given."""

    RECEIVED = "received"
    APPROVAL = "approval"
    WORKING = "working"
    READY = "ready"
    ANSWERED = "answered"
    REFUSED = "refused"

    @property
    def is_over(self) -> bool:
        return self in (RequestState.ANSWERED, RequestState.REFUSED)


class Intake(StrEnum):
    DESK = "desk"
    EMAIL = "email"
    API = "api"


class Law(StrEnum):
    """Whose clock runs; each is a policy row."""

    PIPL = "pipl"
    GDPR = "gdpr"


class StepState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


GIVEN_FIELDS = ("phone", "email", "document", "name", "birth_date")
"""What a person who asks may be known by."""


@dataclass(frozen=True)
class Compared:
    """One value the person gave against what is held: `matches` is None where nothing is held to compare with."""

    field: str
    matches: bool | None


@dataclass(frozen=True)
class Step:
    """`position` is where an interrupted step goes on; `counts` what it did so far, by thing."""

    id: UUID
    code: str
    module: str
    title: Text
    state: StepState
    is_manual: bool
    counts: dict[str, int]
    note: str
    problem: Text | None
    started_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True)
class FoundIn:
    """What the verifier found in one store: `left` must be zero; `kept` is held on a legal ground, which `why` names."""

    place: str
    store: str
    title: Text
    left: int
    kept: int
    why: Text


@dataclass(frozen=True)
class Verification:
    at: datetime
    searched: int
    not_searched: tuple[Text, ...]
    stores: tuple[FoundIn, ...]

    @property
    def left(self) -> int:
        return sum(one.left for one in self.stores)


@dataclass(frozen=True)
class Package:
    size_bytes: int
    sha256: str
    made_at: datetime
    expires_at: datetime
    is_open: bool


@dataclass(frozen=True)
class RequestSummary:
    """One line of the list. `days_left` counts calendar days to `due_on`, negative once late; None when it is over."""

    id: UUID
    number: str
    kind: RequestKind
    state: RequestState
    law: Law
    intake: Intake
    people: int
    identity_checked: bool
    received_at: datetime
    due_on: date
    days_left: int | None
    answered_at: datetime | None
    steps_done: int
    steps_all: int


@dataclass(frozen=True)
class Request:
    """Everything of one request. `asked` is who asks and in which words, opened for those who handle requests."""

    summary: RequestSummary
    record_ids: tuple[UUID, ...]
    asked: dict[str, str]
    due_first_on: date
    extended_because: str
    identity: tuple[Compared, ...]
    identity_by: str
    identity_at: datetime | None
    identity_waived: str
    steps: tuple[Step, ...]
    package: Package | None
    verification: Verification | None
    outcome: str
    opened_by: str
    approval_id: UUID | None


@dataclass(frozen=True)
class NewRequest:
    """`asked` holds name, contact and words of whoever asks; `received_on` None means today."""

    kind: RequestKind
    record_ids: tuple[UUID, ...]
    law: Law = Law.PIPL
    intake: Intake = Intake.DESK
    asked_name: str = ""
    asked_contact: str = ""
    asked_words: str = ""
    received_on: date | None = None


@dataclass(frozen=True)
class GuestRights:
    """What the guest page shows: open requests, and whether the person may be processed or profiled at all."""

    restricted_since: datetime | None
    objected_since: datetime | None
    held_until: date | None
    is_held: bool
    requests: tuple[RequestSummary, ...]


@dataclass(frozen=True)
class RightsPolicy:
    """What the company decided. `clocks` maps a law to (count, unit); the rest by name."""

    clocks: dict[str, "Clock"]
    bulk_people: int
    package_days: int
    on_key: str
    on_document: str
    on_contact: str

    def as_rows(self) -> dict[str, Any]:
        """By code, as the table keeps it."""
        clocks = {f"clock.{law}": {"count": clock.count, "unit": clock.unit} for law, clock in self.clocks.items()}
        named = ("bulk_people", "package_days", "on_key", "on_document", "on_contact")
        return clocks | {name: getattr(self, name) for name in named}


@dataclass(frozen=True)
class Clock:
    """`unit`: working_days (China's, with make-up weekends), days or months."""

    count: int
    unit: str
