"""Back-test of the demand model by rolling origin, as a company runs it on its own bookings."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from xenia.insight.demand import smoothing
from xenia.insight.demand.books import HORIZON, Book, check_outcomes
from xenia.insight.demand.features import WEEK, naive_of
from xenia.insight.demand.model import ALL, Growth, Model, book_all, pairs_of, predict, target_of, train, truth_of, with_intervals
from xenia.insight.judging import DRAWS, SURE, Array
from xenia.insight.reading.hotels import read_hotels
from xenia.insight.types.judged import Interval
from xenia.kernel.errors import Invalid


class NotLater(Invalid):
    """The days judged on must come after those trained on."""


@dataclass(frozen=True)
class Judged:
    """One series judged over all origins. Rule D8: `mase` is mean |error| over the mean |change from week to week| of the days trained on;
    `naive_mase` the same of the seasonal naive; `relative` our |error| over that of the naive on the same forecasts; `mase_by_week` ahead.
    None where the days trained on never change. `coverage_80` and `coverage_95`: share of days within the interval."""

    forecasts: int
    origins: int
    arrivals_mean: float
    mean_error: Interval
    mase: Interval | None
    naive_mase: Interval | None
    ets_mase: float | None
    relative: Interval | None
    mase_by_week: tuple[float, ...] | None
    coverage_80: Interval
    coverage_95: Interval


def evaluate(train_path: Path, test_path: Path) -> dict[str, Any]:
    """Fits on one file of bookings and judges on the later arrivals of another. The first figures are arrivals that were kept, all
    properties together; `properties` apart; `all_bookings` counts cancelled ones too; `deduplicated` leaves out exact repeats of a row.

    Raises Unreadable, OutcomeUnknown, TooShort, NotLater.
    """
    earlier, later = read_hotels(train_path), read_hotels(test_path)
    kept = back_test(earlier, later)
    every = back_test(earlier, later, counts_cancelled=True)
    once = back_test(earlier.drop_duplicates(), later.drop_duplicates())
    said: dict[str, Any] = {
        "task": "demand",
        "train": str(train_path),
        "test": str(test_path),
        "target": "arrivals kept, a day",
        "days_ahead": HORIZON,
    }
    said |= asdict(kept[ALL]) | {"properties": {name: asdict(one) for name, one in kept.items() if name != ALL}}
    return said | {"all_bookings": asdict(every[ALL]), "deduplicated": asdict(once[ALL])}


def back_test(
    earlier: pd.DataFrame, later: pd.DataFrame, *, counts_cancelled: bool = False, growth: Growth | None = None, seed: int = 1
) -> dict[str, Judged]:
    """Fits once on earlier bookings, then forecasts 28 days at the close of every day with what is known then. By property, and `all`."""
    until = int(earlier["arrives"].max()) if len(earlier) else -1
    later = later[later["arrives"] > until]
    if len(later) == 0:
        raise NotLater(
            "not_later",
            "No booking to judge on arrives after those trained on; split the bookings by day of arrival.",
            "没有到店日晚于训练数据的预订；请按到店日期划分。",
        )
    check_outcomes(target_of(later, counts_cancelled=counts_cancelled))
    model = train(earlier, counts_cancelled=counts_cancelled, growth=growth)
    last, begins = int(later["arrives"].max()), int(later["arrives"].min())
    held = book_all(model, pd.concat([earlier, later], ignore_index=True), last)
    origin, ahead = rolling(begins - 1 - held[0].first, last - held[0].first)
    return _judged(model, held, origin, ahead, seed)


def rolling(first: int, last: int) -> tuple[Array, Array]:
    """Every origin with all 28 days; where the days are fewer, every origin with the days there are."""
    origin, ahead = pairs_of(first, last)
    whole = origin <= last - HORIZON
    return (origin[whole], ahead[whole]) if whole.any() else (origin, ahead)


def _judged(model: Model, held: tuple[Book, ...], origin: Array, ahead: Array, seed: int) -> dict[str, Judged]:
    said, came = predict(model, held, origin, ahead), truth_of(held, origin + ahead)
    naive = {book.name: naive_of(book, origin, ahead) for book in held}
    naive[ALL] = np.sum(list(naive.values()), axis=0)
    trained = model.last - held[0].first + 1
    history = truth_of(held, np.arange(len(held[0].arrived)))
    found = {}
    for name, arrivals in said.items():
        known = np.isfinite(came[name]) & np.isfinite(naive[name])
        if known.any():
            low, high = with_intervals(model, name, arrivals, ahead)
            inside = (came[name] >= low) & (came[name] <= high)
            errors = np.abs(np.vstack([arrivals, naive[name]]) - came[name])[:, known]
            scale = scale_of(history[name][:trained])
            ets = smoothing.mean_error(history[name], origin[known], ahead[known])
            found[name] = _series(
                errors, inside[:, known], (origin[known], ahead[known]), (scale, ets, float(came[name][known].mean())), seed
            )
    return found


def scale_of(arrived: Array) -> float:
    """Mean |change from the same weekday of the week before| over the known days, shape (days,); NaN where there is none."""
    change = np.abs(arrived[WEEK:] - arrived[:-WEEK])
    return float(np.nanmean(change)) if np.isfinite(change).any() else float("nan")


def _series(errors: Array, inside: Array, pairs: tuple[Array, Array], sizes: tuple[float, float | None, float], seed: int) -> Judged:
    (origin, ahead), (scale, ets, mean) = pairs, sizes
    block = (origin + ahead) // WEEK
    drawn = block_means(np.vstack([errors, inside]), block, seed)
    scaled = scale > 0
    week = (ahead - 1) // WEEK
    by_week = tuple(float(errors[0][week == one].mean() / scale) for one in np.unique(week)) if scaled else None
    return Judged(
        forecasts=len(origin), origins=len(np.unique(origin)), arrivals_mean=mean, mean_error=interval_of(drawn[:, 0]),
        mase=interval_of(drawn[:, 0] / scale) if scaled else None, naive_mase=interval_of(drawn[:, 1] / scale) if scaled else None,
        ets_mase=ets / scale if scaled and ets is not None else None,
        relative=interval_of(drawn[:, 0] / drawn[:, 1]) if drawn[:, 1].min() > 0 else None, mase_by_week=by_week,
        coverage_80=interval_of(drawn[:, 2]), coverage_95=interval_of(drawn[:, 3]),
    )  # fmt: skip


def block_means(values: Array, block: Array, seed: int) -> Array:
    """Means of each row of `values` (k, n), shape (1 + draws, k): as it stands, then with weeks of arrival drawn anew."""
    _, number = np.unique(block, return_inverse=True)
    sums = np.vstack([np.bincount(number, weights=row) for row in values])
    counts = np.bincount(number).astype(float)
    weights = np.random.default_rng(seed).multinomial(len(counts), np.full(len(counts), 1 / len(counts)), size=DRAWS)
    weights = np.vstack([np.ones(len(counts)), weights])
    return np.asarray((weights @ sums.T) / (weights @ counts)[:, None])


def interval_of(draws: Array) -> Interval:
    """The first of the draws, as it stands, with the 95 % interval of the others."""
    low, high = np.quantile(draws[1:], [(1 - SURE) / 2, (1 + SURE) / 2])
    return Interval(float(draws[0]), float(low), float(high))
