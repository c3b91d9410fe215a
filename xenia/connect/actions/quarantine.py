"""Writes of quarantine: keeping what broke the contract, sealed; mending, replaying, discarding it."""

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
import pyarrow as pa
import pyarrow.compute as pc
from django.db import transaction

from xenia.connect import models
from xenia.connect.actions.queueing import defer_run
from xenia.connect.actions.uploads import store_upload
from xenia.connect.queries import quarantine as queries
from xenia.connect.queries.sources import get_source
from xenia.connect.types.runs import RunState
from xenia.connect.types.sources import Source
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, Invalid, NotFound
from xenia.kernel.ids import new_id
from xenia.lake.intake.types import Batch
from xenia.settings import ENV
from xenia.trust.actions.audit import record
from xenia.trust.types.access import Permission
from xenia.trust.types.audit import Subject, SubjectKind
from xenia.trust.vault import vault_of

DRY_ROWS_MAX = 1_000
REPLAY_ROWS_MAX = 100_000


@dataclass(frozen=True)
class QuarantinePlace:
    """Where a run's bad rows go, and until when they are kept."""

    run_id: UUID
    source_id: UUID
    expires_at: datetime
    is_dry: bool


def quarantine_rows(*, place: QuarantinePlace, batch: Batch, bad: pa.Table, now: datetime) -> None:
    """Keeps each bad row and reject of a batch: its values sealed, its faults clear (rule Q4). Part of the chunk's transaction."""
    vault = vault_of(ENV.key_file)
    pairs = _bad_rows(batch, bad) + [({"_raw": one.raw}, one.row_number, [f"0||{one.rule}"]) for one in batch.rejects]
    rows = []
    for values, row_number, faults in pairs[:DRY_ROWS_MAX] if place.is_dry else pairs:
        row = models.QuarantinedRow(
            id=new_id(),
            run_id=place.run_id,
            source_id=place.source_id,
            row_number=row_number,
            faults=faults,
            created_at=now,
            expires_at=place.expires_at,
        )
        row.rules = sorted({fault.split("|")[2] for fault in faults})
        row.row_sealed = vault.seal(json.dumps(values, ensure_ascii=False), field=queries.ROW_FIELD, row=row.id)
        rows.append(row)
    models.QuarantinedRow.objects.bulk_create(rows, batch_size=2_000, ignore_conflicts=place.is_dry)


def _bad_rows(batch: Batch, bad: pa.Table) -> list[tuple[dict[str, str | None], int, list[str]]]:
    if bad.num_rows == 0:
        return []
    faults = dict(zip(bad["_row"].to_pylist(), bad["faults"].to_pylist(), strict=True))
    raw = batch.rows.filter(pc.is_in(batch.rows["_row"], value_set=bad["_row"].combine_chunks()))
    return [(row, number, faults[number]) for row in raw.to_pylist() if (number := row.pop("_row")) in faults]


@transaction.atomic
def mend_row(*, actor: Actor, row_id: UUID, values: dict[str, str | None], now: datetime) -> None:
    """Replaces the values of a waiting row; it stays in quarantine until it is replayed (rule Q6). Raises Invalid for an unknown column."""
    actor.require(Permission.LOAD_DATA)
    row = models.QuarantinedRow.objects.select_for_update().filter(id=row_id).first()
    if row is None:
        raise NotFound(
            "quarantined_row_not_found", f"There is no quarantined row {row_id}; it may have expired.", "没有这一行；可能已过期。"
        )
    source = get_source(actor, row.source_id)
    if row.state != "waiting":
        raise Conflict("quarantined_row_done", f"This row was {row.state} already.", "这一行已处理。")
    held = queries.open_values(row.id, bytes(row.row_sealed))
    unknown = set(values) - set(held)
    if unknown:
        raise Invalid(
            "column_unknown",
            f"The row has no column {sorted(unknown)[0]!r}; its columns are {', '.join(held)}.",
            f"该行没有列“{sorted(unknown)[0]}”。",
        )
    sealed = vault_of(ENV.key_file).seal(json.dumps(held | values, ensure_ascii=False), field=queries.ROW_FIELD, row=row.id)
    models.QuarantinedRow.objects.filter(id=row_id).update(row_sealed=sealed)
    _record(actor, "quarantine.mended", source, {"row": str(row_id), "columns": sorted(values)}, now)


def replay_rows(*, actor: Actor, source_id: UUID, row_ids: Sequence[UUID] | None, now: datetime) -> UUID:
    """Returns the run that imports waiting rows again (all of the source's, or those named), with the mapping they came by.

    Rows of one replay come by one mapping, and from files true at the same time, which decides between versions: the newest row says which;
    the others go on waiting (rule Q7). Raises Invalid where there is none to replay.
    """
    actor.require(Permission.LOAD_DATA)
    source = get_source(actor, source_id)
    waiting = (
        models.QuarantinedRow.objects.filter(source_id=source_id, state="waiting", run__is_dry=False)
        .select_related("run__upload")
        .order_by("id")
    )
    rows = list((waiting.filter(id__in=row_ids) if row_ids else waiting)[:REPLAY_ROWS_MAX])
    whole = [row for row in rows if "_raw" not in queries.open_values(row.id, bytes(row.row_sealed))]
    if not whole:
        raise Invalid(
            "replay_empty",
            "No quarantined row can be replayed; rows that were not readable are mended in the file and uploaded again.",
            "没有可重放的行；无法读取的行请在文件中修改后重新上传。",
        )
    mapping_id = whole[-1].run.mapping_id
    as_of = whole[-1].run.upload.as_of
    whole = [row for row in whole if (row.run.mapping_id, row.run.upload.as_of) == (mapping_id, as_of)]
    lines = b"\n".join(orjson.dumps(queries.open_values(row.id, bytes(row.row_sealed))) for row in whole)
    upload_id = store_upload(actor=actor, source_id=source_id, file_name="quarantine.jsonl", stream=io.BytesIO(lines), as_of=as_of, now=now)
    with transaction.atomic():
        run_id = _start_replay(actor, upload_id, mapping_id, whole[0].run_id, now)
        models.QuarantinedRow.objects.filter(id__in=[row.id for row in whole], state="waiting").update(state="replayed", replay_run=run_id)
        _record(actor, "quarantine.replayed", source, {"rows": len(whole), "run": str(run_id)}, now)
    return run_id


def _start_replay(actor: Actor, upload_id: UUID, mapping_id: UUID, replay_of: UUID, now: datetime) -> UUID:
    """Starts a run whose rows were in quarantine: it defers the job in the caller's transaction."""
    upload = models.Upload.objects.get(id=upload_id)
    run = models.Run(source_id=upload.source_id, upload_id=upload_id, mapping_id=mapping_id, state=RunState.WAITING, replay_of=replay_of)
    run.created_by, run.created_at = actor.user_id, now
    run.save(force_insert=True)
    defer_run(run.id, run.source_id)
    return run.id


@transaction.atomic
def discard_rows(*, actor: Actor, row_ids: Sequence[UUID], now: datetime) -> int:
    """Gives the rows up; returns how many were waiting. They stay visible as discarded until they expire (rule Q9)."""
    actor.require(Permission.LOAD_DATA)
    rows = models.QuarantinedRow.objects.filter(id__in=row_ids, state="waiting")
    sources = [get_source(actor, source_id) for source_id in rows.values_list("source_id", flat=True).distinct()]
    discarded = 0
    for source in sources:
        count = rows.filter(source_id=source.id).update(state="discarded")
        _record(actor, "quarantine.discarded", source, {"rows": count}, now)
        discarded += count
    return discarded


def _record(actor: Actor, action: str, source: Source, details: dict[str, Any], now: datetime) -> None:
    """Enters into the audit log what was done with rows of a source: which and how many, never what they hold."""
    subject = Subject(SubjectKind.SOURCE, str(source.id))
    record(actor, action, subject=subject, details=details | {"unit_id": source.unit_id}, now=now)
