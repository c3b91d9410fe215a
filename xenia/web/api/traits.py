"""What a guest likes and needs."""

from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema, Status
from pydantic import Field

from xenia.profile.actions import traits as actions
from xenia.profile.queries import traits as queries
from xenia.profile.types.traits import NewTrait, Preferences, TraitKind
from xenia.web.api.sources import Created
from xenia.web.instants import Instant
from xenia.web.session import actor_of
from xenia.web.shapes import list_of, shape

router = Router(tags=["traits"])


class TraitFields(Schema):
    """`kind` is of the catalogue; `value` one of its codes, or free words where it has none. `valid_until` null: no end."""

    kind: str = Field(max_length=60)
    value: str = Field(min_length=1, max_length=400)
    valid_until: Instant | None = None


@router.get("/trait-kinds", response=list_of(TraitKind))
def list_trait_kinds(request: HttpRequest) -> list[TraitKind]:
    """The catalogue of preferences and needs."""
    return queries.list_trait_kinds(actor_of(request))


@router.get("/guests/{uuid:guest_id}/traits", response=shape(Preferences))
def get_guest_traits(request: HttpRequest, guest_id: UUID) -> Preferences:
    """What counts now, with who says it and how sure; and every word before."""
    return queries.get_preferences(actor_of(request), guest_id, now=timezone.now())


@router.post("/guests/{uuid:guest_id}/traits", response={201: Created})
def say_trait(request: HttpRequest, guest_id: UUID, new: TraitFields) -> Status[dict[str, UUID]]:
    """Writes down what the guest likes or needs."""
    word = NewTrait(new.kind, new.value, new.valid_until)
    return Status(201, {"id": actions.say_trait(actor=actor_of(request), guest_id=guest_id, new=word, now=timezone.now())})


@router.delete("/traits/{uuid:trait_id}", response={204: None})
def end_trait(request: HttpRequest, trait_id: UUID) -> Status[None]:
    """Ends a person's word; it stays in the history."""
    actions.end_trait(actor=actor_of(request), trait_id=trait_id, now=timezone.now())
    return Status(204, None)
