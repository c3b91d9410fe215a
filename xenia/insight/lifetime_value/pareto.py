"""Pareto/NBD: guests book at random while they stay, and leave at a moment of their own.

Schmittlein, Morrison & Colombo (1987), Counting Your Customers; Fader & Hardie (2005), A Note on Deriving the Pareto/NBD Model. Estimated
by maximum likelihood. The likelihood of a guest is

    G(r+x)/G(r) alpha^r beta^s [ (alpha+T)^-(r+x) (beta+T)^-s  +  s D ],   D = integral from t_x to T of (alpha+u)^-(r+x) (beta+u)^-(s+1)
    du.

The papers write D as a difference of two hypergeometric functions, which loses its digits where they are close and overflows for thousands
of bookings. Here m = r+s+x and v = ((alpha+t_x)/(alpha+u))^m turn it into

    D = (alpha+t_x)^-m / m * integral from v(T) to 1 of ((alpha+u)/(beta+u))^(s+1) dv,

a smooth function of v between two positive bounds, for any x; in the variable v^(1/m), or v^(1/5) for larger m, a dozen points of Gauss and
Legendre are enough.
Parameters: r, alpha of the gamma of booking rates, s, beta of the gamma of rates of leaving (alpha and beta in the unit of time).
"""

import numpy as np
from numpy.random import Generator
from scipy.special import digamma, expit, gammaln

from xenia.insight.lifetime_value.counting import CountModel, Rows, by_count
from xenia.insight.lifetime_value.histories import Floats, Histories
from xenia.insight.lifetime_value.quadrature import unit_rule

NODES = 12
"""The integral is exact to 1e-9 in the middle of 3,000 odd cases, to 1e-2 in the worst, where beta is 200 times alpha."""
POWER_MAX = 5.0
PIECE_ROWS = 4_096


def _integral(parameters: Floats, found: Histories) -> tuple[Floats, Floats]:
    """The logarithm of D (Y5), (n,), and its derivatives in r, alpha, s, beta, (4, n)."""
    r, alpha, s, beta = parameters
    m = (r + s + found.repeats)[:, None]
    early = np.log(alpha + found.last)[:, None]
    length = m * np.log((alpha + found.age) / (alpha + found.last))[:, None]
    points, weights = unit_rule(NODES)
    power = np.clip(m, 1.0, POWER_MAX)
    root = 1 + np.expm1(-length / power) * (1 - points)
    log_root = np.log(np.maximum(root, 1e-300))
    log_rate = early - log_root * (power / m)
    rate = np.exp(log_rate)
    leave = rate + np.reshape(beta - alpha, (-1, 1))
    log_leave = np.log(leave)
    logs = np.reshape(s + 1, (-1, 1)) * (log_rate - log_leave) + (power - 1) * log_root
    top = logs.max(axis=1, keepdims=True)
    value = weights * np.exp(logs - top)
    total = value.sum(axis=1)
    share = value / total[:, None]
    with np.errstate(divide="ignore"):
        log_d = (np.log(-np.expm1(-length / power) * power) - m * early - np.log(m) + top)[:, 0] + np.log(total)
    slopes = [
        -(share * log_rate).sum(axis=1),
        -(r + found.repeats) * (share / rate).sum(axis=1),
        -(share * log_leave).sum(axis=1),
        -(s + 1) * (share / leave).sum(axis=1),
    ]
    return log_d, np.stack(slopes)


def _log_likelihood(theta: Floats, found: Histories) -> Rows:
    """Each guest's log-likelihood by Y5 and its gradient in the log-parameters."""
    pieces = [slice(first, first + PIECE_ROWS) for first in range(0, len(found.repeats), PIECE_ROWS)]
    wide = theta.ndim > 1
    told = [_piece(theta[:, rows] if wide else theta, found.part(rows)) for rows in pieces]
    return np.concatenate([values for values, _ in told]), np.concatenate([gradient for _, gradient in told], axis=1)


def _piece(theta: Floats, found: Histories) -> Rows:
    r, alpha, s, beta = parameters = np.exp(theta)
    many = r + found.repeats
    log_d, slopes = _integral(parameters, found)
    gone = np.log(s) + log_d
    known, leaving = np.log(alpha + found.age), np.log(beta + found.age)
    there = -many * known - s * leaving
    booked = by_count(lambda n: gammaln(r + n) - gammaln(r), found, r)
    values = booked + r * np.log(alpha) + s * np.log(beta) + np.logaddexp(there, gone)
    w = expit(gone - there)
    of_r = by_count(lambda n: digamma(r + n) - digamma(r), found, r) + np.log(alpha)
    gradient = np.stack(
        [
            r * (of_r - (1 - w) * known + w * slopes[0]),
            r + alpha * (w * slopes[1] - (1 - w) * many / (alpha + found.age)),
            s * (np.log(beta) - (1 - w) * leaving + w * (1 / s + slopes[2])),
            s + beta * (w * slopes[3] - (1 - w) * s / (beta + found.age)),
        ]
    )
    return values, gradient


def _alive(theta: Floats, found: Histories) -> Floats:
    """P(alive), by Y8."""
    wide = theta.ndim > 1
    told = []
    for first in range(0, len(found.repeats), PIECE_ROWS):
        rows = slice(first, first + PIECE_ROWS)
        r, alpha, s, beta = parameters = np.exp(theta[:, rows] if wide else theta)
        part = found.part(rows)
        there = -(r + part.repeats) * np.log(alpha + part.age) - s * np.log(beta + part.age)
        told.append(expit(there - np.log(s) - _integral(parameters, part)[0]))
    return np.concatenate(told)


def _expected(theta: Floats, found: Histories, horizons: Floats) -> Floats:
    """Bookings within each horizon, by Y9, (n, m); written so that s = 1 is no exception."""
    r, alpha, s, beta = (np.reshape(one, (-1, 1)) for one in np.exp(theta))
    age, less = found.age[:, None], s - 1
    growth = np.log1p(horizons / (beta + age))
    with np.errstate(divide="ignore", invalid="ignore"):
        within = np.where(np.abs(less) < 1e-9, growth, -np.expm1(-less * growth) / less)
    return (r + found.repeats[:, None]) * (beta + age) / (alpha + age) * within * _alive(theta, found)[:, None]


def _drawn(theta: Floats, found: Histories, horizon: float, random: Generator) -> Floats:
    """Bookings within the horizon, one draw a row: those of a guest still there, until it ends or the guest leaves."""
    r, alpha, s, beta = np.exp(theta)
    is_alive = random.random(len(found.repeats)) < _alive(theta, found)
    rate = random.gamma(r + found.repeats) / (alpha + found.age)
    stay = (beta + found.age) * np.expm1(random.exponential(size=len(rate)) / s)
    return np.where(is_alive, random.poisson(rate * np.minimum(stay, horizon)), 0.0)


def _start(found: Histories) -> Floats:
    """A rate as in the data, spread widely, and a stay as long as a guest is known."""
    age = max(1e-9, float(found.age @ found.guests) / found.total)
    rate = max(1e-6, float(found.repeats @ found.guests) / found.total / age)
    return np.asarray(np.log([0.5, 0.5 / rate, 0.5, age / 2]), dtype=np.float64)


PARETO_NBD = CountModel(
    name="Pareto/NBD",
    names=("r", "alpha", "s", "beta"),
    log_likelihood=_log_likelihood,
    alive=_alive,
    expected=_expected,
    drawn=_drawn,
    start=_start,
    covered=((1, -1.0), (3, -1.0)),
)
