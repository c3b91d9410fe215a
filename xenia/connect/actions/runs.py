"""Writes of runs: starting, cancelling, resuming, and performing one from its first chunk to its last."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import transaction

from xenia.connect import models
from xenia.connect.actions.chunks import ChunkJob, mapped_batches, read_chunk, write_chunk
from xenia.connect.actions.people import RecordScope
from xenia.connect.actions.queueing import defer_run, only_run_of
from xenia.connect.actions.sources import save_mapping
from xenia.connect.queries.sources import get_mapping, get_source
from xenia.connect.queries.uploads import get_setting, get_upload, stream_factory
from xenia.connect.rules.canonical import RECORDS
from xenia.connect.rules.mapping import parse_mapping
from xenia.connect.rules.runs import failed_message, is_too_bad, stopped_message
from xenia.connect.types.mapping import ParsedMapping
from xenia.connect.types.runs import Counts, RunOrder, RunState
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, Invalid, NotFound, XeniaError
from xenia.kernel.texts import Text
from xenia.lake.intake.open import read_file
from xenia.lake.intake.types import Batch, ReadOptions
from xenia.news.publish import publish
from xenia.trust.actions.audit import record
from xenia.trust.queries.people import unit_codes_below
from xenia.trust.queries.retention import days_kept
from xenia.trust.types.access import Permission
from xenia.trust.types.audit import Subject, SubjectKind

log = structlog.get_logger()
QUARANTINE_DAYS = 90
LEFT_AFTER = timedelta(minutes=5)
"""A run without a sign of life for so long has lost its worker."""
ROWS_A_CHUNK = 250_000
ROWS_A_CHUNK_PERSONAL = 50_000
PERSONAL = {field.name for record in RECORDS.values() for field in record.fields if field.personal}


@transaction.atomic
def start_run(*, actor: Actor, upload_id: UUID, mapping_id: UUID, is_dry: bool = False, now: datetime) -> UUID:
    """Returns the id of the queued run; raises Invalid where the mapping names columns the file lacks, Conflict where it expired."""
    actor.require(Permission.LOAD_DATA)
    upload, mapping = get_upload(actor, upload_id), get_mapping(actor, mapping_id)
    if upload.is_erased or upload.shape is None:
        raise Conflict(
            "upload_expired", f"The file {upload.file_name} has expired; upload it again.", f"文件“{upload.file_name}”已过期，请重新上传。"
        )
    if mapping.source_id != upload.source_id:
        raise Invalid("mapping_of_other_source", "The mapping belongs to another source than the file.", "映射与文件不属于同一数据来源。")
    parse_mapping(mapping.document, header=upload.shape["header"])
    run = models.Run(source_id=upload.source_id, upload_id=upload_id, mapping_id=mapping_id, state=RunState.WAITING, is_dry=is_dry)
    run.created_by, run.created_at = actor.user_id, now
    run.save(force_insert=True)
    defer_run(run.id, run.source_id)
    record_run(actor, "run.started", run.id, now)
    return run.id


@transaction.atomic
def order_run(*, actor: Actor, order: RunOrder, now: datetime) -> UUID:
    """Returns the id of the queued run; a document is saved as the next version of its mapping, or not at all where no run can start.

    Raises what `start_run` and `save_mapping` raise, and Invalid where neither a mapping nor a document is given.
    """
    mapping_id = order.mapping_id
    if mapping_id is None:
        if order.document is None:
            raise Invalid(
                "mapping_missing", "Give mapping_id or document: a run needs a mapping.", "请提供 mapping_id 或 document：导入需要映射。"
            )
        source_id = get_upload(actor, order.upload_id).source_id
        mapping_id = save_mapping(actor=actor, source_id=source_id, document=order.document, now=now)
    return start_run(actor=actor, upload_id=order.upload_id, mapping_id=mapping_id, is_dry=order.is_dry, now=now)


@transaction.atomic
def cancel_run(*, actor: Actor, run_id: UUID, now: datetime) -> None:
    """Asks the run to stop after its present chunk; what is in stays in. One that still waits ends at once."""
    run = _changeable(actor, run_id)
    if RunState(run.state).is_over:
        raise Conflict("run_over", f"The run is {run.state} already.", "这次导入已经结束。")
    run.cancel_asked = True
    if run.state == RunState.WAITING:
        run.state, run.ended_at = RunState.CANCELLED, now
    run.save()
    record_run(actor, "run.cancelled", run.id, now)


@transaction.atomic
def resume_run(*, actor: Actor, run_id: UUID, now: datetime) -> None:
    """Lets a cancelled, stopped, failed or abandoned run go on after its last whole chunk. Raises Conflict for any other."""
    run = _changeable(actor, run_id)
    is_left = run.state == RunState.RUNNING and (run.beat_at is None or now - run.beat_at > LEFT_AFTER)
    if run.state not in (RunState.CANCELLED, RunState.STOPPED, RunState.FAILED) and not is_left:
        raise Conflict(
            "run_not_resumable",
            f"The run is {run.state}; only a cancelled, stopped or failed one can go on.",
            "只有已取消、已停止或失败的导入可以继续。",
        )
    run.state, run.cancel_asked, run.message, run.ended_at = RunState.WAITING, False, None, None
    run.save()
    defer_run(run.id, run.source_id)
    record_run(actor, "run.resumed", run.id, now)


def record_run(actor: Actor, action: str, run_id: UUID, now: datetime) -> None:
    """Enters into the audit log what was done with a run."""
    run = models.Run.objects.select_related("source").get(id=run_id)
    details = {"unit_id": run.source.unit_id, "source": str(run.source_id), "upload": str(run.upload_id), "is_dry": run.is_dry}
    record(actor, action, subject=Subject(SubjectKind.RUN, str(run_id)), details=details, now=now)


def _changeable(actor: Actor, run_id: UUID) -> models.Run:
    actor.require(Permission.LOAD_DATA)
    run = models.Run.objects.select_for_update().filter(id=run_id).first()
    if run is None:
        raise NotFound("run_not_found", f"There is no run {run_id}.", "没有这次导入。")
    get_source(actor, run.source_id)
    return run


def perform_run(*, run_id: UUID, clock: Callable[[], datetime]) -> None:
    """Imports the run's file chunk by chunk, from where it last stood. Safe to call again after a crash; a run that is over stays.

    A fault of the file ends the run as failed with its sentence; an unexpected error is raised, and the run stays resumable.
    """
    source_id = models.Run.objects.values_list("source_id", flat=True).get(id=run_id)
    try:
        with only_run_of(source_id):
            run = _begin(run_id, clock())  # under the lock: whoever had it may have been performing this very run
            if run is None:
                return
            _end(run_id, *_import_file(run, clock), clock())
    except XeniaError as fault:
        _end(run_id, RunState.FAILED, Text(fault.message_zh, fault.message), clock())
    except Exception as unexpected:
        log.exception("run_failed", run=str(run_id))
        _end(run_id, RunState.FAILED, failed_message(unexpected), clock())
        raise


@transaction.atomic
def _begin(run_id: UUID, now: datetime) -> models.Run | None:
    run = models.Run.objects.select_for_update().get(id=run_id)
    if RunState(run.state).is_over:
        return None
    run.state, run.started_at, run.beat_at = RunState.RUNNING, run.started_at or now, now
    run.save()
    return run


def _import_file(run: models.Run, clock: Callable[[], datetime]) -> tuple[RunState, Text | None]:
    upload, source = models.Upload.objects.get(id=run.upload_id), models.Source.objects.get(id=run.source_id)
    job = _job(run, upload, source)
    options = ReadOptions(**upload.options, batch_rows=_chunk_rows(job.mapping))
    position, chunk = run.row_position, run.chunk
    batches = read_file(stream_factory(upload.id), upload.file_name, options=options, skip_rows=run.row_position)
    for batch, mapped in mapped_batches(job, batches):
        if models.Run.objects.filter(id=run.id, cancel_asked=True).exists():
            return RunState.CANCELLED, None
        read = read_chunk(job, batch, mapped, after_row=_last_row(upload, position))
        before = _counts(models.Run.objects.get(id=run.id))
        if not run.is_dry and run.replay_of is None and is_too_bad(before.plus(read.counts), source.bad_share_max):
            return RunState.STOPPED, stopped_message(
                read.counts, source.bad_share_max, _commonest(batch, read.bad.column("faults").to_pylist())
            )
        chunk += 1
        write_chunk(job, read, chunk=chunk, clock=clock)
        position = batch.rows_done
    return RunState.DONE, None


def _last_row(upload: models.Upload, rows_done: int) -> int:
    """The number of the last row that is committed: data rows start below the header."""
    header_row = (upload.shape or {}).get("header_row")
    return rows_done + (1 if header_row is None else int(header_row))


def _commonest(batch: Batch, faults: list[list[str]]) -> str:
    """The code that most rows of the batch have; of none where the rows before it brought the run over its limit."""
    tally = Counter([code for codes in faults for code in codes] + [f"0||{one.rule}" for one in batch.rejects])
    return tally.most_common(1)[0][0] if tally else ""


def _job(run: models.Run, upload: models.Upload, source: models.Source) -> ChunkJob:
    mapping = parse_mapping(models.Mapping.objects.get(id=run.mapping_id).document)
    if run.started_at is None:
        raise Conflict("run_not_started", f"Run {run.id} has not begun.")
    people = RecordScope(source.id, source.unit_id, run.id, run.started_at, source.phone_region)
    units = unit_codes_below(source.unit_id)
    return ChunkJob(
        mapping,
        get_setting(source.id, upload.as_of),
        people,
        units,
        run.is_dry,
        run.created_at + timedelta(days=days_kept("quarantine", QUARANTINE_DAYS)),
    )


def _chunk_rows(mapping: ParsedMapping) -> int:
    """Rows with personal fields are sealed one by one, so they come in smaller chunks: progress stays visible and memory flat."""
    is_personal = any(name in PERSONAL for record in mapping.records for name in record.fields)
    return ROWS_A_CHUNK_PERSONAL if is_personal else ROWS_A_CHUNK


def _counts(run: models.Run) -> Counts:
    return Counts(run.new, run.changed, run.unchanged, run.duplicate, run.late, run.quarantined)


@transaction.atomic
def _end(run_id: UUID, state: RunState, message: Text | None, now: datetime) -> None:
    run = models.Run.objects.select_for_update().get(id=run_id)
    run.state, run.ended_at, run.beat_at = state, now, now
    run.message = {"zh": message.zh, "en": message.en} if message else None
    run.save()
    if run.read and not run.is_dry:
        publish("RecordsArrived", {"run_id": str(run_id), "source_id": str(run.source_id)}, now=now)
