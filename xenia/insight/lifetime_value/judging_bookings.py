"""The forecast judged as the register asks it: made at an earlier day, beside plain BG/NBD, by what guests did until now (Y16, Y18)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from xenia.insight.judging import Array
from xenia.insight.lifetime_value.back_test import Measures, deciles, measured
from xenia.insight.lifetime_value.counting import fit
from xenia.insight.lifetime_value.histories import Floats, added_up
from xenia.insight.lifetime_value.purchase_log import Cohort, PurchaseLog, bookings_of, cohort
from xenia.insight.lifetime_value.purchases import BG_NBD
from xenia.insight.lifetime_value.stored import UNIT_DAYS, Forecast, fit_forecast, foretell, part_of
from xenia.insight.types.judged import Bin, Interval, Judged, Measure, Slice
from xenia.kernel.texts import Text

JUDGED_MAX, RESAMPLES, SLICE_ROWS_MIN = 20_000, 300, 30
"""The recipe is judged on so many guests: more would move no interval that a person sees."""
BASELINE = Text("单独的 BG/NBD 模型", "BG/NBD alone")
LABELS = {
    "rmse": Text("预订次数误差（RMSE）", "Error of bookings (RMSE)"),
    "mae": Text("预订次数平均绝对误差", "Mean absolute error of bookings"),
    "total_error": Text("总量误差", "Error of the total"),
    "ranking": Text("排序相关", "Rank correlation"),
    "top_decile": Text("前 10% 客人占全部预订的比例", "Share of all bookings made by the best tenth"),
    "coverage": Text("价值区间命中率（应为 90%）", "Value within its range (90 % is meant)"),
}


@dataclass(frozen=True)
class _Seen:
    """What the guests judged did, (n,) each: days with a booking, and what these were worth."""

    bookings: Floats
    value: Floats


def judge_forecast(
    log: PurchaseLog, after: PurchaseLog, days: tuple[int, int, int], traits: Mapping[int, Mapping[str, str]], seed: int
) -> Judged:
    """Returns how the forecast made at `cut` did until `end` (Y18); days: (first, cut, end), proleptic ordinals. `log` is what was known at
    the cut, `after` what followed; `traits` by guest are for comparing groups."""
    first, cut, end = days
    fitted, known = fit_forecast(log, cut), cohort(log, cut, unit_days=UNIT_DAYS)
    estimate = fit(BG_NBD, known.found)
    held = _drawn(known, seed)
    told = foretell(fitted, held, end - cut)
    plain = BG_NBD.expected(estimate.log_parameters, held.found, np.array([(end - cut) / UNIT_DAYS]))[:, 0]
    seen = _Seen(bookings_of(after, held.guests), _worth(after, held.guests))
    rows = np.random.default_rng(seed).integers(0, len(plain), size=(RESAMPLES, len(plain)))
    return Judged(
        fitted_from=date.fromordinal(first),
        fitted_until=date.fromordinal(cut),
        judged_from=date.fromordinal(cut + 1),
        judged_until=date.fromordinal(end + 1),
        fitted_rows=len(known.guests),
        judged_rows=len(held.guests),
        baseline=BASELINE,
        measures=_measures(told, plain, seen, rows),
        calibration=_calibration(told.bookings, seen.bookings),
        fairness=_slices(held.guests, told.bookings, seen.bookings, traits),
    )


def _drawn(known: Cohort, seed: int) -> Cohort:
    """The guests judged: a sample where they are very many."""
    rows = len(known.guests)
    if rows <= JUDGED_MAX:
        return known
    chosen = np.sort(np.random.default_rng(seed).choice(rows, JUDGED_MAX, replace=False))
    return part_of(known, chosen)


def _worth(after: PurchaseLog, guests: NDArray[np.int64]) -> Floats:
    place = np.searchsorted(guests, after.guests)
    known = (place < len(guests)) & (guests[np.minimum(place, len(guests) - 1)] == after.guests)
    return added_up(place[known], after.amounts[known], len(guests))


def _measures(told: Forecast, plain: Floats, seen: _Seen, rows: Array) -> tuple[Measure, ...]:
    """RMSE of bookings decides; a gain above nought is better in each."""
    ours, theirs = measured(told.bookings, seen.bookings, rows), measured(plain, seen.bookings, rows)
    squares = [(told.bookings - seen.bookings) ** 2, (plain - seen.bookings) ** 2]
    absolute = [np.abs(told.bookings - seen.bookings), np.abs(plain - seen.bookings)]
    gains = {"rmse": _gain(np.sqrt, squares, rows), "mae": _gain(np.asarray, absolute, rows)}
    found = [_measure(name, ours, theirs, gains.get(name)) for name in ("rmse", "mae", "total_error", "ranking", "top_decile")]
    inside = ((seen.value >= told.low) & (seen.value <= told.high)).astype(float)
    share = np.array([inside.mean(), *inside[rows].mean(axis=1)])
    return (*found, Measure("coverage", LABELS["coverage"], _interval(share), None, None))


def _measure(name: str, ours: Measures, theirs: Measures, gain: Interval | None) -> Measure:
    return Measure(name, LABELS[name], getattr(ours, name), getattr(theirs, name), gain)


def _gain(outer, errors: list[Floats], rows: Array) -> Interval:  # type: ignore[no-untyped-def] # a function of NumPy
    """By how much less the error is than the baseline's, both on the same resampled guests."""
    ours, theirs = ([outer(one.mean()), *outer(one[rows].mean(axis=1))] for one in errors)
    return _interval(np.array(theirs) - np.array(ours))


def _interval(draws: Floats) -> Interval:
    low, high = np.quantile(draws[1:], [0.025, 0.975])
    return Interval(float(draws[0]), float(low), float(high))


def _calibration(said: Floats, came: Floats) -> tuple[Bin, ...]:
    found = reversed(deciles(said, came))
    return tuple(Bin(one.guests, one.expected, one.seen, one.seen - 1.96 * one.error, one.seen + 1.96 * one.error) for one in found)


def _slices(guests: NDArray[np.int64], said: Floats, came: Floats, traits: Mapping[int, Mapping[str, str]]) -> tuple[Slice, ...]:
    """Expected and seen bookings of each group of at least thirty guests, by age, sex and region where records say it."""
    names = sorted({name for one in traits.values() for name in one})
    found = []
    for name in names:
        values = np.array([traits.get(int(guest), {}).get(name) or "unknown" for guest in guests])
        for value, rows in sorted(zip(*np.unique(values, return_counts=True), strict=True), key=lambda pair: -pair[1]):
            here = values == value
            if rows >= SLICE_ROWS_MIN:
                found.append(Slice(name, str(value), int(rows), float(came[here].mean()), float(said[here].mean()), None))
    return tuple(found)
