"""What the index is expected to be: rule LI8 of docs/algorithms/loyalty-index.md. Pure.

Exponential smoothing with a damped trend (Gardner & McKenzie, Management Science 31, 1985); the interval of its state space form
ETS(A,Ad,N) (Hyndman, Koehler, Ord & Snyder, Forecasting with Exponential Smoothing, 2008, table 6.1).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

MONTHS_LEAST = 6
MONTHS_AHEAD = 3
LEVELS = tuple(step / 10 for step in range(1, 10))
TRENDS = (0.0, 0.1, 0.3, 0.5)
DAMPINGS = (0.8, 0.9, 0.98)
FIRST_MONTHS = 5
"""The first trend is the mean step of so many months."""
FITTED = 5
"""First level, first trend and three rates are found from the same months: so many of them say nothing of the errors."""
T_OF_FOUR_IN_FIVE = (3.078, 1.886, 1.638, 1.533, 1.476, 1.440, 1.415, 1.397, 1.383, 1.372, 1.363, 1.356, 1.350, 1.345, 1.341)
"""Student's t at 0.9, for 1 to 15 degrees of freedom; beyond them 1.32 is near enough."""
T_BEYOND = 1.32
POINTS_MOST = 100.0


@dataclass(frozen=True)
class Expected:
    """Points expected so many months ahead, with the interval that holds them four times in five."""

    points: float
    low: float
    high: float


@dataclass(frozen=True)
class _Fit:
    squares: float
    level: float
    trend: float
    rates: tuple[float, float, float]


def expected(history: Sequence[float | None], ahead: int = MONTHS_AHEAD) -> tuple[Expected, ...]:
    """The next months after `history` (points, one a month, None where there was no index), nearest first. Only the months in a row up to
    the newest count; fewer than MONTHS_LEAST give none."""
    known = _in_a_row(history)
    if len(known) < MONTHS_LEAST:
        return ()
    best = min((_fitted(known, rates) for rates in product(LEVELS, TRENDS, DAMPINGS)), key=lambda one: (one.squares, one.rates))
    free = max(1, len(known) - FITTED)
    spread = best.squares / free
    quantile = T_OF_FOUR_IN_FIVE[free - 1] if free <= len(T_OF_FOUR_IN_FIVE) else T_BEYOND
    found, damped, weights = [], 0.0, 1.0
    level_rate, trend_rate, damping = best.rates
    for step in range(1, ahead + 1):
        damped += damping**step
        points, half = best.level + damped * best.trend, quantile * (spread * weights) ** 0.5
        found.append(Expected(_within(points), _within(points - half), _within(points + half)))
        weights += (level_rate + level_rate * trend_rate * damped) ** 2
    return tuple(found)


def _in_a_row(history: Sequence[float | None]) -> list[float]:
    found: list[float] = []
    for one in reversed(history):
        if one is None:
            break
        found.append(one)
    return found[::-1]


def _fitted(known: Sequence[float], rates: tuple[float, float, float]) -> _Fit:
    level_rate, trend_rate, damping = rates
    first = min(FIRST_MONTHS, len(known) - 1)
    level, trend, squares = known[0], (known[first] - known[0]) / first, 0.0
    for value in known[1:]:
        foretold = level + damping * trend
        error = value - foretold
        squares += error * error
        level, trend = foretold + level_rate * error, damping * trend + level_rate * trend_rate * error
    return _Fit(squares, level, trend, rates)


def _within(points: float) -> float:
    return min(max(points, 0.0), POINTS_MOST)
