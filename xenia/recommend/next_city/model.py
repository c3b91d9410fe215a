"""The recommender of the next city: counts, candidates, two ensembles of trees that rank them, a regression beside (NX6, NX7).

Estimator: gradient boosting with histogram trees (`xenia.insight.boosting`), logistic loss over pairs of moment and candidate. Whoever
ordered before is ranked by one ensemble, new guests by another.
"""

from dataclasses import dataclass, fields, replace

import numpy as np

from xenia.insight import boosting
from xenia.insight.boosting import Boosted, Recipe
from xenia.insight.judging import Array
from xenia.insight.reading.guides import GuideFrames
from xenia.kernel.errors import Invalid
from xenia.recommend.next_city import newcomers
from xenia.recommend.next_city.catalogue import catalogue_of
from xenia.recommend.next_city.counting import WEEK
from xenia.recommend.next_city.features import Frame, Known, Pairs, known_of, pairs_of
from xenia.recommend.next_city.moments import History, Moments, moments_of
from xenia.recommend.next_city.newcomers import Newcomers
from xenia.recommend.next_city.places import Ranked, cost_limit, ranked_of
from xenia.recommend.rules.next_city import CHANGED_WEIGHT, FIRST

RECIPE = Recipe(rounds=80, rate=0.08, leaves=15, rows_min=50, columns_share=0.3, seeds=3)
NEW_RECIPE = Recipe(rounds=120, rate=0.06, leaves=15, rows_min=100, columns_share=0.4, seeds=3)
FOLDS = 8
MOMENTS_MAX = 40_000
"""The trees learn from so many moments; the counts from all (rule NX6)."""
ORDERS_MIN = 50
CELLS = 6_000_000
"""So many cells of moments by cities are dense at a time: what bounds memory."""


class TooFewOrders(Invalid):
    """There are not enough orders to learn from."""


@dataclass(frozen=True)
class Model:
    """What was counted, the ensembles for guests who ordered before and for new ones, the regression beside the latter, and up to which
    chance a last place is open."""

    known: Known
    known_guests: Boosted
    new_guests: Boosted
    newcomers: Newcomers
    open_below: float


def train(frames: GuideFrames, *, seed: int = 1, recipe: Recipe = RECIPE, new_recipe: Recipe = NEW_RECIPE) -> Model:
    """The recommender of guests with their orders. Same frames and seed, same model. Raises TooFewOrders below fifty orders of each kind,
    first ones and later ones."""
    catalogue = catalogue_of(frames.orders)
    moments, history = moments_of(frames, catalogue)
    check(moments)
    week = moments.at // WEEK
    origins = tuple(sorted({str(one) for one in frames.guests["province"]} - {""}))
    frame = Frame(catalogue, origins, (int(week.min()), int(week.max() - week.min()) + 2))
    learnt, pairs = crossed(moments, history, frame, seed)
    first = learnt.is_first
    names = tuple(pairs.columns)
    known_guests = _fitted(_some(pairs, ~first), learnt.where(~first), names, recipe, seed)
    new_guests = _fitted(_some(pairs, first), learnt.where(first), names, new_recipe, seed)
    beside = newcomers.fit(moments.where(moments.is_first), len(catalogue), origins)
    model = Model(known_of(moments, history, frame), known_guests, new_guests, beside, 0.0)
    return replace(model, open_below=cost_limit(_ranked(model, learnt, pairs)))


def check(moments: Moments) -> None:
    first = int(moments.is_first.sum())
    later = len(moments) - first
    if min(first, later) < ORDERS_MIN:
        raise TooFewOrders(
            "too_few_orders",
            f"There are {first} first orders and {later} later ones; {ORDERS_MIN} of each are needed: train on a longer history.",
            f"首次订单 {first} 笔，后续订单 {later} 笔；两者至少各需 {ORDERS_MIN} 笔，请用更长的历史训练。",
        )


def crossed(moments: Moments, history: History, frame: Frame, seed: int) -> tuple[Moments, Pairs]:
    """Rule NX3: moments with candidates and columns that were counted from other guests alone. Few moments go through eight folds of
    guests; of many a share of the guests is taken, and counted from all others."""
    guests = int(moments.who.max()) + 1
    parts, taken = (FOLDS, FOLDS) if len(moments) <= MOMENTS_MAX else (-(-len(moments) // MOMENTS_MAX), 1)
    fold = np.random.default_rng(seed).permutation(guests) % max(parts, 2)
    found = []
    for one in range(taken):
        others = fold != one
        known = known_of(moments.where(others[moments.who]), _of_guests(history, others), frame)
        learnt = moments.where(~others[moments.who] & (moments.city >= 0))
        found.append((learnt, in_parts(known, learnt, history)))
    return _joined([learnt for learnt, _ in found]), joined([pairs for _, pairs in found])


def _of_guests(history: History, kept: Array) -> History:
    rows = kept[history.who]
    place = np.cumsum(rows) - 1
    return History(history.who[rows], history.at[rows], history.city[rows], place[history.starts[rows]])


def in_parts(known: Known, moments: Moments, history: History) -> Pairs:
    """`pairs_of` for any number of moments, so many at a time as memory bears."""
    step = max(1, CELLS // max(1, len(known.frame.catalogue)))
    parts = [moments.where(np.arange(first, min(len(moments), first + step))) for first in range(0, max(len(moments), 1), step)]
    return joined([pairs_of(known, one, history) for one in parts])


def joined(parts: list[Pairs]) -> Pairs:
    columns = {name: np.concatenate([one.columns[name].astype(np.float32) for one in parts]) for name in parts[0].columns}
    return Pairs(np.concatenate([one.city for one in parts]), columns)


def _joined(parts: list[Moments]) -> Moments:
    def one(take: str) -> Array:
        return np.concatenate([getattr(part, take) for part in parts])

    rows = {field.name: one(field.name) for field in fields(Moments) if field.name not in ("numbers", "choices")}
    numbers, choices = (
        {name: np.concatenate([getattr(part, kind)[name] for part in parts]) for name in getattr(parts[0], kind)}
        for kind in ("numbers", "choices")
    )
    return Moments(**rows, numbers=numbers, choices=choices)


def _some(pairs: Pairs, chosen: Array) -> Pairs:
    return Pairs(pairs.city[chosen], {name: values[chosen] for name, values in pairs.columns.items()})


def matrix_of(pairs: Pairs, names: tuple[str, ...]) -> Array:
    """Pairs as rows, float32 of shape (n x c, len(names))."""
    return np.stack([pairs.columns[name].ravel() for name in names], axis=1).astype(np.float32)


def _fitted(pairs: Pairs, moments: Moments, names: tuple[str, ...], recipe: Recipe, seed: int) -> Boosted:
    truth = pairs.city == moments.city[:, None]
    weight = np.broadcast_to(np.where(moments.city == moments.last, 1.0, CHANGED_WEIGHT)[:, None], truth.shape)
    trees = boosting.grow(matrix_of(pairs, names), truth.ravel().astype(float), recipe, categories=[], seed=seed, weight=weight.ravel())
    return Boosted(names, {}, trees)


def rank(model: Model, moments: Moments, history: History, *, is_open: bool = True) -> Ranked:
    """The candidates of each moment, likeliest first; with an open last place unless `is_open` is False (rule NX8)."""
    ranked = _ranked(model, moments, in_parts(model.known, moments, history))
    return ranked.opened(moments, model.known.usual, model.open_below) if is_open else ranked


def _ranked(model: Model, moments: Moments, pairs: Pairs) -> Ranked:
    chance = np.zeros(pairs.city.shape)
    for boosted, rows in ((model.known_guests, ~moments.is_first), (model.new_guests, moments.is_first)):
        chosen = np.flatnonzero(rows)
        if len(chosen):
            odds = boosting.odds_of(boosted.trees, matrix_of(_some(pairs, chosen), boosted.names))
            chance[chosen] = 1 / (1 + np.exp(-odds.reshape(len(chosen), -1)))
    first = np.flatnonzero(moments.is_first)
    share = np.exp(newcomers.log_shares(model.newcomers, moments.where(first), pairs.city[first]))
    chance[first] = np.sqrt(chance[first] * share)
    return ranked_of(pairs.city, chance)


def recommend(model: Model, frames: GuideFrames, guests: Array, at: float) -> tuple[tuple[str, ...], ...]:
    """The first four cities for each of the guests (their numbers, which have a profile) as of an instant, and nothing after it is seen."""
    known = replace(
        frames,
        orders=frames.orders[frames.orders["at"] < at],
        sessions=frames.sessions[frames.sessions["ended"] < at],
    )
    moments, history = moments_of(known, model.known.frame.catalogue, (guests, np.full(len(guests), at)))
    rows = np.flatnonzero(
        np.r_[moments.who[1:] != moments.who[:-1], True] & np.isin(frames.guests["guest"].to_numpy()[moments.who], guests)
    )
    asked = moments.where(rows)
    found = rank(model, asked, history).city[:, :FIRST]
    of = dict(zip(frames.guests["guest"].to_numpy()[asked.who], found, strict=True))
    return tuple(tuple(model.known.frame.catalogue.names[place] for place in of[guest]) for guest in guests)
