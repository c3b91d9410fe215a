"""Arrivals of the next 28 days, for each property and all: fitted on rolling origins, with intervals, told in reasons.

Estimator: what is expected to be kept of the books plus the usual pick-up of that weekday, corrected by boosted trees of least absolute
error (Ke et al., LightGBM, NIPS 2017). Intervals: split conformal on the newest quarter of the origins (Vovk et al. 2005), errors in units
of the root of the forecast.
"""

from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
import pandas as pd

from xenia.insight import boosting
from xenia.insight.demand import books
from xenia.insight.demand.books import HORIZON, Book, KeptRates
from xenia.insight.demand.catalogue import REASON_OF, REASONS
from xenia.insight.demand.features import NAMES, columns_of
from xenia.insight.explaining import Reason, reasons_of
from xenia.insight.judging import Array
from xenia.kernel.errors import Invalid

ALL = "all"
HISTORY_DAYS = 56
DAYS_MIN = 140
NEWEST = 0.25
LEVELS = (0.80, 0.95)
BANDS = 4
PAIRS_MIN = 200


class TooShort(Invalid):
    """The days trained on are too few to learn a week, a month ahead and its error from."""


@dataclass(frozen=True)
class Growth:
    """How trees are grown."""

    rounds: int = 300
    rate: float = 0.03
    leaves: int = 15
    rows_min: int = 100
    seed: int = 1
    origin_step: int = 1
    """Days from one origin that is learnt from to the next."""


@dataclass(frozen=True)
class Model:
    """A fitted model. `properties` it knows; `rates` of what is kept; `trees` LightGBM's own text; `widths` by name of the series (a
    property or `all`), level and week ahead, in units of the root of the forecast; `first` and `last` day trained on."""

    properties: tuple[str, ...]
    rates: KeptRates
    trees: str
    widths: dict[str, tuple[tuple[float, ...], ...]]
    first: int
    last: int
    counts_cancelled: bool


@dataclass(frozen=True)
class Forecast:
    """Forecasts of one series for n pairs: `origin` and `day` (numbers since 1970), `arrivals`, `low` and `high` (80 and 95 %, n)."""

    name: str
    origin: Array
    day: Array
    arrivals: Array
    low: Array
    high: Array


def target_of(bookings: pd.DataFrame, *, counts_cancelled: bool) -> pd.DataFrame:
    """Rule D1: arrivals are bookings that were kept; with `counts_cancelled` every booking counts for the day it was to arrive."""
    return bookings.assign(cancelled=0) if counts_cancelled else bookings


def train(bookings: pd.DataFrame, *, counts_cancelled: bool = False, growth: Growth | None = None) -> Model:
    """A model of bookings with an outcome, as `reading.hotels` reads them: all arrivals of the days it covers. Raises OutcomeUnknown, and
    TooShort below 140 days."""
    rows = target_of(bookings, counts_cancelled=counts_cancelled)
    books.check_outcomes(rows)
    first, last = _span(rows)
    how = growth or Growth()
    properties = tuple(sorted(str(name) for name in rows["property"].unique()))
    early = last - int((last - first + 1 - HISTORY_DAYS) * NEWEST)
    inner = _grown(rows[rows["arrives"] <= early], properties, first, early, how)
    newest = Model(properties, books.rates_of(rows[rows["arrives"] <= early]), inner, {}, first, early, counts_cancelled)
    widths = _widths(newest, rows, early, last)
    outer = _grown(rows, properties, first, last, how)
    return Model(properties, books.rates_of(rows), outer, widths, first, last, counts_cancelled)


def _span(rows: pd.DataFrame) -> tuple[int, int]:
    days = int(rows["arrives"].max() - rows["arrives"].min()) + 1 if len(rows) else 0
    if days < DAYS_MIN:
        raise TooShort(
            "too_short",
            f"The bookings cover {days} days of arrivals; {DAYS_MIN} are needed: train on a longer window.",
            f"预订只覆盖 {days} 天的到店;至少要 {DAYS_MIN} 天，请用更长的时段训练。",
        )
    return int(rows["arrives"].min()), int(rows["arrives"].max())


def _grown(rows: pd.DataFrame, properties: tuple[str, ...], first: int, last: int, how: Growth) -> str:
    held = books.books_of(rows, books.expected_unseen(rows), first=first, last=last)
    origin, ahead = pairs_of(HISTORY_DAYS, last - first)
    parts = []
    for place, book in enumerate(held):
        known = np.isfinite(book.arrived[origin + ahead]) & ((origin + place) % how.origin_step == 0)
        matrix, base = _matrix(properties, book, origin[known], ahead[known])
        parts.append((matrix, book.arrived[(origin + ahead)[known]] - base.sum(axis=1)))
    matrix, missed = np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts])
    data = lightgbm.Dataset(matrix, missed, feature_name=[f"f{at}" for at in range(len(NAMES))], categorical_feature=[0])
    return str(lightgbm.train(_settings(how, len(missed)), data, how.rounds).model_to_string())


def _settings(how: Growth, rows: int) -> dict[str, Any]:
    return {
        "objective": "l1", "learning_rate": how.rate, "num_leaves": how.leaves, "min_data_in_leaf": max(1, min(how.rows_min, rows // 20)),
        "feature_fraction": 0.5, "bagging_fraction": 0.5, "bagging_freq": 1, "lambda_l2": 5.0, "seed": how.seed, "deterministic": True,
        "force_row_wise": True, "num_threads": boosting.THREADS, "verbosity": -1,
    }  # fmt: skip


def pairs_of(first: int, last: int) -> tuple[Array, Array]:
    """All origins from `first` on with days 1 to 28 ahead that are at most `last`: two arrays (n,)."""
    origin, ahead = (part.ravel() for part in np.meshgrid(np.arange(first, last), np.arange(1, HORIZON + 1), indexing="ij"))
    inside = origin + ahead <= last
    return origin[inside], ahead[inside]


def _matrix(properties: tuple[str, ...], book: Book, origin: Array, ahead: Array) -> tuple[Array, Array]:
    """The features (n, names) and the two parts that the trees correct (n, 2): expected of the books, and the usual pick-up."""
    columns = columns_of(book, origin, ahead)
    place = float(properties.index(book.name)) if book.name in properties else np.nan
    columns["property"] = np.full(len(origin), place)
    more = np.nan_to_num(columns["picked_up_8_weeks"])
    return np.column_stack([columns[name] for name in NAMES]).astype(np.float32), np.column_stack([columns["expected"], more])


@lru_cache(maxsize=16)
def _booster(text: str) -> lightgbm.Booster:
    return lightgbm.Booster(model_str=text)


def book_all(model: Model, bookings: pd.DataFrame, last: int) -> tuple[Book, ...]:
    """The books as the model reads them, up to the day `last`, one a property."""
    rows = target_of(bookings, counts_cancelled=model.counts_cancelled)
    first = int(rows["arrives"].min()) if len(rows) else last
    chance = np.ones(len(rows)) if model.counts_cancelled else books.expected_of(model.rates, rows)
    return books.books_of(rows, chance, first=first, last=last)


def predict(model: Model, held: tuple[Book, ...], origin: Array, ahead: Array) -> dict[str, Array]:
    """Arrivals by property for pairs of origin (place in the books) and days ahead, each (n,), at least 0; `all` is their sum."""
    found = {}
    for book in held:
        matrix, base = _matrix(model.properties, book, origin, ahead)
        missed = np.asarray(_booster(model.trees).predict(matrix, num_threads=boosting.THREADS)) if len(matrix) else np.zeros(0)
        found[book.name] = np.maximum(base.sum(axis=1) + missed, 0.0)
    return found | {ALL: np.sum(list(found.values()), axis=0) if found else np.zeros(len(origin))}


def truth_of(held: tuple[Book, ...], day: Array) -> dict[str, Array]:
    """Arrivals that came, by property and all, NaN where not known."""
    found = {book.name: book.arrived[day] for book in held}
    return found | {ALL: np.sum(list(found.values()), axis=0)}


def _widths(model: Model, rows: pd.DataFrame, early: int, last: int) -> dict[str, tuple[tuple[float, ...], ...]]:
    """Rule D5: for each series, level and week ahead the conformal quantile of the errors after the day `early`."""
    held = book_all(model, rows, last)
    origin, ahead = pairs_of(early - held[0].first, last - held[0].first)
    said, came = predict(model, held, origin, ahead), truth_of(held, origin + ahead)
    week, calendar_week = (ahead - 1) // 7, (origin + ahead) // 7
    found = {}
    for name, arrivals in said.items():
        error = np.abs(came[name] - arrivals) / np.sqrt(arrivals + 1)
        parts = [(week == band) & np.isfinite(error) for band in range(BANDS)]
        found[name] = tuple(tuple(_quantile(error[part], len(np.unique(calendar_week[part])), level) for part in parts) for level in LEVELS)
    return found


def _quantile(errors: Array, weeks: int, level: float) -> float:
    """The conformal quantile; errors of one week share their fate, so its correction counts weeks and not errors."""
    if weeks == 0:
        return 0.0
    return float(np.quantile(errors, min(1.0, level * (weeks + 1) / weeks), method="higher"))


def with_intervals(model: Model, name: str, arrivals: Array, ahead: Array) -> tuple[Array, Array]:
    """Low and high (levels, n) around the forecasts of one series; a property the model never saw gets the widest it knows."""
    known = np.array(model.widths[name]) if name in model.widths else np.max([np.array(one) for one in model.widths.values()], axis=0)
    half = known[:, (ahead - 1) // 7] * np.sqrt(arrivals + 1)
    return np.maximum(arrivals - half, 0.0), arrivals + half


def forecast(model: Model, bookings: pd.DataFrame, *, origin: int) -> dict[str, Forecast]:
    """The next 28 days at the close of the day `origin`, by property and `all`. Bookings made later, and the end of what arrives later, are
    not looked at. Raises OutcomeUnknown where a past arrival has no outcome."""
    known = bookings[bookings["arrives"] - np.maximum(bookings["lead_days"], 0) <= origin]
    books.check_outcomes(target_of(known[known["arrives"] <= origin], counts_cancelled=model.counts_cancelled))
    held = book_all(model, known, origin + HORIZON)
    if not held:
        return {}
    place, ahead = np.full(HORIZON, origin - held[0].first), np.arange(1, HORIZON + 1)
    found = {}
    for name, arrivals in predict(model, held, place, ahead).items():
        low, high = with_intervals(model, name, arrivals, ahead)
        found[name] = Forecast(name, np.full(HORIZON, origin), origin + ahead, arrivals, low, high)
    return found


def explain(model: Model, bookings: pd.DataFrame, *, origin: int, most: int = 5) -> dict[str, list[tuple[Reason, ...]]]:
    """For each property the reasons of each of the 28 days, the heaviest first. Rule D6: their weights are arrivals and add up
    to the forecast (before it is held at 0)."""
    known = bookings[bookings["arrives"] - np.maximum(bookings["lead_days"], 0) <= origin]
    found = {}
    for book in book_all(model, known, origin + HORIZON):
        matrix, base = _matrix(model.properties, book, np.full(HORIZON, origin - book.first), np.arange(1, HORIZON + 1))
        shares = np.asarray(_booster(model.trees).predict(matrix, pred_contrib=True, num_threads=boosting.THREADS))
        usual = base + np.column_stack([np.zeros(len(base)), shares[:, -1]])
        found[book.name] = reasons_of(
            np.hstack([shares[:, :-1], usual, np.zeros((len(base), 1))]), (*NAMES, *REASONS_OF_BASE), REASON_OF, REASONS, most
        )
    return found


REASONS_OF_BASE = ("on_the_books", "usual_pick_up")


def save(model: Model, folder: Path) -> None:
    """Rule D7: writes model.json and the trees as LightGBM's text into a folder; nothing in it is code."""
    folder.mkdir(parents=True, exist_ok=True)
    said = asdict(model)
    (folder / "trees.txt").write_text(said.pop("trees"), encoding="utf-8")
    boosting.write_document(folder, said)


def load(folder: Path) -> Model:
    """The model that `save` wrote; it forecasts exactly as before."""
    said = boosting.read_document(folder)
    widths = {name: tuple(tuple(one) for one in levels) for name, levels in said.pop("widths").items()}
    rates, properties = KeptRates(**said.pop("rates")), tuple(said.pop("properties"))
    return Model(properties=properties, rates=rates, widths=widths, trees=(folder / "trees.txt").read_text(encoding="utf-8"), **said)
