"""Where a guest travels next: a mixture of six simple answers, with weights that make an earlier window likeliest (TA9).

Estimator: finite mixture with fixed components, weights by expectation-maximisation (Dempster, Laird and Rubin, 1977), one set for each
pattern of what is known of a guest, drawn towards the set of all.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from xenia.insight.judging import Array
from xenia.insight.rules.taste import EXAMPLES_MIN
from xenia.insight.taste.seasons import SEASONS, days_a_year, days_by_season
from xenia.insight.taste.trips import Trips

COMPONENTS = ("own", "own_season", "wish", "next", "alike", "usual")
"""Own places, own places of this season, places looked for, where others go after the last place, where guests with like
journeys go in this season, what is usual in it."""
PATTERNS = 8
"""No trip, one, two or three, more; with wishes or without."""
HALF_LIFE = 365.0
USUAL_STRENGTH = 50.0
PULL = 20.0
CELLS = 2_000_000
"""So many cells of guests by places are worked on at a time: they stay near the processor."""
SPEAKS = {"own": 0, "own_season": 1, "wish": 2, "next": 3}
KINDS_OF_GUEST, ROUNDS = 8, 60
GUESTS_MIN = 200
"""Fewer guests with two trips are not told apart by kinds."""


@dataclass(frozen=True)
class Places:
    """`names` (p,) in order; `usual` (14, p) shares by season; `next` (p, p) shares of where others go after a place, empty rows where
    fewer than ten went; `kinds` (k, p) where each kind of guest goes and how many are of it, `mix` (k,); `weights` (8, 6) by pattern."""

    names: Array
    usual: Array
    next: sparse.csr_matrix
    kinds: Array
    mix: Array
    weights: Array


@dataclass(frozen=True)
class Said:
    """The answers for guests (n,): sparse (n, p) for each component that speaks of the guest itself, whether it `speaks` (n, 4), how
    far the guest is of each `kind` (n, k) and where those go in the window (k, p), `usual` (p,) of the window, and the guest's `pattern`.
    Where a component is silent the usual answers in its stead."""

    parts: tuple[sparse.csr_matrix, ...]
    speaks: Array
    kind: Array
    kinds: Array
    usual: Array
    pattern: Array


def known_places(trips: Trips, day: int) -> Places:
    """Places and where people go at a day, of trips that began by then; weights are equal."""
    gone = trips.where((trips.start <= day) & (trips.place != ""))
    names = np.unique(gone.place.astype(str))
    code = np.searchsorted(names, gone.place.astype(str))
    counts = sparse.csr_matrix((np.ones(len(gone)), (gone.season, code)), shape=(SEASONS, len(names))).toarray()
    total = counts.sum(axis=0) / max(1.0, counts.sum())
    usual = (counts + USUAL_STRENGTH * total) / (counts.sum(axis=1, keepdims=True) + USUAL_STRENGTH)
    trips_by_guest = sparse.csr_matrix((np.ones(len(gone)), (gone.person, code)), shape=(len(trips.guests), len(names)))
    kinds, mix = kinds_of_guests(trips_by_guest, total)
    weights = np.full((PATTERNS, len(COMPONENTS)), 1 / len(COMPONENTS))
    return Places(names, usual, _transitions(gone.person, code, len(names)), kinds, mix, weights)


def kinds_of_guests(counts: sparse.csr_matrix, usual: Array) -> tuple[Array, Array]:
    """Kinds of guests by where they go: a mixture of multinomials by expectation-maximisation over guests with two trips. `counts`
    (guests, p). With few such guests all are of one kind."""
    several = counts[np.asarray(counts.sum(axis=1)).ravel() >= 2]
    if several.shape[0] < GUESTS_MIN:
        return usual[None, :], np.ones(1)
    share = np.random.default_rng(1).dirichlet(np.ones(KINDS_OF_GUEST), several.shape[0])
    for _ in range(ROUNDS):
        sums = (several.T @ share).T + USUAL_STRENGTH * usual
        kinds, mix = sums / sums.sum(axis=1, keepdims=True), share.mean(axis=0)
        share = _kind_of(several, kinds, mix)
    return kinds, mix


def _kind_of(counts: sparse.csr_matrix, kinds: Array, mix: Array) -> Array:
    """How far each guest is of each kind, shape (guests, k), summing to one."""
    odds = counts @ np.log(np.maximum(kinds, 1e-12)).T + np.log(np.maximum(mix, 1e-12))
    odds = np.exp(odds - odds.max(axis=1, keepdims=True))
    return np.asarray(odds / odds.sum(axis=1, keepdims=True))


def _transitions(person: Array, code: Array, size: int) -> sparse.csr_matrix:
    same = person[1:] == person[:-1]
    found = sparse.csr_matrix((np.ones(int(same.sum())), (code[:-1][same], code[1:][same])), shape=(size, size))
    total = np.asarray(found.sum(axis=1)).ravel()
    return sparse.csr_matrix(sparse.diags(np.where(total >= EXAMPLES_MIN, 1 / np.maximum(total, 1), 0.0)) @ found)


def answers(places: Places, trips: Trips, wishes: pd.DataFrame, day: int, window: tuple[int, int], seasons: Array) -> Said:
    """What each component says of every guest of `trips.guests`. `wishes` has guest_no, place, strength of what is not booked; `seasons`
    (14,) the company's share of a year's departures."""
    guests, size = len(trips.guests), len(places.names)
    code = code_of(places, trips.place)
    counted = (trips.start <= day) & (code >= 0)
    gone, code = trips.where(counted), code[counted]
    part = days_by_season(*window) / days_a_year()
    weight = 0.5 ** ((day - gone.start) / HALF_LIFE)
    own = _matrix(weight, gone.person, code, (guests, size))
    in_season = _matrix(part[gone.season], gone.person, code, (guests, size))
    last = np.full(guests, -1)
    last[gone.person] = code
    onward = places.next[np.maximum(last, 0)] if size else sparse.csr_matrix((guests, 0))
    onward = sparse.csr_matrix(sparse.diags((last >= 0).astype(float)) @ onward)
    wished = _wished(places, trips.guests, wishes)
    parts = tuple(_shares(one) for one in (own, in_season, wished, onward))
    speaks = np.stack([np.asarray(one.sum(axis=1)).ravel() > 0 for one in parts], axis=1)
    share = seasons * part
    usual = (share @ places.usual) / max(share.sum(), 1e-12)
    count = np.bincount(gone.person, minlength=guests)
    pattern = 2 * np.searchsorted((1, 2, 4), count, side="right") + speaks[:, SPEAKS["wish"]]
    kind = _kind_of(_matrix(np.ones(len(gone)), gone.person, code, (guests, size)) + wished, places.kinds, places.mix)
    return Said(parts, speaks, kind, _in_season(places, usual), usual, pattern)


def code_of(places: Places, names: Array) -> Array:
    """Places of names among those known, -1 for others. By hashes: sorting a million texts would take seconds."""
    return np.asarray(pd.Index(places.names.astype(object)).get_indexer(pd.Index(names.astype(object))))


def _in_season(places: Places, usual: Array) -> Array:
    """Where each kind of guest goes in the window: its places, those more that are in season. Shape (k, p)."""
    whole = np.maximum(places.mix @ places.kinds, 1e-12)
    found = places.kinds * (usual / whole)
    return np.asarray(found / np.maximum(found.sum(axis=1, keepdims=True), 1e-12))


def _matrix(weight: Array, person: Array, code: Array, shape: tuple[int, int]) -> sparse.csr_matrix:
    found = sparse.csr_matrix((weight, (person, code)), shape=shape)
    found.eliminate_zeros()
    return found


def _wished(places: Places, guests: Array, wishes: pd.DataFrame) -> sparse.csr_matrix:
    """Wishes of guests and places that are known."""
    person, code = np.searchsorted(guests, wishes["guest_no"]), code_of(places, wishes["place"].to_numpy(dtype=object))
    known = np.isin(wishes["guest_no"], guests) & (code >= 0)
    weight = wishes["strength"].to_numpy(dtype=float)[known]
    return sparse.csr_matrix((weight, (person[known], code[known])), shape=(len(guests), len(places.names)))


def _shares(found: sparse.csr_matrix) -> sparse.csr_matrix:
    total = np.asarray(found.sum(axis=1)).ravel()
    return sparse.csr_matrix(sparse.diags(np.divide(1.0, total, out=np.zeros(len(total)), where=total > 0)) @ found)


def at_truth(said: Said, person: Array, code: Array) -> Array:
    """What each component gave to the place that came, shape (n, 6); `code` -1 for a place that was not known, which gets nothing."""
    known, place = code >= 0, np.maximum(code, 0)
    usual = np.where(known, said.usual[place] if len(said.usual) else 0.0, 0.0)
    own = [np.where(known, np.asarray(one[person, place]).ravel() if len(person) else 0.0, 0.0) for one in said.parts]
    alike = np.where(known, (said.kind[person] * said.kinds[:, place].T).sum(axis=1) if said.kinds.size else 0.0, 0.0)
    return np.stack([*(np.where(said.speaks[person, at], value, usual) for at, value in enumerate(own)), alike, usual], axis=1)


def fit_weights(values: Array, pattern: Array) -> Array:
    """Weights (8, 6) that make what came likeliest: of all rows first, then by pattern, drawn towards those of all by 20 rows."""
    seen = values.sum(axis=1) > 0
    values, pattern = values[seen], pattern[seen]
    whole = _em(values, np.full(values.shape[1], 1 / values.shape[1]), 1.0)
    return np.array([_em(values[pattern == one], whole, PULL) for one in range(PATTERNS)])


def _em(values: Array, prior: Array, pull: float) -> Array:
    weights = prior.copy()
    for _ in range(200):
        shares = values * weights
        shares = shares / np.maximum(shares.sum(axis=1, keepdims=True), 1e-300)
        weights = (shares.sum(axis=0) + pull * prior) / (len(values) + pull)
    return weights


def chances(places: Places, said: Said, chosen: Array) -> Array:
    """The chance of each place for the guests `chosen` (rows), shape (n, p), summing to one: dense, so ask for a part at a time."""
    weights = places.weights[said.pattern[chosen]]
    usual = weights[:, -1].copy()
    found = weights[:, COMPONENTS.index("alike"), None] * (said.kind[chosen] @ said.kinds)
    for at, one in enumerate(said.parts):
        speaks = said.speaks[chosen, at]
        mine = one[chosen].tocoo()
        found[mine.row, mine.col] += (weights[:, at] * speaks)[mine.row] * mine.data
        usual += weights[:, at] * ~speaks
    found += usual[:, None] * said.usual
    return np.asarray(found)


def best(places: Places, said: Said) -> tuple[Array, Array]:
    """The likeliest place of every guest (code) and its chance, shape (guests,) each; so many guests at a time as memory bears."""
    guests = len(said.pattern)
    code, chance = np.zeros(guests, dtype=int), np.zeros(guests)
    step = max(1, CELLS // max(1, len(places.names)))
    for first in range(0, guests, step):
        rows = np.arange(first, min(guests, first + step))
        found = chances(places, said, rows)
        code[rows] = found.argmax(axis=1)
        chance[rows] = found[np.arange(len(rows)), code[rows]]
    return code, chance
