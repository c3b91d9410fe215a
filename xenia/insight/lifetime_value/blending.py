"""The forecast that the product shows: a model of bookings and leaving, corrected by what became of its forecasts within the data.

Wolpert (1992), Stacked Generalization; Breiman (1996), Stacked Regressions. All models here take who has left for gone; some come back.
So the
data is cut in the middle of the time it spans, everything is fitted on the first half, and non-negative least squares tells how much of
each forecast was true in the second. The same weights then hold for the same forecasts from the whole.

Members: Pareto/NBD whose rate and leaving depend on the first booking (amount, units); NBD, the same guests as if nobody ever left
(Ehrenberg
1959); the mean rate of all guests, by which also who left comes back; and the rate at which a guest bought units (or spent) after the first
booking, in bookings of average size.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import nnls
from scipy.special import digamma, gammaln

from xenia.insight.lifetime_value.counting import CountModel, by_count, fit
from xenia.insight.lifetime_value.covariates import fit_with_covariates
from xenia.insight.lifetime_value.estimating import Estimate, maximise
from xenia.insight.lifetime_value.histories import Floats, Histories, aggregated
from xenia.insight.lifetime_value.pareto import PARETO_NBD
from xenia.insight.lifetime_value.purchase_log import Cohort, PurchaseLog, bookings_of, cohort

MEMBERS = ("model", "nobody leaves", "mean rate", "volume")
PRIOR_GUESTS = 50.0
"""The weights begin at the model alone, with the strength of so many guests: a small company is not led astray by its few."""
PRIOR_PRECISION = 1.0
"""Of the log-parameters around where fitting begins: half a history may leave a parameter open, which then runs away."""
AMOUNT_OFFSET_SHARE = 0.3
"""Of the mean first amount, added before the logarithm: a free first booking is one of a small amount, not of none."""


@dataclass(frozen=True)
class Blend:
    """`weights`, (4,), in the order of MEMBERS; `model`, `without_leaving` are the fits on the whole; so many `guests` were in the
    correction."""

    weights: Floats
    model: Estimate
    without_leaving: Estimate
    guests: float


@dataclass(frozen=True)
class BlendForecast:
    """`expected`, (n,), bookings within the horizon; `members`, (n, 4), what each member says; `blend`, how they were weighed."""

    expected: Floats
    members: Floats
    blend: Blend


def fit_nbd(found: Histories) -> Estimate:
    """Returns the maximum likelihood estimate of r and alpha where nobody leaves (Ehrenberg 1959)."""
    rows, _ = aggregated(found)

    def objective(theta: Floats) -> tuple[float, Floats]:
        r, alpha = np.exp(theta)
        late = np.log(alpha + rows.age)
        values = by_count(lambda n: gammaln(r + n) - gammaln(r), rows, r) + r * theta[1] - (r + rows.repeats) * late
        of_r = r * (by_count(lambda n: digamma(r + n) - digamma(r), rows, r) + theta[1] - late)
        of_alpha = r - alpha * (r + rows.repeats) / (alpha + rows.age)
        return float(values @ rows.guests), np.array([of_r @ rows.guests, of_alpha @ rows.guests])

    return maximise(objective, PARETO_NBD.start(rows)[:2], ("r", "alpha"), guests=rows.total)


def blend_forecast(log: PurchaseLog, horizon: float, *, unit_days: float = 7.0, model: CountModel = PARETO_NBD) -> BlendForecast:
    """Returns the blended forecast of everybody in the log, from its last day, over `horizon` units (Y15); the guests are ordered by
    key."""
    first, last = int(log.days.min()), int(log.days.max())
    cut = (first + last) // 2
    then, now = cohort(log, cut, unit_days=unit_days), cohort(log, last, unit_days=unit_days)
    early, _, _ = _members(model, then, (last - cut) / unit_days)
    weights = weigh(early, bookings_of(log.after(cut), then.guests))
    told, estimate, without = _members(model, now, horizon)
    return BlendForecast(told @ weights, told, Blend(weights, estimate, without, float(len(then.guests))))


def weigh(members: Floats, happened: Floats) -> Floats:
    """Returns the non-negative weights of members, (n, 4), that come closest to what happened, (n,), with the prior of PRIOR_GUESTS
    (Y15)."""
    strength = np.sqrt(PRIOR_GUESTS * (members**2).mean(axis=0))
    target = np.zeros(members.shape[1])
    target[0] = strength[0]
    weights, _ = nnls(np.vstack([members, np.diag(strength)]), np.concatenate([happened, target]))
    return np.asarray(weights, dtype=np.float64)


def _members(model: CountModel, known: Cohort, horizon: float) -> tuple[Floats, Estimate, Estimate]:
    found, z = known.found, _first_bookings(known)
    estimate, told = _of_model(model, found, z, horizon)
    without = fit_nbd(found)
    r, alpha = np.exp(without.log_parameters)
    mean = np.full(len(told), found.repeats.sum() / found.age.sum())
    members = [told / horizon, (r + found.repeats) / (alpha + found.age), mean, _volume(known)]
    return horizon * np.stack(members, axis=1), estimate, without


def _of_model(model: CountModel, found: Histories, z: Floats | None, horizon: float) -> tuple[Estimate, Floats]:
    if z is None:
        estimate = fit(model, found, penalty=PRIOR_PRECISION)
        return estimate, model.expected(estimate.log_parameters, found, np.array([horizon]))[:, 0]
    covered = fit_with_covariates(model, found, z, precision=PRIOR_PRECISION)
    return covered.estimate, model.expected(covered.log_parameters(z), found, np.array([horizon]))[:, 0]


def _first_bookings(known: Cohort) -> Floats | None:
    """Logarithms of what the first booking was worth and how much it was of, as far as guests differ in them, (n, c)."""
    columns = [np.maximum(one, 0) for one in (known.first_amount, known.first_units) if one is not None]
    told = [np.log(one + AMOUNT_OFFSET_SHARE * one.mean()) for one in columns if np.ptp(one) > 0]
    return np.stack(told, axis=1) if told else None


def _volume(known: Cohort) -> Floats:
    """Bookings of average size a unit of time that the later purchases come to, steadied by half the mean age."""
    first, later = known.first_amount, known.later_amount
    if known.first_units is not None and known.later_units is not None:
        first, later = known.first_units, known.later_units
    size = (first + later).sum() / (known.found.repeats + 1).sum()
    age = known.found.age
    return np.asarray(np.maximum(later, 0) / max(size, 1e-9) / (age + age.mean() / 2), dtype=np.float64)
