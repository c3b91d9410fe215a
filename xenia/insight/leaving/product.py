"""Leaving as the register asks for it: trained on earlier windows, judged on the newest, scored from the snapshot, told in reasons."""

from collections.abc import Iterator
from functools import partial

import numpy as np
import pyarrow as pa

from xenia.insight.boosting import TooFewExamples
from xenia.insight.drift import histograms_of
from xenia.insight.facts import leaving as facts
from xenia.insight.facts.booked import booked
from xenia.insight.facts.trips import parties
from xenia.insight.judging import Array, NothingToJudge
from xenia.insight.leaving.catalogue import CHOICES
from xenia.insight.leaving.desk import explain, reasons_to_keep
from xenia.insight.leaving.evaluation import judged
from xenia.insight.leaving.model import Model, Seen, learn, load, save, seen
from xenia.insight.leaving.scoring import READ, SCORES, scored
from xenia.insight.leaving.table import Columns, columns_of, fitted
from xenia.insight.leaving.wording import told
from xenia.insight.modelling import Asked, Desk, ModelKind, NotEnough, Trained
from xenia.insight.rules import leaving as rules
from xenia.insight.rules.leaving import Window
from xenia.insight.types.judged import Subject
from xenia.kernel.texts import Text

TRAITS = ("age", "sex", "region")


def train(asked: Asked, seed: int) -> Trained:
    """The model of all windows, each as long as the policy says (LV12), and how the same recipe did on the newest (LV3). Raises NotEnough
    with what is lacking (LV4)."""
    horizon = horizon_of(asked)
    windows = {window: _seen(asked, window) for window in _usable(asked) if _has_guests(asked, window)}
    windows = {window: one for window, one in windows.items() if len(one.left) >= rules.GUESTS_MIN}
    _check(asked, windows)
    asked.step("judging")
    newest, *earlier = windows.values()
    try:
        early = learn(earlier, None, horizon, seed=seed)
        found = judged(early, windows, _traits(asked, newest.guests), seed)
    except (TooFewExamples, NothingToJudge) as failure:
        raise NotEnough("leaving_outcomes", failure.message, failure.message_zh) from failure
    asked.step("fitting")
    today = asked.session.execute(facts.rows_to_score(asked.as_of, horizon, None))
    model = learn(list(windows.values()), fitted(today), horizon, seed=seed)
    columns = _as_table(model, columns_of(today, model.log_parameters, horizon))
    return Trained(found, partial(save, model), model.main.names, histograms_of(columns, model.main.names), horizon)


def horizon_of(asked: Asked) -> int:
    """LV12: days without a further booking that a model trained now looks ahead."""
    return asked.policies.leaving.horizon_days


def _usable(asked: Asked) -> list[Window]:
    """The windows that bookings reach back for and that have no hole, the newest first."""
    asked.step("windows")
    rows = asked.session.execute(facts.slices(rules.instant_before(asked.as_of.date()))).to_pylist()
    first_ago = max((row["oldest"] for row in rows), default=-1)
    held = {row["number"]: row["bookings"] for row in rows}
    counts = [held.get(number, 0) for number in range(max(held, default=-1) + 1)]
    horizon = horizon_of(asked)
    if not rules.reaches(first_ago, 1, horizon):
        raise _too_short(first_ago + 1, horizon)
    holes = rules.holes_of(counts, 0, horizon)
    if holes:
        raise _hole(*rules.slice_days(asked.as_of, holes[0]))
    windows = enumerate(rules.windows_of(asked.as_of, horizon))
    return [one for place, one in windows if rules.reaches(first_ago, place, horizon) and not rules.holes_of(counts, place, horizon)]


def _has_guests(asked: Asked, window: Window) -> bool:
    """Whether enough guests are known for the features of a window to be worth their time (LV4)."""
    asked.session.keep(booked(window.known_at, backfilled=True))
    return bool(asked.session.execute(facts.guests_known(window.known_at))["guests"][0].as_py() >= rules.GUESTS_MIN)


def _seen(asked: Asked, window: Window) -> Seen:
    asked.step(f"guests of {window.begins}")
    for instant in (window.known_at, window.seen_at):
        asked.session.keep(booked(instant, backfilled=True))
    asked.session.keep(parties(window.known_at, backfilled=True))
    horizon = horizon_of(asked)
    return seen(asked.session.execute(facts.rows_to_learn_from(window.known_at, horizon)), horizon)


def _check(asked: Asked, windows: dict[Window, Seen]) -> None:
    horizon = horizon_of(asked)
    if len(windows) < 2 or rules.windows_of(asked.as_of, horizon)[0] not in windows:
        raise NotEnough(
            "leaving_guests",
            f"Fewer than {rules.GUESTS_MIN} guests with a booking that stands are known in enough of the last windows "
            f"of {horizon} days; bring in older bookings, or wait.",
            f"近几个 {horizon} 天时段中，有有效预订的客人不足 {rules.GUESTS_MIN} 位；请导入更早的预订，或等待积累。",
        )
    for window, one in windows.items():
        left, stayed = int(one.left.sum()), int(len(one.left) - one.left.sum())
        if min(left, stayed) < 10:
            raise NotEnough(
                "leaving_outcomes",
                f"Of the guests known on {window.begins}, {left} left and {stayed} booked again within {horizon} days; "
                "ten of each are needed. Bring in more bookings.",
                f"{window.begins} 时已知的客人中，{horizon} 天内流失 {left} 位、再订 {stayed} 位；每种至少要 10 位，请导入更多预订。",
            )


def _too_short(days: int, horizon: int) -> NotEnough:
    needed = 2 * horizon + rules.HISTORY_DAYS_MIN
    return NotEnough(
        "leaving_history",
        f"Bookings are known for {days} days; {needed} are needed to learn from {horizon} days and judge on the {horizon} after them. "
        "Bring in older bookings, or let the policy of leaving look ahead for fewer days.",
        f"已知 {days} 天的预订；需要 {needed} 天，才能用 {horizon} 天学习、其后 {horizon} 天检验。"
        "请导入更早的预订，或在规则中缩短流失观察期。",
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
    rows = facts.rows_to_score(asked.as_of, model.horizon, asked.snapshot)
    read = {*READ, *model.main.names}
    for piece in asked.session.stream(rows.select(*(name for name in rows.columns if name in read))):
        yield from scored(model, pa.Table.from_batches([piece])).to_batches()


def features_of(model: Model, asked: Asked) -> pa.Table:
    """The features that the model reads, one row a guest."""
    rows = asked.session.execute(facts.rows_to_score(asked.as_of, model.horizon, asked.snapshot))
    return _as_table(model, columns_of(rows, model.log_parameters, model.horizon))


def _as_table(model: Model, columns: Columns) -> pa.Table:
    kinds = {name: pa.string() if name in CHOICES else pa.float64() for name in model.main.names}
    return pa.table({name: pa.array(columns[name], kind, from_pandas=True) for name, kind in kinds.items()})


KIND = ModelKind(
    name="leaving",
    label=Text("流失", "Leaving"),
    question=Text(
        "这位客人在观察期内会不会不再预订？观察期由“规则”决定，初始为 180 天。",
        "Will this guest make no booking within the days that the policy of leaving looks ahead, 180 as the product comes?",
    ),
    needs=Text(
        "两个观察期外加 90 天的预订（观察期 180 天时为 450 天），和 200 位有有效预订的客人",
        "Bookings of twice the days it looks ahead and 90 more (450 for 180 days), and 200 guests with one that stands",
    ),
    subject=Subject.GUEST,
    scores=SCORES,
    train=train,
    load=load,
    score=score,
    explain=explain,
    features_of=features_of,
    parts=3 + rules.WINDOWS_MAX,
    desk=Desk(reasons_to_keep, told),
)
