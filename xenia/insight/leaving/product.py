"""Leaving as the register asks for it: trained on earlier windows, judged on the newest, scored from the snapshot, told in reasons."""

from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np
import pyarrow as pa

from xenia.insight.boosting import TooFewExamples
from xenia.insight.drift import histograms_of
from xenia.insight.explaining import Reason
from xenia.insight.facts import leaving as facts
from xenia.insight.facts.booked import booked
from xenia.insight.facts.trips import parties
from xenia.insight.judging import Array, NothingToJudge
from xenia.insight.leaving.catalogue import CHOICES
from xenia.insight.leaving.evaluation import judged
from xenia.insight.leaving.model import Model, Seen, learn, load, reasons, save, seen
from xenia.insight.leaving.scoring import SCORES, scored
from xenia.insight.leaving.table import Columns, columns_of, fitted, own_rhythm
from xenia.insight.leaving.wording import Row, told
from xenia.insight.modelling import Asked, ModelKind, NotEnough, Trained
from xenia.insight.rules import leaving as rules
from xenia.insight.rules.leaving import HORIZON_DAYS, Window
from xenia.insight.types.judged import ReasonLine, Subject
from xenia.kernel.texts import Text

MOST = 5
TRAITS = ("age", "sex", "region")


def train(asked: Asked, seed: int) -> Trained:
    """The model of all windows, and how the same recipe did on the newest (LV3). Raises NotEnough with what is lacking (LV4)."""
    windows = {window: _seen(asked, window) for window in _usable(asked)}
    windows = {window: one for window, one in windows.items() if len(one.left) >= rules.GUESTS_MIN}
    _check(asked, windows)
    asked.step("judging")
    newest, *earlier = windows.values()
    try:
        early = learn(earlier, None, seed=seed)
        found = judged(early, windows, _traits(asked, newest.guests), seed)
    except (TooFewExamples, NothingToJudge) as failure:
        raise NotEnough("leaving_outcomes", failure.message, failure.message_zh) from failure
    asked.step("fitting")
    today = asked.session.execute(facts.rows_to_score(asked.as_of, HORIZON_DAYS, None))
    model = learn(list(windows.values()), fitted(today), seed=seed)
    columns = _as_table(model, columns_of(today, model.log_parameters))
    return Trained(found, partial(save, model), model.main.names, histograms_of(columns, model.main.names))


def _usable(asked: Asked) -> list[Window]:
    """The windows that bookings reach back for and that have no hole, the newest first."""
    asked.step("windows")
    rows = asked.session.execute(facts.slices(rules.instant_before(asked.as_of.date()))).to_pylist()
    first_ago = max((row["oldest"] for row in rows), default=-1)
    held = {row["number"]: row["bookings"] for row in rows}
    counts = [held.get(number, 0) for number in range(max(held, default=-1) + 1)]
    if not rules.reaches(first_ago, 1):
        raise _too_short(first_ago + 1)
    holes = rules.holes_of(counts, 0)
    if holes:
        raise _hole(*rules.slice_days(asked.as_of, holes[0]))
    windows = enumerate(rules.windows_of(asked.as_of))
    return [window for place, window in windows if rules.reaches(first_ago, place) and not rules.holes_of(counts, place)]


def _seen(asked: Asked, window: Window) -> Seen:
    asked.step(f"guests of {window.begins}")
    for instant in (window.known_at, window.seen_at):
        asked.session.keep(booked(instant, backfilled=True))
    asked.session.keep(parties(window.known_at, backfilled=True))
    return seen(asked.session.execute(facts.rows_to_learn_from(window.known_at, HORIZON_DAYS)))


def _check(asked: Asked, windows: dict[Window, Seen]) -> None:
    if len(windows) < 2 or rules.windows_of(asked.as_of)[0] not in windows:
        raise NotEnough(
            "leaving_guests",
            f"Fewer than {rules.GUESTS_MIN} guests with a booking that stands are known in enough of the last windows "
            f"of {HORIZON_DAYS} days; bring in older bookings, or wait.",
            f"近几个 {HORIZON_DAYS} 天时段中，有有效预订的客人不足 {rules.GUESTS_MIN} 位；请导入更早的预订，或等待积累。",
        )
    for window, one in windows.items():
        left, stayed = int(one.left.sum()), int(len(one.left) - one.left.sum())
        if min(left, stayed) < 10:
            raise NotEnough(
                "leaving_outcomes",
                f"Of the guests known on {window.begins}, {left} left and {stayed} booked again within {HORIZON_DAYS} days; "
                "ten of each are needed. Bring in more bookings.",
                f"{window.begins} 时已知的客人中，{HORIZON_DAYS} 天内流失 {left} 位、再订 {stayed} 位；每种至少要 10 位，请导入更多预订。",
            )


def _too_short(days: int) -> NotEnough:
    needed = 2 * HORIZON_DAYS + rules.HISTORY_DAYS_MIN
    return NotEnough(
        "leaving_history",
        f"Bookings are known for {days} days; {needed} are needed to learn from one half-year and judge on the next. "
        "Bring in older bookings.",
        f"已知 {days} 天的预订；需要 {needed} 天，才能用一个半年学习、下一个半年检验。请导入更早的预订。",
    )


def _hole(begins: object, ends: object) -> NotEnough:
    return NotEnough(
        "leaving_hole",
        f"No booking is known from {begins} to {ends}, while other months have many: everybody would seem to leave. "
        "Bring in what is missing.",
        f"{begins} 至 {ends} 没有任何预订，而其他月份有很多：所有人都会像是流失。请补齐缺少的数据。",
    )


def _traits(asked: Asked, guests: Array) -> dict[str, Array]:
    """Age, sex and region of the guests, (n,) each, the empty text where no record says it (LV10)."""
    rows = asked.session.execute(facts.traits()).to_pylist()
    known = {row["guest_id"]: row for row in rows}
    found = {name: np.array([known.get(guest, {}).get(name) or "" for guest in guests], dtype=str) for name in TRAITS}
    return {name: values for name, values in found.items() if (values != "").any()}


def score(model: Model, asked: Asked) -> Iterator[pa.RecordBatch]:
    """Every wanted guest of the snapshot who has a booking that stands and is no agency (LV7)."""
    rows = facts.rows_to_score(asked.as_of, HORIZON_DAYS, asked.snapshot)
    for piece in asked.session.stream(rows):
        yield from scored(model, pa.Table.from_batches([piece])).to_batches()


def explain(model: Model, asked: Asked, subject_id: str) -> tuple[ReasonLine, ...]:
    """The heaviest reasons of one guest, with the numbers in them (LV8)."""
    return explain_several(model, asked, [subject_id]).get(subject_id, ())


def explain_several(model: Model, asked: Asked, guest_ids: Sequence[str]) -> dict[str, tuple[ReasonLine, ...]]:
    """The same of the guests of a list, by id, in one question to the lake; who is not scored is not there."""
    rows = asked.session.execute(facts.rows_to_score(asked.as_of, HORIZON_DAYS, asked.snapshot, guest_ids))
    found = reasons(model, columns_of(rows, model.log_parameters), rows.num_rows, MOST)
    rhythms = [None if np.isnan(days) else days for days in own_rhythm(rows)]
    known = [row | {"own_rhythm_days": days} for row, days in zip(rows.to_pylist(), rhythms, strict=True)]
    return {row["guest_id"]: _lines(lines, row) for row, lines in zip(known, found, strict=True)}


def _lines(lines: tuple[Reason, ...], row: Row) -> tuple[ReasonLine, ...]:
    return tuple(ReasonLine(one.name, told(one.name, row), one.weight) for one in lines)


def features_of(model: Model, asked: Asked) -> pa.Table:
    """The features that the model reads, one row a guest."""
    rows = asked.session.execute(facts.rows_to_score(asked.as_of, HORIZON_DAYS, asked.snapshot))
    return _as_table(model, columns_of(rows, model.log_parameters))


def _as_table(model: Model, columns: Columns) -> pa.Table:
    kinds = {name: pa.string() if name in CHOICES else pa.float64() for name in model.main.names}
    return pa.table({name: pa.array(columns[name], kind, from_pandas=True) for name, kind in kinds.items()})


KIND = ModelKind(
    name="leaving",
    label=Text("流失", "Leaving"),
    question=Text("这位客人未来 180 天内会不会不再预订？", "Will this guest make no booking in the next 180 days?"),
    needs=Text("至少 450 天的预订和 200 位有有效预订的客人", "Bookings of 450 days at least, and 200 guests with one that stands"),
    subject=Subject.GUEST,
    scores=SCORES,
    train=train,
    load=load,
    score=score,
    explain=explain,
    features_of=features_of,
)
