"""Insight: what is computed of guests, what each number means, and making the feature snapshot."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from xenia.insight.actions import snapshots
from xenia.insight.queries import behind, lifecycle, rfm
from xenia.insight.queries import features as feature_queries
from xenia.insight.queries import snapshots as queries
from xenia.insight.types.features import ColumnSummary, Feature, GuestFeatures, SnapshotRun
from xenia.insight.types.standing import GuestIn, GuestLifecycle, GuestRfm, LifecycleCounts, RfmMap, RfmMigration, RfmScale
from xenia.kernel.paging import Page
from xenia.web.session import actor_of
from xenia.web.shapes import list_of, page_of, shape

router = Router(tags=["insight"])


class SnapshotOrder(Schema):
    """`is_full`: everybody is computed, else those of whom something changed."""

    is_full: bool = False


class SnapshotMade(Schema):
    """The id of what was ordered."""

    id: UUID


class RfmDays(Schema):
    """Guests are compared as they stood at the end of the one day and of the other."""

    before: date
    after: date
    scale: RfmScale = RfmScale.QUINTILES


class GuestsIn(Schema):
    """`key` by `kind`: `5-4` (recency, frequency), a group, stage or tier; a move of groups `2026-01-31.2026-02-28.champions.loyal` (`none`
    for no booking yet), a stage at the end of a month `2026-02.loyal`, a move of stages within one `2026-02.loyal.at_risk`. `any` stands
    for every group or stage of a move. Rfm kinds are by `scale`."""

    kind: Literal["rfm_cell", "rfm_group", "rfm_move", "stage", "stage_at", "stage_move", "tier"]
    key: str = Field(max_length=100)
    scale: RfmScale = RfmScale.QUINTILES
    page: str | None = None
    size: int = 50


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
    return feature_queries.get_features(actor_of(request), guest_id, now=timezone.now())


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


@router.get("/insight/rfm", response=shape(RfmMap))
def get_rfm_map(request: HttpRequest, scale: RfmScale = RfmScale.QUINTILES) -> RfmMap:
    """Recency by frequency with the named groups, of all guests of the newest snapshot."""
    return rfm.rfm_map(actor_of(request), scale)


@router.get("/insight/rfm/migration", response=shape(RfmMigration))
def get_rfm_migration(request: HttpRequest, where: Annotated[RfmDays, Query()]) -> RfmMigration:
    """How many guests went from each group to each between two days."""
    return rfm.rfm_migration(actor_of(request), where.before, where.after, where.scale)


@router.get("/insight/lifecycle", response=shape(LifecycleCounts))
def get_lifecycle(request: HttpRequest, months: int = 24) -> LifecycleCounts:
    """Guests in each stage, who came and who left, month by month."""
    return lifecycle.lifecycle_counts(actor_of(request), months)


@router.get("/insight/guests", response=page_of(GuestIn))
def list_guests_behind(request: HttpRequest, where: Annotated[GuestsIn, Query()]) -> Page[GuestIn]:
    """The guests behind a number of the map, the migration or the lifecycle, those who spent most on top."""
    return behind.list_guests_in(actor_of(request), where.kind, where.key, scale=where.scale, page=where.page, size=where.size)


@router.get("/insight/guests/{uuid:guest_id}/rfm", response=shape(GuestRfm))
def get_guest_rfm(request: HttpRequest, guest_id: UUID) -> GuestRfm:
    """The scores of a guest and the group they make."""
    return rfm.rfm_of(actor_of(request), guest_id, now=timezone.now())


@router.get("/insight/guests/{uuid:guest_id}/lifecycle", response=shape(GuestLifecycle))
def get_guest_lifecycle(request: HttpRequest, guest_id: UUID) -> GuestLifecycle:
    """The stage of a guest today, since when, why, and the stages before it."""
    return lifecycle.lifecycle_of(actor_of(request), guest_id, now=timezone.now())
