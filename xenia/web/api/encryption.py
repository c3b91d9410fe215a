"""Encryption: which keys there are, and changing the sealing key, which two people must want."""

from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema, Status
from pydantic import Field

from xenia.trust.actions import encryption as actions
from xenia.trust.queries import encryption as queries
from xenia.trust.types.encryption import Encryption
from xenia.web.session import actor_of
from xenia.web.shapes import shape

router = Router(tags=["encryption"])


class RotationReason(Schema):
    reason: str = Field(min_length=1, max_length=500)


class RotationAsked(Schema):
    """The request that a second person decides."""

    approval_id: UUID


@router.get("/encryption", response=shape(Encryption))
def get_encryption(request: HttpRequest) -> Encryption:
    """The keys by number and age, where the master key comes from, and the newest changes of the sealing key; never a key itself."""
    return queries.get_encryption(actor_of(request))


@router.post("/encryption/rotations", response={201: RotationAsked})
def ask_key_rotation(request: HttpRequest, asked: RotationReason) -> dict[str, UUID]:
    """Asks for a new sealing key; it is made once a second person agrees."""
    return {"approval_id": actions.ask_rotation(actor=actor_of(request), reason=asked.reason, now=timezone.now())}


@router.post("/encryption/rotations/{uuid:rotation_id}/cancel", response={204: None})
def cancel_key_rotation(request: HttpRequest, rotation_id: UUID) -> Status[None]:
    """Stops a rotation after its present batch; no key is removed."""
    actions.cancel_rotation(actor=actor_of(request), rotation_id=rotation_id, now=timezone.now())
    return Status(204, None)


@router.post("/encryption/rotations/{uuid:rotation_id}/resume", response={204: None})
def resume_key_rotation(request: HttpRequest, rotation_id: UUID) -> Status[None]:
    """Lets the newest rotation go on where it stood, where it was cancelled or failed."""
    actions.resume_rotation(actor=actor_of(request), rotation_id=rotation_id, now=timezone.now())
    return Status(204, None)
