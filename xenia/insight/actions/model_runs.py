"""Runs of the model register: ordered, stopped, and how far each is. What a run does stands in `training` and `scoring`."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from procrastinate.contrib.django import app

from xenia.insight.actions.snapshots import Cancelled
from xenia.insight.kinds import KINDS
from xenia.insight.models import register as models
from xenia.insight.models.snapshots import Snapshot
from xenia.insight.types.register import ModelTask
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Invalid, NotFound
from xenia.trust.actions.audit import record
from xenia.trust.types.access import Permission
from xenia.trust.types.audit import Subject, SubjectKind

TRAIN_TASK, SCORE_TASK = "xenia.insight.train_model", "xenia.insight.score"
KEEPING = "keep_models"
"""What the product itself may do here; no person has it."""
OPEN = ("queued", "running")
NAMES = tuple(kind.name for kind in KINDS)


@dataclass(frozen=True)
class Order:
    """What is to be run, and why: `kind` is empty for a scoring."""

    task: ModelTask
    kind: str
    reason: str
    now: datetime
    snapshot_id: UUID | None = None


@transaction.atomic
def order_training(
    *, actor: Actor, kinds: Collection[str], reason: str = "ordered", now: datetime, known: Collection[str] = NAMES
) -> list[UUID]:
    """Returns the id of one run a kind, queued in this transaction; a kind whose training waits already keeps that one. Raises Invalid for
    a name that is none of the `known` kinds."""
    _require(actor)
    unknown = sorted(set(kinds) - set(known))
    if unknown:
        raise Invalid(
            "kind_unknown",
            f"There is no kind of model {', '.join(unknown)}; the register has {', '.join(known)}.",
            f"没有名为 {'、'.join(unknown)} 的模型；现有：{'、'.join(known)}。",
        )
    ordered = [_order(actor, Order(ModelTask.TRAIN, name, reason, now)) for name in kinds]
    if actor.user_id is not None and kinds:
        record(actor, "model.ordered", details={"kind": ", ".join(kinds)}, now=now)
    return ordered


@transaction.atomic
def order_scoring(*, actor: Actor, reason: str = "ordered", now: datetime) -> UUID:
    """Returns the id of the scoring of everybody by every model in use, queued in this transaction; one that waits already stands for it.

    Raises NotFound where no model is in use, or no snapshot of the features was ever made.
    """
    _require(actor)
    snapshot = Snapshot.objects.filter(state="done").order_by("-created_at", "-id").first()
    if snapshot is None or not models.ModelVersion.objects.filter(state="champion").exists():
        raise NotFound(
            "nothing_to_score_with",
            "Scores need a model in use and a feature snapshot, and one of them is missing; train the models, and order a snapshot.",
            "评分需要现用模型和特征快照，目前缺少其一；请先训练模型并生成快照。",
        )
    ordered = _order(actor, Order(ModelTask.SCORE, "", reason, now, snapshot.id))
    if actor.user_id is not None:
        record(actor, "model.scoring_ordered", subject=Subject(SubjectKind.RUN, str(ordered)), now=now)
    return ordered


@transaction.atomic
def cancel_model_run(*, actor: Actor, run_id: UUID, now: datetime) -> None:
    """Asks a run to stop: the model before stays in use, and the scores before. Does nothing where it is over."""
    actor.require_for_company(Permission.MANAGE_MODELS)
    row = models.ModelRun.objects.select_for_update().filter(id=run_id).first()
    if row is None:
        raise NotFound("model_run_not_found", f"There is no run {run_id}; the register lists those there are.", "没有这个模型任务。")
    if row.state not in OPEN:
        return
    if row.state == "queued":
        row.state, row.ended_at = "cancelled", now
    row.cancel_asked = True
    row.save()
    record(actor, "model.cancelled", subject=Subject(SubjectKind.RUN, str(run_id)), now=now)


def _require(actor: Actor) -> None:
    if not actor.may(KEEPING):
        actor.require_for_company(Permission.MANAGE_MODELS)


def _order(actor: Actor, order: Order) -> UUID:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('insight.order_model_run'))")
    same = models.ModelRun.objects.filter(task=order.task.value, kind=order.kind)
    waiting = same.filter(state="queued").first()
    if waiting is not None:
        if order.snapshot_id:
            models.ModelRun.objects.filter(id=waiting.id).update(snapshot_id=order.snapshot_id)
        return waiting.id
    before = same.filter(state="done").order_by("-created_at").values_list("done", flat=True).first()
    row = models.ModelRun.objects.create(
        task=order.task.value, kind=order.kind, state="queued", reason=order.reason, as_of=order.now, snapshot_id=order.snapshot_id,
        total=before or 0, ordered_by=actor.user_id, created_at=order.now,
    )  # fmt: skip
    task = TRAIN_TASK if order.task is ModelTask.TRAIN else SCORE_TASK
    app.configure_task(task, queue="care", lock="insight.models").defer(run_id=str(row.id))
    return row.id


@dataclass(frozen=True)
class Begun:
    """A run that the worker is at; `kind` is empty for a scoring."""

    id: UUID
    kind: str
    as_of: datetime
    snapshot_id: UUID | None
    ordered_by: UUID | None


class Steps:
    """Tells how far a run is, and stops it where somebody asked."""

    def __init__(self, run_id: UUID, clock: Callable[[], datetime]) -> None:
        self._id, self._clock, self._done = run_id, clock, -1

    def __call__(self, stage: str) -> None:
        self._done += 1
        note(self._id, stage=stage[:60], done=self._done, beat_at=self._clock())
        if models.ModelRun.objects.filter(id=self._id, cancel_asked=True).exists():
            raise Cancelled


def begin(run_id: UUID, task: ModelTask, clock: Callable[[], datetime]) -> Begun | None:
    """The run, running from now on; None where it is over, or no such run is. For the worker."""
    row = models.ModelRun.objects.filter(id=run_id, task=task.value, state__in=OPEN).first()
    if row is None:
        return None
    begun = clock()
    note(run_id, state="running", started_at=row.started_at or begun, beat_at=begun)
    return Begun(row.id, row.kind, row.as_of, row.snapshot_id, row.ordered_by)


def note(run_id: UUID, **values: Any) -> None:
    """Writes down how far the run is. For the worker."""
    models.ModelRun.objects.filter(id=run_id).update(**values)
