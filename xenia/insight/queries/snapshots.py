"""Makings of the feature snapshot: where the one under way is, and how the others went."""

from uuid import UUID

from xenia.insight.models import snapshots as models
from xenia.insight.types.features import SnapshotRun
from xenia.kernel.actor import Actor
from xenia.kernel.errors import NotFound
from xenia.kernel.texts import Text
from xenia.trust.queries.colleagues import peer_names
from xenia.trust.types.access import Permission

NEWEST = 30


def list_snapshots(actor: Actor) -> list[SnapshotRun]:
    """Returns the newest thirty, the one under way on top."""
    actor.require(Permission.VIEW_INSIGHT)
    rows = list(models.Snapshot.objects.order_by("-created_at", "-id")[:NEWEST])
    names = peer_names(actor, (row.ordered_by for row in rows))
    return [_run(row, names) for row in rows]


def get_snapshot(actor: Actor, snapshot_id: UUID) -> SnapshotRun:
    """Returns one; raises NotFound."""
    actor.require(Permission.VIEW_INSIGHT)
    row = models.Snapshot.objects.filter(id=snapshot_id).first()
    if row is None:
        raise NotFound("snapshot_not_found", f"There is no snapshot {snapshot_id}; the list shows those there are.", "没有这个快照。")
    return _run(row, peer_names(actor, [row.ordered_by]))


def find_latest_snapshot(actor: Actor) -> SnapshotRun | None:
    """Returns the newest that was finished, which is the one in use; None before the first."""
    actor.require(Permission.VIEW_INSIGHT)
    row = models.Snapshot.objects.filter(state="done").order_by("-created_at", "-id").first()
    return _run(row, peer_names(actor, [row.ordered_by])) if row else None


def _run(row: models.Snapshot, names: dict[UUID, str]) -> SnapshotRun:
    return SnapshotRun(
        id=row.id,
        as_of=row.as_of,
        state=row.state,
        is_full=row.is_full,
        stage=row.stage,
        done=row.done,
        total=row.total,
        rows=row.rows,
        computed=row.computed,
        seconds=row.seconds,
        message=Text(**row.message) if row.message else None,
        cancel_asked=row.cancel_asked,
        ordered_by=names.get(row.ordered_by, "") if row.ordered_by else "",
        created_at=row.created_at,
        ended_at=row.ended_at,
    )
