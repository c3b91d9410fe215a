"""Runs of the model register: ordered and stopped. What a run does stands in `training` and `scoring`."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from xenia.insight.actions.runs import Work, order_run, require_orderer, stop_run
from xenia.insight.kinds import KINDS
from xenia.insight.models import register as models
from xenia.insight.models.snapshots import Snapshot
from xenia.insight.types.register import ModelTask
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Invalid, NotFound
from xenia.kernel.texts import Text
from xenia.trust.actions.audit import record
from xenia.trust.types.audit import Subject, SubjectKind

TRAIN_TASK, SCORE_TASK = "xenia.insight.train_model", "xenia.insight.score"
KEEPING = "keep_models"
"""What the product itself may do here; no person has it."""
NAMES = tuple(kind.name for kind in KINDS)
TRAINING = Work(
    models.ModelRun,
    deed=KEEPING,
    task=TRAIN_TASK,
    lock="insight.models",
    failed=Text(
        "训练没有完成，现用模型不受影响；原因见日志。修好后可重新训练。",
        "The training was not finished and the model in use stays; the log says why. Order it again when that is mended.",
    ),
    part={"task": ModelTask.TRAIN.value},
)
SCORING = Work(
    models.ModelRun,
    deed=KEEPING,
    task=SCORE_TASK,
    lock="insight.models",
    failed=Text(
        "评分没有完成，上一次评分仍在使用；原因见日志。修好后可重新评分。",
        "The scoring was not finished and the scores before stay; the log says why. Order it again when that is mended.",
    ),
    part={"task": ModelTask.SCORE.value},
)
EITHER = replace(TRAINING, part={})
"""For stopping a run, whichever of the two it is."""


@transaction.atomic
def order_training(
    *, actor: Actor, kinds: Collection[str], reason: str = "ordered", now: datetime, known: Collection[str] = NAMES
) -> list[UUID]:
    """Returns the id of one run a kind, queued in this transaction; a kind whose training waits already keeps that one. Raises Invalid for
    a name that is none of the `known` kinds."""
    require_orderer(actor, TRAINING)
    unknown = sorted(set(kinds) - set(known))
    if unknown:
        raise Invalid(
            "kind_unknown",
            f"There is no kind of model {', '.join(unknown)}; the register has {', '.join(known)}.",
            f"没有名为 {'、'.join(unknown)} 的模型；现有：{'、'.join(known)}。",
        )
    ordered = [order_run(TRAINING, actor=actor, now=now, same={"kind": name}, reason=reason).id for name in kinds]
    if actor.user_id is not None and kinds:
        record(actor, "model.ordered", details={"kind": ", ".join(kinds)}, now=now)
    return ordered


@transaction.atomic
def order_scoring(*, actor: Actor, reason: str = "ordered", now: datetime) -> UUID:
    """Returns the id of the scoring of everybody by every model in use, queued in this transaction; one that waits already stands for it.

    Raises NotFound where no model is in use, or no snapshot of the features was ever made.
    """
    require_orderer(actor, SCORING)
    snapshot = Snapshot.objects.filter(state="done").order_by("-created_at", "-id").first()
    if snapshot is None or not models.ModelVersion.objects.filter(state="champion").exists():
        raise NotFound(
            "nothing_to_score_with",
            "Scores need a model in use and a feature snapshot, and one of them is missing; train the models, and order a snapshot.",
            "评分需要现用模型和特征快照，目前缺少其一；请先训练模型并生成快照。",
        )
    ordered = order_run(SCORING, actor=actor, now=now, reason=reason, snapshot_id=snapshot.id)
    if not ordered.is_new:
        models.ModelRun.objects.filter(id=ordered.id).update(snapshot_id=snapshot.id)
    if actor.user_id is not None:
        record(actor, "model.scoring_ordered", subject=Subject(SubjectKind.RUN, str(ordered.id)), now=now)
    return ordered.id


@transaction.atomic
def cancel_model_run(*, actor: Actor, run_id: UUID, now: datetime) -> None:
    """Asks a run to stop: the model before stays in use, and the scores before. Does nothing where it is over; raises NotFound."""
    missing = NotFound("model_run_not_found", f"There is no run {run_id}; the register lists those there are.", "没有这个模型任务。")
    if stop_run(EITHER, missing, actor=actor, run_id=run_id, now=now):
        record(actor, "model.cancelled", subject=Subject(SubjectKind.RUN, str(run_id)), now=now)
