"""Approvals: what waits for a second person, and the decision."""

from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema, Status
from pydantic import Field

from xenia import wiring
from xenia.trust.actions import approvals as actions
from xenia.trust.queries import approvals as queries
from xenia.trust.types.approvals import Approval, ApprovalState
from xenia.web.session import actor_of
from xenia.web.shapes import list_of, shape

router = Router(tags=["approvals"])


class ApprovalDecision(Schema):
    """`note` is what the person who asked reads."""

    approve: bool
    note: str = Field(default="", max_length=1000)


@router.get("/approvals", response=list_of(Approval))
def list_approvals(request: HttpRequest, state: ApprovalState | None = None) -> list[Approval]:
    """The newest requests: all for those who approve, their own for everyone else."""
    return queries.list_approvals(actor_of(request), now=timezone.now(), state=state)


@router.get("/approvals/{uuid:approval_id}", response=shape(Approval))
def get_approval(request: HttpRequest, approval_id: UUID) -> Approval:
    """One request with exactly what will be done."""
    return queries.get_approval(actor_of(request), approval_id, now=timezone.now())


@router.post("/approvals/{uuid:approval_id}/decision", response={204: None})
def decide_approval(request: HttpRequest, approval_id: UUID, decision: ApprovalDecision) -> Status[None]:
    """Allows or refuses; what is allowed is done at once, as the person who asked."""
    actions.decide(
        actor=actor_of(request),
        approval_id=approval_id,
        approve=decision.approve,
        note=decision.note,
        now=timezone.now(),
        handlers=wiring.APPROVED,
    )
    return Status(204, None)


@router.post("/approvals/{uuid:approval_id}/withdraw", response={204: None})
def withdraw_approval(request: HttpRequest, approval_id: UUID) -> Status[None]:
    """Takes back one's own request."""
    actions.withdraw(actor=actor_of(request), approval_id=approval_id, now=timezone.now())
    return Status(204, None)
