"""Scoring: every model in use says what it knows of everybody, beside each other in the lake; and how far the guests have drifted from
those it was trained on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import pyarrow as pa
import structlog

from xenia.insight.actions.model_runs import KEEPING, Begun, Steps, begin, note
from xenia.insight.actions.snapshots import Cancelled, let_go_of_the_erased
from xenia.insight.drift import drift_of
from xenia.insight.facts.scores import TABLES, kinds_of, of_kind, schema_of, side_by_side
from xenia.insight.kinds import KINDS
from xenia.insight.modelling import Asked, ModelKind
from xenia.insight.models import register as models
from xenia.insight.models.snapshots import Snapshot
from xenia.insight.queries.model_files import load_model
from xenia.insight.queries.objections import people_for_models
from xenia.insight.queries.rates import READER, rates_in_force
from xenia.insight.rows import given_to_facts
from xenia.insight.rules.register import DRIFT_ROWS_MIN
from xenia.insight.types.documents import word_of
from xenia.insight.types.judged import Histogram, Subject
from xenia.insight.types.register import ModelState, ModelTask
from xenia.kernel.actor import Actor
from xenia.kernel.texts import Text
from xenia.lake import read
from xenia.lake.snapshots import write_snapshot

DRIFT_ROWS_MAX = 100_000
FAILED = Text(
    "评分没有完成，上一次评分仍在使用；原因见日志。修好后可重新评分。",
    "The scoring was not finished and the scores before stay; the log says why. Order it again when that is mended.",
)
log = structlog.get_logger()


@dataclass(frozen=True)
class _InUse:
    """A kind with the version that answers it."""

    kind: ModelKind
    row: models.ModelVersion
    model: Any


@dataclass(frozen=True)
class _Scoring:
    """What all models of one scoring have in common."""

    run: Begun
    snapshot: Snapshot
    step: Steps

    def asked(self, session: read.Session) -> Asked:
        return Asked(session=session, as_of=self.snapshot.as_of, snapshot=self.snapshot.id, step=self.step)


def perform_scoring(*, actor: Actor, run_id: UUID, clock: Callable[[], datetime], kinds: Sequence[ModelKind] = KINDS) -> None:
    """Scores everybody with the models in use and measures their drift; begun anew after a crash it comes to the same. A model that
    breaks off leaves its columns empty and is named in the message; the others are written. Ends cancelled where asked."""
    actor.require(KEEPING)
    row = begin(run_id, ModelTask.SCORE, clock)
    snapshot = Snapshot.objects.filter(id=row.snapshot_id).first() if row and row.snapshot_id else None
    if row is None or snapshot is None:
        return
    begun = clock()
    try:
        rows, broken = _score(actor, _Scoring(row, snapshot, Steps(run_id, clock)), kinds)
    except Cancelled:
        note(run_id, state="cancelled", ended_at=clock(), stage="")
        return
    except Exception:
        note(run_id, state="failed", message={"zh": FAILED.zh, "en": FAILED.en}, ended_at=clock())
        raise
    ended = clock()
    said = _message(broken)
    note(run_id, state="done", rows=rows, message=said, seconds=(ended - begun).total_seconds(), ended_at=ended, stage="")


def _score(actor: Actor, scoring: _Scoring, kinds: Sequence[ModelKind]) -> tuple[int, list[ModelKind]]:
    """Returns how many guests have a score, and which kinds broke off."""
    scoring.step("links")
    people = people_for_models(actor, now=scoring.run.as_of)
    used = _in_use(kinds)
    note(scoring.run.id, versions={one.kind.name: str(one.row.id) for one in used}, total=2 * len(used) + len(TABLES) + 1)
    tables: dict[str, pa.Table] = {}
    with read.session(units=None, given=given_to_facts(people, rates_in_force(READER))) as session:
        for one in used:
            scoring.step(one.kind.name)
            found = _scored(one, scoring.asked(session))
            if found is not None:
                tables[one.kind.name] = found
    rows = sum(_write(scoring, subject, kinds, tables) for subject in TABLES)
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


def _write(scoring: _Scoring, subject: Subject, kinds: Sequence[ModelKind], tables: Mapping[str, pa.Table]) -> int:
    """Writes the scores of one subject and returns how many rows it has; where no kind of it was scored, nothing is written."""
    scoring.step(TABLES[subject])
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
    with read.session(units=None, given=given_to_facts(people, rates_in_force(READER))) as session:
        for one in used:
            scoring.step(f"drift {one.kind.name}")
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
