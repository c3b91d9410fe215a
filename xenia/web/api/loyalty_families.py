"""Families over HTTP: opened, joined, shared with, left."""

from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema, Status
from pydantic import Field

from xenia.loyalty.actions import families
from xenia.loyalty.queries import families as queries
from xenia.loyalty.types.families import FamilyPlace
from xenia.web.api.loyalty import MadeId
from xenia.web.session import actor_of
from xenia.web.shapes import shape

router = Router(tags=["loyalty"])


class FamilySharing(Schema):
    """Whether the member agrees that others of the family spend the points."""

    shares: bool


class FamilyGuest(Schema):
    """Who is invited, by the number on the card."""

    number: str = Field(max_length=40)


class FamilyWard(Schema):
    """A minor whom the guardian adds, and whether the guardian agrees that others spend the minor's points."""

    number: str = Field(max_length=40)
    shares: bool = False


class FamilyAnswer(Schema):
    """Whether the member joins, and then shares."""

    accept: bool
    shares: bool = False


@router.get("/loyalty/members/{uuid:member_id}/family", response=shape(FamilyPlace))
def get_family(request: HttpRequest, member_id: UUID) -> FamilyPlace:
    """The family of a member, and invitations that wait for an answer."""
    return queries.get_family_place(actor_of(request), member_id, now=timezone.now())


@router.post("/loyalty/members/{uuid:member_id}/family", response={201: MadeId})
def open_family(request: HttpRequest, member_id: UUID, wanted: FamilySharing) -> Status[dict[str, UUID]]:
    """Opens a family with the member as its head."""
    made = families.open_family(actor=actor_of(request), member_id=member_id, shares=wanted.shares, now=timezone.now())
    return Status(201, {"id": made})


@router.post("/loyalty/members/{uuid:member_id}/family/invitations", response={201: MadeId})
def invite_to_family(request: HttpRequest, member_id: UUID, wanted: FamilyGuest) -> Status[dict[str, UUID]]:
    """The head invites an adult."""
    made = families.invite_adult(actor=actor_of(request), head_id=member_id, number=wanted.number, now=timezone.now())
    return Status(201, {"id": made})


@router.post("/loyalty/members/{uuid:member_id}/family/minors", response={201: MadeId})
def add_minor(request: HttpRequest, member_id: UUID, wanted: FamilyWard) -> Status[dict[str, UUID]]:
    """A guardian of the family adds a minor."""
    made = families.add_minor(
        actor=actor_of(request), guardian_id=member_id, number=wanted.number, shares=wanted.shares, now=timezone.now()
    )
    return Status(201, {"id": made})


@router.post("/loyalty/members/{uuid:member_id}/family-invitations/{uuid:tie_id}/answer", response={204: None})
def answer_family_invitation(request: HttpRequest, member_id: UUID, tie_id: UUID, wanted: FamilyAnswer) -> Status[None]:
    """The member joins, or declines."""
    actor, now = actor_of(request), timezone.now()
    families.answer_invitation(actor=actor, tie_id=tie_id, member_id=member_id, accept=wanted.accept, shares=wanted.shares, now=now)
    return Status(204, None)


@router.post("/loyalty/members/{uuid:member_id}/family/invitations/{uuid:tie_id}/withdrawal", response={204: None})
def withdraw_family_invitation(request: HttpRequest, member_id: UUID, tie_id: UUID) -> Status[None]:
    """The head takes an invitation back."""
    families.withdraw_invitation(actor=actor_of(request), tie_id=tie_id, head_id=member_id, now=timezone.now())
    return Status(204, None)


@router.put("/loyalty/members/{uuid:member_id}/family/sharing", response={204: None})
def set_family_sharing(request: HttpRequest, member_id: UUID, wanted: FamilySharing) -> Status[None]:
    """The member, or a minor's guardian, agrees to share points or takes that back."""
    families.set_sharing(actor=actor_of(request), member_id=member_id, shares=wanted.shares, now=timezone.now())
    return Status(204, None)


@router.post("/loyalty/members/{uuid:member_id}/family/leaving", response={204: None})
def leave_family(request: HttpRequest, member_id: UUID) -> Status[None]:
    """The member leaves the family and keeps all points."""
    families.leave_family(actor=actor_of(request), member_id=member_id, now=timezone.now())
    return Status(204, None)
