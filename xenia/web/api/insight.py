"""Insight: what is computed of guests, what each number means, and making the feature snapshot."""

from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema, Status

from xenia.insight.actions import snapshots
from xenia.insight.queries import features as feature_queries
from xenia.insight.queries import snapshots as queries
from xenia.insight.types import ColumnSummary, Feature, GuestFeatures, SnapshotRun
from xenia.web.session import actor_of
from xenia.web.shapes import list_of, shape

router = Router(tags=["insight"])


class SnapshotOrder(Schema):
    """`is_full`: everybody is computed, else those of whom something changed."""

    is_full: bool = False


class SnapshotMade(Schema):
    """The id of what was ordered."""

    id: UUID


@router.get("/insight/features", response=list_of(Feature))
def list_features(request: HttpRequest) -> list[Feature]:
    """The catalogue: every feature with its meaning, source and when it is empty."""
    return list(feature_queries.list_features(actor_of(request)))


@router.get("/insight/features/{str:name}/summary", response=shape(ColumnSummary))
def summarise_feature(request: HttpRequest, name: str) -> ColumnSummary:
    """How a feature is spread over all guests of the newest snapshot."""
    return feature_queries.summarise_feature(actor_of(request), name)


@router.get("/insight/guests/{uuid:guest_id}/features", response=shape(GuestFeatures))
def get_guest_features(request: HttpRequest, guest_id: UUID) -> GuestFeatures:
    """What the newest snapshot says of a guest."""
    return feature_queries.get_features(actor_of(request), guest_id)


@router.get("/insight/snapshots", response=list_of(SnapshotRun))
def list_snapshots(request: HttpRequest) -> list[SnapshotRun]:
    """The newest snapshots, with how far the one under way is."""
    return queries.list_snapshots(actor_of(request))


@router.get("/insight/snapshots/{uuid:snapshot_id}", response=shape(SnapshotRun))
def get_snapshot(request: HttpRequest, snapshot_id: UUID) -> SnapshotRun:
    """One snapshot."""
    return queries.get_snapshot(actor_of(request), snapshot_id)


@router.post("/insight/snapshots", response={201: SnapshotMade})
def order_snapshot(request: HttpRequest, order: SnapshotOrder) -> Status[SnapshotMade]:
    """Orders a snapshot as of now; of two orders the second gets the first one's id."""
    made = snapshots.order_snapshot(actor=actor_of(request), is_full=order.is_full, now=timezone.now())
    return Status(201, SnapshotMade(id=made))


@router.post("/insight/snapshots/{uuid:snapshot_id}/cancel", response={204: None})
def cancel_snapshot(request: HttpRequest, snapshot_id: UUID) -> Status[None]:
    """Asks a run to stop; the snapshot before stays in use."""
    snapshots.cancel_snapshot(actor=actor_of(request), snapshot_id=snapshot_id, now=timezone.now())
    return Status(204, None)
