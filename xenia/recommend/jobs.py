"""What recommend does by itself: trains its model, makes lists, and takes up what was left."""

from datetime import UTC, datetime
from uuid import UUID

from xenia.insight.actions.model_runs import KEEPING as KEEPING_MODELS
from xenia.insight.actions.training import perform_training
from xenia.insight.queries.register import get_model_run
from xenia.kernel.actor import product_actor
from xenia.recommend.actions.lists import KEEPING, perform_lists, resume_left_lists
from xenia.recommend.actions.upkeep import follow_snapshot, list_what_is_new
from xenia.recommend.next_city.product import KIND
from xenia.recommend.queries.left_out import people_to_recommend_to
from xenia.trust.types.access import Permission

ACTOR = product_actor("recommend", KEEPING, KEEPING_MODELS, Permission.VIEW_GUESTS, Permission.VIEW_INSIGHT, Permission.VIEW_LOYALTY)


def train_model(run_id: str) -> bool:
    """Trains the model of a run where it is of a kind of recommend, and answers whether it is; what came into use makes lists."""
    if get_model_run(ACTOR, UUID(run_id)).kind != KIND.name:
        return False
    perform_training(actor=ACTOR, run_id=UUID(run_id), clock=_now, kinds={KIND.name: KIND}, people=people_to_recommend_to)
    list_what_is_new(actor=ACTOR, now=_now())
    return True


def make_lists(run_id: str) -> None:
    """Makes the lists of everybody."""
    perform_lists(actor=ACTOR, run_id=UUID(run_id), clock=_now)


def follow_matched() -> None:
    """Once a snapshot is made: a model that was never trained is trained, and one in use makes lists."""
    follow_snapshot(actor=ACTOR, now=_now())


def resume_left() -> None:
    """Takes up lists whose worker died."""
    resume_left_lists(actor=ACTOR, now=_now())


def _now() -> datetime:
    return datetime.now(UTC)
