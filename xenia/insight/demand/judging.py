"""The models of all series together judged by rolling origin on the newest weeks, beside the seasonal naive (rules D8 and D12)."""

from dataclasses import dataclass

import numpy as np

from xenia.insight.demand import model as near
from xenia.insight.demand import seasonal
from xenia.insight.demand.books import HORIZON, Book
from xenia.insight.demand.evaluation import block_means, interval_of, rolling, scale_of
from xenia.insight.demand.features import WEEK, YEAR_OF_WEEKS, naive_of
from xenia.insight.judging import Array
from xenia.insight.types.judged import Bin, Measure
from xenia.kernel.texts import Text

COMPANY = "company|bookings"
BINS = 10


@dataclass(frozen=True)
class Found:
    """How the models did: forecasts judged, the measures with the deciding one first, the calibration of the company's bookings, and
    whether beyond 28 days season and trend do better than the same weekday of last year."""

    forecasts: int
    measures: tuple[Measure, ...]
    calibration: tuple[Bin, ...]
    far_is_better: bool


@dataclass(frozen=True)
class Errors:
    """Of each series a row: |error| of ours and of the naive in units of the series' own scale, and whether the day fell inside 80 and
    95 %; NaN where a day is not known. `block` (n,) is the week of arrival."""

    names: tuple[str, ...]
    ours: Array
    naive: Array
    inside: Array
    block: Array


def judge(apart: tuple[near.Model, seasonal.Seasonal], held: tuple[Book, ...], last: int, *, unit: float, seed: int) -> Found:
    """Rule D12: MASE over all series decides; the company's bookings, coverage and the days beyond 28 stand beside it. `apart` are both
    models, fitted without the days judged; `unit` is what one of the company's bookings in the books stands for."""
    model, far = apart
    first = held[0].first
    origin, ahead = rolling(model.last - first, last - first)
    said = near.predict(model, held, origin, ahead)
    errors = _near_errors(model, held, said, (origin, ahead))
    beyond = _far_errors(far, held, model.last, last)
    measures = [_mase("mase", Text("MASE（全部序列）", "MASE (all series)"), errors, seed)]
    if COMPANY in errors.names:
        measures.append(_mase("mase_company", Text("MASE（全公司预订）", "MASE (bookings of the company)"), _only(errors, COMPANY), seed))
    measures += _coverage(errors, seed, "", Text("区间覆盖率", "coverage of the interval"))
    far_is_better = False
    if beyond is not None:
        decided = _mase("mase_beyond", Text("MASE（29 天以后）", "MASE (beyond 28 days)"), beyond, seed)
        far_is_better = decided.gain is not None and decided.gain.value > 0
        measures += [decided, *_coverage(beyond, seed, "_beyond", Text("区间覆盖率（29 天以后）", "coverage beyond 28 days"))]
    return Found(int(np.isfinite(errors.ours).sum()), tuple(measures), _calibration(held, said, origin + ahead, unit), far_is_better)


def _near_errors(model: near.Model, held: tuple[Book, ...], said: dict[str, Array], pairs: tuple[Array, Array]) -> Errors:
    origin, ahead = pairs
    rows = []
    for book in held:
        scale = scale_of(book.arrived[: model.last - book.first + 1])
        low, high = near.with_intervals(model, book.name, said[book.name], ahead)
        rows.append((book.name, *_row(book.arrived[origin + ahead], said[book.name], naive_of(book, origin, ahead), (low, high), scale)))
    return _errors(rows, (origin + ahead) // WEEK)


def _far_errors(far: seasonal.Seasonal, held: tuple[Book, ...], cut: int, last: int) -> Errors | None:
    days = np.arange(cut + HORIZON + 1, min(last, cut + seasonal.REACH) + 1)
    first = held[0].first
    if len(days) < WEEK or days[0] - YEAR_OF_WEEKS < first:
        return None
    rows = []
    for book in held:
        said = seasonal.expected(far, book.name, days)
        bounds = seasonal.with_intervals(far, book.name, said)
        scale = scale_of(book.arrived[: cut - first + 1])
        rows.append((book.name, *_row(book.arrived[days - first], said, book.arrived[days - first - YEAR_OF_WEEKS], bounds, scale)))
    return _errors(rows, days // WEEK)


def _row(came: Array, said: Array, naive: Array, bounds: tuple[Array, Array], scale: float) -> tuple[Array, Array, Array]:
    """|Error| of ours and of the naive, and inside (2, n); NaN where either is not known or the series never changes."""
    known = np.isfinite(came) & np.isfinite(naive) & (scale > 0)
    hide = np.where(known, 1.0, np.nan)
    inside = (came >= bounds[0]) & (came <= bounds[1])
    unit = scale if scale > 0 else 1.0
    return np.abs(said - came) / unit * hide, np.abs(naive - came) / unit * hide, inside * hide


def _errors(rows: list[tuple[str, Array, Array, Array]], block: Array) -> Errors:
    names, ours, naive, inside = zip(*rows, strict=True)
    return Errors(tuple(names), np.stack(ours), np.stack(naive), np.stack(inside), block)


def _only(errors: Errors, name: str) -> Errors:
    at = [errors.names.index(name)]
    return Errors((name,), errors.ours[at], errors.naive[at], errors.inside[at], errors.block)


def _mase(name: str, label: Text, errors: Errors, seed: int) -> Measure:
    """The mean over the series of each one's mean |error| in its own scale; weeks of arrival are drawn anew for all of them together."""
    drawn = _means(np.stack([errors.ours, errors.naive]), errors.block, seed)
    return Measure(name, label, interval_of(drawn[:, 0]), interval_of(drawn[:, 1]), interval_of(drawn[:, 1] - drawn[:, 0]))


def _coverage(errors: Errors, seed: int, suffix: str, label: Text) -> list[Measure]:
    drawn = _means(errors.inside.transpose(1, 0, 2), errors.block, seed)
    named = [(level, Text(f"{level}% {label.zh}", f"{level} % {label.en}")) for level in (80, 95)]
    return [Measure(f"coverage_{level}{suffix}", words, interval_of(drawn[:, at]), None, None) for at, (level, words) in enumerate(named)]


def _means(values: Array, block: Array, seed: int) -> Array:
    """Of `values` (k, series, n) the means over what is known, shape (1 + draws, k)."""
    known = np.isfinite(values)
    sums = np.where(known, values, 0.0).sum(axis=1)
    counts = known.sum(axis=1)
    drawn = block_means(np.vstack([sums, counts]), block, seed)
    return np.asarray(drawn[:, : len(values)] / np.maximum(drawn[:, len(values) :], 1e-12))


def _calibration(held: tuple[Book, ...], said: dict[str, Array], day: Array, unit: float) -> tuple[Bin, ...]:
    """Of the company's bookings (else the first series): days in order of what was said, in ten parts, with what came."""
    book = next((one for one in held if one.name == COMPANY), held[0])
    came, told = book.arrived[day] * unit, said[book.name] * unit
    known = np.isfinite(came)
    order = np.argsort(told[known], kind="stable")
    return tuple(_bin(told[known][part], came[known][part]) for part in np.array_split(order, BINS) if len(part))


def _bin(told: Array, came: Array) -> Bin:
    half = 1.96 * float(came.std() / np.sqrt(len(came)))
    mean = float(came.mean())
    return Bin(len(came), float(told.mean()), mean, mean - half, mean + half)
