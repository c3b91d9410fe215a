"""Points passed on over HTTP: what may be given, transfers at once, gifts that wait, accepted or returned."""

from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema, Status
from pydantic import Field

from xenia.loyalty.actions import passing
from xenia.loyalty.queries import passing as queries
from xenia.loyalty.types.passing import Passing, PassingAsk, PassingKind, PassingRoom
from xenia.web.idempotency import IdempotencyKey
from xenia.web.session import actor_of
from xenia.web.shapes import list_of, shape

router = Router(tags=["loyalty"])


class NewPassing(Schema):
    """So many points for the member with a number; a gift may have a message."""

    kind: PassingKind
    taker_number: str = Field(max_length=40)
    points: int
    message: str = Field(default="", max_length=120)


@router.get("/loyalty/members/{uuid:member_id}/passing-room", response=shape(PassingRoom))
def get_passing_room(request: HttpRequest, member_id: UUID) -> PassingRoom:
    """How many points a member may pass on now, and why none."""
    return queries.get_passing_room(actor_of(request), member_id, now=timezone.now())


@router.get("/loyalty/members/{uuid:member_id}/passings", response=list_of(Passing))
def list_passings(request: HttpRequest, member_id: UUID) -> list[Passing]:
    """What a member gave and took, and what waits, the newest first."""
    return queries.list_passings(actor_of(request), member_id)


@router.post("/loyalty/members/{uuid:member_id}/passings", response={201: shape(Passing)})
def pass_points(request: HttpRequest, member_id: UUID, wanted: NewPassing, key: IdempotencyKey) -> Status[Passing]:
    """Passes points on: a transfer at once, a gift that waits."""
    ask = PassingAsk(member_id, wanted.taker_number, wanted.kind, wanted.points, wanted.message.strip(), key)
    return Status(201, passing.pass_points(actor=actor_of(request), ask=ask, now=timezone.now()))


@router.post("/loyalty/members/{uuid:member_id}/passings/{uuid:passing_id}/acceptance", response={204: None})
def accept_passing(request: HttpRequest, member_id: UUID, passing_id: UUID) -> Status[None]:
    """The member accepts a gift."""
    passing.accept_passing(actor=actor_of(request), passing_id=passing_id, member_id=member_id, now=timezone.now())
    return Status(204, None)


@router.post("/loyalty/members/{uuid:member_id}/passings/{uuid:passing_id}/return", response={204: None})
def return_passing(request: HttpRequest, member_id: UUID, passing_id: UUID) -> Status[None]:
    """The member refuses a gift, or takes back one that still waits."""
    passing.return_passing(actor=actor_of(request), passing_id=passing_id, member_id=member_id, now=timezone.now())
    return Status(204, None)
