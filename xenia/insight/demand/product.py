"""Demand as the register asks for it: each series and measure, day by day: 28 days ahead from the books, up to 90 from season and trend."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from xenia.insight import boosting
from xenia.insight.demand import judging, seasonal
from xenia.insight.demand import model as near
from xenia.insight.demand.books import HORIZON
from xenia.insight.demand.catalogue import REASONS
from xenia.insight.demand.lake_frame import Feed, feed_of
from xenia.insight.demand.scores import SCORES
from xenia.insight.judging import Array
from xenia.insight.modelling import Asked, ModelKind, NotEnough, Trained
from xenia.insight.types.judged import Judged, ReasonLine, Subject
from xenia.kernel.texts import Text

DAYS_MIN = 182
JUDGED_DAYS = 84
GROWTH = near.Growth(rounds=150, rate=0.05, rows_min=200, origin_step=12)
NO_FEATURES = pa.table({})


@dataclass(frozen=True)
class Model:
    """`near` foretells 28 days, `far` those after until `reach` days ahead (28 where season and trend do no better than last year's day).
    `scales` by `series|measure`: what one unit of both stands for."""

    near: near.Model
    far: seasonal.Seasonal
    scales: dict[str, float]
    reach: int


@dataclass(frozen=True)
class Outlook:
    """One series and measure: days as numbers since 1970 (n,), what is expected (n,), and low and high (80 and 95 %, n), in its own
    unit."""

    day: Array
    expected: Array
    low: Array
    high: Array


def train(asked: Asked, seed: int) -> Trained:
    """The model of all days until the last that is over, and how the same recipe, fitted without the newest twelve weeks (six where there
    is half a year), did on them. Raises NotEnough."""
    asked.step("bookings")
    feed = feed_of(asked)
    past = feed.frame[feed.frame["arrives"] <= feed.origin]
    days = _check(feed, int(past["arrives"].min()) if len(past) else feed.origin)
    cut = feed.origin - min(JUDGED_DAYS, days - near.DAYS_MIN)
    asked.step("judging")
    before = _fitted(Feed(past[past["arrives"] <= cut], feed.scales, cut), seed)
    held = near.book_all(before.near, past, feed.origin)
    found = judging.judge((before.near, before.far), held, feed.origin, unit=feed.scales.get(judging.COMPANY, 1.0), seed=seed)
    asked.step("fitting")
    made = _fitted(Feed(past, feed.scales, feed.origin), seed)
    reach = seasonal.REACH if found.far_is_better else HORIZON
    model = Model(made.near, made.far, feed.scales, reach)
    judged = _judged(found, before.near, _bookings_of(past[past["arrives"] <= cut]), feed)
    return Trained(judged, partial(save, model), (), {})


def _bookings_of(past: pd.DataFrame) -> int:
    """How many bookings the largest series has: each is in several, and in each with all its measures."""
    counted = past[past["property"].str.endswith("|bookings")]
    return int(counted.groupby("property")["bookings"].sum().max())


def _check(feed: Feed, first: int) -> int:
    days, series = max(feed.origin - first + 1, 0), len(feed.scales)
    if days < DAYS_MIN or not feed.scales:
        raise NotEnough(
            "demand_days",
            f"Bookings cover {days} days of arrivals and {series} series that are thick enough; {DAYS_MIN} days (26 weeks) "
            "and 100 bookings a year are needed. Bring in older bookings, cancelled ones too.",
            f"预订覆盖 {days} 天的到店（出发），够密的序列 {series} 个；至少需要 {DAYS_MIN} 天（26 周）、每年 100 笔。"
            "请导入更早的预订，包括已取消的。",
        )
    return days


def _fitted(feed: Feed, seed: int) -> Model:
    grown = near.train(feed.frame, growth=near.Growth(**asdict(GROWTH) | {"seed": seed}))
    held = near.book_all(grown, feed.frame, feed.origin)
    series = {book.name: book.arrived for book in held}
    first = held[0].first
    early = feed.origin - int((feed.origin - first + 1) * near.NEWEST)
    return Model(grown, seasonal.train(series, first, feed.origin, early), feed.scales, seasonal.REACH)


def _judged(found: judging.Found, model: near.Model, bookings: int, feed: Feed) -> Judged:
    return Judged(
        fitted_from=seasonal.day_of(model.first),
        fitted_until=seasonal.day_of(model.last + 1),
        judged_from=seasonal.day_of(model.last + 1),
        judged_until=seasonal.day_of(feed.origin + 1),
        fitted_rows=bookings,
        judged_rows=found.forecasts,
        baseline=Text("上一个已结束的同一星期几（季节性朴素法）", "the last same weekday that is over (seasonal naive)"),
        measures=found.measures,
        calibration=found.calibration,
        fairness=(),
    )


def outlooks(model: Model, feed: Feed) -> dict[str, Outlook]:
    """What is expected of every `series|measure` of the model at the close of the feed's day."""
    said = near.forecast(model.near, feed.frame, origin=feed.origin)
    days = np.arange(feed.origin + HORIZON + 1, feed.origin + model.reach + 1)
    found = {}
    for name, scale in model.scales.items():
        if name not in said:
            continue
        one = said[name]
        later = seasonal.expected(model.far, name, days) if name in model.far.coefficients else np.zeros(0)
        low, high = seasonal.with_intervals(model.far, name, later) if len(later) else (np.zeros((2, 0)), np.zeros((2, 0)))
        found[name] = Outlook(
            np.r_[one.day, days[: len(later)]],
            np.r_[one.arrivals, later] * scale,
            np.hstack([one.low, low]) * scale,
            np.hstack([one.high, high]) * scale,
        )
    return found


def score(model: Model, asked: Asked) -> Iterator[pa.RecordBatch]:
    """One batch a series and measure: `series`, `day`, then the columns of SCORES."""
    for name, one in outlooks(model, feed_of(asked, model.scales)).items():
        series, _, measure = name.partition("|")
        rows = len(one.day)
        yield pa.RecordBatch.from_pydict({
            "series": [series] * rows, "day": pa.array(one.day.astype(np.int32), pa.int32()).cast(pa.date32()), "measure": [measure] * rows,
            "expected": one.expected, "low_80": one.low[0], "high_80": one.high[0], "low_95": one.low[1], "high_95": one.high[1],
        })  # fmt: skip


def explain(model: Model, asked: Asked, subject_id: str) -> tuple[ReasonLine, ...]:
    """What makes up the bookings expected of a series over the next 28 days, the heaviest first; none for a series it does not know."""
    name = f"{subject_id}|bookings"
    if name not in model.scales:
        return ()
    feed = feed_of(asked, {name: model.scales[name]})
    sums: dict[str, float] = {}
    for day in near.explain(model.near, feed.frame, origin=feed.origin, most=len(REASONS)).get(name, []):
        for one in day:
            sums[one.name] = sums.get(one.name, 0.0) + one.weight * model.scales[name]
    ordered = sorted(sums.items(), key=lambda pair: -abs(pair[1]))
    return tuple(ReasonLine(reason, Text(REASONS[reason].zh, REASONS[reason].en), weight) for reason, weight in ordered)


def features_of(model: Model, asked: Asked) -> pa.Table:
    """Nothing: a series reads itself, so there is no drift of features to measure; its errors are seen in the next training."""
    return NO_FEATURES


def save(model: Model, folder: Path) -> None:
    """Rule D7: the near model as it keeps itself, the far one and the scales as JSON."""
    near.save(model.near, folder / "near")
    (folder / "far").mkdir(exist_ok=True)
    boosting.write_document(folder / "far", asdict(model.far) | {"scales": model.scales, "reach": model.reach})


def load(folder: Path) -> Model:
    """The model that `save` wrote."""
    said = boosting.read_document(folder / "far")
    scales, reach = said.pop("scales"), said.pop("reach")
    for part in ("coefficients", "widths"):
        said[part] = {name: tuple(values) for name, values in said[part].items()}
    return Model(near.load(folder / "near"), seasonal.Seasonal(**said), scales, reach)


KIND = ModelKind(
    name="demand",
    label=Text("需求预测", "Demand"),
    question=Text(
        "未来每天会有多少预订、间夜、乘客和收入？", "How many bookings, room nights, passengers and how much revenue will each day bring?"
    ),
    needs=Text("26 周以上带到店（出发）日的预订，包括已取消的", "26 weeks of bookings with their day of arrival, cancelled ones too"),
    subject=Subject.DAY,
    scores=SCORES,
    train=train,
    load=load,
    score=score,
    explain=explain,
    features_of=features_of,
)
