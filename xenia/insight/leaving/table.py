"""The features of guests as arrays: those of the snapshot, their season, and what follows from their history of bookings.

P(alive) and the bookings to come are of MBG/NBD (Batislam, Denizel & Filiztekin 2007; see `lifetime_value.purchases`), in which a guest may
leave after the first booking too: in BG/NBD everybody who booked once is there for ever.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from xenia.insight.judging import Array
from xenia.insight.leaving.catalogue import CHOICES, NUMBERS, OWN
from xenia.insight.lifetime_value.counting import fit
from xenia.insight.lifetime_value.histories import Histories, histories
from xenia.insight.lifetime_value.purchases import MBG_NBD
from xenia.insight.rules.lifecycle import OWN_RHYTHM_GAPS, RHYTHM_DAYS_MAX, RHYTHM_DAYS_MIN
from xenia.kernel.errors import Invalid

COUNTED = MBG_NBD
SMALLEST = 1e-9
Columns = dict[str, Array]


def fitted(rows: pa.Table) -> Array | None:
    """The log-parameters of how these guests book and leave, shape (4,); None where nobody ever booked again (LV5)."""
    try:
        return fit(COUNTED, histories_of(rows)).log_parameters
    except Invalid:
        return None


def histories_of(rows: pa.Table) -> Histories:
    """Each guest's repeats, days to the last of them, and age in days. Raises Invalid where there is no guest."""
    repeats, last, age = (number(rows, name) for name in ("repeats", "repeat_span_days", "age_days"))
    return histories(repeats, last, np.maximum(age, last))


def columns_of(rows: pa.Table, counts: Array | None, horizon: int) -> Columns:
    """Every feature the rows have, (n,) each: numbers with NaN and texts with an empty one for absent. `counts` as `fitted` gives them:
    without them nothing is known of who is still there; bookings are expected within the `horizon`, in days."""
    found = {name: number(rows, name) for name in NUMBERS if name in rows.column_names}
    found |= {name: text(rows, name) for name in CHOICES if name in rows.column_names}
    return found | dict(zip(OWN, _own(rows, counts, horizon), strict=True))


def _own(rows: pa.Table, counts: Array | None, horizon: int) -> tuple[Array, Array, Array]:
    alive, bookings = outlook(rows, counts, horizon)
    return alive, bookings, overdue(rows)


def outlook(rows: pa.Table, counts: Array | None, days: int) -> tuple[Array, Array]:
    """P(alive) and the expected days with a booking within so many days, (n,) each; NaN without parameters."""
    if counts is None or not rows.num_rows:
        nothing = np.full(rows.num_rows, np.nan)
        return nothing, nothing
    found = histories_of(rows)
    return COUNTED.alive(counts, found), COUNTED.expected(counts, found, np.array([float(days)]))[:, 0]


def own_rhythm(rows: pa.Table) -> Array:
    """Days from one booking to the next as rule H2 has it, (n,): NaN for fewer than two gaps."""
    gaps, span = number(rows, "repeats"), number(rows, "repeat_span_days")
    days = np.floor((2 * span + gaps) / (2 * np.maximum(gaps, 1)))
    return np.where(gaps >= OWN_RHYTHM_GAPS, np.clip(days, RHYTHM_DAYS_MIN, RHYTHM_DAYS_MAX), np.nan)


def expected_gap(rows: pa.Table) -> Array:
    """LV6: the own rhythm, or the gap that this day of the year usually lies in where that is longer; NaN without an own rhythm."""
    season = number(rows, "season_gap_days") if "season_gap_days" in rows.column_names else np.full(rows.num_rows, np.nan)
    rhythm = own_rhythm(rows)
    return np.where(np.isnan(rhythm), np.nan, np.fmax(rhythm, season))


def overdue(rows: pa.Table) -> Array:
    """LV6: days of silence by the gap to be expected, (n,)."""
    return np.asarray(number(rows, "recency_days") / expected_gap(rows))


def number(rows: pa.Table, name: str) -> Array:
    """A column as floats, NaN for null."""
    return np.asarray(pc.cast(rows[name], pa.float64(), safe=False).to_numpy(), dtype=np.float64)


def text(rows: pa.Table, name: str) -> Array:
    """A column of texts, the empty one for null."""
    return np.asarray(pc.fill_null(rows[name], "").to_numpy(), dtype=object)
