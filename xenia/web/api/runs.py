"""Runs: start, watch, cancel, resume."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema, Status

from xenia.connect.actions import runs as actions
from xenia.connect.actions import sources
from xenia.connect.queries import runs as queries
from xenia.connect.queries import uploads
from xenia.connect.types.runs import Run, RunState
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Invalid
from xenia.kernel.paging import Page
from xenia.web.api.sources import Created
from xenia.web.session import actor_of
from xenia.web.shapes import page_of, shape

router = Router(tags=["runs"])


class RunStart(Schema):
    """Give `mapping_id` of a saved version, or `document`, which is saved first. A dry run writes no record."""

    upload_id: UUID
    mapping_id: UUID | None = None
    document: dict[str, Any] | None = None
    is_dry: bool = False


class RunQuery(Schema):
    source_id: UUID | None = None
    state: RunState | None = None
    page: str | None = None
    size: int = 50


@router.post("/runs", response={201: Created})
def start_run(request: HttpRequest, start: RunStart) -> dict[str, UUID]:
    """Starts the import of an upload; watch it with get_run."""
    actor, now = actor_of(request), timezone.now()
    mapping_id = start.mapping_id or _saved(actor, start, now)
    return {"id": actions.start_run(actor=actor, upload_id=start.upload_id, mapping_id=mapping_id, is_dry=start.is_dry, now=now)}


def _saved(actor: Actor, start: RunStart, now: datetime) -> UUID:
    """The id of the document, saved as the next version of its mapping."""
    if start.document is None:
        raise Invalid(
            "mapping_missing", "Give mapping_id or document: a run needs a mapping.", "请提供 mapping_id 或 document：导入需要映射。"
        )
    source_id = uploads.get_upload(actor, start.upload_id).source_id
    return sources.save_mapping(actor=actor, source_id=source_id, document=start.document, now=now)


@router.get("/runs", response=page_of(Run))
def list_runs(request: HttpRequest, where: Annotated[RunQuery, Query()]) -> Page[Run]:
    """Runs, newest first."""
    return queries.list_runs(actor_of(request), source_id=where.source_id, state=where.state, page=where.page, size=where.size)


@router.get("/runs/{uuid:run_id}", response=shape(Run))
def get_run(request: HttpRequest, run_id: UUID) -> Run:
    """One run with its counts and how far it is."""
    return queries.get_run(actor_of(request), run_id)


@router.post("/runs/{uuid:run_id}/cancel", response={204: None})
def cancel_run(request: HttpRequest, run_id: UUID) -> Status[None]:
    """Asks a waiting or running run to stop after the rows in hand."""
    actions.cancel_run(actor=actor_of(request), run_id=run_id, now=timezone.now())
    return Status(204, None)


@router.post("/runs/{uuid:run_id}/resume", response={204: None})
def resume_run(request: HttpRequest, run_id: UUID) -> Status[None]:
    """Goes on with a run that was cancelled, stopped or failed."""
    actions.resume_run(actor=actor_of(request), run_id=run_id, now=timezone.now())
    return Status(204, None)
