"""Guests who differ by what is known of them from the first day: channel, first product, what the first booking was worth.

Fader & Hardie (2007), Incorporating Time-Invariant Covariates into the Pareto/NBD and BG/NBD Models: alpha is scaled by exp(-z c), a and
b of BG/NBD and MBG/NBD by exp(z c), beta of Pareto/NBD by exp(-z c), each with coefficients c of its own. Estimated by maximum likelihood
together with the model's own parameters.
"""

from dataclasses import dataclass

import numpy as np

from xenia.insight.lifetime_value.counting import CountModel, check_repeats
from xenia.insight.lifetime_value.estimating import Estimate, maximise
from xenia.insight.lifetime_value.histories import Floats, Histories, aggregated
from xenia.kernel.errors import Invalid


@dataclass(frozen=True)
class CoveredFit:
    """`estimate` holds the model's parameters, then the coefficients of each scaled parameter, (k + sets * c,); `centre` and `spread`,
    (c,), are those of the covariates, which are fitted centred and in units of their spread."""

    model: CountModel
    estimate: Estimate
    centre: Floats
    spread: Floats

    def log_parameters(self, covariates: Floats) -> Floats:
        """Log-parameters of each guest, shape (k, n), from covariates of shape (n, c) (Y10)."""
        return _wide(self.model, self.estimate.log_parameters, (covariates - self.centre) / self.spread)

    @property
    def coefficients(self) -> dict[str, Floats]:
        """By parameter, (c,): how much the logarithm of the booking rate (alpha) or of a, b, 1/beta grows with each covariate's own
        unit."""
        k = len(self.model.names)
        sets = self.estimate.log_parameters[k:].reshape(len(self.model.covered), -1)
        return {self.model.names[place]: row / self.spread for (place, _), row in zip(self.model.covered, sets, strict=True)}


def fit_with_covariates(model: CountModel, found: Histories, covariates: Floats, *, precision: float = 0.0) -> CoveredFit:
    """Returns the maximum likelihood estimate with covariates of shape (n, c) (Y10).

    precision: of a normal prior around where fitting begins (coefficients of 0); 0, the default, is plain maximum likelihood (Y6).
    Raises Invalid for a covariate that is constant or missing.
    """
    z = np.asarray(covariates, dtype=np.float64)
    centre, spread = _measured(z, found)
    rows, place = aggregated(found, *z.T)
    check_repeats(rows)
    wide = np.empty((len(rows.repeats), z.shape[1]))
    wide[place] = (z - centre) / spread
    start = np.concatenate([model.start(rows), np.zeros(len(model.covered) * z.shape[1])])

    def objective(theta: Floats) -> tuple[float, Floats]:
        values, gradient = model.log_likelihood(_wide(model, theta, wide), rows)
        weighed = gradient * rows.guests
        of_sets = [sign * (weighed[one] @ wide) for one, sign in model.covered]
        away = theta - start
        value = float(values @ rows.guests) - precision * float(away @ away) / 2
        return value, np.concatenate([weighed.sum(axis=1), *of_sets]) - precision * away

    names = model.names + tuple(f"{model.names[one]}:{column}" for one, _ in model.covered for column in range(z.shape[1]))
    return CoveredFit(model, maximise(objective, start, names, guests=rows.total), centre, spread)


def _wide(model: CountModel, theta: Floats, z: Floats) -> Floats:
    k = len(model.names)
    told = np.repeat(theta[:k, None], len(z), axis=1)
    for (place, sign), row in zip(model.covered, theta[k:].reshape(len(model.covered), -1), strict=True):
        told[place] += sign * (z @ row)
    return told


def _measured(z: Floats, found: Histories) -> tuple[Floats, Floats]:
    if z.ndim != 2 or len(z) != len(found.repeats) or not np.isfinite(z).all():
        raise Invalid(
            "covariates_shape",
            f"The covariates have shape {z.shape} for {len(found.repeats)} guests, or a missing value; give one finite "
            f"number a guest and covariate.",
            f"协变量的形状 {z.shape} 与 {len(found.repeats)} 位客人不符，或有缺失值；每位客人每个协变量需一个有限数值。",
        )
    share = found.guests / found.total
    centre = share @ z
    spread = np.sqrt(share @ (z - centre) ** 2)
    if (spread <= 1e-12 * (1 + np.abs(centre))).any():
        column = int(np.argmin(spread))
        raise Invalid(
            "covariate_constant",
            f"Covariate {column} is {centre[column]:g} for every guest and explains nothing; leave it out.",
            f"协变量 {column} 对所有客人都是 {centre[column]:g}，没有解释力；请去掉。",
        )
    return centre, spread
