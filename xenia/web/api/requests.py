"""The rights of guests: requests to know, copy, port, correct, delete, restrict, object, explain; and the map of all data."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from xenia.connect.queries.guests import get_guest
from xenia.connect.queries.subjects import alike_records, find_records
from xenia.identity.queries.links import homes_of
from xenia.profile.queries.guests import get_identity
from xenia.trust.actions import packages, policies
from xenia.trust.actions import requests as actions
from xenia.trust.queries import policies as policy_queries
from xenia.trust.queries import requests as queries
from xenia.trust.queries import subjects, suppression
from xenia.trust.types.data_map import MapRow
from xenia.trust.types.requests import (
    Clock,
    Compared,
    GuestRights,
    Intake,
    Law,
    NewRequest,
    Request,
    RequestKind,
    RequestSummary,
    RightsPolicy,
)
from xenia.trust.types.suppression import MetAgain
from xenia.web.api.sources import Created
from xenia.web.session import actor_of
from xenia.web.shapes import list_of, shape
from xenia.wiring import RIGHTS

router = Router(tags=["requests"])
PEOPLE_MAX = 10_000
ZIP_ANSWER = {"responses": {200: {"description": "OK", "content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}}}}}


class RequestQuery(Schema):
    """`state`: one of the states, or `open` for all that are not over."""

    state: Literal["open", "received", "approval", "working", "ready", "answered", "refused"] | None = None
    kind: RequestKind | None = None


class GivenValues(Schema):
    """What the person who asks said of themselves; an empty value is not compared."""

    phone: str = Field(default="", max_length=40)
    email: str = Field(default="", max_length=200)
    document: str = Field(default="", max_length=40)
    name: str = Field(default="", max_length=100)
    birth_date: str = Field(default="", max_length=10)

    def given(self) -> dict[str, str]:
        return {field: value for field, value in self.dict().items() if value.strip()}


class RequestOpen(Schema):
    """`received_on`: the day it came in, today where it is left out. Name, contact and words are sealed."""

    kind: RequestKind
    record_ids: list[UUID] = Field(min_length=1, max_length=PEOPLE_MAX)
    law: Law = Law.PIPL
    intake: Intake = Intake.DESK
    asked_name: str = Field(default="", max_length=200)
    asked_contact: str = Field(default="", max_length=200)
    asked_words: str = Field(default="", max_length=2000)
    received_on: date | None = None


class Reason(Schema):
    """A sentence that is kept as the proof of why, or of what was done."""

    text: str = Field(min_length=2, max_length=2000)


class RequestExtension(Schema):
    until: date
    because: str = Field(min_length=2, max_length=500)


class RequestStarted(Schema):
    """`approval`: it waits for a second person."""

    state: str


class FoundRecord(Schema):
    """A record that holds one of the values; name and source as a list of guests shows them."""

    record_id: UUID
    name: str
    source_name: str


class ClockChange(Schema):
    count: int = Field(ge=1, le=366)
    unit: Literal["working_days", "days", "months"]


class RightsPolicyChange(Schema):
    pipl: ClockChange
    gdpr: ClockChange
    bulk_people: int = Field(ge=1, le=1_000_000)
    package_days: int = Field(ge=1, le=90)
    on_key: Literal["block", "flag", "nothing"]
    on_document: Literal["block", "flag", "nothing"]
    on_contact: Literal["block", "flag", "nothing"]

    def policy(self) -> RightsPolicy:
        clocks = {"pipl": Clock(self.pipl.count, self.pipl.unit), "gdpr": Clock(self.gdpr.count, self.gdpr.unit)}
        return RightsPolicy(clocks, self.bulk_people, self.package_days, self.on_key, self.on_document, self.on_contact)


@router.get("/requests", response=list_of(RequestSummary))
def list_requests(request: HttpRequest, where: Annotated[RequestQuery, Query()]) -> list[RequestSummary]:
    """Requests, open ones first by what is due next."""
    return queries.list_requests(actor_of(request), now=timezone.now(), state=where.state, kind=where.kind)


@router.post("/requests", response={201: Created})
def open_request(request: HttpRequest, opened: RequestOpen) -> dict[str, UUID]:
    """Takes a request in; its clock runs from the day it was received."""
    new = NewRequest(**(opened.dict() | {"record_ids": tuple(opened.record_ids)}))
    return {"id": actions.open_request(actor=actor_of(request), new=new, rights=RIGHTS, now=timezone.now())}


@router.post("/requests/find", response=list[FoundRecord])
def find_subject_records(request: HttpRequest, values: GivenValues) -> list[dict[str, object]]:
    """The guest records, of all sources, that hold the given phone, e-mail or document."""
    return _shown(request, find_records(actor_of(request), values.given()))


def _shown(request: HttpRequest, record_ids: list[UUID]) -> list[dict[str, object]]:
    pages = [get_guest(actor_of(request), record_id).summary for record_id in record_ids]
    return [{"record_id": one.record_id, "name": one.name or one.name_latin, "source_name": one.source_name} for one in pages]


@router.get("/requests/alike/{uuid:record_id}", response=list[FoundRecord])
def list_alike_records(request: HttpRequest, record_id: UUID) -> list[dict[str, object]]:
    """Other records that may be the same person: a request is about a person, and each source knows them apart."""
    return _shown(request, alike_records(actor_of(request), record_id))


@router.get("/requests/met-again", response=list_of(MetAgain))
def list_met_again(request: HttpRequest) -> list[MetAgain]:
    """Imports that brought people who had been erased, and what was done."""
    return suppression.list_met_again(actor_of(request))


@router.get("/requests/{uuid:request_id}", response=shape(Request))
def get_request(request: HttpRequest, request_id: UUID) -> Request:
    """One request with its steps, package and proof."""
    return queries.get_request(actor_of(request), request_id, now=timezone.now())


@router.post("/requests/{uuid:request_id}/identity", response=list_of(Compared))
def check_request_identity(request: HttpRequest, request_id: UUID, values: GivenValues) -> list[Compared]:
    """Says of each value whether it matches what is held, and nothing else."""
    given = actions.Given(values.given())
    return list(actions.check_identity(actor=actor_of(request), request_id=request_id, given=given, rights=RIGHTS, now=timezone.now()))


@router.post("/requests/{uuid:request_id}/identity/waive", response={204: None})
def waive_request_identity(request: HttpRequest, request_id: UUID, reason: Reason) -> Status[None]:
    """Takes the person as known for a reason that is kept."""
    actions.waive_identity(actor=actor_of(request), request_id=request_id, because=reason.text, now=timezone.now())
    return Status(204, None)


@router.post("/requests/{uuid:request_id}/start", response=RequestStarted)
def start_request(request: HttpRequest, request_id: UUID) -> dict[str, str]:
    """Begins the work; an erasure of many people asks a second person first."""
    return {"state": actions.start_work(actor=actor_of(request), request_id=request_id, rights=RIGHTS, now=timezone.now())}


@router.post("/requests/{uuid:request_id}/resume", response={204: None})
def resume_request(request: HttpRequest, request_id: UUID) -> Status[None]:
    """Lets work that failed go on from where it stood."""
    actions.resume_work(actor=actor_of(request), request_id=request_id, now=timezone.now())
    return Status(204, None)


@router.post("/requests/{uuid:request_id}/steps/{uuid:step_id}/done", response={204: None})
def complete_request_step(request: HttpRequest, request_id: UUID, step_id: UUID, note: Reason) -> Status[None]:
    """Marks a step that people do as done, with what was done."""
    actions.complete_step(actor=actor_of(request), request_id=request_id, step_id=step_id, note=note.text, now=timezone.now())
    return Status(204, None)


@router.post("/requests/{uuid:request_id}/answer", response={204: None})
def answer_request(request: HttpRequest, request_id: UUID, outcome: Reason) -> Status[None]:
    """Closes a request whose work is done, with what the person was told."""
    actions.answer_request(actor=actor_of(request), request_id=request_id, outcome=outcome.text, now=timezone.now())
    return Status(204, None)


@router.post("/requests/{uuid:request_id}/refuse", response={204: None})
def refuse_request(request: HttpRequest, request_id: UUID, reason: Reason) -> Status[None]:
    """Refuses a request that was not worked on, with the reason the person is told."""
    actions.refuse_request(actor=actor_of(request), request_id=request_id, because=reason.text, now=timezone.now())
    return Status(204, None)


@router.post("/requests/{uuid:request_id}/extend", response={204: None})
def extend_request(request: HttpRequest, request_id: UUID, extension: RequestExtension) -> Status[None]:
    """Gives a request more time, with the reason the person is told."""
    actions.extend_request(
        actor=actor_of(request), request_id=request_id, until=extension.until, because=extension.because, now=timezone.now()
    )
    return Status(204, None)


@router.post("/requests/{uuid:request_id}/lift", response={204: None})
def lift_request_restriction(request: HttpRequest, request_id: UUID, reason: Reason) -> Status[None]:
    """Ends what a request to restrict or to object began."""
    actions.lift_restriction(actor=actor_of(request), request_id=request_id, because=reason.text, now=timezone.now())
    return Status(204, None)


@router.post("/requests/{uuid:request_id}/package", response={200: None}, openapi_extra=ZIP_ANSWER)
def download_request_package(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """The result package as a ZIP of JSON and PDF; each download is in the audit log, so it is a POST."""
    name, content = packages.open_package(actor=actor_of(request), request_id=request_id, now=timezone.now())
    answer = HttpResponse(content, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@router.get("/guests/{uuid:record_id}/rights", response=shape(GuestRights))
def get_guest_rights(request: HttpRequest, record_id: UUID) -> GuestRights:
    """Whether the guest is restricted, objected or held, and the guest's requests."""
    actor = actor_of(request)
    guest_id, record_ids = get_identity(actor, record_id)
    return queries.guest_rights(actor, record_ids, list(homes_of(actor, [guest_id])), now=timezone.now())


@router.get("/data-map", response=list_of(MapRow))
def list_data_map(request: HttpRequest) -> list[MapRow]:
    """Every store that may hold a person: what it says, how it is found, what erasing does."""
    return subjects.list_data_map(actor_of(request), RIGHTS.stores)


@router.get("/rights-policy", response=shape(RightsPolicy))
def get_rights_policy(request: HttpRequest) -> RightsPolicy:
    """Clocks, when two people must agree, how long packages live, what meets people who come again."""
    return policy_queries.get_rights_policy(actor_of(request))


@router.put("/rights-policy", response={204: None})
def change_rights_policy(request: HttpRequest, change: RightsPolicyChange) -> Status[None]:
    """Changes the policy; open requests keep the day they were given."""
    policies.change_rights_policy(actor=actor_of(request), policy=change.policy(), now=timezone.now())
    return Status(204, None)
