"""Gamma-Gamma: what a booking of a guest is worth on average, drawn from few bookings towards the mean of all.

Fader & Hardie (2013), The Gamma-Gamma Model of Monetary Value. Estimated by maximum likelihood. An amount is gamma (shape p, rate of the
guest's own), the rates are gamma (shape q, rate v): v is in the unit of the amounts, p and q have none.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import digamma, gammaln

from xenia.insight.lifetime_value.estimating import Estimate, maximise
from xenia.insight.lifetime_value.histories import Floats
from xenia.kernel.errors import Invalid

NAMES = ("p", "q", "v")


@dataclass(frozen=True)
class Amounts:
    """Of guests with amounts: how many bookings the mean is of, and the mean, (n,) each; `guests` as in Histories."""

    bookings: Floats
    mean: Floats
    guests: Floats


def amounts(bookings: ArrayLike, mean: ArrayLike, guests: ArrayLike | None = None) -> Amounts:
    """Returns the checked amounts (Y7); raises Invalid where there are none, or one is zero, negative or missing."""
    n, m = (np.atleast_1d(np.asarray(one, dtype=np.float64)) for one in (bookings, mean))
    many = np.ones_like(n) if guests is None else np.atleast_1d(np.asarray(guests, dtype=np.float64))
    if not len(n):
        raise Invalid("amounts_empty", "No guest has an amount; bring in bookings with a total.", "没有带金额的客人；请导入含总额的预订。")
    wrong = ~(np.isfinite(m) & np.isfinite(n) & (m > 0) & (n >= 1))
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        raise Invalid(
            "amounts_not_positive",
            f"The mean {m[row]:g} over {n[row]:g} bookings in row {row} is no amount spent ({int(wrong.sum())} such rows); leave out "
            "cancelled, free and refunded bookings.",
            f"第 {row} 行 {n[row]:g} 次预订的均值 {m[row]:g} 不是有效金额（共 {int(wrong.sum())} 行）；请排除已取消、免费和退款的预订。",
        )
    return Amounts(n, m, many)


def log_likelihood(theta: Floats, found: Amounts) -> tuple[Floats, Floats]:
    """Each guest's log-likelihood by Y7, (n,), and its gradient in the log-parameters, (3, n)."""
    p, q, v = np.exp(theta)
    counts, place = np.unique(found.bookings, return_inverse=True)
    n, total = found.bookings, found.bookings * found.mean
    log_sum, log_total = np.log(total + v), np.log(total)
    shape = (gammaln(p * counts + q) - gammaln(p * counts))[place]
    values = shape - gammaln(q) + q * np.log(v) + p * n * log_total - np.log(found.mean) - (p * n + q) * log_sum
    both, own = digamma(p * counts + q)[place], digamma(p * counts)[place]
    gradient = np.stack(
        [
            p * n * (both - own + log_total - log_sum),
            q * (both - digamma(q) + np.log(v) - log_sum),
            q - v * (p * n + q) / (total + v),
        ]
    )
    return values, gradient


def fit_spend(found: Amounts) -> Estimate:
    """Returns the maximum likelihood estimate of p, q, v (Y6, Y7). Raises Invalid where all amounts are alike: then there is nothing to
    fit."""
    if np.ptp(found.mean) <= 1e-9 * float(found.mean.max()):
        raise Invalid(
            "amounts_constant",
            f"Every guest's mean is {found.mean[0]:g}: the amounts differ in nothing that a model could learn; use that mean for all.",
            f"每位客人的均值都是 {found.mean[0]:g}：金额没有差别，无需模型；请直接使用该均值。",
        )
    middle = float(found.mean @ found.guests / found.guests.sum())

    def objective(theta: Floats) -> tuple[float, Floats]:
        values, gradient = log_likelihood(theta, found)
        return float(values @ found.guests), gradient @ found.guests

    return maximise(objective, np.log(np.array([4.0, 4.0, middle])), NAMES, guests=float(found.guests.sum()))


def expected_spend(theta: Floats, bookings: Floats, mean: Floats) -> Floats:
    """Returns the expected mean amount of a guest's bookings (Y7), (n,), given `bookings` amounts with this mean; for none, that of all
    guests.

    Where q is at most 1 the mean of all guests is infinite in the model: then a guest without an amount has NaN, and the caller says so.
    """
    p, q, v = np.exp(theta)
    total = np.where(bookings > 0, bookings * mean, 0.0)
    below = p * bookings + q - 1
    return np.where(below > 0, p * (v + total) / np.where(below > 0, below, 1.0), np.nan)
