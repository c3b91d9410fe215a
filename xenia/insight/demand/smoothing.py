"""What a series alone foretells, without the books: exponential smoothing with a weekly season, for comparison and for companies whose
bookings carry no day of booking.

Estimator: AutoETS (Hyndman & Khandakar, Journal of Statistical Software 2008) of `statsforecast`, additive season.
"""

import numpy as np

from xenia.insight.demand.books import HORIZON, check_counts
from xenia.insight.judging import Array

SEASON = 7
DAYS_MIN = 28
NEWEST_DAYS = 182
ORIGIN_STEP = 14
"""Days from one origin that is smoothed to the next: it is fitted anew at each."""


def smoothed(counts: Array, *, days: int = HORIZON) -> Array:
    """The next `days` of daily counts (n,), NaN for days not known, shape (days,), at least 0. Raises BadCounts.

    A day not known is filled with the last known same weekday; fewer than 28 days give the mean, none NaN. A constant series
    stays as it is.
    """
    check_counts(counts)
    filled = _filled(counts[-NEWEST_DAYS:])
    if len(filled) < DAYS_MIN or np.ptp(filled) == 0:
        return np.asarray(np.full(days, filled.mean() if len(filled) else np.nan))
    from statsforecast.models import AutoETS

    found = AutoETS(season_length=SEASON, model="ZNA").forecast(y=filled.astype(np.float64), h=days)
    return np.asarray(np.maximum(found["mean"], 0.0), dtype=float)


def _filled(counts: Array) -> Array:
    found = counts.astype(float).copy()
    known = np.flatnonzero(np.isfinite(found))
    if len(known) == 0:
        return found[:0]
    found = found[known[0] :]
    for place in range(len(found)):
        if np.isnan(found[place]):
            found[place] = found[place - SEASON] if place >= SEASON else found[:place][-1]
    return found


def mean_error(counts: Array, origin: Array, ahead: Array) -> float | None:
    """Mean |error| over every 14th of the origins (places in `counts`); None where nothing can be judged."""
    errors = []
    for one in np.unique(origin)[::ORIGIN_STEP]:
        here = ahead[origin == one]
        errors.append(np.abs(smoothed(counts[: one + 1])[here - 1] - counts[one + here]))
    known = np.concatenate(errors) if errors else np.zeros(0)
    known = known[np.isfinite(known)]
    return float(known.mean()) if len(known) else None
