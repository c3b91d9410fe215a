"""Runs: start, watch, cancel, resume."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema, Status

from xenia.connect.actions import runs as actions
from xenia.connect.queries import runs as queries
from xenia.connect.types.runs import Run, RunOrder, RunState
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
    order = RunOrder(start.upload_id, start.mapping_id, start.document, start.is_dry)
    return {"id": actions.order_run(actor=actor_of(request), order=order, now=timezone.now())}


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
