"""Incidents, impact assessments and signals: registered, counted, told, decided."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from xenia.kernel.paging import Page
from xenia.kernel.personal import Category
from xenia.trust.actions import incidents as actions
from xenia.trust.actions import signals as signal_actions
from xenia.trust.queries import incidents as queries
from xenia.trust.queries import signals as signal_queries
from xenia.trust.types import incidents as types
from xenia.trust.types.signals import Signal, SignalState
from xenia.web.api.sources import Created
from xenia.web.guests_of import AffectedGuest, affected_guests
from xenia.web.instants import Instant
from xenia.web.session import actor_of
from xenia.web.shapes import list_of, page_of, shape

router = Router(tags=["incidents"])
COUNT_MAX = 2_000_000_000


class IncidentFields(Schema):
    """What is known so far. No names or numbers of guests: whom it touches is counted from the log."""

    kind: types.IncidentKind
    title: str = Field(min_length=1, max_length=200)
    happened: str = Field(min_length=1, max_length=10_000)
    consequences: str = Field(default="", max_length=10_000)
    measures: str = Field(default="", max_length=10_000)
    contact: str = Field(default="", max_length=500)
    categories: list[Category] = Field(default=[], max_length=20)
    laws: list[types.IncidentLaw] = Field(min_length=1, max_length=2)
    grade: types.IncidentGrade = types.IncidentGrade.GENERAL
    began_at: Instant | None = None
    ended_at: Instant | None = None
    found_at: Instant
    is_high_risk: bool = True

    def draft(self) -> types.IncidentDraft:
        told: dict[str, Any] = self.dict() | {"categories": tuple(dict.fromkeys(self.categories)), "laws": tuple(dict.fromkeys(self.laws))}
        return types.IncidentDraft(**told)


class TrailFields(Schema):
    """Where to look for who is affected: an export, or what somebody (a person, a key) touched from `since` until before `until`."""

    actor_id: UUID | None = None
    export_id: UUID | None = None
    since: Instant | None = None
    until: Instant | None = None


class Counted(Schema):
    people: int


class WantedNotice(Schema):
    duty: types.Duty


class Sending(Schema):
    how: str = Field(min_length=1, max_length=500)
    sent_at: Instant


class Waiver(Schema):
    duty: types.Duty
    reason: str = Field(max_length=2_000)


class IncidentStep(Schema):
    state: types.IncidentState
    note: str = Field(default="", max_length=2_000)


class IncidentNote(Schema):
    text: str = Field(min_length=1, max_length=10_000)


class PolicyFields(Schema):
    pipl_hours: int = Field(ge=1, le=COUNT_MAX)
    gdpr_hours: int = Field(ge=1, le=COUNT_MAX)
    cyber_hours: int = Field(ge=1, le=COUNT_MAX)
    critical_hours: int = Field(ge=1, le=COUNT_MAX)
    summary_days: int = Field(ge=1, le=COUNT_MAX)
    larger_people: int = Field(ge=1, le=COUNT_MAX)
    major_people: int = Field(ge=1, le=COUNT_MAX)
    extreme_people: int = Field(ge=1, le=COUNT_MAX)
    is_critical: int = Field(ge=0, le=1)
    assessment_years: int = Field(ge=3, le=100)


class AssessmentFields(Schema):
    title: str = Field(min_length=1, max_length=200)
    occasions: list[types.Occasion] = Field(min_length=1, max_length=5)
    activity: str = Field(max_length=10_000)
    necessity: str = Field(max_length=10_000)
    risks: str = Field(max_length=10_000)
    measures: str = Field(max_length=10_000)
    risk: Literal["low", "medium", "high"]
    assessed_on: date = Field(ge=date(2000, 1, 1))


class IncidentQuery(Schema):
    state: Literal["open", "contained", "closed"] | None = None


class AffectedQuery(Schema):
    page: str | None = None
    size: int = 50


class SignalQuery(Schema):
    state: SignalState | None = None


class SignalDecision(Schema):
    """`release` lets go of what is held; else it stays held for good."""

    release: bool
    note: str = Field(max_length=2_000)


@router.get("/incidents", response=list_of(types.IncidentSummary))
def list_incidents(request: HttpRequest, where: Annotated[IncidentQuery, Query()]) -> list[types.IncidentSummary]:
    """Incidents, the newest first, with the clock that ends next."""
    return queries.list_incidents(actor_of(request), now=timezone.now(), state=where.state)


@router.post("/incidents", response={201: Created})
def register_incident(request: HttpRequest, new: IncidentFields) -> Status[dict[str, UUID]]:
    """Registers an incident; its clocks run from when it was found."""
    return Status(201, {"id": actions.register_incident(actor=actor_of(request), draft=new.draft(), now=timezone.now())})


@router.get("/incidents/policy", response=shape(types.IncidentPolicy))
def get_incident_policy(request: HttpRequest) -> types.IncidentPolicy:
    """The limits in force."""
    return queries.get_incident_policy(actor_of(request))


@router.put("/incidents/policy", response={204: None})
def change_incident_policy(request: HttpRequest, policy: PolicyFields) -> Status[None]:
    """Changes the limits; they may be tighter than the law's, never looser."""
    actions.change_incident_policy(actor=actor_of(request), policy=types.IncidentPolicy(**policy.dict()), now=timezone.now())
    return Status(204, None)


@router.get("/incidents/{uuid:incident_id}", response=shape(types.Incident))
def get_incident(request: HttpRequest, incident_id: UUID) -> types.Incident:
    """One incident: clocks, notices, timeline."""
    return queries.get_incident(actor_of(request), incident_id, now=timezone.now())


@router.put("/incidents/{uuid:incident_id}", response={204: None})
def change_incident(request: HttpRequest, incident_id: UUID, change: IncidentFields) -> Status[None]:
    """Corrects what is known; notices that were made keep their words."""
    actions.change_incident(actor=actor_of(request), incident_id=incident_id, draft=change.draft(), now=timezone.now())
    return Status(204, None)


@router.post("/incidents/{uuid:incident_id}/affected", response=Counted)
def count_affected(request: HttpRequest, incident_id: UUID, trail: TrailFields) -> dict[str, int]:
    """Adds everyone the trail leads to; answers with how many the incident touches now."""
    found = types.Trail(**trail.dict())
    return {"people": actions.count_affected(actor=actor_of(request), incident_id=incident_id, trail=found, now=timezone.now())}


@router.get("/incidents/{uuid:incident_id}/affected", response=page_of(AffectedGuest))
def list_affected(request: HttpRequest, incident_id: UUID, where: Annotated[AffectedQuery, Query()]) -> Page[AffectedGuest]:
    """Whom the incident touches, with names for those the actor sees."""
    actor = actor_of(request)
    return affected_guests(actor, queries.list_affected(actor, incident_id, page=where.page, size=where.size))


@router.post("/incidents/{uuid:incident_id}/notices", response={201: Created})
def make_incident_notice(request: HttpRequest, incident_id: UUID, wanted: WantedNotice) -> Status[dict[str, UUID]]:
    """Makes a notice in both languages with the facts known now."""
    made = actions.make_notice(actor=actor_of(request), incident_id=incident_id, duty=wanted.duty, now=timezone.now())
    return Status(201, {"id": made})


@router.post("/incidents/notices/{uuid:notice_id}/sent", response={204: None})
def mark_incident_notice_sent(request: HttpRequest, notice_id: UUID, sending: Sending) -> Status[None]:
    """Records by which way and when a notice went out: that stops its clock."""
    actions.mark_notice_sent(actor=actor_of(request), notice_id=notice_id, how=sending.how, sent_at=sending.sent_at, now=timezone.now())
    return Status(204, None)


@router.post("/incidents/{uuid:incident_id}/waivers", response={204: None})
def waive_incident_duty(request: HttpRequest, incident_id: UUID, waiver: Waiver) -> Status[None]:
    """Writes down why somebody need not be told, where the law leaves that choice."""
    actions.waive_duty(actor=actor_of(request), incident_id=incident_id, duty=waiver.duty, reason=waiver.reason, now=timezone.now())
    return Status(204, None)


@router.post("/incidents/{uuid:incident_id}/state", response={204: None})
def step_incident(request: HttpRequest, incident_id: UUID, step: IncidentStep) -> Status[None]:
    """Contains, closes or opens an incident again."""
    actions.step_incident(actor=actor_of(request), incident_id=incident_id, state=step.state, note=step.note, now=timezone.now())
    return Status(204, None)


@router.post("/incidents/{uuid:incident_id}/notes", response={204: None})
def note_incident(request: HttpRequest, incident_id: UUID, note: IncidentNote) -> Status[None]:
    """Adds a line to the timeline."""
    actions.note_incident(actor=actor_of(request), incident_id=incident_id, text=note.text, now=timezone.now())
    return Status(204, None)


@router.get("/assessments", response=list_of(types.Assessment))
def list_assessments(request: HttpRequest) -> list[types.Assessment]:
    """Impact assessments, the newest first."""
    return queries.list_assessments(actor_of(request), today=timezone.localdate())


@router.post("/assessments", response={201: Created})
def record_assessment(request: HttpRequest, new: AssessmentFields) -> Status[dict[str, UUID]]:
    """Records an impact assessment; it is kept for three years at least."""
    content = types.NewAssessment(**new.dict() | {"occasions": tuple(dict.fromkeys(new.occasions))})
    made = actions.record_assessment(actor=actor_of(request), new=content, today=timezone.localdate(), now=timezone.now())
    return Status(201, {"id": made})


@router.delete("/assessments/{uuid:assessment_id}", response={204: None})
def delete_assessment(request: HttpRequest, assessment_id: UUID) -> Status[None]:
    """Deletes an assessment whose three years are over; refused before."""
    actions.delete_assessment(actor=actor_of(request), assessment_id=assessment_id, today=timezone.localdate(), now=timezone.now())
    return Status(204, None)


@router.get("/signals", response=list_of(Signal))
def list_signals(request: HttpRequest, where: Annotated[SignalQuery, Query()]) -> list[Signal]:
    """What looks like a stolen account or fraud; those that wait for a decision first."""
    return signal_queries.list_signals(actor_of(request), state=where.state)


@router.post("/signals/{uuid:signal_id}/decision", response={204: None})
def decide_signal(request: HttpRequest, signal_id: UUID, decision: SignalDecision) -> Status[None]:
    """Releases what is held, or keeps it held."""
    signal_actions.decide_signal(
        actor=actor_of(request), signal_id=signal_id, release=decision.release, note=decision.note, now=timezone.now()
    )
    return Status(204, None)
