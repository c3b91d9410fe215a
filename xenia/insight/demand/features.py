"""What is known at the close of one day of another that lies 1 to 28 days ahead, as numbers.

Rule D1: a booking counts once it is made, an arrival once its day is over; nothing else of a later day is seen.
"""

import warnings

import numpy as np

from xenia.insight.demand.books import Book
from xenia.insight.demand.calendar import NAMES as CALENDAR
from xenia.insight.demand.calendar import calendar_of
from xenia.insight.judging import Array

WEEKS = (1, 4, 8)
WEEK = 7
YEAR_OF_WEEKS = 364
BOOKS_DAYS = WEEK * max(WEEKS)
"""Rule D16: of so many days before the origin it is read what stood on the books, of older ones only what arrived."""
BOOKS = ("booked", "expected", "booked_last_week", "expected_last_week", "expected_last_4_weeks")
RECENT = (
    *(f"{what}_{weeks}_weeks" for weeks in WEEKS for what in ("arrived", "picked_up", "expected_then", "ratio")),
    "arrived_7_days", "arrived_28_days", "picked_up_7_days", "picked_up_28_days", "arrived_last_year",
)  # fmt: skip
NAMES = ("property", "ahead", *BOOKS, *RECENT, *CALENDAR)


def columns_of(book: Book, origin: Array, ahead: Array) -> dict[str, Array]:
    """Columns of NAMES without `property`, each (n,), for pairs of an origin (place of a day in the book) and days ahead (1 to 28)."""
    day = origin + ahead
    picked = book.arrived[:, None] - book.expected
    found = {
        "ahead": ahead.astype(float),
        "booked": book.booked[day, ahead],
        "expected": book.expected[day, ahead],
        "booked_last_week": book.booked[day, ahead] - book.booked[day, ahead + WEEK],
        "expected_last_week": book.expected[day, ahead] - book.expected[day, ahead + WEEK],
        "expected_last_4_weeks": book.expected[day, ahead] - book.expected[day, ahead + 4 * WEEK],
    }
    found |= _same_weekdays(book, picked, day, ahead)
    found["arrived_7_days"] = _trailing(book.arrived[:, None], 7)[origin, 0]
    found["arrived_28_days"] = _trailing(book.arrived[:, None], 28)[origin, 0]
    found["picked_up_7_days"] = _trailing(picked, 7)[origin, ahead]
    found["picked_up_28_days"] = _trailing(picked, 28)[origin, ahead]
    found["arrived_last_year"] = _before(book.arrived, day - YEAR_OF_WEEKS)
    return found | calendar_of(day + book.first)


def _same_weekdays(book: Book, picked: Array, day: Array, ahead: Array) -> dict[str, Array]:
    """Means over the last 1, 4 and 8 days of the same weekday that are over at the origin, with what stood on the books as early."""
    found: dict[str, Array] = {}
    back = (ahead - 1) // WEEK + 1
    for weeks in WEEKS:
        days = day - WEEK * (back + np.arange(weeks)[:, None])
        known = days >= 0
        held = np.maximum(days, 0)
        arrived, more, then = (
            mean_of(np.where(known, values, np.nan)) for values in (book.arrived[held], picked[held, ahead], book.expected[held, ahead])
        )
        found |= {f"arrived_{weeks}_weeks": arrived, f"picked_up_{weeks}_weeks": more}
        found |= {f"expected_then_{weeks}_weeks": then, f"ratio_{weeks}_weeks": (arrived + 5) / (then + 5)}
    return found


def mean_of(values: Array) -> Array:
    """Mean over the first axis of what is known; NaN where nothing is."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        return np.asarray(np.nanmean(values, axis=0))


def _before(values: Array, place: Array) -> Array:
    return np.where(place >= 0, values[np.maximum(place, 0)], np.nan)


def _trailing(values: Array, window: int) -> Array:
    """Mean of the known values of the last `window` days, that day included, shape of `values`; NaN where none is known."""
    known = np.isfinite(values)
    sums, counts = (np.vstack([np.zeros((1, values.shape[1])), np.cumsum(part, axis=0)]) for part in (np.where(known, values, 0.0), known))
    low = np.maximum(np.arange(1, len(values) + 1) - window, 0)
    total, number = sums[1:] - sums[low], counts[1:] - counts[low]
    return np.asarray(np.divide(total, number, out=np.full(values.shape, np.nan), where=number > 0))


def naive_of(book: Book, origin: Array, ahead: Array) -> Array:
    """The seasonal naive forecast: the last same weekday that is over and known, shape (n,); NaN where there is none."""
    filled = book.arrived.copy()
    for place in range(WEEK, len(filled)):
        if np.isnan(filled[place]):
            filled[place] = filled[place - WEEK]
    return _before(filled, origin + ahead - WEEK * ((ahead - 1) // WEEK + 1))
