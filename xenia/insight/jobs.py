"""What insight does when records were matched, and at night."""

from datetime import UTC, datetime
from uuid import UUID

from xenia.insight.actions.snapshots import FULL_WEEKDAY, MAKING, order_snapshot, perform_snapshot
from xenia.insight.queries.snapshots import list_snapshots
from xenia.kernel.actor import product_actor
from xenia.trust.types.access import Permission

ACTOR = product_actor("insight", MAKING, Permission.VIEW_GUESTS, Permission.VIEW_INSIGHT)


def make_snapshot(snapshot_id: str) -> None:
    """Makes one snapshot."""
    perform_snapshot(actor=ACTOR, snapshot_id=UUID(snapshot_id), clock=lambda: datetime.now(UTC))


def make_snapshot_of_matched() -> None:
    """Orders a snapshot of the guests as they were just matched: of everybody the first time, then of those who changed."""
    order_snapshot(actor=ACTOR, is_full=not list_snapshots(ACTOR), now=datetime.now(UTC))


def make_snapshot_nightly() -> None:
    """Orders the snapshot of the night: of guests who changed, of everybody on Sunday."""
    now = datetime.now(UTC)
    order_snapshot(actor=ACTOR, is_full=now.weekday() == FULL_WEEKDAY, now=now)
