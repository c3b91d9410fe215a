"""The loyalty index: changing its policy, and computing the evidence of all guests month by month (docs/algorithms/loyalty-index.md)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import UUID

import pyarrow as pa
from django.db import connection, transaction
from procrastinate.contrib.django import app

from xenia.identity.queries.links import link_table
from xenia.insight.actions.snapshots import let_go_of_the_erased
from xenia.insight.facts.snapshot import SHARED, features
from xenia.insight.queries.objections import people_for_models
from xenia.insight.queries.policies import policies_in_force
from xenia.insight.queries.rates import READER, rates_in_force
from xenia.insight.queries.snapshots import find_latest_snapshot
from xenia.kernel.actor import Actor, product_actor
from xenia.kernel.errors import Conflict, NotFound
from xenia.lake import read
from xenia.lake.snapshots import erase_from_snapshots, list_versions, write_snapshot
from xenia.loyalty.actions.work import left_behind
from xenia.loyalty.facts.loyalty_index import LEFT_OUT, NAME, SCHEMA, THEMES, evidence, evidence_of, features_then, of_guests
from xenia.loyalty.models.loyalty_index import IndexPolicy as PolicyRow
from xenia.loyalty.models.loyalty_index import IndexRun
from xenia.loyalty.queries.index_members import guests_left_out, members_then
from xenia.loyalty.queries.index_policy import policy_in_force
from xenia.loyalty.rules.loyalty_index import as_value, checked_policy, month_ends_before, version_of
from xenia.loyalty.types.loyalty_index import IndexPolicy, IndexRunState
from xenia.trust.actions.audit import record
from xenia.trust.types.access import Permission
from xenia.trust.types.audit import Subject, SubjectKind

INDEX_TASK = "xenia.loyalty.compute_index"
PAST_MONTHS = 12
"""Past months that the first computation looks back at."""
MONTHS_KEPT = 37
"""Three years of months and the one under way."""
OPEN = (IndexRunState.WAITING.value, IndexRunState.RUNNING.value)
FAILED = {
    "zh": "忠诚指数没有算完：出现意外错误，已算完的月份仍可查看；原因见日志，可重新计算。",
    "en": "The loyalty index was not finished: something unexpected went wrong. Months that were finished can be seen; the log says what "
    "happened; order it again.",
}
PRODUCT = product_actor("loyalty_index", Permission.VIEW_LOYALTY, Permission.VIEW_GUESTS, Permission.VIEW_INSIGHT)

Clock = Callable[[], datetime]


class _Stopped(Exception):
    """Somebody asked the computation to stop."""


@dataclass(frozen=True)
class _Ground:
    """What every month of a computation stands on: who is whom, as what amounts are added up, and of whom nothing is computed."""

    links: pa.Table
    people: pa.Table
    rates: pa.Table
    left_out: pa.Table
    snapshot: UUID
    today: date


@transaction.atomic
def change_index_policy(*, actor: Actor, policy: IndexPolicy, seen_number: int, now: datetime) -> int:
    """Keeps the policy as a new version and returns its number; the same as before makes none. It holds at once and for every month that is
    kept (rule LI6). Raises Invalid for one that cannot be, Conflict where another came since the one seen."""
    actor.require_for_company(Permission.MANAGE_LOYALTY)
    checked_policy(policy)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('loyalty.change_index_policy'))")
    number, before = policy_in_force(actor)
    if number != seen_number:
        raise Conflict(
            "policy_changed",
            f"The policy of the loyalty index is at version {number} by now, and you changed version {seen_number}; look at it again.",
            f"忠诚指数的规则已更新到第 {number} 版，您修改的是第 {seen_number} 版；请查看后重新修改。",
        )
    if before == policy:
        return number
    row = PolicyRow.objects.create(number=number + 1, value=as_value(policy), changed_by=actor.user_id, changed_at=now)
    record(actor, "loyalty_index.policy_changed", subject=_policy_subject(), details={"version": row.number}, now=now)
    return row.number


@transaction.atomic
def order_index(*, actor: Actor, with_past: bool, now: datetime) -> UUID:
    """Returns the id of a computation that waits for the worker: of this month, `with_past` of the months before too. While one waits,
    another order is told of it. Raises NotFound before the first snapshot of insight."""
    actor.require_for_company(Permission.MANAGE_LOYALTY)
    if find_latest_snapshot(PRODUCT) is None:
        raise NotFound(
            "snapshot_missing",
            "There is no snapshot of guests' features yet, on which the index stands; one is made every night, or order it under Insight.",
            "还没有客人特征快照，无法计算忠诚指数；系统每晚生成，也可在“洞察”中立即生成。",
        )
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('loyalty.order_index'))")
    waiting = IndexRun.objects.select_for_update().filter(state=IndexRunState.WAITING.value).first()
    if waiting is not None:
        if with_past and not waiting.with_past:
            IndexRun.objects.filter(id=waiting.id).update(with_past=True)
        return waiting.id
    row = IndexRun.objects.create(state=IndexRunState.WAITING.value, with_past=with_past, ordered_by=actor.user_id, ordered_at=now)
    if actor.user_id is not None:
        record(actor, "loyalty_index.ordered", subject=_policy_subject(), now=now)
    _defer(row.id)
    return row.id


def resume_left_index(*, actor: Actor, now: datetime) -> int:
    """Queues every computation again that gave no sign of life for five minutes; returns how many."""
    actor.require_for_company(Permission.MANAGE_LOYALTY)
    silent = left_behind(actor, IndexRun, now)
    for run_id in silent:
        _defer(run_id)
    return len(silent)


def _defer(run_id: UUID) -> None:
    app.configure_task(INDEX_TASK, queue="care", lock="loyalty.index").defer(run_id=str(run_id))


@transaction.atomic
def cancel_index(*, actor: Actor, run_id: UUID, now: datetime) -> None:
    """Asks a computation to stop; months that are finished stay. Does nothing where it is over; raises NotFound."""
    actor.require_for_company(Permission.MANAGE_LOYALTY)
    row = IndexRun.objects.select_for_update().filter(id=run_id).first()
    if row is None:
        raise NotFound("index_run_unknown", f"There is no computation {run_id} of the loyalty index.", "没有这次忠诚指数计算。")
    if row.state not in OPEN:
        return
    if row.state == IndexRunState.WAITING.value:
        row.state, row.ended_at = IndexRunState.CANCELLED.value, now
    row.cancel_asked = True
    row.save(update_fields=["state", "ended_at", "cancel_asked"])
    record(actor, "loyalty_index.cancelled", subject=_policy_subject(), now=now)


def perform_index(*, run_id: UUID, clock: Clock, past_months: int = PAST_MONTHS) -> None:
    """Computes the months of a run that is not over, looking back at so many where there are none yet or it is asked for; begun anew after
    a crash it comes to the same, for a month is written whole or not at all (rule LI7). Ends cancelled where somebody asked; where it
    breaks off it ends failed, and raises."""
    rows = IndexRun.objects.filter(id=run_id)
    row = rows.filter(state__in=OPEN).first()
    if row is None:
        return
    rows.update(state=IndexRunState.RUNNING.value, beat_at=clock())
    try:
        guests, as_of = _compute(row, past_months, clock)
    except _Stopped:
        rows.update(state=IndexRunState.CANCELLED.value, stage="", ended_at=clock())
    except Exception:
        rows.update(state=IndexRunState.FAILED.value, stage="", message=FAILED, ended_at=clock())
        raise
    else:
        rows.update(state=IndexRunState.DONE.value, stage="", guests=guests, as_of=as_of, done=row.total, ended_at=clock())


def _compute(row: IndexRun, past_months: int, clock: Clock) -> tuple[int, datetime]:
    """Returns the guests of the newest month, and its instant."""
    snapshot = find_latest_snapshot(PRODUCT)
    if snapshot is None:
        raise RuntimeError("An index was ordered without a snapshot.")
    ground = _ground(snapshot.id, snapshot.as_of.date(), clock())
    past = month_ends_before(ground.today, past_months) if row.with_past or not list_versions(NAME) else []
    row.total = len(past) + 1
    for place, day in enumerate(past):
        _step(row, place, day, clock)
        _write_past(ground, day)
    _step(row, len(past), ground.today, clock)
    guests = _write_newest(ground)
    _let_go_of_the_left_out(ground)
    let_go_of_the_erased(PRODUCT, ground.people)
    return guests, snapshot.as_of


def _ground(snapshot: UUID, today: date, now: datetime) -> _Ground:
    links = link_table(PRODUCT)
    rates = rates_in_force(READER, policies_in_force(READER))
    people = people_for_models(PRODUCT, now=now)
    return _Ground(links, people, rates, guests_left_out(PRODUCT, links, now=now), snapshot, today)


def _step(row: IndexRun, place: int, day: date, clock: Clock) -> None:
    rows = IndexRun.objects.filter(id=row.id)
    rows.update(stage=f"{day:%Y-%m}", done=place, total=row.total, beat_at=clock())
    if rows.filter(cancel_asked=True).exists():
        raise _Stopped


def _write_past(ground: _Ground, day: date) -> None:
    """A month of the past, as its last day knew it (rule LI7)."""
    as_of = datetime.combine(day, time.max, UTC)
    with read.session(units=None, given=_given(ground, day)) as asked:
        for shared in SHARED:
            asked.keep(shared(as_of, backfilled=True))
        parts = [asked.give(f"part_{place}", asked.execute(theme(as_of, backfilled=True))) for place, theme in enumerate(THEMES)]
        rows = evidence_of(of_guests(features_then(as_of, parts), ground.snapshot))
        write_snapshot(NAME, SCHEMA, asked.stream(rows), version=version_of(day.replace(day=1)), kept=MONTHS_KEPT)


def _write_newest(ground: _Ground) -> int:
    month = version_of(ground.today.replace(day=1))
    with read.session(units=None, given=_given(ground, ground.today)) as asked:
        rows = evidence_of(of_guests(features(ground.snapshot), ground.snapshot))
        return write_snapshot(NAME, SCHEMA, asked.stream(rows), version=month, kept=MONTHS_KEPT)


def _given(ground: _Ground, day: date) -> dict[str, pa.Table]:
    members = members_then(PRODUCT, ground.links, day)
    return {"guest_map": ground.people, "rates": ground.rates, "index_members": members, "left_out": ground.left_out}


def _let_go_of_the_left_out(ground: _Ground) -> None:
    """Rule LI9: of whom nothing is computed any more nothing stays in the months before."""
    kept = list_versions(NAME)
    asked = [evidence(version).select("guest_id").semi_join(read.given("left_out", LEFT_OUT), "guest_id") for version in kept]
    found = {one for rows in asked for one in read.execute(rows, units=None, given={"left_out": ground.left_out})["guest_id"].to_pylist()}
    if found:
        erase_from_snapshots([UUID(one) for one in found], names=(NAME,))


def _policy_subject() -> Subject:
    return Subject(SubjectKind.POLICY, "loyalty_index")
