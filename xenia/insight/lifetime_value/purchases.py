"""BG/NBD and MBG/NBD: guests book at random while they stay, and may leave after each booking.

Fader, Hardie & Lee (2005), "Counting Your Customers" the Easy Way; Batislam, Denizel & Filiztekin (2007), in whose model a guest may leave
right after the first booking too. Estimated by maximum likelihood. Both are one formula: with k chances to leave among x repeats, k = x in
the first and x + 1 in the second, the likelihood of a guest is

    G(r+x)/G(r) alpha^r [ B(a,b+k)/B(a,b) (alpha+T)^-(r+x)  +  {k > 0} B(a+1,b+k-1)/B(a,b) (alpha+t_x)^-(r+x) ].

Parameters: r, alpha of the gamma of booking rates (alpha in the unit of time), a, b of the beta of the chance to leave.
"""

from functools import partial

import numpy as np
from numpy.random import Generator
from scipy.special import digamma, expit, gammaln

from xenia.insight.lifetime_value.counting import CountModel, Rows, by_count
from xenia.insight.lifetime_value.histories import Floats, Histories
from xenia.insight.lifetime_value.quadrature import beta_rule

NAMES = ("r", "alpha", "a", "b")
NODES = 40
"""Of the beta rule: expectations agree with the hypergeometric form to eight digits where that can be computed (Y9)."""
PIECE_ROWS = 10_000


def _gone(parameters: Floats, found: Histories, extra: int) -> tuple[Floats, Floats, Floats]:
    """Logarithm of the odds of having left, (n,): minus infinity without a chance to leave (Y3, Y4); and log(alpha+T), log(alpha+t_x)."""
    r, alpha, a, b = parameters
    late, early = np.log(alpha + found.age), np.log(alpha + found.last)
    with np.errstate(divide="ignore", invalid="ignore"):
        chance = by_count(lambda n: np.where(n + extra > 0, np.log(a / (b + n + extra - 1)), -np.inf), found, a, b)
    return chance + (r + found.repeats) * (late - early), late, early


def _softplus(values: Floats) -> Floats:
    """log(1 + e^values): faster than numpy's logaddexp, and as safe."""
    return np.asarray(np.maximum(values, 0) + np.log1p(np.exp(-np.abs(values))), dtype=np.float64)


def _log_likelihood(theta: Floats, found: Histories, *, extra: int) -> Rows:
    """Each guest's log-likelihood by Y3 (extra 0) or Y4 (extra 1) and its gradient in the log-parameters."""
    r, alpha, a, b = parameters = np.exp(theta)
    x, many = found.repeats, r + found.repeats
    gone, late, early = _gone(parameters, found, extra)
    share = expit(gone)
    booked = by_count(lambda n: gammaln(r + n) - gammaln(r), found, r)
    stayed = by_count(lambda n: gammaln(b + n + extra) - gammaln(b) + gammaln(a + b) - gammaln(a + b + n + extra), found, a, b)
    values = booked + stayed + r * np.log(alpha) - many * late + _softplus(gone)
    of_b_left = np.divide(share, b + x + extra - 1, out=np.zeros_like(share), where=share > 0)
    both = by_count(lambda n: digamma(a + b) - digamma(a + b + n + extra), found, a, b)
    gradient = np.stack(
        [
            r * (by_count(lambda n: digamma(r + n) - digamma(r), found, r) + np.log(alpha) - late + share * (late - early)),
            r - alpha * many * ((1 - share) / (alpha + found.age) + share / (alpha + found.last)),
            a * both + share,
            b * (both + by_count(lambda n: digamma(b + n + extra) - digamma(b), found, b) - of_b_left),
        ]
    )
    return values, gradient


def _alive(theta: Floats, found: Histories, *, extra: int) -> Floats:
    """P(alive), by Y8."""
    return np.asarray(expit(-_gone(np.exp(theta), found, extra)[0]), dtype=np.float64)


def _expected(theta: Floats, found: Histories, horizons: Floats, *, extra: int) -> Floats:
    """Bookings within each horizon, by Y9, (n, m): P(alive) times the mean over the chance p to leave of (1 - (1 + p t/(alpha+T))^-(r+x))
    / p."""
    r, alpha, a, b = (np.broadcast_to(one, found.repeats.shape) for one in np.exp(theta))
    pairs, place = np.unique(np.stack([a, b + found.repeats + extra], axis=1), axis=0, return_inverse=True)
    points, weights = beta_rule(pairs[:, 0], pairs[:, 1], NODES)
    points = np.maximum(points, 1e-300)
    told = np.empty((len(place), len(horizons)))
    for first in range(0, len(place), PIECE_ROWS):
        rows = slice(first, first + PIECE_ROWS)
        p, weight = points[place[rows]], weights[place[rows]] / points[place[rows]]
        many, rate = (r + found.repeats)[rows, None], (alpha + found.age)[rows, None]
        for column, horizon in enumerate(horizons):
            told[rows, column] = (weight * -np.expm1(-many * np.log1p(p * (horizon / rate)))).sum(axis=1)
    return told * _alive(theta, found, extra=extra)[:, None]


def _drawn(theta: Floats, found: Histories, horizon: float, random: Generator, *, extra: int) -> Floats:
    """Bookings within the horizon, one draw a row: those of a guest still there until it ends or the guest leaves after one of them."""
    r, alpha, a, b = np.exp(theta)
    is_alive = random.random(len(found.repeats)) < _alive(theta, found, extra=extra)
    rate = random.gamma(r + found.repeats) / (alpha + found.age)
    chance = np.maximum(random.beta(a, b + found.repeats + extra, size=len(rate)), 1e-12)
    until_left = np.ceil(np.log1p(-random.random(len(rate))) / np.log1p(-np.minimum(chance, 1 - 1e-12)))
    return np.where(is_alive, np.minimum(random.poisson(rate * horizon), np.maximum(until_left, 1)), 0.0)


def _start(found: Histories) -> Floats:
    """A rate as in the data, spread widely, and one chance in four to leave."""
    rate = max(1e-6, float(found.repeats @ found.guests) / max(1e-9, float(found.age @ found.guests)))
    return np.asarray(np.log([0.5, 0.5 / rate, 1.0, 3.0]), dtype=np.float64)


def _model(name: str, extra: int) -> CountModel:
    return CountModel(
        name=name,
        names=NAMES,
        log_likelihood=partial(_log_likelihood, extra=extra),
        alive=partial(_alive, extra=extra),
        expected=partial(_expected, extra=extra),
        drawn=partial(_drawn, extra=extra),
        start=_start,
        covered=((1, -1.0), (2, 1.0), (3, 1.0)),
    )


BG_NBD = _model("BG/NBD", 0)
MBG_NBD = _model("MBG/NBD", 1)
