"""Sources, their mappings and push keys."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Body, Router, Schema, Status
from pydantic import Field

from xenia.connect.actions import pulls
from xenia.connect.actions import sources as actions
from xenia.connect.queries import pulls as pull_queries
from xenia.connect.queries import sources as queries
from xenia.connect.types.pulls import PullState
from xenia.connect.types.sources import MappingVersion, PushKey, Source, SourceSettings
from xenia.web.session import actor_of
from xenia.web.shapes import list_of, shape

router = Router(tags=["sources"])


class Created(Schema):
    """The id of what was made."""

    id: UUID


class MappingDocument(Schema):
    document: dict[str, Any]


class PushKeyName(Schema):
    name: str = Field(min_length=1, max_length=200)


class NewPushKey(Schema):
    """The key is shown this once; only its hash is kept."""

    key: str


@router.get("/sources", response=list_of(Source))
def list_sources(request: HttpRequest) -> list[Source]:
    """The sources the actor sees."""
    return queries.list_sources(actor_of(request))


@router.post("/sources", response={201: Created})
def create_source(request: HttpRequest, settings: Body[SourceSettings]) -> dict[str, UUID]:
    """Registers a source."""
    return {"id": actions.create_source(actor=actor_of(request), settings=settings, now=timezone.now())}


@router.get("/sources/{uuid:source_id}", response=shape(Source))
def get_source(request: HttpRequest, source_id: UUID) -> Source:
    """One source."""
    return queries.get_source(actor_of(request), source_id)


@router.patch("/sources/{uuid:source_id}", response={204: None})
def change_source(request: HttpRequest, source_id: UUID, settings: Body[SourceSettings]) -> Status[None]:
    """Changes a source; send all of its settings. An empty `location` leaves the stored one as it is."""
    actions.change_source(actor=actor_of(request), source_id=source_id, settings=settings, now=timezone.now())
    return Status(204, None)


@router.get("/sources/{uuid:source_id}/mappings", response=list_of(MappingVersion))
def list_mappings(request: HttpRequest, source_id: UUID) -> list[MappingVersion]:
    """Every version of every mapping of the source, the one saved last on top."""
    return queries.list_mappings(actor_of(request), source_id)


@router.post("/sources/{uuid:source_id}/mappings", response={201: Created})
def save_mapping(request: HttpRequest, source_id: UUID, mapping: MappingDocument) -> dict[str, UUID]:
    """Saves a mapping as its next version; the same document as the newest version answers with that version."""
    return {"id": actions.save_mapping(actor=actor_of(request), source_id=source_id, document=mapping.document, now=timezone.now())}


@router.get("/sources/{uuid:source_id}/push-keys", response=list_of(PushKey))
def list_push_keys(request: HttpRequest, source_id: UUID) -> list[PushKey]:
    """The keys made for the source, revoked ones too; never the keys themselves."""
    return queries.list_push_keys(actor_of(request), source_id)


@router.post("/sources/{uuid:source_id}/push-keys", response={201: NewPushKey})
def create_push_key(request: HttpRequest, source_id: UUID, key: PushKeyName) -> dict[str, str]:
    """Makes a key with which a machine pushes records of this source."""
    return {"key": actions.create_push_key(actor=actor_of(request), source_id=source_id, name=key.name, now=timezone.now())}


@router.post("/sources/{uuid:source_id}/push-keys/{uuid:key_id}/revoke", response={204: None})
def revoke_push_key(request: HttpRequest, source_id: UUID, key_id: UUID) -> Status[None]:
    """Makes a key useless at once; a machine that still sends it gets 401."""
    actions.revoke_push_key(actor=actor_of(request), source_id=source_id, key_id=key_id, now=timezone.now())
    return Status(204, None)


@router.get("/sources/{uuid:source_id}/pull", response=shape(PullState))
def get_pull(request: HttpRequest, source_id: UUID) -> PullState:
    """How pulling the source's folder or database stands: when, what went wrong, its files, and what waits for a mapping."""
    return pull_queries.get_pull(actor_of(request), source_id)


@router.post("/sources/{uuid:source_id}/pull", response={202: None})
def pull_source(request: HttpRequest, source_id: UUID) -> Status[None]:
    """Asks the worker to pull the source now; a folder's new files come in after a second look ten seconds later."""
    pulls.pull_source(actor=actor_of(request), source_id=source_id, now=timezone.now())
    return Status(202, None)
