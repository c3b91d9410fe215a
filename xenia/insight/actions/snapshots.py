"""Making the feature snapshot: theme by theme over the lake, then one row a guest, written as a version of its own."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection, transaction
from procrastinate.contrib.django import app

from xenia.identity.queries.links import link_table
from xenia.insight.actions.standing import write_standing
from xenia.insight.facts.changes import MARGIN, MOVED, changed_guests
from xenia.insight.facts.snapshot import NAME, SCHEMA, SHARED, THEMES, every_guest
from xenia.insight.models import snapshots as models
from xenia.insight.queries.policies import noted_versions, policies_in_force
from xenia.insight.queries.rates import READER, rates_in_force, rates_mark
from xenia.insight.rows import given_to_facts, guest_map_of
from xenia.kernel.actor import Actor
from xenia.kernel.errors import NotFound
from xenia.kernel.texts import Text
from xenia.lake import read
from xenia.lake.snapshots import erase_from_snapshots, list_versions, write_snapshot
from xenia.trust.actions.audit import record
from xenia.trust.types.access import Permission
from xenia.trust.types.audit import Subject, SubjectKind

SNAPSHOT_TASK = "xenia.insight.make_snapshot"
MAKING = "make_snapshots"
"""What the product itself may do here; no person has it."""
OPEN = ("queued", "running")
FULL_WEEKDAY = 6
"""Sunday: the night on which everybody is computed, so that what was deleted from the lake is gone from the features too."""
MINUTES_SINCE_MATCH = 60
"""From the match of the night (`wiring`) to the snapshot of the night."""
FAILED = Text(
    "快照没有完成，上一个快照仍在使用；原因见日志。修好后可重新生成。",
    "The snapshot was not finished and the one before stays in use; the log says why. Order it again when that is mended.",
)


class Cancelled(Exception):
    """Somebody asked the run to stop."""


@transaction.atomic
def order_snapshot(*, actor: Actor, is_full: bool, now: datetime) -> UUID:
    """Returns the id of the snapshot, queued in this transaction, as of now. While one waits, another order is told of it; it is made full
    where this one is to be."""
    if not actor.may(MAKING):
        actor.require_for_company(Permission.MANAGE_MODELS)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('insight.order_snapshot'))")
    waiting = models.Snapshot.objects.filter(state="queued").order_by("-created_at").first()
    if waiting is not None:
        models.Snapshot.objects.filter(id=waiting.id).update(is_full=waiting.is_full or is_full)
        return waiting.id
    row = models.Snapshot.objects.create(
        as_of=now, state="queued", is_full=is_full, total=len(SHARED) + len(THEMES) + 2, ordered_by=actor.user_id, created_at=now
    )
    if actor.user_id is not None:
        record(actor, "snapshot.ordered", subject=Subject(SubjectKind.RUN, str(row.id)), details={}, now=now)
    app.configure_task(SNAPSHOT_TASK, queue="care", lock="insight.make_snapshot").defer(snapshot_id=str(row.id))
    return row.id


@transaction.atomic
def cancel_snapshot(*, actor: Actor, snapshot_id: UUID, now: datetime) -> None:
    """Asks a run to stop: the snapshot before stays in use. Does nothing where it is over."""
    actor.require_for_company(Permission.MANAGE_MODELS)
    row = models.Snapshot.objects.select_for_update().filter(id=snapshot_id).first()
    if row is None:
        raise NotFound("snapshot_not_found", f"There is no snapshot {snapshot_id}; the list shows those there are.", "没有这个快照。")
    if row.state not in OPEN:
        return
    if row.state == "queued":
        row.state, row.ended_at = "cancelled", now
    row.cancel_asked = True
    row.save()
    record(actor, "snapshot.cancelled", subject=Subject(SubjectKind.RUN, str(snapshot_id)), details={}, now=now)


@transaction.atomic
def order_nightly_snapshot(*, actor: Actor, now: datetime) -> UUID | None:
    """Orders the snapshot of the night: of everybody on Sunday, else of those who changed, and only where the night's match has not had one
    made already; returns None then."""
    is_full = now.weekday() == FULL_WEEKDAY
    since = now - timedelta(minutes=MINUTES_SINCE_MATCH)
    made = models.Snapshot.objects.filter(created_at__gte=since, state__in=(*OPEN, "done"))
    if (made.filter(is_full=True) if is_full else made).exists():
        return None
    return order_snapshot(actor=actor, is_full=is_full, now=now)


def perform_snapshot(*, actor: Actor, snapshot_id: UUID, clock: Callable[[], datetime]) -> None:
    """Makes the snapshot; begun anew after a crash it comes to the same. Ends cancelled where asked."""
    actor.require(MAKING)
    row = models.Snapshot.objects.filter(id=snapshot_id, state__in=OPEN).first()
    if row is None:
        return
    begun = clock()
    _note(snapshot_id, state="running", started_at=row.started_at or begun, beat_at=begun)
    try:
        rows, computed = _make(actor, row, _Steps(snapshot_id, clock))
    except Cancelled:
        _note(snapshot_id, state="cancelled", ended_at=clock(), stage="")
        return
    except Exception:
        _note(snapshot_id, state="failed", message={"zh": FAILED.zh, "en": FAILED.en}, ended_at=clock())
        raise
    ended = clock()
    _note(snapshot_id, state="done", rows=rows, computed=computed, seconds=(ended - begun).total_seconds(), ended_at=ended, stage="")


def _make(actor: Actor, row: models.Snapshot, step: "_Steps") -> tuple[int, int]:
    """Returns how many guests the snapshot has, and how many of them were computed."""
    step("links")
    links, policies = link_table(actor), policies_in_force(READER)
    mark, rates = rates_mark(READER, policies), rates_in_force(READER, policies)
    _note(row.id, policies=noted_versions(policies), rates_mark=mark)
    base = None if row.is_full else _base(row.as_of, mark)
    wanted = None if base is None else _changed(given_to_facts(guest_map_of(links), rates), links, base, row.as_of)
    people = guest_map_of(links, wanted)
    with read.session(units=None, given=given_to_facts(people, rates)) as asked:
        for shared in SHARED:
            step(shared.__name__)
            asked.keep(shared(row.as_of))
        parts = {}
        for name, theme in THEMES.items():
            step(name)
            parts[name] = asked.give(f"part_{name}", asked.execute(theme(row.as_of)))
        step("writing")
        everybody = every_guest(row.as_of, parts, base.id if base else None)
        rows = write_snapshot(NAME, SCHEMA, asked.stream(everybody), version=row.id)
        write_standing(asked, actor=actor, as_of=row.as_of, version=row.id, policies=policies)
    let_go_of_the_erased(actor, people)
    return rows, len(people.filter(people["is_wanted"])["guest_no"].unique())


def _base(as_of: datetime, rates_mark: str) -> models.Snapshot | None:
    """The newest snapshot, where what changed since can be told: of the same quarter, at the same rates, and not from after the instant."""
    kept = list_versions(NAME)
    newest = models.Snapshot.objects.filter(state="done", id__in=kept[:1], as_of__lte=as_of, rates_mark=rates_mark).first()
    is_same_season = newest is not None and (newest.as_of.year, (newest.as_of.month + 2) // 3) == (as_of.year, (as_of.month + 2) // 3)
    return newest if is_same_season else None


def _changed(given: Mapping[str, pa.Table], links: pa.Table, base: models.Snapshot, as_of: datetime) -> list[str]:
    since = pa.scalar(int((base.as_of - MARGIN).timestamp()), pa.int64())
    moved = links.filter(pc.greater(links["since"], since)).select(["guest_id"]).cast(MOVED)
    found: list[str] = read.execute(changed_guests(base.as_of, as_of), units=None, given={**given, "moved": moved})["guest_id"].to_pylist()
    return found


def let_go_of_the_erased(actor: Actor, people: pa.Table) -> None:
    """Who of the map was erased (or became another) while rows of theirs were made is taken out of all snapshots: the erasure looked before
    they were there."""
    actor.require_for_company(Permission.VIEW_GUESTS)
    now = link_table(actor)["guest_id"]
    gone = people.filter(pc.invert(pc.is_in(people["guest_id"], value_set=now)))["guest_id"].unique().to_pylist()
    if gone:
        erase_from_snapshots([UUID(one) for one in gone])


class _Steps:
    """Tells how far the run is, and stops it where somebody asked."""

    def __init__(self, snapshot_id: UUID, clock: Callable[[], datetime]) -> None:
        self._id, self._clock, self._done = snapshot_id, clock, -1

    def __call__(self, stage: str) -> None:
        self._done += 1
        _note(self._id, stage=stage, done=self._done, beat_at=self._clock())
        if models.Snapshot.objects.filter(id=self._id, cancel_asked=True).exists():
            raise Cancelled


def _note(snapshot_id: UUID, **values: Any) -> None:
    models.Snapshot.objects.filter(id=snapshot_id).update(**values)
