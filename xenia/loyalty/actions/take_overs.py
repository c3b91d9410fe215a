"""Taking a programme over from its files (docs/algorithms/programme-import.md): looked at first, then carried out by a worker some members
at a time, stopped between two parts, taken up again where a worker died.

Every key is that of the member and the lot, so carrying out again finds what is there and goes on with the rest (rule IM9).
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from procrastinate.contrib.django import app

from xenia.connect.queries.sources import get_source
from xenia.kernel.actor import Actor, product_actor
from xenia.kernel.errors import Conflict, Invalid, NotFound
from xenia.kernel.ids import new_id
from xenia.loyalty.actions.programmes import subject_of_programme
from xenia.loyalty.actions.take_over_parts import bring_part
from xenia.loyalty.actions.work import Clock, Told, ask_to_end, left_behind, perform
from xenia.loyalty.models.take_overs import TakeOver, TakeOverFault
from xenia.loyalty.queries.programmes import get_programme
from xenia.loyalty.queries.take_over_files import read_plan, shape_fits, tiers_of
from xenia.loyalty.queries.take_over_parts import Ground, Judged, judge
from xenia.loyalty.queries.take_overs import STATEMENT, fault_file, get_take_over
from xenia.loyalty.rules.expiry import day_of
from xenia.loyalty.types.programmes import Programme, ProgrammeState
from xenia.loyalty.types.take_over import FileOf, LineFault, Lines, Points, Statement, TakeOverFiles, TakeOverPhase
from xenia.loyalty.types.work import WorkState
from xenia.trust.actions.audit import record
from xenia.trust.types.access import Permission

TAKE_OVER_TASK = "xenia.loyalty.take_over"
MEMBERS_AT_ONCE = 500
FAULTS_AT_ONCE = 5_000
FAILED = {
    "zh": "没有完成：出现意外错误；已导入的会员保留，原因见日志，修好后可继续执行。",
    "en": "Not finished: something unexpected went wrong. What was brought stays. The log says what; mend it and carry out again.",
}
PRODUCT = product_actor(
    "take_over",
    Permission.VIEW_LOYALTY,
    Permission.MANAGE_LOYALTY,
    Permission.SERVE_MEMBERS,
    Permission.VIEW_GUESTS,
    Permission.VIEW_SOURCES,
    Permission.LOAD_DATA,
)


Watch = Callable[[str, int, int], bool]
"""Told what is being done, how far it is and of how much; says whether to stop."""


def order_check(*, actor: Actor, programme_id: UUID, files: TakeOverFiles, now: datetime) -> UUID:
    """Returns the id of a take-over of which a worker looks at everything and writes nothing. Raises Invalid for files whose columns do not
    say enough or a day that cannot be, Conflict while another is under way or the programme is not open."""
    take_over_id = _begin(actor, programme_id, files, now)
    _defer(take_over_id)
    return take_over_id


def carry_out(*, actor: Actor, take_over_id: UUID, now: datetime) -> None:
    """Lets a worker bring what a check found; one that was stopped or failed goes on with the rest. Raises Conflict for one that is under
    way or done."""
    order(actor=actor, take_over_id=take_over_id, now=now)
    _defer(take_over_id)


def check_now(*, actor: Actor, programme_id: UUID, files: TakeOverFiles, clock: Clock, watch: Watch) -> UUID:
    """Looks at everything at once, writes nothing and returns the id of the take-over; raises like `order_check`."""
    take_over_id = _begin(actor, programme_id, files, clock())
    perform_take_over(take_over_id=take_over_id, clock=clock, watch=watch)
    return take_over_id


@transaction.atomic
def order(*, actor: Actor, take_over_id: UUID, now: datetime) -> None:
    """Marks a take-over as to be carried out; `perform_take_over` does it."""
    actor.require_for_company(Permission.MANAGE_LOYALTY)
    actor.require(Permission.LOAD_DATA)
    row = _locked(take_over_id)
    if not WorkState(row.state).is_over or (row.is_ordered and row.state == WorkState.DONE.value):
        raise Conflict("take_over_state", f"The take-over is {row.state}, so it is not begun again.", "这次接管正在进行或已完成。")
    if not row.is_ordered and row.state != WorkState.DONE.value:
        raise Conflict("take_over_unchecked", "The check did not finish; check the files again.", "尚未检查完成；请重新检查文件。")
    row.is_ordered, row.cancel_asked, row.ended_at, row.message = True, False, None, None
    row.state, row.phase, row.done, row.total = WorkState.WAITING.value, TakeOverPhase.READING.value, 0, 0
    _save_open(row)
    record(actor, "programme.take_over_ordered", subject=subject_of_programme(row.programme_id), details=_about(row), now=now)


@transaction.atomic
def cancel_take_over(*, actor: Actor, take_over_id: UUID, now: datetime) -> None:
    """Stops a take-over after its present part; what was brought stays, and carrying out again goes on. Raises Conflict for one that is
    over."""
    actor.require_for_company(Permission.MANAGE_LOYALTY)
    row = _locked(take_over_id)
    ask_to_end(actor, row, now)
    record(actor, "programme.take_over_cancelled", subject=subject_of_programme(row.programme_id), details=_about(row), now=now)


@transaction.atomic
def fetch_faults(*, actor: Actor, take_over_id: UUID, now: datetime) -> Iterator[bytes]:
    """Returns the file of lines that were not brought, piece by piece (`queries.take_overs.fault_file`); that it was fetched is recorded,
    for its lines hold people."""
    found = get_take_over(actor, take_over_id)
    actor.require(Permission.LOAD_DATA)
    details = {"as_of": found.as_of.isoformat()}
    record(actor, "programme.take_over_faults_fetched", subject=subject_of_programme(found.programme_id), details=details, now=now)
    return fault_file(actor, take_over_id)


def resume_left_take_overs(*, actor: Actor, now: datetime) -> int:
    """Queues every take-over again that gave no sign of life for five minutes; returns how many."""
    actor.require_for_company(Permission.MANAGE_LOYALTY)
    silent = left_behind(actor, TakeOver, now)
    for take_over_id in silent:
        _defer(take_over_id)
    return len(silent)


def perform_take_over(*, take_over_id: UUID, clock: Clock, watch: Watch | None = None) -> None:
    """Does what is left of a check or a take-over. One that fails keeps what it brought; its message says what to mend."""
    asked = watch or (lambda part, done, total: False)

    def do(row: TakeOver, told: Told) -> dict[str, Any]:
        statement, faults = _perform(row, lambda phase, done, total: _beat(told, asked, (phase, done, total)), clock)
        _keep(row, statement, faults, clock())
        return {"statement": STATEMENT.dump_python(statement, mode="json"), "message": None}

    perform(TakeOver, take_over_id, do, failed=FAILED, clock=clock)


def _beat(told: Told, asked: Watch, place: tuple[TakeOverPhase, int, int]) -> None:
    """Tells how far it is. Who looks on at the terminal asks for the end as anybody does."""
    phase, done, total = place
    if asked(phase.value, done, total):
        told(cancel_asked=True)
    told(phase=phase.value, done=done, total=total)


def _perform(row: TakeOver, beat: Callable[[TakeOverPhase, int, int], None], clock: Clock) -> tuple[Statement, list[LineFault]]:
    programme = _open_programme(PRODUCT, row.programme_id)
    beat(TakeOverPhase.READING, 0, 0)
    uploads = (row.members_upload, row.balances_upload)
    plan = read_plan(PRODUCT, programme, uploads, row.as_of, lambda lines: beat(TakeOverPhase.READING, lines, 0))
    source = get_source(PRODUCT, row.source_id)
    ground = Ground(row.id, programme, source.settings.code, row.as_of, plan, tiers_of(PRODUCT, programme, row.as_of))
    numbers = sorted({*plan.members, *plan.balances})
    parts: list[Judged] = []
    for start in range(0, len(numbers), MEMBERS_AT_ONCE):
        part = numbers[start : start + MEMBERS_AT_ONCE]
        beat(TakeOverPhase.BRINGING, start, len(numbers))
        parts.append(bring_part(PRODUCT, ground, part, now=clock()) if row.is_ordered else judge(PRODUCT, ground, part))
    beat(TakeOverPhase.BRINGING, len(numbers), len(numbers))
    return _statement(ground, parts)


def _statement(ground: Ground, parts: Sequence[Judged]) -> tuple[Statement, list[LineFault]]:
    """Rule IM10: what was read is what was brought, what was there and what was refused."""
    of_members, of_balances = ground.plan.of_members, ground.plan.of_balances
    points = {kind: Points(in_file_cents=cents) for kind, cents in of_balances.cents.items()}
    for kind, cents in of_balances.refused_cents.items():
        points[kind] = points.get(kind, Points()).plus(Points(refused_cents=cents))
    for part in parts:
        for kind, found in part.points.items():
            points[kind] = points.get(kind, Points()).plus(found)
    faults = [*of_members.faults, *of_balances.faults, *(fault for part in parts for fault in part.faults)]
    faults.sort(key=lambda one: (one.file is FileOf.BALANCES, one.line))
    refused = {file: sum(1 for one in faults if one.file is file) for file in FileOf}
    statement = Statement(
        members=Lines(
            of_members.read,
            sum(part.members_brought for part in parts),
            sum(part.members_unchanged for part in parts),
            refused[FileOf.MEMBERS],
        ),
        balances=Lines(
            of_balances.read,
            sum(part.lines_brought for part in parts),
            sum(part.lines_unchanged for part in parts),
            refused[FileOf.BALANCES],
        ),
        points={kind: one for kind, one in sorted(points.items()) if kind or one != Points()},
        left=sum(part.left for part in parts),
        unreadable=of_balances.unreadable,
    )
    return statement, faults


@transaction.atomic
def _keep(row: TakeOver, statement: Statement, faults: Sequence[LineFault], now: datetime) -> None:
    TakeOverFault.objects.filter(take_over_id=row.id).delete()
    TakeOverFault.objects.bulk_create(
        (TakeOverFault(take_over_id=row.id, file=one.file.value, line=one.line, code=one.code) for one in faults), batch_size=FAULTS_AT_ONCE
    )
    if row.is_ordered:
        details = {"members": statement.members.brought, "lines": statement.balances.brought}
        record(PRODUCT, "programme.taken_over", subject=subject_of_programme(row.programme_id), details=details, now=now)


@transaction.atomic
def _begin(actor: Actor, programme_id: UUID, files: TakeOverFiles, now: datetime) -> UUID:
    actor.require_for_company(Permission.MANAGE_LOYALTY)
    actor.require(Permission.LOAD_DATA)
    programme = _open_programme(actor, programme_id)
    as_of = _checked_day(programme, files.as_of, now)
    members = shape_fits(actor, files.members_upload, FileOf.MEMBERS)
    balances = shape_fits(actor, files.balances_upload, FileOf.BALANCES)
    if {members.source_id, balances.source_id} != {files.source_id}:
        raise Invalid("upload_of_other_source", "Both files must be uploads of the source named.", "两个文件须上传到所选的来源。")
    row = TakeOver(
        id=new_id(),
        programme_id=programme_id,
        source_id=files.source_id,
        members_upload=members.id,
        balances_upload=balances.id,
        members_file=members.file_name[-200:],
        balances_file=balances.file_name[-200:],
        as_of=as_of,
        state=WorkState.WAITING.value,
        phase=TakeOverPhase.READING.value,
        ordered_by=actor.user_id,
        ordered_at=now,
    )
    _save_open(row)
    record(actor, "programme.take_over_checked", subject=subject_of_programme(programme_id), details=_about(row), now=now)
    return row.id


def _checked_day(programme: Programme, wanted: date | None, now: datetime) -> date:
    today = day_of(now, programme.time_zone)
    day = wanted or today
    if day > today or (programme.open_from and day < programme.open_from):
        opens = programme.open_from or "the beginning"
        raise Invalid(
            "as_of_invalid",
            f"{day} cannot be the day of the balances; take one from {opens} to {today}.",
            f"接管日 {day} 无效；请选择未结账且不晚于 {today} 的日期。",
        )
    return day


def _open_programme(actor: Actor, programme_id: UUID) -> Programme:
    programme = get_programme(actor, programme_id)
    if programme.state is not ProgrammeState.OPEN:
        raise Conflict(
            "programme_not_open",
            f"The programme {programme.code} is {programme.state}; open it before anybody is brought.",
            f"计划 {programme.code} 尚未开放或已结束；开放后才能导入会员。",
        )
    return programme


def _save_open(row: TakeOver) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as twice:
        raise Conflict(
            "take_over_under_way",
            "Another take-over of this programme is under way; wait for it.",
            "本计划有另一次接管正在进行；请等待完成。",
        ) from twice


def _locked(take_over_id: UUID) -> TakeOver:
    row = TakeOver.objects.select_for_update().filter(id=take_over_id).first()
    if row is None:
        raise NotFound("take_over_unknown", f"There is no take-over {take_over_id}.", "没有这次接管。")
    return row


def _about(row: TakeOver) -> dict[str, str]:
    return {"as_of": row.as_of.isoformat()}


def _defer(take_over_id: UUID) -> None:
    app.configure_task(TAKE_OVER_TASK, queue="care", lock=f"take-over:{take_over_id}").defer(take_over_id=str(take_over_id))
