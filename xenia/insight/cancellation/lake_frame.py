"""Bookings of the lake as the model reads them: the columns that `reading.hotels` makes of a file."""

import numpy as np
import pandas as pd
import pyarrow as pa

from xenia.insight.facts.booking_rows import TEXTS
from xenia.insight.judging import Array

COUNTS = ("adults", "children", "cancelled_before", "kept_before")
WEEKEND = (4, 5)
"""Nights of Friday and Saturday, Monday being 0."""
MINOR_PER_UNIT = 100.0


def frame_of(rows: pa.Table) -> pd.DataFrame:
    """One row a booking, in the order of `rows` (`facts.booking_rows.SCHEMA`): a text that is absent is empty, a number that is absent is
    NaN. Price is that of a night and room, of the whole where there are no nights, in the reporting currency; arrival and booking are days
    since 1970."""
    found = pd.DataFrame({name: rows[name].fill_null("").to_numpy() for name in TEXTS}, index=np.arange(rows.num_rows))
    for name in COUNTS:
        found[name] = number_of(rows, name)
    found["babies"] = number_of(rows, "infants")
    for name in ("children", "babies"):  # who counts adults counts children, where there are any
        found[name] = found[name].where(found[name].notna() | found["adults"].isna(), 0.0)
    found["repeated"] = np.where(np.isnan(found["kept_before"]), np.nan, found["kept_before"] > 0)
    found["arrives"], found["booked"] = day_of(rows, "starts_on"), day_of(rows, "made_on")
    found["lead_days"] = found["arrives"] - found["booked"]
    nights = number_of(rows, "nights")
    found["weekend_nights"] = weekend_nights(found["arrives"].to_numpy(), nights)
    found["week_nights"] = nights - found["weekend_nights"]
    rooms = np.maximum(np.nan_to_num(number_of(rows, "rooms"), nan=1.0), 1.0)
    found["price"] = number_of(rows, "minor") / MINOR_PER_UNIT / (np.maximum(np.nan_to_num(nights, nan=1.0), 1.0) * rooms)
    found["cancelled"] = rows["cancelled"].to_numpy()
    return found


def number_of(rows: pa.Table, name: str) -> Array:
    """A column as float64, NaN where it is absent."""
    return np.asarray(rows[name].cast(pa.float64()).fill_null(np.nan).to_numpy())


def day_of(rows: pa.Table, name: str) -> Array:
    """A column of dates as days since 1970, float64, NaN where it is absent."""
    return np.asarray(rows[name].cast(pa.int32()).cast(pa.float64()).fill_null(np.nan).to_numpy())


def weekend_nights(arrives: Array, nights: Array) -> Array:
    """How many of the nights from the day of arrival on are of Friday or Saturday; NaN where the nights are not known."""
    first = (arrives + 3) % 7
    whole, rest = np.divmod(nights, 7)
    part = sum(((day - first) % 7 < rest).astype(float) for day in WEEKEND)
    return np.where(np.isnan(nights), np.nan, whole * len(WEEKEND) + part)
