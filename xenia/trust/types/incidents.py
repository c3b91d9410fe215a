"""Words of incidents: what went wrong, whom it touches, which clocks run, who is told; and of impact assessments."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from xenia.kernel.texts import Text


class IncidentKind(StrEnum):
    LEAK = "leak"
    LOSS = "loss"
    TAMPERING = "tampering"
    OUTAGE = "outage"
    MISUSE = "misuse"
    OTHER = "other"


class IncidentState(StrEnum):
    OPEN = "open"
    CONTAINED = "contained"
    CLOSED = "closed"


class IncidentGrade(StrEnum):
    """The four grades of the Chinese measures on reporting network incidents (in force since 2025-11-01), the lowest first."""

    GENERAL = "general"
    LARGER = "larger"
    MAJOR = "major"
    EXTREME = "extreme"


class IncidentLaw(StrEnum):
    PIPL = "pipl"
    GDPR = "gdpr"


class Duty(StrEnum):
    """Someone who must be told, each under a clock of its own."""

    PIPL_AUTHORITY = "pipl_authority"
    PIPL_GUESTS = "pipl_guests"
    CYBER_AUTHORITY = "cyber_authority"
    GDPR_AUTHORITY = "gdpr_authority"
    GDPR_GUESTS = "gdpr_guests"
    CYBER_SUMMARY = "cyber_summary"


class DutyState(StrEnum):
    RUNNING = "running"
    LATE = "late"
    DONE = "done"
    DONE_LATE = "done_late"
    WAIVED = "waived"


@dataclass(frozen=True)
class IncidentPolicy:
    """What the company decided, the law's own limits where it did not. PIPL says "at once": `pipl_hours` is the company's ceiling for it.

    `*_people`: from how many people a leak is graded so. `is_critical`: the company runs critical information infrastructure.
    """

    pipl_hours: int = 24
    gdpr_hours: int = 72
    cyber_hours: int = 4
    critical_hours: int = 1
    summary_days: int = 30
    larger_people: int = 1_000_000
    major_people: int = 10_000_000
    extreme_people: int = 100_000_000
    is_critical: int = 0
    assessment_years: int = 3

    def as_rows(self) -> dict[str, int]:
        return asdict(self)


@dataclass(frozen=True)
class IncidentDraft:
    """What is known so far; it is corrected as more is found out. No names or numbers of guests: those are computed."""

    kind: IncidentKind
    title: str
    happened: str
    consequences: str
    measures: str
    contact: str
    categories: tuple[str, ...]
    laws: tuple[IncidentLaw, ...]
    grade: IncidentGrade
    began_at: datetime | None
    ended_at: datetime | None
    found_at: datetime
    is_high_risk: bool = True


@dataclass(frozen=True)
class Trail:
    """Where to look for who is affected: what a person or key touched, what an export held; `since` inclusive, `until` exclusive."""

    actor_id: UUID | None = None
    export_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None

    def said(self) -> dict[str, Any]:
        return {name: str(value) for name, value in asdict(self).items() if value is not None}


@dataclass(frozen=True)
class DutyClock:
    """One duty of an incident. `due_at` None: its clock has not begun. `waived` says why nobody needs to be told."""

    duty: Duty
    title: Text
    ground: Text
    due_at: datetime | None
    done_at: datetime | None
    waived: str
    state: DutyState


@dataclass(frozen=True)
class IncidentNotice:
    """What is sent to an authority or to guests, in both languages, as it stood when it was made."""

    id: UUID
    duty: Duty
    title: Text
    text: Text
    made_at: datetime
    sent_at: datetime | None
    sent_by: str
    how: str


@dataclass(frozen=True)
class IncidentMoment:
    """One line of the timeline."""

    at: datetime
    by: str
    kind: str
    text: str


@dataclass(frozen=True)
class IncidentSummary:
    id: UUID
    number: str
    kind: IncidentKind
    state: IncidentState
    grade: IncidentGrade
    title: str
    found_at: datetime
    people: int
    next_due_at: datetime | None
    late: int


@dataclass(frozen=True)
class Incident:
    summary: IncidentSummary
    draft: IncidentDraft
    suggested_grade: IncidentGrade
    counted_at: datetime | None
    trails: tuple[dict[str, Any], ...]
    clocks: tuple[DutyClock, ...]
    notices: tuple[IncidentNotice, ...]
    moments: tuple[IncidentMoment, ...]
    closed_at: datetime | None


@dataclass(frozen=True)
class Affected:
    """Someone an incident touches, as the log names them: a record or a guest."""

    kind: str
    id: UUID


class Occasion(StrEnum):
    """What must be assessed before it begins (PIPL art. 55)."""

    SENSITIVE = "sensitive"
    AUTOMATED = "automated"
    SHARING = "sharing"
    ABROAD = "abroad"
    MAJOR_EFFECT = "major_effect"


@dataclass(frozen=True)
class NewAssessment:
    """Whether the purpose and means are lawful and needed, what it risks for guests, whether the measures fit (PIPL art. 56)."""

    title: str
    occasions: tuple[Occasion, ...]
    activity: str
    necessity: str
    risks: str
    measures: str
    risk: str
    assessed_on: date


@dataclass(frozen=True)
class Assessment:
    id: UUID
    content: NewAssessment
    assessed_by: str
    kept_until: date
    may_delete: bool
