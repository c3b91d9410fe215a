"""The quality goals measured on public data: each task fitted on one part of a set and judged on the other (rule MR11)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from xenia.insight.cancellation.model import back_test as judge_cancellation
from xenia.insight.demand.evaluation import back_test as judge_demand
from xenia.insight.demand.model import ALL
from xenia.insight.judging import Array
from xenia.insight.lifetime_value.back_test import back_test as judge_value
from xenia.insight.lifetime_value.reading import read_purchases
from xenia.insight.premium.model import back_test as judge_premium
from xenia.insight.reading.guides import GuideFrames, read_guides
from xenia.insight.reading.hotels import read_hotels
from xenia.insight.reading.ratings import read_ratings
from xenia.insight.rules.goals import BY_TASK, GOALS, HELD_OUT, SEED, is_met
from xenia.insight.satisfaction.model import judge as judge_satisfaction
from xenia.insight.satisfaction.model import train as train_satisfaction
from xenia.insight.types.judged import Interval
from xenia.insight.types.register import GoalLine
from xenia.kernel.errors import Invalid
from xenia.kernel.texts import Text

Found = dict[str, tuple[Interval | None, int]]


@dataclass(frozen=True)
class _Set:
    """A set of data by the folder it has beside the others, and what of it is measured."""

    folder: str
    tasks: tuple[str, ...]
    measure: Callable[[Path], Found]


def measure_goals(folder: Path) -> Iterator[GoalLine]:
    """Yields every goal in the order of the table, each set fitted once; one whose data is not in the folder comes with the reason. Reads
    files alone, and nothing of the company's."""
    found: dict[str, tuple[Interval | None, int, Text | None]] = {}
    for one in SETS:
        found |= _measured(one, folder / one.folder)
    for goal in GOALS:
        value, rows, note = found[goal.task]
        data = next(one.folder for one in SETS if goal.task in one.tasks)
        yield GoalLine(
            goal.task, goal.label, goal.measure, goal.plain, goal.goal, goal.is_lower, value, is_met(BY_TASK[goal.task], value),
            rows, data, note, None,
        )  # fmt: skip


def _measured(one: _Set, path: Path) -> dict[str, tuple[Interval | None, int, Text | None]]:
    if not path.is_dir():
        note = Text(f"文件夹中没有 {one.folder}，未测量。", f"There is no folder {one.folder} beside the others, so it was not measured.")
        return dict.fromkeys(one.tasks, (None, 0, note))
    try:
        return {task: (value, rows, None) for task, (value, rows) in one.measure(path).items()}
    except Invalid as fault:  # the file is not what it should be, or says too little
        return {task: (None, 0, Text(fault.message_zh, fault.message)) for task in one.tasks}


def _value(path: Path) -> Found:
    """The first half of the time against the second."""
    log = read_purchases(path)
    first, last = int(log.days.min()), int(log.days.max())
    cut = first + 7 * round((last - first + 1) / 14) - 1
    found = judge_value(log.until(cut), log.after(cut))
    measures = found.measures
    return {"lifetime-value.rmse": (measures.rmse, found.guests), "lifetime-value.total": (measures.total_error, found.guests)}


def _premium(path: Path) -> Found:
    """Four fifths of the guests against the others."""
    frames = read_guides(path)
    held = _held_out(len(frames.guests))
    found = judge_premium(_of_guests(frames, ~held), _of_guests(frames, held))
    return {"premium.auc": (found.auc, found.rows)}


def _of_guests(frames: GuideFrames, chosen: Array) -> GuideFrames:
    guests = frames.guests[chosen].reset_index(drop=True)
    orders, sessions, reviews = (
        one[one["guest"].isin(guests["guest"])].reset_index(drop=True) for one in (frames.orders, frames.sessions, frames.reviews)
    )
    return GuideFrames(guests, orders, sessions, reviews, None if frames.label is None else frames.label[chosen])


def _cancellation(path: Path) -> Found:
    """Bookings by day of arrival: all but the last fifth of them against the last."""
    earlier, later = _by_arrival(read_hotels(path))
    every, once = judge_cancellation(earlier, later)
    return {"cancellation.auc": (every.auc, every.rows), "cancellation.auc_once": (once.auc, once.rows)}


def _demand(path: Path) -> Found:
    earlier, later = _by_arrival(read_hotels(path))
    found = judge_demand(earlier, later)[ALL]
    return {"demand.mase": (found.mase, found.forecasts)}


def _hotels(path: Path) -> Found:
    return _cancellation(path) | _demand(path)


def _by_arrival(bookings: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    cut = np.quantile(bookings["arrives"], 1 - HELD_OUT, method="lower")
    is_early = bookings["arrives"] <= cut
    return bookings[is_early].reset_index(drop=True), bookings[~is_early].reset_index(drop=True)


def _satisfaction(path: Path) -> Found:
    """Four fifths of the rows against the others."""
    ratings = read_ratings(path)
    held = _held_out(len(ratings))
    model = train_satisfaction(ratings[~held].reset_index(drop=True))
    found = judge_satisfaction(model, ratings[held].reset_index(drop=True))
    return {"satisfaction.accuracy": (found.accuracy, found.back_test.rows)}


def _held_out(rows: int) -> Array:
    return np.asarray(np.random.default_rng(SEED).random(rows) < HELD_OUT)


SETS = (
    _Set("cdnow", ("lifetime-value.rmse", "lifetime-value.total"), _value),
    _Set("hi_guides", ("premium.auc",), _premium),
    _Set("hotel_bookings", ("cancellation.auc", "cancellation.auc_once", "demand.mase"), _hotels),
    _Set("airline_satisfaction", ("satisfaction.accuracy",), _satisfaction),
)
