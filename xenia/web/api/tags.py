"""Tags: the catalogue, the tags of a guest, and many guests at once."""

from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from xenia.kernel.paging import Page
from xenia.kernel.texts import Text
from xenia.profile.actions import tag_batches as batches
from xenia.profile.actions import tags as actions
from xenia.profile.queries import tags as queries
from xenia.profile.types.guests import GuestFilter
from xenia.profile.types.staff import GuestName
from xenia.profile.types.tags import BatchDeed, NearTag, Tag, TagBatch, TagDraft, TagsOfGuest, TagWay
from xenia.trust.types.colleagues import Peer
from xenia.web.api.guests import GuestWhere
from xenia.web.api.sources import Created
from xenia.web.session import actor_of
from xenia.web.shapes import list_of, page_of, shape

router = Router(tags=["tags"])
Name = Annotated[str, Field(max_length=100)]


class TagFields(Schema):
    """`is_distinct`: a tag with nearly the same name is known, and both are wanted."""

    name_zh: Name
    name_en: Name
    meaning_zh: str = Field(max_length=1_000)
    meaning_en: str = Field(max_length=1_000)
    way: TagWay = TagWay.MANUAL
    lineage: str = Field(default="", max_length=4_000)
    owner_id: UUID | None = None
    is_distinct: bool = False

    def draft(self) -> TagDraft:
        meaning = Text(self.meaning_zh, self.meaning_en)
        return TagDraft(Text(self.name_zh, self.name_en), meaning, self.way, self.lineage, self.owner_id)


class TagChange(TagFields):
    version: int = Field(ge=1, le=2_000_000_000)


class TagUse(Schema):
    is_retired: bool


class BatchOrder(Schema):
    """Either `guest_ids`, or `where`: all guests of the list under the filter."""

    tag_id: UUID
    deed: Literal["put", "take"]
    guest_ids: list[UUID] = Field(default_factory=list, max_length=10_000)
    where: GuestWhere | None = None


class NearQuery(Schema):
    name_zh: Name = ""
    name_en: Name = ""
    besides: UUID | None = None


@router.get("/tags", response=list_of(Tag))
def list_tags(request: HttpRequest, with_retired: bool = False) -> list[Tag]:
    """The catalogue, each tag with how many guests have it."""
    return queries.list_tags(actor_of(request), with_retired=with_retired)


@router.get("/tags/near", response=list_of(NearTag))
def find_near_tags(request: HttpRequest, where: Annotated[NearQuery, Query()]) -> list[NearTag]:
    """Tags in use with nearly this name, the nearest first."""
    return queries.find_near_tags(actor_of(request), Text(where.name_zh, where.name_en), besides=where.besides)


@router.get("/tags/owners", response=list_of(Peer))
def list_tag_owners(request: HttpRequest) -> list[Peer]:
    """Who can be named the owner of a tag."""
    return queries.list_tag_owners(actor_of(request))


@router.post("/tags", response={201: Created})
def create_tag(request: HttpRequest, new: TagFields) -> Status[dict[str, UUID]]:
    """Creates a tag; refused with what is near where its name is nearly another's."""
    made = actions.create_tag(actor=actor_of(request), draft=new.draft(), is_distinct=new.is_distinct, now=timezone.now())
    return Status(201, {"id": made})


@router.get("/tags/batches", response=page_of(TagBatch))
def list_tag_batches(request: HttpRequest, page: str | None = None, size: int = 20) -> Page[TagBatch]:
    """Work on many guests, newest first."""
    return queries.list_batches(actor_of(request), page=page, size=size)


@router.post("/tags/batches", response={202: Created})
def order_tag_batch(request: HttpRequest, order: BatchOrder) -> Status[dict[str, UUID]]:
    """Gives many guests a tag, or takes it from them; watch it with get_tag_batch."""
    where = GuestFilter(**order.where.dict()) if order.where is not None else None
    made = batches.order_batch(
        actor=actor_of(request), tag_id=order.tag_id, deed=BatchDeed(order.deed), guest_ids=order.guest_ids, where=where, now=timezone.now()
    )
    return Status(202, {"id": made})


@router.get("/tags/batches/{uuid:batch_id}", response=shape(TagBatch))
def get_tag_batch(request: HttpRequest, batch_id: UUID) -> TagBatch:
    """One batch: how far it is, and what it changed."""
    return queries.get_batch(actor_of(request), batch_id)


@router.post("/tags/batches/{uuid:batch_id}/cancel", response={204: None})
def cancel_tag_batch(request: HttpRequest, batch_id: UUID) -> Status[None]:
    """Stops a batch after its present step; what was changed stays and can be taken back."""
    batches.cancel_batch(actor=actor_of(request), batch_id=batch_id, now=timezone.now())
    return Status(204, None)


@router.post("/tags/batches/{uuid:batch_id}/undo", response={202: Created})
def undo_tag_batch(request: HttpRequest, batch_id: UUID) -> Status[dict[str, UUID]]:
    """Takes a whole batch back, by a batch of its own."""
    return Status(202, {"id": batches.undo_batch(actor=actor_of(request), batch_id=batch_id, now=timezone.now())})


@router.get("/tags/{uuid:tag_id}", response=shape(Tag))
def get_tag(request: HttpRequest, tag_id: UUID) -> Tag:
    """One tag."""
    return queries.get_tag(actor_of(request), tag_id)


@router.put("/tags/{uuid:tag_id}", response={204: None})
def change_tag(request: HttpRequest, tag_id: UUID, change: TagChange) -> Status[None]:
    """Changes what a tag is called and means; its code stays."""
    draft, is_distinct, now = change.draft(), change.is_distinct, timezone.now()
    actions.change_tag(actor=actor_of(request), tag_id=tag_id, draft=draft, version=change.version, is_distinct=is_distinct, now=now)
    return Status(204, None)


@router.post("/tags/{uuid:tag_id}/use", response={204: None})
def retire_tag(request: HttpRequest, tag_id: UUID, use: TagUse) -> Status[None]:
    """Takes a tag out of use, or puts it to use again; guests keep it."""
    actions.retire_tag(actor=actor_of(request), tag_id=tag_id, is_retired=use.is_retired, now=timezone.now())
    return Status(204, None)


@router.get("/tags/{uuid:tag_id}/guests", response=page_of(GuestName))
def list_tagged_guests(request: HttpRequest, tag_id: UUID, page: str | None = None, size: int = 50) -> Page[GuestName]:
    """The guests who have the tag, of those the caller sees."""
    return queries.list_tagged(actor_of(request), tag_id, page=page, size=size)


@router.get("/guests/{uuid:guest_id}/tags", response=shape(TagsOfGuest))
def get_guest_tags(request: HttpRequest, guest_id: UUID) -> TagsOfGuest:
    """The guest's tags now and before, and those of sources."""
    return queries.get_guest_tags(actor_of(request), guest_id)


@router.put("/guests/{uuid:guest_id}/tags/{uuid:tag_id}", response={204: None})
def put_guest_tag(request: HttpRequest, guest_id: UUID, tag_id: UUID) -> Status[None]:
    """Gives the guest a tag."""
    actions.put_tag(actor=actor_of(request), guest_id=guest_id, tag_id=tag_id, now=timezone.now())
    return Status(204, None)


@router.delete("/guests/{uuid:guest_id}/tags/{uuid:tag_id}", response={204: None})
def take_guest_tag(request: HttpRequest, guest_id: UUID, tag_id: UUID) -> Status[None]:
    """Takes a tag from the guest; its time stays in the history."""
    actions.take_tag(actor=actor_of(request), guest_id=guest_id, tag_id=tag_id, now=timezone.now())
    return Status(204, None)
