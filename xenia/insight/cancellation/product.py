"""Cancellation as the register asks for it: learnt from bookings whose day has passed, judged on the later ones, told of those to come."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from xenia.insight import judging
from xenia.insight.boosting import EXAMPLES_MIN, TooFewExamples
from xenia.insight.cancellation import model as statistics
from xenia.insight.cancellation import so_far
from xenia.insight.cancellation.features import CHOICES, table_of
from xenia.insight.cancellation.history import with_classes
from xenia.insight.cancellation.lake_frame import day_of, frame_of
from xenia.insight.cancellation.scores import SCORES
from xenia.insight.drift import histograms_of
from xenia.insight.explaining import Reason
from xenia.insight.facts.booking_rows import booking_rows
from xenia.insight.judging import Array, NothingToJudge
from xenia.insight.modelling import Asked, ModelKind, NotEnough, Trained
from xenia.insight.types.judged import ReasonLine, Subject
from xenia.kernel.texts import Text

BOOKINGS_MIN = 200
BOOKINGS_MAX = 200_000
"""Of the newest arrivals so many are learnt from: more teach little and take long."""
JUDGED_SHARE = 0.25
REASONED_MAX = 500
"""Reasons are told of so many bookings with most at stake; of any other one when it is asked about."""
REASONS_TOLD = 3
REASON_WEIGHT_MIN = 0.05
"""In log-odds: what raises the chance by less is no reason worth a line."""
DRIFT_DAYS = 90
WATCHED = ("lead_days", "weekend_nights", "week_nights", "adults", "children", "babies", "price", *CHOICES)
"""Features whose drift is watched: what bookings say of themselves. The others move by the calendar and by what is known of the past."""
BASELINE = Text("仅用预订自身字段的普通提升树", "Plain boosted trees on the booking's own fields")


@dataclass(frozen=True)
class Model:
    """`chance` tells the risk on the day of booking, `gone` what of it has passed by now (rule R12)."""

    chance: statistics.Model
    gone: tuple[float, ...]


@dataclass(frozen=True)
class Ahead:
    """Bookings to arrive from the day asked for, lost ones too, so that days and blocks are seen whole: `rows` as facts tell them, `frame`
    as the model reads them, `at_risk` which of them stand."""

    rows: pa.Table
    frame: pd.DataFrame
    at_risk: Array


def train(asked: Asked, seed: int) -> Trained:
    """The model of all arrivals until the day, and how the same recipe did on the newest quarter of them (rule R9). Raises NotEnough."""
    asked.step("bookings")
    rows = booking_rows(asked.as_of)
    known = asked.session.execute(rows.filter(rows.cancelled >= 0).order_by([rows.starts_on.desc(), rows.booking_id]).limit(BOOKINGS_MAX))
    frame = frame_of(known)
    _check(frame["cancelled"].to_numpy())
    arrives = frame["arrives"].to_numpy()
    cut = np.quantile(arrives, 1 - JUDGED_SHARE)
    earlier, later = frame[arrives < cut], frame[arrives >= cut]
    try:
        asked.step("judging")
        found, _ = statistics.back_test(earlier.reset_index(drop=True), later.reset_index(drop=True), seed=seed)
        asked.step("fitting")
        model = Model(statistics.train(frame, seed=seed), _gone(known, frame))
    except (TooFewExamples, NothingToJudge) as failure:
        raise NotEnough("cancellation_outcomes", failure.message, failure.message_zh) from failure
    windows = judging.Windows(_date(arrives.min()), _date(cut), _date(cut), _date(arrives.max() + 1), len(earlier))
    judged = judging.as_judged(found, windows, BASELINE)
    return Trained(judged, partial(save, model), model.chance.main.names, histograms_of(_watched(model, frame), WATCHED))


def _check(outcome: Array) -> None:
    """Raises NotEnough where the bookings are too few, or all ended alike."""
    lost, kept = int(outcome.sum()), int(len(outcome) - outcome.sum())
    if lost + kept < BOOKINGS_MIN or min(lost, kept) < 2 * EXAMPLES_MIN:
        raise NotEnough(
            "cancellation_outcomes",
            f"Of the bookings whose day has passed {kept} were kept and {lost} cancelled or not shown up for; {BOOKINGS_MIN} in all "
            "and 20 of each are needed. Bring in older bookings, cancelled ones too.",
            f"已过入住（出发）日的预订中，履约 {kept} 笔、取消或未到 {lost} 笔；共需至少 {BOOKINGS_MIN} 笔、两种各 20 笔。"
            "请导入更早的预订，包括已取消的。",
        )


def _gone(rows: pa.Table, frame: pd.DataFrame) -> tuple[float, ...]:
    lost = frame["cancelled"].to_numpy() == 1
    return so_far.gone_by(frame["booked"].to_numpy()[lost], frame["arrives"].to_numpy()[lost], day_of(rows, "left_on")[lost])


def _date(day: float) -> date:
    return date(1970, 1, 1) + timedelta(days=int(day))


def _ahead(asked: Asked) -> Ahead:
    found = asked.session.execute(booking_rows(asked.as_of, is_ahead=True).order_by("booking_id"))
    return Ahead(found, frame_of(found), found["is_at_risk"].to_numpy())


def _chances(model: Model, ahead: Ahead, matrix: Array, asked: Asked) -> Array:
    """The chance that is left of each that stands, (m,). `matrix` has a row for each of them."""
    frame = ahead.frame[ahead.at_risk]
    booked, arrives = frame["booked"].to_numpy(), frame["arrives"].to_numpy()
    today = float((asked.as_of.date() - date(1970, 1, 1)).days)
    elapsed = np.clip((today - booked) / np.maximum(arrives - booked, 1.0), 0.0, 1.0)
    return so_far.left_of(statistics.score_matrix(model.chance, matrix), elapsed, model.gone)


def score(model: Model, asked: Asked) -> Iterator[pa.RecordBatch]:
    """Every booking that stands and is to come, with the names of the heaviest reasons where most is at stake."""
    ahead = _ahead(asked)
    if not ahead.at_risk.any():
        return
    matrix = statistics.matrix_of(model.chance, ahead.frame)[ahead.at_risk]
    chance = _chances(model, ahead, matrix, asked)
    rows = ahead.rows.filter(pa.array(ahead.at_risk))
    amount = rows["minor"].fill_null(0).to_numpy()
    at_stake = np.round(chance * np.maximum(amount, 0)).astype(np.int64)
    told = np.lexsort((-chance, -at_stake))[:REASONED_MAX]
    reasons = np.full(len(chance), None, dtype=object)
    reasons[told] = [_raising(one) for one in statistics.explain_matrix(model.chance, matrix[told])]
    columns = {
        "booking_id": rows["booking_id"],
        "guest_id": rows["guest_id"],
        "cancellation_chance": pa.array(chance),
        "amount_minor": rows["minor"],
        "at_stake_minor": pa.array(at_stake, mask=rows["minor"].is_null().to_numpy()),
        "starts_on": rows["starts_on"],
        "property": rows["property"],
        "destination_country": rows["destination_country"],
        "unit_id": rows["unit_id"],
        "reasons": pa.array(reasons, pa.string()),
    }
    yield from pa.table(columns).to_batches()


def _raising(reasons: tuple[Reason, ...]) -> str | None:
    return "|".join([one.name for one in reasons if one.weight >= REASON_WEIGHT_MIN][:REASONS_TOLD]) or None


def explain(model: Model, asked: Asked, subject_id: str) -> tuple[ReasonLine, ...]:
    """What speaks for and against of one booking that is to come; () of any other."""
    ahead = _ahead(asked)
    places = np.flatnonzero((ahead.rows["booking_id"].to_numpy() == subject_id) & ahead.at_risk)
    if not len(places):
        return ()
    found = statistics.explain(model.chance, ahead.frame, rows=places)[0]
    return tuple(ReasonLine(one.name, Text(one.words.zh, one.words.en), one.weight) for one in found)


def features_of(model: Model, asked: Asked) -> pa.Table:
    """What bookings made in the last 90 days say of themselves, whatever became of them."""
    rows = booking_rows(asked.as_of)
    since = (asked.as_of - timedelta(days=DRIFT_DAYS)).date()
    found = asked.session.execute(rows.filter(rows.made_on >= since).limit(BOOKINGS_MAX))
    return _watched(model, frame_of(found))


def _watched(model: Model, frame: pd.DataFrame) -> pa.Table:
    table = table_of(with_classes(frame), model.chance.ledgers)
    numbers = {name: pa.array(table.numbers[name], pa.float64(), from_pandas=True) for name in WATCHED if name not in CHOICES}
    texts = {name: pa.array([text or None for text in table.choices[name]], pa.string()) for name in CHOICES}
    return pa.table(numbers | texts)


def save(model: Model, folder: Path) -> None:
    """Writes what `load` reads; nothing in it is code."""
    statistics.save(model.chance, folder)
    (folder / "so_far.json").write_text(json.dumps(model.gone), encoding="utf-8")


def load(folder: Path) -> Model:
    return Model(statistics.load(folder), tuple(json.loads((folder / "so_far.json").read_text(encoding="utf-8"))))


KIND = ModelKind(
    name="cancellation",
    label=Text("取消与未到", "Cancellations and no-shows"),
    question=Text("这笔预订会被取消、或客人不到吗？", "Will this booking be cancelled, or not shown up for?"),
    needs=Text(
        "至少 200 笔已过入住（出发）日的预订，其中取消或未到的至少 20 笔",
        "200 bookings whose day has passed, 20 of them cancelled or not shown up for",
    ),
    subject=Subject.BOOKING,
    scores=SCORES,
    train=train,
    load=load,
    score=score,
    explain=explain,
    features_of=features_of,
)
