"""What happens to recommendations by themselves: after a snapshot of insight, and after a training (rule RS8)."""

from datetime import datetime, timedelta

from xenia.insight.actions.model_runs import order_training
from xenia.insight.queries.register import find_version_in_use, list_trainings_of
from xenia.kernel.actor import Actor
from xenia.loyalty.types.work import WorkState
from xenia.recommend.actions.lists import order_lists
from xenia.recommend.kinds import NAMES
from xenia.recommend.models import ListRun
from xenia.recommend.next_city.product import KIND

TRAIN_AGAIN = timedelta(days=7)


def follow_snapshot(*, actor: Actor, now: datetime) -> None:
    """After a snapshot: a model never trained, or a week ago, is trained; one in use makes lists."""
    last = list_trainings_of(actor, KIND.name, at_most=1)
    if not last or now - last[0].created_at >= TRAIN_AGAIN:
        order_training(actor=actor, kinds=[KIND.name], reason="weekly" if last else "first", now=now, known=NAMES)
    if find_version_in_use(actor, KIND.name) is not None:
        order_lists(actor=actor, now=now)


def list_what_is_new(*, actor: Actor, now: datetime) -> None:
    """A version that came into use makes lists at once."""
    used = find_version_in_use(actor, KIND.name)
    newest = ListRun.objects.filter(state=WorkState.DONE.value).order_by("-ended_at", "-id").first()
    if used is not None and (newest is None or newest.version_id != used.id):
        order_lists(actor=actor, now=now)
