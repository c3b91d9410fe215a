"""The people around a guest: how they stand to each other, the picture, and what people say of it."""

from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema, Status

from xenia.identity.actions import said_relations
from xenia.identity.actions.said_relations import Said
from xenia.identity.queries import relations
from xenia.identity.types import GuestGraph, GuestRelations, RelationKind
from xenia.web.session import actor_of
from xenia.web.shapes import shape

router = Router(tags=["relations"])


class RelationFields(Schema):
    """`is_from`: the guest of the address is the first of the two, as "A books for B" says it."""

    other_id: UUID
    kind: RelationKind
    is_from: bool = True


class RelationMade(Schema):
    """The id of the relation."""

    id: UUID


@router.get("/guests/{uuid:guest_id}/relations", response=shape(GuestRelations))
def get_guest_relations(request: HttpRequest, guest_id: UUID) -> GuestRelations:
    """Household, companions, who books, assists and pays, and employers, with how sure each is."""
    return relations.get_relations(actor_of(request), guest_id)


@router.get("/guests/{uuid:guest_id}/graph", response=shape(GuestGraph))
def get_guest_graph(request: HttpRequest, guest_id: UUID) -> GuestGraph:
    """The people around a guest up to two steps."""
    return relations.get_graph(actor_of(request), guest_id)


@router.post("/guests/{uuid:guest_id}/relations", response={201: RelationMade})
def add_guest_relation(request: HttpRequest, guest_id: UUID, fields: RelationFields) -> Status[RelationMade]:
    """Writes down a relation that a person knows of; of one that is there it is a confirmation."""
    first, second = (guest_id, fields.other_id) if fields.is_from else (fields.other_id, guest_id)
    made = said_relations.add_relation(actor=actor_of(request), said=Said(first, second, fields.kind), now=timezone.now())
    return Status(201, RelationMade(id=made))


@router.post("/relations/{uuid:relation_id}/confirm", response={204: None})
def confirm_guest_relation(request: HttpRequest, relation_id: UUID) -> Status[None]:
    """Says that a relation is so."""
    said_relations.confirm_relation(actor=actor_of(request), relation_id=relation_id, now=timezone.now())
    return Status(204, None)


@router.post("/relations/{uuid:relation_id}/deny", response={204: None})
def deny_guest_relation(request: HttpRequest, relation_id: UUID) -> Status[None]:
    """Says that a relation is not so; it is not inferred again."""
    said_relations.deny_relation(actor=actor_of(request), relation_id=relation_id, now=timezone.now())
    return Status(204, None)


@router.delete("/relations/{uuid:relation_id}", response={204: None})
def remove_guest_relation(request: HttpRequest, relation_id: UUID) -> Status[None]:
    """Takes back what was said of a relation; bookings speak again."""
    said_relations.remove_relation(actor=actor_of(request), relation_id=relation_id, now=timezone.now())
    return Status(204, None)
