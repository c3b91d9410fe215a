"""Whether to believe the forecast: made from one period, judged by the next, beside the plain model, each figure with its interval."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from xenia.insight.lifetime_value.blending import Blend, blend_forecast
from xenia.insight.lifetime_value.counting import fit
from xenia.insight.lifetime_value.histories import Floats
from xenia.insight.lifetime_value.purchase_log import Cohort, PurchaseLog, bookings_of, cohort, joined
from xenia.insight.lifetime_value.purchases import BG_NBD
from xenia.insight.lifetime_value.reading import read_purchases
from xenia.insight.types.judged import Interval
from xenia.kernel.errors import Invalid

RESAMPLES = 500
EDGES = (0.025, 0.975)


@dataclass(frozen=True)
class Decile:
    """A tenth of the guests by what was expected of them, the highest first: mean bookings a guest, expected and seen, `error` of the
    latter."""

    guests: int
    expected: float
    seen: float
    error: float


@dataclass(frozen=True)
class Measures:
    """Of a forecast of bookings: total_error is (expected - seen) / seen; ranking is Spearman's; top_decile the share of all bookings
    made by the tenth of guests of whom most was expected."""

    rmse: Interval
    mae: Interval
    total_error: Interval
    ranking: Interval
    top_decile: Interval
    deciles: tuple[Decile, ...]


@dataclass(frozen=True)
class BackTest:
    """`measures` are of the product's forecast, `plain` of BG/NBD alone, `zero` is the RMSE of expecting nothing; `gain` is plain RMSE
    less ours, paired.
    horizon: in units of `unit_days`. left_out: guests of the test who were not known before."""

    guests: int
    left_out: int
    horizon: float
    unit_days: float
    expected: float
    seen: float
    measures: Measures
    plain: Measures
    zero: float
    gain: Interval
    blend: Blend


def evaluate(train: Path, test: Path) -> dict[str, object]:
    """Fits on one file of bookings and judges on another, as a company runs it on its own; see `divided` for which period is which."""
    log, judged = read_purchases(train), read_purchases(test)
    known, after = divided(log, judged)
    found = back_test(known, after, only=None if known is log else np.unique(judged.guests))
    return {"task": "lifetime-value", "train": str(train), "test": str(test)} | dict(as_document(found))


def divided(train: PurchaseLog, test: PurchaseLog) -> tuple[PurchaseLog, PurchaseLog]:
    """Returns what is known and what is foretold (Y16). A test that begins after the training period has ended is what is foretold. Else
    both tell whole histories, of different guests: they are cut at the middle of the time they span, in whole weeks, and only what was
    booked until then, by guests of both, is known."""
    if int(test.days.min()) > int(train.days.max()):
        return train, test
    first, last = min(int(train.days.min()), int(test.days.min())), max(int(train.days.max()), int(test.days.max()))
    cut = first + 7 * round((last - first + 1) / 14) - 1
    others = train.of(~np.isin(train.guests, test.guests))
    return joined(others.until(cut), test.until(cut)), test.after(cut)


def back_test(
    train: PurchaseLog,
    test: PurchaseLog,
    *,
    only: NDArray[np.str_] | None = None,
    unit_days: float = 7.0,
    seed: int = 1,
    resamples: int = RESAMPLES,
) -> BackTest:
    """Returns how good the forecast made from `train` is, judged by `test` (Y16): what the guests of train, or `only` these of them, did in
    the period that follows.

    Raises Invalid where test does not begin after train has ended: a forecast of what it has seen proves nothing.
    """
    end, until = int(train.days.max()), int(test.days.max())
    if int(test.days.min()) <= end:
        raise Invalid(
            "back_test_overlap",
            f"The test begins on day {int(test.days.min())}, not after the last day {end} of the training period; cut both at one day.",
            f"测试期从第 {int(test.days.min())} 天开始，不晚于训练期末日 {end}；请按同一天切分。",
        )
    known, horizon = cohort(train, end, unit_days=unit_days), (until - end) / unit_days
    judged = np.ones(len(known.guests), dtype=bool) if only is None else np.isin(known.guests, only)
    seen = bookings_of(test, known.guests)[judged]
    told = blend_forecast(train, horizon, unit_days=unit_days)
    ours, plain = told.expected[judged], _plain(known, horizon)[judged]
    rows = np.random.default_rng(seed).integers(0, len(seen), size=(resamples, len(seen)))
    gain = _interval(lambda chosen: _rmse(plain[chosen], seen[chosen]) - _rmse(ours[chosen], seen[chosen]), rows)
    return BackTest(
        guests=len(seen),
        left_out=len(np.setdiff1d(test.guests, known.guests)),
        horizon=horizon,
        unit_days=unit_days,
        expected=float(ours.sum()),
        seen=float(seen.sum()),
        measures=measured(ours, seen, rows),
        plain=measured(plain, seen, rows),
        zero=_rmse(np.zeros_like(seen), seen),
        gain=gain,
        blend=told.blend,
    )


def measured(expected: Floats, seen: Floats, rows: np.ndarray) -> Measures:
    """Returns the measures of a forecast, (n,) each; rows: the guests of each resample, (resamples, n)."""
    orders = rankdata(expected), rankdata(seen)
    is_top = np.zeros(len(seen), dtype=bool)
    is_top[np.argsort(-expected, kind="stable")[: max(1, len(seen) // 10)]] = True
    return Measures(
        rmse=_interval(lambda chosen: _rmse(expected[chosen], seen[chosen]), rows),
        mae=_interval(lambda chosen: float(np.abs(expected[chosen] - seen[chosen]).mean()), rows),
        total_error=_interval(lambda chosen: float(expected[chosen].sum() / max(1e-9, seen[chosen].sum()) - 1), rows),
        ranking=_interval(lambda chosen: _correlation(orders[0][chosen], orders[1][chosen]), rows),
        top_decile=_interval(lambda chosen: float((seen * is_top)[chosen].sum() / max(1e-9, seen[chosen].sum())), rows),
        deciles=deciles(expected, seen),
    )


def deciles(expected: Floats, seen: Floats, parts: int = 10) -> tuple[Decile, ...]:
    """Returns the calibration table: guests in tenths by what was expected, the highest first; ties keep the order given."""
    order = np.argsort(-expected, kind="stable")
    return tuple(
        Decile(
            len(one),
            float(expected[one].mean()),
            float(seen[one].mean()),
            float(seen[one].std(ddof=1) / np.sqrt(len(one))) if len(one) > 1 else 0.0,
        )
        for one in np.array_split(order, parts)
        if len(one)
    )


def as_document(found: BackTest) -> Mapping[str, object]:
    """Returns the back-test as plain values, for JSON."""
    from dataclasses import asdict

    document = asdict(found)
    document["blend"] = {"weights": found.blend.weights.tolist(), "parameters": found.blend.model.parameters}
    return document


def _plain(known: Cohort, horizon: float) -> Floats:
    estimate = fit(BG_NBD, known.found)
    return BG_NBD.expected(estimate.log_parameters, known.found, np.array([horizon]))[:, 0]


def _rmse(expected: Floats, seen: Floats) -> float:
    return float(np.sqrt(np.mean((expected - seen) ** 2)))


def _correlation(one: Floats, other: Floats) -> float:
    """Of ranks given once for all guests: ranking each resample anew would cost a hundred times as much and move the interval little."""
    if np.ptp(one) == 0 or np.ptp(other) == 0:
        return 0.0
    return float(np.corrcoef(one, other)[0, 1])


def _interval(measure: Callable[[np.ndarray], float], rows: np.ndarray) -> Interval:
    low, high = np.quantile([measure(chosen) for chosen in rows], EDGES)
    return Interval(measure(np.arange(rows.shape[1])), float(low), float(high))
