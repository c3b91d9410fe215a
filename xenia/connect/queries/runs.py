"""Reads of runs."""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import QuerySet

from xenia.connect import models
from xenia.connect.types.runs import Counts, Run, RunState
from xenia.kernel.actor import Actor
from xenia.kernel.errors import NotFound
from xenia.kernel.paging import Page, keys_of, page_size, page_token
from xenia.kernel.texts import Text
from xenia.trust.types.access import Permission


def get_run(actor: Actor, run_id: UUID) -> Run:
    """Returns one run with its counts so far; raises NotFound."""
    row = _runs(actor).filter(id=run_id).first()
    if row is None:
        raise NotFound("run_not_found", f"There is no run {run_id}.", "没有这次导入。")
    return _run(row)


def list_runs(
    actor: Actor, *, source_id: UUID | None = None, state: RunState | None = None, page: str | None = None, size: int = 50
) -> Page[Run]:
    """Returns runs, newest first."""
    rows = _runs(actor).order_by("-id")
    if source_id:
        rows = rows.filter(source_id=source_id)
    if state:
        rows = rows.filter(state=state)
    if page:
        rows = rows.filter(id__lt=keys_of(page, UUID)[0])
    count = page_size(size)
    found = list(rows[: count + 1])
    items = [_run(row) for row in found[:count]]
    return Page(items, page_token(str(items[-1].id)) if len(found) > count else None)


def list_record_ids(actor: Actor, run_id: UUID, *, size: int = 20_000) -> Iterator[list[UUID]]:
    """Yields the ids of the guest records the run last touched, in batches."""
    actor.require("link_records")
    last: UUID | None = None
    while True:
        rows = models.GuestRecord.objects.filter(run_id=run_id).order_by("record_id")
        batch = list((rows.filter(record_id__gt=last) if last else rows).values_list("record_id", flat=True)[:size])
        if not batch:
            return
        yield batch
        last = batch[-1]


def list_stalled_runs(actor: Actor) -> list[UUID]:
    """Returns the runs that a worker's death may have left: running, oldest first. The worker asks at its start."""
    actor.require(Permission.LOAD_DATA)
    return list(models.Run.objects.filter(state=RunState.RUNNING).order_by("id").values_list("id", flat=True))


def _runs(actor: Actor) -> "QuerySet[models.Run]":
    actor.require(Permission.VIEW_SOURCES)
    rows = models.Run.objects.select_related("source", "upload", "mapping")
    return rows if actor.units is None else rows.filter(source__unit_id__in=actor.units)


def _run(row: models.Run) -> Run:
    counts = Counts(row.new, row.changed, row.unchanged, row.duplicate, row.late, row.quarantined)
    message = Text(row.message["zh"], row.message["en"]) if row.message else None
    return Run(
        id=row.id,
        source_id=row.source_id,
        source_name=row.source.name,
        upload_id=row.upload_id,
        file_name=row.upload.file_name,
        mapping_name=row.mapping.name,
        mapping_version=row.mapping.version,
        state=RunState(row.state),
        is_dry=row.is_dry,
        counts=counts,
        records=row.records,
        bytes_read=row.bytes_read,
        bytes_total=row.upload.size_bytes,
        rows_seen=row.rows_seen,
        message=message,
        created_at=row.created_at,
        started_at=row.started_at,
        ended_at=row.ended_at,
        cancel_asked=row.cancel_asked,
    )
