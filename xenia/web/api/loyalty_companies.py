"""Companies that are members over HTTP, and who travels for them."""

from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema, Status
from pydantic import Field

from xenia.kernel.paging import Page
from xenia.loyalty.actions import companies
from xenia.loyalty.queries import companies as queries
from xenia.loyalty.types.companies import AgreedBy, CompanyDraft, CompanyLine, CompanyPlace, CompanyRole
from xenia.web.api.loyalty import MadeId
from xenia.web.session import actor_of
from xenia.web.shapes import page_of, shape

router = Router(tags=["loyalty"])


class NewCompany(Schema):
    """A company that joins; `credit_code` is its unified social credit code, empty for a company from abroad."""

    name: str = Field(max_length=400)
    credit_code: str = Field(default="", max_length=40)


class NewTraveller(Schema):
    """Who travels for a company, by the number on the card, and how the member agreed to it."""

    number: str = Field(max_length=40)
    role: CompanyRole = CompanyRole.TRAVELLER
    agreed_by: AgreedBy


@router.get("/loyalty/programmes/{uuid:programme_id}/companies", response=page_of(CompanyLine))
def list_company_members(request: HttpRequest, programme_id: UUID, page: str | None = None, size: int = 50) -> Page[CompanyLine]:
    """Companies that are members of a programme, those who joined last on top."""
    return queries.list_companies(actor_of(request), programme_id, page=page, size=size)


@router.post("/loyalty/programmes/{uuid:programme_id}/companies", response={201: MadeId})
def enrol_company(request: HttpRequest, programme_id: UUID, wanted: NewCompany) -> Status[dict[str, UUID]]:
    """Makes a company a member."""
    draft = CompanyDraft(wanted.name, wanted.credit_code)
    made = companies.enrol_company(actor=actor_of(request), programme_id=programme_id, draft=draft, now=timezone.now())
    return Status(201, {"id": made})


@router.get("/loyalty/members/{uuid:member_id}/company", response=shape(CompanyPlace))
def get_company_place(request: HttpRequest, member_id: UUID) -> CompanyPlace:
    """The company a member is, with its travellers, or the company the member travels for."""
    return queries.get_company_place(actor_of(request), member_id)


@router.post("/loyalty/members/{uuid:member_id}/company/travellers", response={201: MadeId})
def add_company_traveller(request: HttpRequest, member_id: UUID, wanted: NewTraveller) -> Status[dict[str, UUID]]:
    """Puts a member beside a company from today on."""
    made = companies.add_traveller(
        actor=actor_of(request),
        company_id=member_id,
        number=wanted.number,
        role=wanted.role,
        agreed_by=wanted.agreed_by,
        now=timezone.now(),
    )
    return Status(201, {"id": made})


@router.post("/loyalty/members/{uuid:member_id}/company/travellers/{uuid:traveller_id}/leaving", response={204: None})
def remove_company_traveller(request: HttpRequest, member_id: UUID, traveller_id: UUID) -> Status[None]:
    """Ends that a member travels for a company; both keep their points."""
    companies.remove_traveller(actor=actor_of(request), company_id=member_id, member_id=traveller_id, now=timezone.now())
    return Status(204, None)
