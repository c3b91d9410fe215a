"""Quarantine: rows that broke the contract; mend, replay, discard. They are downloaded as an export."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from xenia.connect.actions import quarantine as actions
from xenia.connect.queries import quarantine as queries
from xenia.connect.types.runs import QuarantinedRow, RowFilter, RuleCount
from xenia.kernel.paging import Page
from xenia.web.api.sources import Created
from xenia.web.session import actor_of
from xenia.web.shapes import list_of, page_of, shape

router = Router(tags=["quarantine"])
ROWS_MAX = 10_000


class RowQuery(Schema):
    source_id: UUID | None = None
    run_id: UUID | None = None
    rule: str | None = None
    field: str | None = None
    state: str = "waiting"
    page: str | None = None
    size: int = 50


class RowMend(Schema):
    """Only the columns that change; a value as it would stand in the file."""

    values: dict[str, str | None]


class RowChoice(Schema):
    row_ids: list[UUID] = Field(min_length=1, max_length=ROWS_MAX)


class Replay(Schema):
    """Without `row_ids` every waiting row of the source is replayed."""

    source_id: UUID
    row_ids: list[UUID] | None = Field(default=None, max_length=ROWS_MAX)


@router.get("/quarantine", response=page_of(QuarantinedRow))
def list_quarantined_rows(request: HttpRequest, where: Annotated[RowQuery, Query()]) -> Page[QuarantinedRow]:
    """Rows in quarantine with what is wrong and how to mend it."""
    asked = RowFilter(where.source_id, where.run_id, where.rule, where.field, where.state)
    return queries.list_rows(actor_of(request), where=asked, page=where.page, size=where.size)


@router.get("/quarantine/rules", response=list_of(RuleCount))
def list_quarantine_rules(request: HttpRequest, source_id: UUID | None = None, run_id: UUID | None = None) -> list[RuleCount]:
    """How many waiting rows broke which rule, most first."""
    return queries.list_rule_counts(actor_of(request), source_id=source_id, run_id=run_id)


@router.get("/quarantine/{uuid:row_id}", response=shape(QuarantinedRow))
def get_quarantined_row(request: HttpRequest, row_id: UUID) -> QuarantinedRow:
    """One row in quarantine."""
    return queries.get_row(actor_of(request), row_id)


@router.patch("/quarantine/{uuid:row_id}", response={204: None})
def mend_quarantined_row(request: HttpRequest, row_id: UUID, mend: RowMend) -> Status[None]:
    """Changes values of a waiting row; replay it afterwards."""
    actions.mend_row(actor=actor_of(request), row_id=row_id, values=mend.values, now=timezone.now())
    return Status(204, None)


@router.post("/quarantine/replay", response={201: Created})
def replay_quarantined_rows(request: HttpRequest, replay: Replay) -> dict[str, UUID]:
    """Runs waiting rows through the contract again; answers with the run."""
    return {"id": actions.replay_rows(actor=actor_of(request), source_id=replay.source_id, row_ids=replay.row_ids, now=timezone.now())}


@router.post("/quarantine/discard", response={204: None})
def discard_quarantined_rows(request: HttpRequest, choice: RowChoice) -> Status[None]:
    """Gives waiting rows up; their values are erased."""
    actions.discard_rows(actor=actor_of(request), row_ids=choice.row_ids, now=timezone.now())
    return Status(204, None)
