"""What happens to models by themselves: after a snapshot, after a training, after a scoring (MR8)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from xenia.insight.actions.model_runs import NAMES, order_scoring, order_training
from xenia.insight.actions.snapshots import FULL_WEEKDAY
from xenia.insight.drift import ACT_ABOVE
from xenia.insight.kinds import UNSCORED
from xenia.insight.models import register as models
from xenia.insight.models.snapshots import Snapshot
from xenia.insight.rules.register import RETRAIN_DAYS_MIN
from xenia.insight.types.register import ModelState, ModelTask
from xenia.kernel.actor import Actor


def follow_snapshot(*, actor: Actor, snapshot_id: UUID, now: datetime, known: Sequence[str] = NAMES) -> None:
    """Once a snapshot is there: kinds that were never trained are trained, on Sunday after the snapshot of everybody all of them; and
    everybody is scored by what is in use."""
    snapshot = Snapshot.objects.filter(id=snapshot_id, state="done").first()
    if snapshot is None:
        return
    runs = models.ModelRun.objects.filter(task=ModelTask.TRAIN.value)
    is_weekly = snapshot.is_full and snapshot.as_of.weekday() == FULL_WEEKDAY and snapshot.ordered_by is None
    lately = set(runs.filter(created_at__gt=now - timedelta(days=RETRAIN_DAYS_MIN)).values_list("kind", flat=True))
    tried = set(runs.values_list("kind", flat=True))
    order_training(actor=actor, kinds=[one for one in known if one not in tried], reason="first", now=now, known=known)
    if is_weekly:
        order_training(actor=actor, kinds=[one for one in known if one in tried - lately], reason="weekly", now=now, known=known)
    if models.ModelVersion.objects.filter(state=ModelState.CHAMPION.value).exists():
        order_scoring(actor=actor, reason="snapshot", now=now)


def score_what_is_new(*, actor: Actor, now: datetime) -> None:
    """A model that came into use scores at once; where several are trained in a row, all of them after the last."""
    is_more_to_come = models.ModelRun.objects.filter(task=ModelTask.TRAIN.value, state="queued").exclude(kind__in=UNSCORED).exists()
    if not is_more_to_come and _is_unscored() and Snapshot.objects.filter(state="done").exists():
        order_scoring(actor=actor, reason="published", now=now)


def follow_scoring(*, actor: Actor, run_id: UUID, now: datetime, known: Sequence[str] = NAMES) -> None:
    """A model whose features have drifted too far is trained anew, unless that was tried in the days before (MR8)."""
    far = models.Drift.objects.filter(run_id=run_id, largest__gt=ACT_ABOVE, version__state=ModelState.CHAMPION.value)
    runs = models.ModelRun.objects.filter(task=ModelTask.TRAIN.value, created_at__gt=now - timedelta(days=RETRAIN_DAYS_MIN))
    lately = set(runs.exclude(reason="first").values_list("kind", flat=True))
    kinds = [one for one in far.values_list("version__kind", flat=True) if one in known and one not in lately]
    order_training(actor=actor, kinds=kinds, reason="drift", now=now, known=known)


def _is_unscored() -> bool:
    """Whether a model in use was in use at no scoring yet."""
    last = models.ModelRun.objects.filter(task=ModelTask.SCORE.value, state="done").order_by("-created_at").first()
    champions = models.ModelVersion.objects.filter(state=ModelState.CHAMPION.value).exclude(kind__in=UNSCORED)
    used = {str(one) for one in champions.values_list("id", flat=True)}
    return bool(used - set(last.versions.values() if last else ()))
