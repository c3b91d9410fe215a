"""Scoring: every model in use says what it knows of everybody, beside each other in the lake; and how far the guests have drifted from
those it was trained on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

import pyarrow as pa
import structlog

from xenia.insight.actions.model_runs import SCORING
from xenia.insight.actions.runs import Cancelled, Running, perform_run
from xenia.insight.actions.snapshots import let_go_of_the_erased
from xenia.insight.drift import drift_of
from xenia.insight.facts.scores import REASONS, REASONS_SCHEMA, SHARED, TABLES, kinds_of, of_kind, reasons_of_kind, schema_of, side_by_side
from xenia.insight.kinds import KINDS
from xenia.insight.modelling import Asked, ModelKind
from xenia.insight.models import register as models
from xenia.insight.models.snapshots import Snapshot
from xenia.insight.queries.model_files import load_model
from xenia.insight.queries.objections import people_for_models
from xenia.insight.queries.policies import policies_of
from xenia.insight.queries.rates import READER, rates_in_force
from xenia.insight.rows import given_to_facts
from xenia.insight.rules.register import DRIFT_ROWS_MIN
from xenia.insight.types.documents import word_of
from xenia.insight.types.judged import Histogram, Subject
from xenia.insight.types.policies import Policies
from xenia.insight.types.register import ModelState
from xenia.kernel.actor import Actor
from xenia.lake import read
from xenia.lake.snapshots import write_snapshot

DRIFT_ROWS_MAX = 100_000
log = structlog.get_logger()


@dataclass(frozen=True)
class _InUse:
    """A kind with the version that answers it."""

    kind: ModelKind
    row: models.ModelVersion
    model: Any


@dataclass(frozen=True)
class _Scoring:
    """What all models of one scoring have in common: the snapshot, and the policies it was made with, so that all amounts are in one
    currency."""

    run: Running
    snapshot: Snapshot
    policies: Policies

    def asked(self, session: read.Session) -> Asked:
        return Asked(session, self.snapshot.as_of, snapshot=self.snapshot.id, step=self.run.step, policies=self.policies)

    def given(self, people: pa.Table) -> dict[str, pa.Table]:
        return given_to_facts(people, rates_in_force(READER, self.policies))


def perform_scoring(*, actor: Actor, run_id: UUID, clock: Callable[[], datetime], kinds: Sequence[ModelKind] = KINDS) -> None:
    """Scores everybody with the models in use and measures their drift; begun anew after a crash it comes to the same. A model that
    breaks off leaves its columns empty and is named in the message; the others are written. Ends cancelled where asked."""
    perform_run(SCORING, partial(_do, actor, kinds), actor=actor, run_id=run_id, clock=clock)


def _do(actor: Actor, kinds: Sequence[ModelKind], run: Running) -> None:
    snapshot = Snapshot.objects.get(id__in=models.ModelRun.objects.filter(id=run.id).values("snapshot_id"))
    rows, broken = _score(actor, _Scoring(run, snapshot, policies_of(READER, snapshot.id)), kinds)
    run.end(rows=rows, message=_message(broken))


def _score(actor: Actor, scoring: _Scoring, kinds: Sequence[ModelKind]) -> tuple[int, list[ModelKind]]:
    """Returns how many guests have a score, and which kinds broke off."""
    scoring.run.step("links")
    people = people_for_models(actor, now=scoring.run.as_of)
    used = _in_use(kinds)
    scoring.run.note(versions={one.kind.name: str(one.row.id) for one in used}, total=2 * len(used) + len(TABLES) + 2)
    tables: dict[str, pa.Table] = {}
    with read.session(units=None, given=scoring.given(people)) as session:
        for shared in SHARED:
            session.keep(shared(scoring.snapshot.as_of))
        for one in used:
            scoring.run.step(one.kind.name)
            found = _scored(one, scoring.asked(session))
            if found is not None:
                tables[one.kind.name] = found
        why = _why(scoring, session, used, tables)
    try:
        _write_reasons(scoring, why)
        rows = sum(_write(scoring, subject, kinds, tables) for subject in TABLES)
    finally:  # a scoring that is stopped or breaks off here leaves rows too
        let_go_of_the_erased(actor, people)
    _measure(actor, scoring, used)
    return rows, [one.kind for one in used if one.kind.name not in tables]


def _in_use(kinds: Sequence[ModelKind]) -> list[_InUse]:
    rows = {row.kind: row for row in models.ModelVersion.objects.filter(state=ModelState.CHAMPION.value)}
    return [_InUse(kind, rows[kind.name], load_model(rows[kind.name].id, kind)) for kind in kinds if kind.name in rows]


def _scored(one: _InUse, asked: Asked) -> pa.Table | None:
    """None where the model broke off: one question must not take the answers of the others with it."""
    try:
        return of_kind(one.kind, one.kind.score(one.model, asked))
    except Cancelled:
        raise
    except Exception:
        log.exception("model_does_not_score", kind=one.kind.name, version=str(one.row.id))
        return None


def _why(scoring: _Scoring, session: read.Session, used: Sequence[_InUse], tables: Mapping[str, pa.Table]) -> pa.Table:
    """The reasons of those who stand on a desk (LV11); a model that breaks off here has its scores all the same."""
    scoring.run.step(REASONS)
    parts = [_reasons(one, scoring.asked(session), tables[one.kind.name]) for one in used if one.kind.name in tables]
    return pa.concat_tables([REASONS_SCHEMA.empty_table(), *(part for part in parts if part is not None)])


def _write_reasons(scoring: _Scoring, why: pa.Table) -> None:
    """Before the scores, so that these are never shown without."""
    if why.num_rows:
        write_snapshot(REASONS, REASONS_SCHEMA, why.to_batches(), version=scoring.run.id)


def _reasons(one: _InUse, asked: Asked, scored: pa.Table) -> pa.Table | None:
    if one.kind.desk is None:
        return None
    try:
        return reasons_of_kind(one.kind, one.kind.desk.reasons(one.model, asked, scored))
    except Cancelled:
        raise
    except Exception:
        log.exception("model_gives_no_reasons", kind=one.kind.name, version=str(one.row.id))
        return None


def _write(scoring: _Scoring, subject: Subject, kinds: Sequence[ModelKind], tables: Mapping[str, pa.Table]) -> int:
    """Writes the scores of one subject and returns how many rows it has; where no kind of it was scored, nothing is written."""
    scoring.run.step(TABLES[subject])
    about = kinds_of(subject, kinds)
    found = [tables[one.name] for one in about if one.name in tables]
    if not found:
        return 0
    whole = side_by_side(subject, kinds, found)
    write_snapshot(TABLES[subject], schema_of(subject, kinds), whole.to_batches(), version=scoring.run.id)
    return int(whole.num_rows) if subject is Subject.GUEST else 0


def _measure(actor: Actor, scoring: _Scoring, used: Sequence[_InUse]) -> None:
    """Notes the drift of every model that reads features, on a sample."""
    people = people_for_models(actor, now=scoring.run.as_of, at_most=DRIFT_ROWS_MAX)
    with read.session(units=None, given=scoring.given(people)) as session:
        for one in used:
            scoring.run.step(f"drift {one.kind.name}")
            if one.row.histograms:
                _measure_one(scoring, one, scoring.asked(session))


def _measure_one(scoring: _Scoring, one: _InUse, asked: Asked) -> None:
    rows = one.kind.features_of(one.model, asked).slice(0, DRIFT_ROWS_MAX)
    if rows.num_rows < DRIFT_ROWS_MIN:
        return
    indexes = drift_of({name: word_of(Histogram, said) for name, said in one.row.histograms.items()}, rows)
    feature = max(sorted(indexes), key=lambda name: indexes[name])
    models.Drift.objects.update_or_create(
        version=one.row,
        run_id=scoring.run.id,
        defaults={
            "measured_at": scoring.run.as_of, "rows": rows.num_rows, "indexes": indexes, "largest": indexes[feature], "feature": feature
        },
    )  # fmt: skip


def _message(broken: Sequence[ModelKind]) -> dict[str, str] | None:
    if not broken:
        return None
    zh, en = "、".join(one.label.zh for one in broken), ", ".join(one.label.en for one in broken)
    return {
        "zh": f"以下模型未能评分，其列为空：{zh}；原因见日志。",
        "en": f"These models broke off and their scores are empty: {en}; the log says why.",
    }
