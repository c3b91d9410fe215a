"""What the three models of bookings have in common, and how any of them is fitted: in parts, on two cores, from a sample to the whole."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from xenia.insight.lifetime_value.estimating import Estimate, Objective, maximise
from xenia.insight.lifetime_value.histories import Floats, Histories, aggregated
from xenia.kernel.errors import Invalid

PART_ROWS = 16_384
"""Rows worked on at a time: what a part needs stays in a core's cache."""
THREADS = 2
SAMPLE_ROWS = 40_000
"""Above twice so many different histories the first rounds are made on about so many."""
Rows = tuple[Floats, Floats]


@dataclass(frozen=True)
class CountModel:
    """A model of how often guests book and when they leave.

    Each function takes log-parameters of shape (k,), or (k, n) where each row has its own (covariates), and Histories of n rows.

    log_likelihood: to (n,) and its gradient (k, n) in the log-parameters. alive: P(alive) now, (n,). expected: bookings within each of the
    m horizons from now, (n, m). drawn: bookings within one horizon, one random draw a row, (n,). start: where fitting begins.
    covered: the parameters that covariates scale, each as its place and the sign of its logarithm's change (Y10).
    """

    name: str
    names: tuple[str, ...]
    log_likelihood: Callable[[Floats, Histories], Rows]
    alive: Callable[[Floats, Histories], Floats]
    expected: Callable[[Floats, Histories, Floats], Floats]
    drawn: Callable[[Floats, Histories, float, Generator], Floats]
    start: Callable[[Histories], Floats]
    covered: tuple[tuple[int, float], ...]


def by_count(function: Callable[[Floats], Floats], found: Histories, *parameters: Floats) -> Floats:
    """`function` of each row's number of repeats; computed once for each different number where the parameters are the same for all
    rows."""
    if all(np.ndim(one) == 0 for one in parameters):
        counts, place = found.counted
        return function(counts)[place]
    return function(found.repeats)


def fit(model: CountModel, found: Histories, *, start: Floats | None = None, penalty: float = 0.0) -> Estimate:
    """Returns the maximum likelihood estimate of one set of parameters for all guests (Y6).

    penalty: precision of a normal prior on the log-parameters around `start` (Y6); 0, the default, is plain maximum likelihood.
    """
    rows, _ = aggregated(found)
    check_repeats(rows)
    begun = model.start(rows) if start is None else start
    with ThreadPoolExecutor(THREADS) as pool:
        whole = penalised(summed(model, rows, pool), begun, penalty)
        sample = _sample(rows)
        rough = None if sample is None else penalised(summed(model, sample, pool), begun, penalty)
        return maximise(whole, begun, model.names, guests=rows.total, rough=rough)


def check_repeats(found: Histories) -> None:
    """Raises Invalid where nobody booked again: then nothing tells a rare guest from one who left."""
    if not found.repeats.any():
        raise Invalid(
            "no_repeats",
            f"None of {found.total:,.0f} guests booked again within {found.age.max():g} units of time; choose a longer period.",
            f"{found.total:,.0f} 位客人在 {found.age.max():g} 个时间单位内无一复购；请选择更长的时段。",
        )


def total_log_likelihood(model: CountModel, theta: Floats, found: Histories) -> float:
    """Returns the log-likelihood of all guests at the log-parameters `theta`."""
    return float(model.log_likelihood(theta, found)[0] @ found.guests)


def summed(model: CountModel, rows: Histories, pool: ThreadPoolExecutor) -> Objective:
    """The log-likelihood of all rows and its gradient, worked out in parts."""
    parts = [rows.part(slice(first, first + PART_ROWS)) for first in range(0, len(rows.repeats), PART_ROWS)]

    def told(theta: Floats) -> tuple[float, Floats]:
        def of(part: Histories) -> tuple[float, Floats]:
            values, gradient = model.log_likelihood(theta, part)
            return float(values @ part.guests), gradient @ part.guests

        answers = list(pool.map(of, parts)) if len(parts) > 1 else [of(parts[0])]
        return sum(value for value, _ in answers), np.sum([gradient for _, gradient in answers], axis=0)

    return told


def penalised(objective: Objective, centre: Floats, precision: float | Floats) -> Objective:
    """The objective with a normal prior of this precision, one for all or one each, around the centre."""
    if not np.any(precision):
        return objective

    def told(theta: Floats) -> tuple[float, Floats]:
        value, gradient = objective(theta)
        away = theta - centre
        return value - float(away @ (precision * away)) / 2, gradient - precision * away

    return told


def _sample(rows: Histories) -> Histories | None:
    """Rows that stand for many guests, and every so many-th of the others, which then stand for those left out."""
    if len(rows.repeats) <= 2 * SAMPLE_ROWS:
        return None
    heavy = rows.guests > rows.total / SAMPLE_ROWS
    light = np.flatnonzero(~heavy)
    stride = max(1, len(light) // SAMPLE_ROWS)
    kept = np.concatenate([np.flatnonzero(heavy), light[::stride]])
    guests = np.concatenate([rows.guests[heavy], rows.guests[light[::stride]] * stride])
    return Histories(rows.repeats[kept], rows.last[kept], rows.age[kept], guests)
