"""One set of parameters a segment, each drawn towards that of all guests by as much as the segment says too little (empirical Bayes).

Morris (1983), Parametric Empirical Bayes Inference; Fader & Hardie apply the models segment by segment. Log-parameters of segments are
taken
to be normal around the pooled estimate with a spread of each parameter's own; the spread is estimated by expectation maximisation with
Laplace's approximation, each segment by the maximum of its likelihood times that prior.
"""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from xenia.insight.lifetime_value.counting import THREADS, CountModel, fit, penalised, summed
from xenia.insight.lifetime_value.estimating import Estimate, Objective, climb
from xenia.insight.lifetime_value.histories import Floats, Histories, aggregated

ROUNDS = 40
SPREAD_START, SPREAD_MIN = 0.2, 1e-6
"""Variances of log-parameters between segments: where the search begins, and what counts as none."""
SETTLED = 0.01


@dataclass(frozen=True)
class SegmentFit:
    """A segment's log-parameters, (k,), their covariance, (k, k), how many guests it has, and `own`, (k,): the share of the segment's own
    word in each parameter, 0 where it is the pooled one and 1 where it is the segment's alone."""

    log_parameters: Floats
    covariance: Floats
    guests: float
    own: Floats


@dataclass(frozen=True)
class SegmentFits:
    """`pooled` is the fit of all guests, `variance`, (k,), that of the log-parameters between segments."""

    pooled: Estimate
    variance: Floats
    segments: Mapping[str, SegmentFit]


def fit_segments(model: CountModel, found: Histories, segment: NDArray[np.str_]) -> SegmentFits:
    """Returns a fit of each segment, drawn towards the pooled one (Y11). `segment`: the name of each row's, (n,)."""
    pooled = fit(model, found)
    with ThreadPoolExecutor(THREADS) as pool:
        objectives: dict[str, Objective] = {}
        guests: dict[str, float] = {}
        for name in np.unique(segment).tolist():
            rows, _ = aggregated(found.part(segment == name))
            objectives[name], guests[name] = summed(model, rows, pool), rows.total
        variance, states = _settled(objectives, pooled.log_parameters)
    return SegmentFits(pooled, variance, {name: _told(*states[name], variance, guests[name]) for name in states})


def _settled(objectives: Mapping[str, Objective], centre: Floats) -> tuple[Floats, dict[str, tuple[Floats, Floats]]]:
    """The variance between segments, and each segment's log-parameters with their information (prior included) under it."""
    variance = np.full(len(centre), SPREAD_START)
    states = {name: (centre, np.eye(len(centre))) for name in objectives}
    for _ in range(ROUNDS):
        for name, objective in objectives.items():
            theta, _, information, _ = climb(penalised(objective, centre, 1 / variance), states[name][0])
            states[name] = theta, information
        spread = [(theta - centre) ** 2 + np.diag(np.linalg.pinv(information)) for theta, information in states.values()]
        before, variance = variance, np.maximum(np.mean(spread, axis=0), SPREAD_MIN)
        if np.all(np.abs(np.log(variance / before)) < SETTLED):
            break
    return variance, states


def _told(theta: Floats, information: Floats, variance: Floats, guests: float) -> SegmentFit:
    covariance = np.asarray(np.linalg.pinv(information), dtype=np.float64)
    return SegmentFit(theta, covariance, guests, np.clip(1 - np.diag(covariance) / variance, 0, 1).astype(np.float64))
