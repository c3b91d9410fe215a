"""Making the feature snapshot: theme by theme over the lake, then one row a guest, written as a version of its own."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

import pyarrow as pa
import pyarrow.compute as pc
from django.db import transaction

from xenia.identity.queries.links import link_table
from xenia.insight.actions.runs import Running, Work, order_run, perform_run, stop_run
from xenia.insight.actions.standing import write_standing
from xenia.insight.facts.changes import MARGIN, MOVED, changed_guests
from xenia.insight.facts.snapshot import NAME, SCHEMA, SHARED, THEMES, every_guest
from xenia.insight.models import snapshots as models
from xenia.insight.queries.policies import noted_versions, policies_in_force
from xenia.insight.queries.rates import READER, rates_in_force, rates_mark
from xenia.insight.rows import given_to_facts, guest_map_of
from xenia.insight.types.runs import OPEN
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
FULL_WEEKDAY = 6
"""Sunday: the night on which everybody is computed, so that what was deleted from the lake is gone from the features too."""
MINUTES_SINCE_MATCH = 60
"""From the match of the night (`wiring`) to the snapshot of the night."""
FAILED = Text(
    "快照没有完成，上一个快照仍在使用；原因见日志。修好后可重新生成。",
    "The snapshot was not finished and the one before stays in use; the log says why. Order it again when that is mended.",
)

SNAPSHOTS = Work(models.Snapshot, deed=MAKING, task=SNAPSHOT_TASK, lock="insight.make_snapshot", failed=FAILED)


@transaction.atomic
def order_snapshot(*, actor: Actor, is_full: bool, now: datetime) -> UUID:
    """Returns the id of the snapshot, queued in this transaction, as of now. While one waits, another order is told of it; it is made full
    where this one is to be."""
    ordered = order_run(SNAPSHOTS, actor=actor, now=now, is_full=is_full, total=len(SHARED) + len(THEMES) + 2)
    if is_full and not ordered.is_new:
        models.Snapshot.objects.filter(id=ordered.id).update(is_full=True)
    if ordered.is_new and actor.user_id is not None:
        record(actor, "snapshot.ordered", subject=Subject(SubjectKind.RUN, str(ordered.id)), details={}, now=now)
    return ordered.id


@transaction.atomic
def cancel_snapshot(*, actor: Actor, snapshot_id: UUID, now: datetime) -> None:
    """Asks a run to stop: the snapshot before stays in use. Does nothing where it is over; raises NotFound."""
    missing = NotFound("snapshot_not_found", f"There is no snapshot {snapshot_id}; the list shows those there are.", "没有这个快照。")
    if stop_run(SNAPSHOTS, missing, actor=actor, run_id=snapshot_id, now=now):
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
    perform_run(SNAPSHOTS, partial(_make, actor), actor=actor, run_id=snapshot_id, clock=clock)


def _make(actor: Actor, run: Running) -> None:
    row = models.Snapshot.objects.get(id=run.id)
    run.step("links")
    links, policies = link_table(actor), policies_in_force(READER)
    mark, rates = rates_mark(READER, policies), rates_in_force(READER, policies)
    run.note(policies=noted_versions(policies), rates_mark=mark)
    base = None if row.is_full else _base(row.as_of, mark)
    wanted = None if base is None else _changed(given_to_facts(guest_map_of(links), rates), links, base, row.as_of)
    people = guest_map_of(links, wanted)
    with read.session(units=None, given=given_to_facts(people, rates)) as asked:
        for shared in SHARED:
            run.step(shared.__name__)
            asked.keep(shared(row.as_of))
        parts = {}
        for name, theme in THEMES.items():
            run.step(name)
            parts[name] = asked.give(f"part_{name}", asked.execute(theme(row.as_of)))
        run.step("writing")
        everybody = every_guest(row.as_of, parts, base.id if base else None)
        rows = write_snapshot(NAME, SCHEMA, asked.stream(everybody), version=row.id)
        write_standing(asked, actor=actor, as_of=row.as_of, version=row.id, policies=policies)
    let_go_of_the_erased(actor, people)
    run.end(rows=rows, computed=len(people.filter(people["is_wanted"])["guest_no"].unique()))


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
