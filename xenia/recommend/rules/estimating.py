"""What another order of a list would have brought, told from lists that were drawn with a known chance. Pure.

Rule RS12 of docs/algorithms/recommending.md. Source: Swaminathan & Joachims, "The self-normalized estimator for counterfactual learning",
NeurIPS 2015; the interval is that of a ratio of sums over guests (Owen, "Monte Carlo theory, methods and examples", 2013, chapter 9.2).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

import numpy as np

from xenia.recommend.rules.recommending import EFFECTIVE_MIN, GUESTS_MIN, SURE


@dataclass(frozen=True)
class Drawn:
    """A place that was drawn: whose list, the chance of the draw (above 0, at most 1), whether the usual city was drawn, and whether it was
    booked."""

    guest: str
    propensity: float
    is_usual: bool
    is_booked: bool


@dataclass(frozen=True)
class Share:
    """A share of places with its interval of 95 %; `effective` lists it is worth."""

    value: float
    low: float
    high: float
    effective: float


def share_as_drawn(rows: Sequence[Drawn]) -> Share | None:
    """How many of the drawn places were booked, as they were drawn."""
    return _share(rows, np.ones(len(rows)))


def share_of_usual(rows: Sequence[Drawn]) -> Share | None:
    """How many would have been booked had the usual city stood in every place: each place that shows it counts as often as its draw was
    rare. None where that is worth fewer than 30 lists, or is of fewer than ten guests.

    Of 100 places 50 show the usual city, each drawn with 0.5, and 10 of these were booked: 0.2. Drawn with 0.5 and booked, drawn with 0.25
    and not: weights 2 and 4, 2 of 6.
    """
    return _share(rows, np.array([one.is_usual / one.propensity for one in rows]))


def _share(rows: Sequence[Drawn], weight: np.ndarray[Any, Any]) -> Share | None:
    if not weight.sum() or (effective := float(weight.sum() ** 2 / (weight**2).sum())) < EFFECTIVE_MIN:
        return None
    names, guest = np.unique([one.guest for one in rows], return_inverse=True)
    if len(names) < GUESTS_MIN:
        return None
    gained, weighed = np.bincount(guest, weight * np.array([one.is_booked for one in rows])), np.bincount(guest, weight)
    value = float(gained.sum() / weighed.sum())
    away = NormalDist().inv_cdf((1 + SURE) / 2) * float(np.sqrt(((gained - value * weighed) ** 2).sum())) / float(weighed.sum())
    return Share(value, max(0.0, value - away), min(1.0, value + away), effective)
