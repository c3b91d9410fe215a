"""The export of a property-management system, one line per booking (`hotel_bookings.csv.gz`): what was known when the booking was made."""

from pathlib import Path

import numpy as np
import pandas as pd

from xenia.insight.reading.tables import Unreadable, file_of, numbers, read_table

TEXTS = {
    "hotel": "property",
    "meal": "meal",
    "country": "country",
    "market_segment": "market",
    "distribution_channel": "channel",
    "reserved_room_type": "room",
    "deposit_type": "deposit",
    "agent": "agent",
    "company": "company",
    "customer_type": "kind",
}
COUNTS = {
    "lead_time": "lead_days",
    "stays_in_weekend_nights": "weekend_nights",
    "stays_in_week_nights": "week_nights",
    "adults": "adults",
    "children": "children",
    "babies": "babies",
    "is_repeated_guest": "repeated",
    "previous_cancellations": "cancelled_before",
    "previous_bookings_not_canceled": "kept_before",
    "adr": "price",
}
LATER = {
    "booking_changes": "changes",
    "required_car_parking_spaces": "parking",
    "total_of_special_requests": "requests",
    "days_in_waiting_list": "waited_days",
}
"""Columns that the export gives as of the end of the booking: they grow between booking and arrival, and only a kept booking lives so
long."""
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def read_hotels(path: Path) -> pd.DataFrame:
    """One row per line of the file, in its order: the columns of TEXTS and COUNTS by our names, `arrives` (day number since 1970),
    `booked` (arrives less lead_days) and `cancelled` (1 or 0; -1 on every row where the file has no outcome).

    The outcome's own columns (reservation_status, its date, the room assigned at arrival) and those of LATER are never read. Raises
    Unreadable.
    """
    source = file_of(path, "预订", "bookings")
    dated = ("arrival_date_year", "arrival_date_month", "arrival_date_day_of_month")
    table = read_table(source, (*TEXTS, *COUNTS, *dated), perhaps=("is_canceled",))
    with_outcome = "is_canceled" in table.columns
    found = pd.DataFrame({ours: table[theirs].str.strip() for theirs, ours in TEXTS.items()})
    for theirs, ours in COUNTS.items():
        found[ours] = numbers(table, theirs, source, empty=0.0)
    found["arrives"] = _arrivals(table, source)
    found["booked"] = found["arrives"] - found["lead_days"]
    found["cancelled"] = numbers(table, "is_canceled", source).astype(np.int64) if with_outcome else -1
    if with_outcome and not found["cancelled"].isin((0, 1)).all():
        raise Unreadable(
            "file_unreadable",
            f"{source}: is_canceled is 1 or 0; mend the column.",
            f"{source}:is_canceled 只能是 1 或 0;请更正。",
        )
    return found


def _arrivals(table: pd.DataFrame, source: Path) -> "pd.Series[float]":
    """Days since 1970 from year, English month name (or number) and day."""
    month = table["arrival_date_month"].replace({name: str(place) for place, name in enumerate(MONTHS, 1)})
    parts = pd.DataFrame({"year": table["arrival_date_year"], "month": month, "day": table["arrival_date_day_of_month"]})
    when = pd.to_datetime(parts, errors="coerce")
    if when.isna().any():
        row = int(np.flatnonzero(when.isna())[0])
        said = " ".join(table.loc[row, ["arrival_date_year", "arrival_date_month", "arrival_date_day_of_month"]].astype(str))
        raise Unreadable(
            "file_unreadable",
            f"{source} line {row + 2}: there is no day {said!r}; mend the date of arrival.",
            f"{source} 第 {row + 2} 行：没有 {said!r} 这一天；请更正到店日期。",
        )
    return pd.Series(when.to_numpy().astype("datetime64[D]").astype(np.float64), index=table.index)
