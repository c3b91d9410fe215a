"""What insight does when records were matched, at night, and with its models."""

from datetime import UTC, datetime
from uuid import UUID

from xenia.insight.actions.associations import SEARCHING, order_associations, perform_associations
from xenia.insight.actions.groups import keep_group_sizes
from xenia.insight.actions.model_runs import KEEPING
from xenia.insight.actions.scoring import perform_scoring
from xenia.insight.actions.snapshots import MAKING, order_nightly_snapshot, order_snapshot, perform_snapshot
from xenia.insight.actions.training import perform_training
from xenia.insight.actions.upkeep import follow_scoring, follow_snapshot, score_what_is_new
from xenia.insight.queries.snapshots import list_snapshots
from xenia.kernel.actor import product_actor
from xenia.trust.types.access import Permission

ACTOR = product_actor("insight", MAKING, KEEPING, SEARCHING, Permission.VIEW_GUESTS, Permission.VIEW_INSIGHT)


def make_snapshot(run_id: str) -> None:
    """Makes one snapshot, then has it scored."""
    perform_snapshot(actor=ACTOR, snapshot_id=UUID(run_id), clock=_now)
    follow_snapshot(actor=ACTOR, snapshot_id=UUID(run_id), now=_now())


def make_snapshot_of_matched() -> None:
    """Orders a snapshot of the guests as they were just matched: of everybody the first time, then of those who changed."""
    order_snapshot(actor=ACTOR, is_full=not list_snapshots(ACTOR), now=_now())


def make_snapshot_nightly() -> None:
    """Orders the snapshot of the night where the match of the night has not."""
    order_nightly_snapshot(actor=ACTOR, now=_now())


def train_model(run_id: str) -> None:
    """Trains one model; what came into use scores."""
    perform_training(actor=ACTOR, run_id=UUID(run_id), clock=_now)
    score_what_is_new(actor=ACTOR, now=_now())


def score(run_id: str) -> None:
    """Scores everybody; a model whose guests have changed is trained anew."""
    perform_scoring(actor=ACTOR, run_id=UUID(run_id), clock=_now)
    keep_group_sizes(actor=ACTOR, now=_now())
    follow_scoring(actor=ACTOR, run_id=UUID(run_id), now=_now())


def find_associations(run_id: str) -> None:
    """Searches for what goes together."""
    perform_associations(actor=ACTOR, run_id=UUID(run_id), clock=_now)


def find_associations_weekly() -> None:
    """Orders the search of the week."""
    order_associations(actor=ACTOR, now=_now())


def _now() -> datetime:
    return datetime.now(UTC)
