"""What a change of price goes with: a series whole, by season and by channel. Sums over weeks alone; nothing prices by person (EL6)."""

from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd

from xenia.insight.demand.lake_frame import closed_day
from xenia.insight.elasticity import model
from xenia.insight.elasticity.weeks import EDGES, cells_of
from xenia.insight.facts.demand import of_series, priced_cells
from xenia.insight.queries.demand import check_series, demand_session
from xenia.insight.rules.channels import channel_name
from xenia.insight.types.demand import Elasticities, Elasticity
from xenia.kernel.actor import Actor
from xenia.kernel.texts import Text

WEEKS = 156
CHANNELS = 4
SEED = 1
WHOLE = Text("全部", "Everything")
SEASONS = {
    "peak": Text("旺季（假期、寒暑高峰）", "High season (holidays, summer)"),
    "off_peak": Text("平季", "Other weeks"),
}


def get_elasticities(actor: Actor, series: str, *, now: datetime) -> Elasticities:
    """Returns the elasticity of a series over the last three years of arrivals, or why it cannot be told; whole, by season, and of its four
    largest channels. Raises Invalid for an unknown series."""
    check_series(series)
    last = _monday(closed_day(now)) - timedelta(days=7)
    earliest = last - timedelta(days=7 * (WEEKS - 1))
    with demand_session(actor, now) as (asked, rows):
        wanted = priced_cells(of_series(rows, series), since=earliest, until=last + timedelta(days=6), edges=EDGES)
        found = asked.execute(wanted).to_pandas()
    first = max(earliest, found["week"].min()) if len(found) else earliest
    slices = _slices(found, first, last)
    return Elasticities(series, first, last + timedelta(days=6), model.CAUTION, tuple(slices))


def _slices(found: pd.DataFrame, first: date, last: date) -> list[Elasticity]:
    whole = cells_of(found, first, last)
    told = [_told("whole", "", WHOLE, model.estimate(whole, seed=SEED))]
    for code, name in SEASONS.items():
        mask = whole.is_peak if code == "peak" else ~whole.is_peak
        told.append(_told("season", code, name, model.estimate(whole, seed=SEED, among=mask)))
    largest = found[found["channel"].notna()].groupby("channel")["bookings"].sum().sort_values(ascending=False)
    for code in largest.index[:CHANNELS] if len(largest) > 1 else ():
        part = cells_of(found[found["channel"] == code], first, last)
        told.append(_told("channel", str(code), channel_name(str(code)), model.estimate(part, seed=SEED)))
    return told


def _told(kind: str, code: str, label: Text, found: model.Estimate) -> Elasticity:
    low, high = found.seen or (None, None)
    return Elasticity(
        slice=kind,
        code=code,
        label=label,
        weeks=found.weeks,
        bookings=found.bookings,
        spread=found.spread if found.spread is None or np.isfinite(found.spread) else None,
        seen_low=low,
        seen_high=high,
        elasticity=found.elasticity,
        why_not=found.why_not,
        what_if=model.what_if(found),
    )


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
