"""The model register as people read it: every question, its versions and runs, and the quality goals."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from xenia.insight.drift import drifted
from xenia.insight.kinds import KINDS
from xenia.insight.modelling import ModelKind
from xenia.insight.models import register as models
from xenia.insight.queries.feature_words import feature_label
from xenia.insight.rules.goals import GOALS, Goal, is_met
from xenia.insight.types.documents import word_of
from xenia.insight.types.judged import Interval, Judged
from xenia.insight.types.register import (
    DriftPoint,
    FeatureDrift,
    GoalLine,
    KindState,
    ModelOverview,
    ModelRun,
    ModelState,
    ModelTask,
    ModelVersion,
    VersionLine,
)
from xenia.insight.types.runs import OPEN
from xenia.kernel.actor import Actor
from xenia.kernel.errors import NotFound
from xenia.kernel.texts import Text
from xenia.trust.queries.colleagues import peer_names
from xenia.trust.types.access import Permission

RUNS, VERSIONS, DRIFTS = 50, 30, 30


def list_kinds(actor: Actor, kinds: Sequence[ModelKind] = KINDS) -> list[ModelOverview]:
    """Returns every question of the register with who answers it now, in the register's order."""
    actor.require(Permission.VIEW_INSIGHT)
    versions = list(models.ModelVersion.objects.filter(state__in=[ModelState.CHAMPION.value, ModelState.CHALLENGER.value]))
    lines = {(row.kind, row.state): line for row, line in zip(versions, _lines(versions), strict=True)}
    drifts = {row.version_id: _point(row) for row in _newest_drifts(versions)}
    newest = models.ModelRun.objects.filter(task=ModelTask.TRAIN.value).order_by("kind", "-created_at", "-id").distinct("kind")
    runs = {run.kind: run for run in _runs(actor, list(newest))}
    return [_overview(kind, lines, runs.get(kind.name), drifts) for kind in kinds]


def _overview(
    kind: ModelKind, lines: dict[tuple[str, str], VersionLine], run: ModelRun | None, drifts: dict[UUID, DriftPoint]
) -> ModelOverview:
    champion = lines.get((kind.name, ModelState.CHAMPION.value))
    return ModelOverview(
        name=kind.name,
        label=kind.label,
        question=kind.question,
        needs=kind.needs,
        subject=kind.subject,
        scores=kind.scores,
        state=_state(champion, run),
        champion=champion,
        challenger=lines.get((kind.name, ModelState.CHALLENGER.value)),
        last_run=run,
        message=run.message if run else None,
        drift=drifts.get(champion.id) if champion else None,
    )


def _state(champion: VersionLine | None, run: ModelRun | None) -> KindState:
    if champion:
        return KindState.IN_USE
    if run is None or run.state == "cancelled":
        return KindState.UNTRAINED
    if run.state in OPEN:
        return KindState.WAITING if run.state == "queued" else KindState.TRAINING
    if run.state == "failed":
        return KindState.FAILED
    return KindState.REJECTED if run.version_id else KindState.NOT_ENOUGH


def get_model(actor: Actor, version_id: UUID) -> ModelVersion:
    """Returns one version whole: windows, measures, calibration, fairness, drift, and the other versions of its kind. Raises NotFound."""
    actor.require(Permission.VIEW_INSIGHT)
    row = models.ModelVersion.objects.filter(id=version_id).first()
    if row is None:
        raise NotFound(
            "model_not_found", f"There is no model version {version_id}; the register lists those there are.", "没有这个模型版本。"
        )
    names = peer_names(actor, [row.owner_id, row.published_by])
    drifts = list(models.Drift.objects.filter(version_id=row.id).order_by("-measured_at")[:DRIFTS])
    others = list(models.ModelVersion.objects.filter(kind=row.kind).order_by("-number")[:VERSIONS])
    is_champion = row.state == ModelState.CHAMPION.value
    return ModelVersion(
        id=row.id,
        kind=row.kind,
        number=row.number,
        state=ModelState(row.state),
        judged=word_of(Judged, row.judged),
        features=tuple(row.features),
        horizon_days=row.horizon_days,
        why_not=_text(row.why_not),
        owner=names.get(row.owner_id, "") if row.owner_id else "",
        trained_at=row.trained_at,
        seconds=row.seconds,
        published_at=row.published_at,
        published_by=names.get(row.published_by, "") if row.published_by else "",
        publish_reason=row.publish_reason,
        can_publish=row.state == ModelState.CHALLENGER.value,
        can_roll_back_to=version_before(actor, row.kind) if is_champion else None,
        drift=_features(row.kind, drifts[0]) if drifts else (),
        drift_history=tuple(_point(one) for one in drifts),
        versions=tuple(_lines(others)),
    )


def version_before(actor: Actor, kind: str) -> UUID | None:
    """Returns the version that was in use before the one that is, as long as its file is kept (MR6)."""
    actor.require(Permission.VIEW_INSIGHT)
    retired = models.ModelVersion.objects.filter(kind=kind, state=ModelState.RETIRED.value, has_file=True, published_at__isnull=False)
    return retired.order_by("-published_at", "-number").values_list("id", flat=True).first()


def find_version_in_use(actor: Actor, kind: str) -> VersionLine | None:
    """Returns the version that answers a kind of question, None where none is in use."""
    actor.require(Permission.VIEW_INSIGHT)
    found = _lines(list(models.ModelVersion.objects.filter(kind=kind, state=ModelState.CHAMPION.value)))
    return found[0] if found else None


def list_model_versions(actor: Actor, kind: str, kinds: Sequence[ModelKind] = KINDS) -> list[VersionLine]:
    """Returns the newest thirty versions of a kind, the newest on top; raises NotFound for a kind that is not."""
    actor.require(Permission.VIEW_INSIGHT)
    if kind not in {one.name for one in kinds}:
        raise NotFound("kind_unknown", f"There is no kind of model {kind!r}; the register lists those there are.", "没有这种模型。")
    return _lines(list(models.ModelVersion.objects.filter(kind=kind).order_by("-number")[:VERSIONS]))


def list_model_runs(actor: Actor) -> list[ModelRun]:
    """Returns the newest fifty trainings and scorings, those under way on top."""
    actor.require(Permission.VIEW_INSIGHT)
    return _runs(actor, list(models.ModelRun.objects.order_by("-created_at", "-id")[:RUNS]))


def list_trainings_of(actor: Actor, kind: str, *, at_most: int = RUNS) -> list[ModelRun]:
    """Returns the newest trainings of a kind, the newest on top."""
    actor.require(Permission.VIEW_INSIGHT)
    rows = models.ModelRun.objects.filter(task=ModelTask.TRAIN.value, kind=kind).order_by("-created_at", "-id")
    return _runs(actor, list(rows[:at_most]))


def get_model_run(actor: Actor, run_id: UUID) -> ModelRun:
    """Returns one run; raises NotFound."""
    actor.require(Permission.VIEW_INSIGHT)
    row = models.ModelRun.objects.filter(id=run_id).first()
    if row is None:
        raise NotFound("model_run_not_found", f"There is no run {run_id}; the register lists those there are.", "没有这个模型任务。")
    return _runs(actor, [row])[0]


def list_goals(actor: Actor) -> list[GoalLine]:
    """Returns every quality goal with the newest result of it."""
    actor.require(Permission.VIEW_INSIGHT)
    newest = models.GoalResult.objects.order_by("task", "-measured_at", "-id").distinct("task")
    results = {row.task: row for row in newest}
    return [_goal(goal, results.get(goal.task)) for goal in GOALS]


def _goal(goal: Goal, row: models.GoalResult | None) -> GoalLine:
    value = Interval(row.value, row.low, row.high) if row and None not in (row.value, row.low, row.high) else None  # type: ignore[arg-type]
    return GoalLine(
        task=goal.task,
        label=goal.label,
        measure=goal.measure,
        plain=goal.plain,
        goal=goal.goal,
        is_lower=goal.is_lower,
        value=value,
        is_met=is_met(goal, value),
        rows=row.rows if row else 0,
        data=row.data if row else "",
        note=_text(row.note) if row else None,
        measured_at=row.measured_at if row else None,
    )


def _lines(rows: Sequence[models.ModelVersion]) -> list[VersionLine]:
    largest = {row.version_id: row.largest for row in _newest_drifts(rows)}
    return [
        VersionLine(
            id=row.id,
            kind=row.kind,
            number=row.number,
            state=ModelState(row.state),
            trained_at=row.trained_at,
            published_at=row.published_at,
            measure=word_of(Judged, row.judged).measures[0],
            why_not=_text(row.why_not),
            drift_largest=largest.get(row.id),
            horizon_days=row.horizon_days,
        )
        for row in rows
    ]


def _newest_drifts(rows: Iterable[models.ModelVersion]) -> list[models.Drift]:
    found = models.Drift.objects.filter(version_id__in=[row.id for row in rows])
    return list(found.order_by("version_id", "-measured_at").distinct("version_id"))


def _point(row: models.Drift) -> DriftPoint:
    return DriftPoint(row.measured_at, row.largest, row.feature, row.rows)


def _features(kind: str, row: models.Drift) -> tuple[FeatureDrift, ...]:
    ordered = sorted(row.indexes.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(FeatureDrift(name, feature_label(kind, name), index, drifted(index).value) for name, index in ordered)


def _runs(actor: Actor, rows: Sequence[models.ModelRun]) -> list[ModelRun]:
    names = peer_names(actor, (row.ordered_by for row in rows))
    made = set(models.ModelVersion.objects.filter(id__in=[row.id for row in rows]).values_list("id", flat=True))
    return [
        ModelRun(
            id=row.id,
            task=ModelTask(row.task),
            kind=row.kind,
            state=row.state,
            reason=row.reason,
            stage=row.stage,
            done=row.done,
            total=row.total,
            rows=row.rows,
            seconds=row.seconds,
            message=_text(row.message),
            cancel_asked=row.cancel_asked,
            ordered_by=names.get(row.ordered_by, "") if row.ordered_by else "",
            version_id=row.id if row.id in made else None,
            created_at=row.created_at,
            started_at=row.started_at,
            ended_at=row.ended_at,
        )
        for row in rows
    ]


def _text(document: dict[str, str] | None) -> Text | None:
    return Text(**document) if document else None
