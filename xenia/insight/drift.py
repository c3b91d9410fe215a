"""Whether the guests of today are like those a model was fitted on: the population stability index of each feature.

Siddiqi (2006), Credit Risk Scorecards. The values at fitting are cut into ten parts of about equal weight (texts into the most frequent
ones), absent values are a part of their own; the index is the sum over parts of (share now - share then) times ln(share now / share then).
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from xenia.insight.judging import Array
from xenia.insight.types.judged import Histogram

WATCH_FROM, ACT_ABOVE = 0.10, 0.25
"""Rule MR7: below 0.10 nothing has changed, from 0.10 to 0.25 it is watched, above 0.25 the model is trained anew."""
PARTS = 10
TEXTS = 20
"""So many of the most frequent texts are told apart; the rest is `any other`."""
SMALLEST_SHARE = 1e-4
"""What a part without rows counts as, so that the logarithm exists."""


class Drifted(StrEnum):
    """What an index means (rule MR7)."""

    STABLE = "stable"
    WATCH = "watch"
    ACT = "act"


def drifted(index: float) -> Drifted:
    """Returns what to make of an index (MR7)."""
    if index > ACT_ABOVE:
        return Drifted.ACT
    return Drifted.WATCH if index >= WATCH_FROM else Drifted.STABLE


def histogram_of(column: pa.Array | pa.ChunkedArray) -> Histogram:
    """Returns how a column is spread: numbers, dates and flags by ten parts of about equal weight (fewer where values repeat), texts by
    the most frequent ones. A column without any value, or any row, is absent throughout."""
    flat = _flat(column)
    if _is_text(flat.type):
        counted = pc.value_counts(flat.drop_null())
        found = sorted((-row["counts"], row["values"]) for row in counted.to_pylist())
        texts = tuple(text for _, text in found[:TEXTS])
        return Histogram((), texts, tuple(_shares((), texts, flat).tolist()))
    known = _numbers(flat)
    known = known[np.isfinite(known)]
    edges: tuple[float, ...] = ()
    if len(known):
        edges = tuple(np.unique(np.quantile(known, np.linspace(0, 1, PARTS + 1)[1:-1], method="higher")).tolist())
    return Histogram(edges, (), tuple(_shares(edges, (), flat).tolist()))


def histograms_of(rows: pa.Table, names: Iterable[str]) -> dict[str, Histogram]:
    """Returns the histogram of each of these columns, by name."""
    return {name: histogram_of(rows[name]) for name in names}


def psi(histogram: Histogram, column: pa.Array | pa.ChunkedArray) -> float:
    """Returns the index of the column against how it was spread when the model was fitted (MR7): 0 where nothing changed. No rows: 0."""
    flat = _flat(column)
    if len(flat) == 0:
        return 0.0
    then = np.maximum(np.array(histogram.shares), SMALLEST_SHARE)
    now = np.maximum(_shares(histogram.edges, histogram.texts, flat), SMALLEST_SHARE)
    return float(((now - then) * np.log(now / then)).sum())


def drift_of(histograms: Mapping[str, Histogram], rows: pa.Table) -> dict[str, float]:
    """Returns the index of every feature, by name; one that the table lacks counts as absent in every row."""
    absent = pa.nulls(rows.num_rows)
    return {name: psi(one, rows[name] if name in rows.column_names else absent) for name, one in histograms.items()}


def _shares(edges: tuple[float, ...], texts: tuple[str, ...], flat: pa.Array) -> Array:
    """Shares of the rows in each part, then those of any other value, then those without one."""
    if texts or _is_text(flat.type):
        place = pc.index_in(flat.cast(pa.string()), value_set=pa.array(texts, pa.string())).fill_null(len(texts)).to_numpy()
        is_absent = pc.is_null(flat).to_numpy(zero_copy_only=False)
    else:
        numbers = _numbers(flat)
        place, is_absent = np.searchsorted(np.array(edges), numbers, side="right"), ~np.isfinite(numbers)
    parts = len(texts or edges) + 1
    counts = np.bincount(np.where(is_absent, parts, np.minimum(place, parts - 1)), minlength=parts + 1)
    return np.asarray(counts / max(1, len(flat)))


def _flat(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    whole = pa.concat_arrays(column.chunks) if isinstance(column, pa.ChunkedArray) and column.num_chunks else column
    whole = pa.array([], whole.type) if isinstance(whole, pa.ChunkedArray) else whole
    return whole.dictionary_decode() if pa.types.is_dictionary(whole.type) else whole


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _numbers(flat: pa.Array) -> Array:
    """Numbers as they are, flags as 0 and 1, dates as days, instants as microseconds; NaN where absent."""
    if pa.types.is_date32(flat.type):
        flat = flat.cast(pa.int32())
    elif pa.types.is_timestamp(flat.type):
        flat = flat.cast(pa.int64(), safe=False)
    elif pa.types.is_boolean(flat.type):
        flat = flat.cast(pa.int8())
    whole = flat.cast(pa.float64(), safe=False).to_numpy(zero_copy_only=False)
    return np.asarray(whole, dtype=np.float64)
