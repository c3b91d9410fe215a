"""Carrying a request out, step by step: each step commits its position, so that whatever ends the work, it goes on from there."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import structlog
from django.db import connection, transaction

from xenia.kernel.actor import product_actor
from xenia.kernel.errors import XeniaError
from xenia.kernel.texts import Text
from xenia.settings import ENV
from xenia.trust.actions.audit import record
from xenia.trust.actions.erasure_ledger import note_erasure
from xenia.trust.actions.packages import make_package
from xenia.trust.actions.requests import check_no_hold, subject_of
from xenia.trust.models.requests import RequestStep, Restriction, SubjectRequest
from xenia.trust.queries.restrictions import PROCESSING, PROFILING
from xenia.trust.queries.verification import search_stores
from xenia.trust.types.access import Permission
from xenia.trust.types.audit import Subject, SubjectKind
from xenia.trust.types.requests import RequestState, StepState
from xenia.trust.types.rights import Erased, EraseStep, Erasure, Rights, Suppressed, Trace, Worked
from xenia.trust.vault import vault_of

WORK_FIELD = "trust.subject_request.work"
ACTOR = product_actor("requests", Permission.HANDLE_REQUESTS, Permission.VIEW_GUESTS, Permission.VIEW_BOOKINGS, Permission.VIEW_SOURCES)
ROUNDS_MAX = 2
"""What came in while the work went on is found by the verifier and erased in a second round."""
log = structlog.get_logger()


def perform_request(*, request_id: UUID, rights: Rights, clock: Callable[[], datetime]) -> None:
    """Does what is left of the request's work, up to a step that people must do. Called by the worker with a request that was started, so
    it takes no actor; safe to call again after a crash (rule X10). A fault marks its step and is raised: the job tries again."""
    with _alone(request_id):
        while (step := _next_step(request_id)) is not None:
            try:
                _work(step, rights, clock)
            except Exception as fault:
                _fail(step, fault, clock())
                raise
        _end(request_id, clock())


@contextmanager
def _alone(request_id: UUID) -> Iterator[None]:
    """One worker a request; PostgreSQL frees the place even when its process is killed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [request_id.int % (1 << 63)])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [request_id.int % (1 << 63)])


def _next_step(request_id: UUID) -> RequestStep | None:
    if not SubjectRequest.objects.filter(id=request_id, state=RequestState.WORKING).exists():
        return None
    step = RequestStep.objects.filter(request_id=request_id).exclude(state=StepState.DONE).order_by("ordinal").first()
    return None if step is None or step.is_manual else step


def _work(step: RequestStep, rights: Rights, clock: Callable[[], datetime]) -> None:
    _mark_started(step, clock())
    erasing = {(module, one.code): one for module, one in rights.steps}
    if (step.module, step.code) in erasing:
        return _work_erasure(step, erasing[step.module, step.code], rights, clock)
    if step.code == "verify":
        return _verify(step, rights, clock())
    with transaction.atomic():
        counts = _work_plain(step, rights, clock())
        _save(step.id, Worked({}, True, counts), clock())
    return None


def _mark_started(step: RequestStep, now: datetime) -> None:
    rows = RequestStep.objects.filter(id=step.id)
    rows.update(state=StepState.RUNNING, problem=None)
    rows.filter(started_at__isnull=True).update(started_at=now)


def _work_plain(step: RequestStep, rights: Rights, now: datetime) -> dict[str, int]:
    """A step that is one transaction; returns its counts."""
    row = SubjectRequest.objects.select_for_update().get(id=step.request_id)
    if step.code in ("restrict", "object"):
        kind = PROCESSING if step.code == "restrict" else PROFILING
        made = [Restriction(guest_id=guest_id, kind=kind, request=row, since=now) for guest_id in row.guest_ids]
        Restriction.objects.bulk_create(made, ignore_conflicts=True)
        record(ACTOR, f"restriction.{kind}_begun", subject=subject_of(row.id), details={"guests": len(made)}, now=now)
        return {"guests": len(made)}
    if step.code == "package":
        row.package = make_package(row, rights, actor=ACTOR, now=now)
        row.save(update_fields=["package"])
        return {"bytes": int(row.package["size"])}
    export = next(one.export for one in rights.modules if one.code == step.module and one.export)
    return {"rows": sum(len(section.rows) for section in export(ACTOR, row.record_ids, now))}


def _work_erasure(step: RequestStep, erasing: EraseStep, rights: Rights, clock: Callable[[], datetime]) -> None:
    erasure, position, done = _erasure(step.request_id, rights, clock()), dict(step.position), False
    while not done:
        if erasing.in_transaction:
            with transaction.atomic():
                worked = erasing.work(ACTOR, erasure, position, clock())
                _save(step.id, worked, clock())
        else:
            worked = erasing.work(ACTOR, erasure, position, clock())
            with transaction.atomic():
                _save(step.id, worked, clock())
        position, done = worked.position, worked.done


def _save(step_id: UUID, worked: Worked, now: datetime) -> None:
    row = RequestStep.objects.select_for_update().get(id=step_id)
    row.position = worked.position
    row.counts = {name: row.counts.get(name, 0) + worked.counts.get(name, 0) for name in {*row.counts, *worked.counts}}
    if worked.done:
        row.state, row.ended_at = StepState.DONE, now
        details = {"module": row.module, "step": row.code, "counts": row.counts}
        record(ACTOR, "request.step_done", subject=subject_of(row.request_id), details=details, now=now)
    row.save()


@transaction.atomic
def _erasure(request_id: UUID, rights: Rights, now: datetime) -> Erasure:
    """What the erasure needs to the end, learnt once before anything goes and kept sealed (rule X6); a hold placed meanwhile stops it.

    From then on the erasure stands in the ledger (rule X18).
    """
    row = SubjectRequest.objects.select_for_update().get(id=request_id)
    if row.work_sealed is None:
        check_no_hold(row.record_ids, rights.bookings(ACTOR, row.record_ids), now)
        row.work_sealed = vault_of(ENV.key_file).seal(json.dumps(_learnt(row, rights)), field=WORK_FIELD, row=row.id)
        row.save(update_fields=["work_sealed"])
        erasure = _opened(row)
        note_erasure(ENV.key_file, Erased(now, row.id, row.law, row.intake, erasure.record_ids, erasure.suppressed))
    return _opened(row)


def _opened(row: SubjectRequest) -> Erasure:
    held = json.loads(vault_of(ENV.key_file).open(bytes(row.work_sealed or b""), field=WORK_FIELD, row=row.id))
    return Erasure(
        request_id=row.id,
        record_ids=tuple(row.record_ids),
        guest_ids=tuple(row.guest_ids),
        source_ids=tuple(UUID(one) for one in held["source_ids"]),
        pseudonyms={UUID(old): UUID(new) for old, new in held["pseudonyms"].items()},
        traces=tuple(Trace(*one) for one in held["traces"]),
        suppressed=tuple(
            Suppressed(way, bytes.fromhex(index), UUID(source) if source else None) for way, index, source in held["suppressed"]
        ),
    )


def _learnt(row: SubjectRequest, rights: Rights) -> dict[str, Any]:
    known = rights.learn(ACTOR, row.record_ids)
    guests = [Trace("id", str(guest_id)) for guest_id in row.guest_ids]
    return {
        "pseudonyms": {str(record_id): str(uuid4()) for record_id in row.record_ids},
        "traces": [[one.kind, one.value, one.is_whole] for one in (*known.traces, *guests)],
        "suppressed": [[one.way, one.index.hex(), str(one.source_id) if one.source_id else None] for one in known.suppressed],
        "source_ids": [str(one) for one in known.source_ids],
        "left_out": [asdict(text) for text in known.left_out],
    }


def _verify(step: RequestStep, rights: Rights, now: datetime) -> None:
    """Searches every store (rule X12). Zero ends the erasure and forgets what it knew; anything else begins the second round."""
    erasure = _erasure(step.request_id, rights, now)
    row = SubjectRequest.objects.get(id=step.request_id)
    held = json.loads(vault_of(ENV.key_file).open(bytes(row.work_sealed or b""), field=WORK_FIELD, row=row.id))
    found = search_stores(ACTOR, rights, erasure.traces, [Text(**text) for text in held["left_out"]], now=now)
    with transaction.atomic():
        row = SubjectRequest.objects.select_for_update().get(id=step.request_id)
        row.verification = {**json.loads(json.dumps(asdict(found), default=str)), "at": now.isoformat()}
        row.rounds += 1
        if found.left == 0:
            row.work_sealed = None
            _save(step.id, Worked({}, True, {"stores": len(found.stores), "left": 0}), now)
            for guest_id in row.guest_ids:
                record(
                    ACTOR, "guest.erased", subject=Subject(SubjectKind.GUEST, str(guest_id)), details={"request_id": str(row.id)}, now=now
                )
        elif row.rounds < ROUNDS_MAX:
            RequestStep.objects.filter(request=row).update(state=StepState.WAITING, position={})
        row.save()
    if found.left and row.rounds >= ROUNDS_MAX:
        SubjectRequest.objects.filter(id=row.id).update(rounds=0)  # who lets it go on gets two more
        left = ", ".join(f"{one.store} ({one.left})" for one in found.stores if one.left)
        raise XeniaError(
            "erasure_left",
            f"The verifier still finds the person in {left}; let the work go on once nothing writes there.",
            f"仍在以下存储中找到此人：{left}；请确认没有写入后继续。",
        )


@transaction.atomic
def _fail(step: RequestStep, fault: Exception, now: datetime) -> None:
    said = type(fault).__name__
    known = isinstance(fault, XeniaError)
    zh = fault.message_zh if isinstance(fault, XeniaError) else f"程序出错（{said}）；会自动再试，也可以点“继续”。"
    en = fault.message if isinstance(fault, XeniaError) else f"The program failed ({said}); it tries again by itself, or let it go on."
    RequestStep.objects.filter(id=step.id).update(state=StepState.FAILED, problem={"zh": zh, "en": en})
    record(ACTOR, "request.step_failed", subject=subject_of(step.request_id), details={"step": step.code, "fault": said}, now=now)
    if not known:
        log.exception("request_step_failed", request=str(step.request_id), step=step.code)


@transaction.atomic
def _end(request_id: UUID, now: datetime) -> None:
    row = SubjectRequest.objects.select_for_update().get(id=request_id)
    left = RequestStep.objects.filter(request_id=request_id).exclude(state=StepState.DONE).exists()
    if row.state == RequestState.WORKING and not left:
        row.state = RequestState.READY
        row.save(update_fields=["state"])
        record(ACTOR, "request.worked", subject=subject_of(row.id), details={"kind": row.kind}, now=now)
