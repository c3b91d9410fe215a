"""Training a model: fitted and judged by its kind, then published, offered or refused by the rules of docs/algorithms/register.md."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

import pyarrow as pa
from django.db import connection, transaction
from django.db.models import Max

from xenia.insight.actions.model_runs import TRAINING
from xenia.insight.actions.runs import Running, perform_run
from xenia.insight.kinds import BY_NAME
from xenia.insight.modelling import Asked, ModelKind, Trained
from xenia.insight.models import register as models
from xenia.insight.queries.model_files import load_model, model_path, sweep_models, write_model
from xenia.insight.queries.objections import people_for_models
from xenia.insight.queries.policies import policies_in_force
from xenia.insight.queries.rates import READER, rates_in_force
from xenia.insight.rows import given_to_facts
from xenia.insight.rules.register import KEPT_RETIRED, why_not
from xenia.insight.types.documents import document_of
from xenia.insight.types.register import ModelState
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Invalid
from xenia.kernel.texts import Text
from xenia.lake import read
from xenia.trust.actions.audit import record
from xenia.trust.types.audit import Subject, SubjectKind

GUESTS_MAX = 200_000
"""So many guests say as much about all of them as ten million do; more would only take longer."""
SEED = 1
People = Callable[..., pa.Table]
"""Who may be learnt from, asked as `people_for_models` is."""


@dataclass(frozen=True)
class _Made:
    """What a training came to."""

    trained: Trained
    run: models.ModelRun
    at: datetime
    seconds: float


def perform_training(
    *,
    actor: Actor,
    run_id: UUID,
    clock: Callable[[], datetime],
    kinds: Mapping[str, ModelKind] = BY_NAME,
    people: People = people_for_models,
) -> None:
    """Trains the model of a run on a sample (MR1) of `people`; begun anew after a crash it comes to the same. Too little data is no
    failure: the run says what is missing (MR2). Ends cancelled where asked."""
    perform_run(TRAINING, partial(_do, actor, kinds, people), actor=actor, run_id=run_id, clock=clock)


def _do(actor: Actor, kinds: Mapping[str, ModelKind], people: People, run: Running) -> None:
    row = models.ModelRun.objects.get(id=run.id)
    try:
        trained = _train(actor, kinds[row.kind], people, run)
        now = run.clock()
        write_model(run.id, trained.save)
        message = _enter(actor, _Made(trained, row, now, (now - run.begun_at).total_seconds()))
    except Invalid as lacking:  # NotEnough, TooFewExamples ...: what the data cannot carry, in a sentence
        message = Text(lacking.message_zh, lacking.message)
    sweep_models(set(models.ModelVersion.objects.filter(has_file=True).values_list("id", flat=True)))
    run.end(message={"zh": message.zh, "en": message.en} if message else None)


def _train(actor: Actor, kind: ModelKind, whom: People, run: Running) -> Trained:
    run.note(total=1 + kind.parts)
    run.step("links")
    people, policies = whom(actor, now=run.as_of, at_most=GUESTS_MAX, seed=SEED), policies_in_force(READER)
    with read.session(units=None, given=given_to_facts(people, rates_in_force(READER, policies))) as session:
        return kind.train(Asked(session, run.as_of, step=run.step, champion=_champion(kind), policies=policies), SEED)


def _champion(kind: ModelKind) -> Any:
    row = models.ModelVersion.objects.filter(kind=kind.name, state=ModelState.CHAMPION.value).first()
    return load_model(row.id, kind) if row and model_path(row.id).exists() else None


@transaction.atomic
def _enter(actor: Actor, made: _Made) -> Text | None:
    """Enters the version and decides on it (MR3 to MR5); returns why it was not published, None where it was or is offered."""
    run, refused = made.run, why_not(made.trained.judged)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"insight.register.{run.kind}"])
    same = models.ModelVersion.objects.filter(kind=run.kind)
    if same.filter(id=run.id).exists():  # killed after this was committed, before the run was noted as done
        return refused
    state = ModelState.REJECTED if refused else _place_of(run.kind)
    if state is ModelState.CHALLENGER:
        same.filter(state=ModelState.CHALLENGER.value).update(state=ModelState.RETIRED.value)
    row = models.ModelVersion.objects.create(
        id=run.id, kind=run.kind, number=(same.aggregate(last=Max("number"))["last"] or 0) + 1, state=state.value,
        features=list(made.trained.features), judged=document_of(made.trained.judged),
        histograms={name: document_of(one) for name, one in made.trained.histograms.items()}, horizon_days=made.trained.horizon_days,
        why_not={"zh": refused.zh, "en": refused.en} if refused else None, has_file=refused is None, owner_id=run.ordered_by,
        trained_at=made.at, seconds=made.seconds, published_at=made.at if state is ModelState.CHAMPION else None,
    )  # fmt: skip
    if state is ModelState.CHAMPION:
        details = {"kind": row.kind, "number": row.number}
        record(actor, "model.published_first", subject=Subject(SubjectKind.MODEL, str(row.id)), details=details, now=made.at)
    _let_go(run.kind)
    return refused


def _place_of(kind: str) -> ModelState:
    is_first = not models.ModelVersion.objects.filter(kind=kind, state=ModelState.CHAMPION.value).exists()
    return ModelState.CHAMPION if is_first else ModelState.CHALLENGER


def _let_go(kind: str) -> None:
    """Of versions that are in use no more the newest few keep their file, for going back to (MR6)."""
    retired = models.ModelVersion.objects.filter(kind=kind, state=ModelState.RETIRED.value, has_file=True).order_by("-number")
    kept = list(retired.values_list("id", flat=True)[:KEPT_RETIRED])
    retired.exclude(id__in=kept).update(has_file=False)
