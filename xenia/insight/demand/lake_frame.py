"""Sums of the lake as the demand model reads bookings: one row a series, measure, day, days ahead and end (rules D9, D10).

Each measure of each series is brought to ten a day, so that one model learns from a small hotel and a whole company, from rooms and money.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd
import pyarrow as pa
from ibis.expr.types import Table

from xenia.insight.demand.books import LEAD_STEPS, LEADS
from xenia.insight.demand.calendar import EPOCH
from xenia.insight.demand.features import BOOKS_DAYS
from xenia.insight.facts.demand import MEASURES, PARTS, cells, cells_of_part, demand_bookings, known_again, largest
from xenia.insight.judging import Array
from xenia.insight.modelling import Asked

LOOK_BACK = timedelta(days=1_096)
A_YEAR = timedelta(days=365)
BOOKS_READ = timedelta(days=BOOKS_DAYS)
MOST = {"company": 1, "line": 8, "market": 8, "property": 20}
"""So many series of each part, those with the most bookings of the last year."""
BOOKINGS_MIN = 100
"""A series with fewer bookings in the last year is too thin to foretell by day."""
LEVEL = 10.0
COUNTED = dict.fromkeys(MEASURES, "bookings") | {"room_nights": "stays"}
"""How many bookings a row of a measure stands for: those that arrive, of room nights those that sleep there."""


@dataclass(frozen=True)
class Feed:
    """`frame` as `demand.books` reads it, `property` being `series|measure`; `scales` by that name: ten stand for so much. `origin` is the
    last day that is over, as a number since 1970."""

    frame: pd.DataFrame
    scales: dict[str, float]
    origin: int


def number_of(day: date) -> int:
    """Days since 1970."""
    return (day - EPOCH).days


def closed_day(as_of: datetime) -> date:
    """The last day that is over at the moment."""
    return as_of.date() - timedelta(days=1)


def feed_of(asked: Asked, scales: dict[str, float] | None = None) -> Feed:
    """What the lake knew at the moment; only the series of `scales` where they are given, else the largest of each part.

    A forecast reads the books of the last weeks alone: with `scales`, which a model has, older days come as sums (rule D16).
    """
    rows = demand_bookings(asked.as_of)
    until = closed_day(asked.as_of)
    detailed_from = None if scales is None else until - BOOKS_READ
    found = cells(rows, since=until - LOOK_BACK, lead_max=LEADS, detailed_from=detailed_from)
    asked.session.keep(known_again(asked.as_of))
    if scales is None:
        asked.session.keep(rows)  # asked once more for each part: which series are the largest
    asked.session.keep(found)
    tables = []
    for part in PARTS:
        known = {name.partition("|")[0] for name in scales} if scales is not None else _chosen(asked, rows, part, until)
        of_part = cells_of_part(found, part)
        tables.append(asked.session.execute(of_part.filter(of_part.series.isin(sorted(known)))).to_pandas())
    origin = number_of(until)
    table = pd.concat(tables, ignore_index=True)
    table["arrives"] = table["day"].to_numpy().astype("datetime64[D]").astype(np.float64)
    used = _scales(table, origin) if scales is None else scales
    return Feed(_stacked(table, used), used, origin)


def _chosen(asked: Asked, rows: Table, part: str, until: date) -> set[str]:
    found: pa.Table = asked.session.execute(largest(rows, part, since=until - A_YEAR, until=until, most=MOST[part]))
    return {row["series"] for row in found.to_pylist() if row["bookings"] >= BOOKINGS_MIN}


def _scales(table: pd.DataFrame, origin: int) -> dict[str, float]:
    """What one of ten a day stands for, over the days of the last year that the series has."""
    came = table[~table["is_lost"] & (table["arrives"] <= origin) & (table["arrives"] > origin - A_YEAR.days)]
    days = np.minimum(origin + 1 - came.groupby("series")["arrives"].min(), A_YEAR.days)
    found = {}
    for measure in MEASURES:
        for series, total in came.groupby("series")[measure].sum().items():
            if total > 0:
                found[f"{series}|{measure}"] = float(total / days[series] / LEVEL)
    return found


def _stacked(table: pd.DataFrame, scales: dict[str, float]) -> pd.DataFrame:
    band = np.digitize(table["lead"], LEAD_STEPS).astype(str)
    parts = []
    for measure in MEASURES:
        name = table["series"] + f"|{measure}"
        scale = name.map(scales).to_numpy(dtype=float)
        here = np.isfinite(scale) & (table[measure].to_numpy() > 0)
        columns = _columns(table[here], name[here], band[here]) | {"bookings": table.loc[here, COUNTED[measure]].to_numpy(dtype=float)}
        parts.append(pd.DataFrame(columns | {"weight": table.loc[here, measure].to_numpy(dtype=float) / scale[here]}))
    return pd.concat(parts, ignore_index=True)


def _columns(rows: pd.DataFrame, name: "pd.Series[str]", band: Array) -> dict[str, Array]:
    return {
        "property": name.to_numpy(dtype=object),
        "kept_like": (name + "|" + band).to_numpy(dtype=object),
        "arrives": rows["arrives"].to_numpy(),
        "lead_days": rows["lead"].to_numpy(dtype=float),
        "cancelled_lead": rows["left_lead"].to_numpy(dtype=float, na_value=np.nan),
        "cancelled": rows["is_lost"].to_numpy().astype(np.int64),
    }
