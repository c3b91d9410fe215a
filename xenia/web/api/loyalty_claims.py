"""Claims of missing points over HTTP: taken at the desk, decided by a second person."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema, Status

from xenia.kernel.paging import Page
from xenia.loyalty.actions import claims as actions
from xenia.loyalty.queries import claims as queries
from xenia.loyalty.types.claims import Claim, ClaimLine, ClaimProof, ClaimState, RefusedFor
from xenia.loyalty.types.earning import EarnedRun
from xenia.web.api.loyalty import MadeId
from xenia.web.session import actor_of
from xenia.web.shapes import list_of, page_of, shape

router = Router(tags=["loyalty"])


class ClaimPage(Schema):
    """A page of claims, in one state or all."""

    state: ClaimState | None = None
    page: str | None = None
    size: int = 50


class NewClaim(Schema):
    """A stay or flight that is missing, and what the member showed."""

    booking_id: UUID
    proof: ClaimProof


class ClaimRefusal(Schema):
    """Why a claim is refused."""

    why: RefusedFor


@router.get("/loyalty/programmes/{uuid:programme_id}/claims", response=page_of(ClaimLine))
def list_claims(request: HttpRequest, programme_id: UUID, where: Annotated[ClaimPage, Query()]) -> Page[ClaimLine]:
    """The claims of a programme, the newest first."""
    return queries.list_claim_lines(actor_of(request), programme_id, state=where.state, page=where.page, size=where.size)


@router.get("/loyalty/members/{uuid:member_id}/claims", response=list_of(Claim))
def list_member_claims(request: HttpRequest, member_id: UUID) -> list[Claim]:
    """The claims of a member, the newest first."""
    return queries.list_member_claims(actor_of(request), member_id)


@router.post("/loyalty/members/{uuid:member_id}/claims", response={201: MadeId})
def claim_stay(request: HttpRequest, member_id: UUID, wanted: NewClaim) -> Status[dict[str, UUID]]:
    """Takes a claim; it waits for a second person."""
    made = actions.claim_stay(
        actor=actor_of(request), member_id=member_id, booking_id=wanted.booking_id, proof=wanted.proof, now=timezone.now()
    )
    return Status(201, {"id": made})


@router.post("/loyalty/claims/{uuid:claim_id}/grant", response=shape(EarnedRun))
def grant_claim(request: HttpRequest, claim_id: UUID) -> EarnedRun:
    """Lets the booking earn; refused to whoever took the claim."""
    return actions.grant_claim(actor=actor_of(request), claim_id=claim_id, now=timezone.now())


@router.post("/loyalty/claims/{uuid:claim_id}/refusal", response={204: None})
def refuse_claim(request: HttpRequest, claim_id: UUID, wanted: ClaimRefusal) -> Status[None]:
    """Refuses a claim, with a reason from the list."""
    actions.refuse_claim(actor=actor_of(request), claim_id=claim_id, why=wanted.why, now=timezone.now())
    return Status(204, None)
