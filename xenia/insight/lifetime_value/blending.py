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
from xenia.insight.lifetime_value.covariates import CoveredFit, fit_with_covariates
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
class Members:
    """All four members as they were fitted on a cohort, so that they can speak of other guests too. `used`: which of first amount and first
    units guests differ in, and `offsets`, (c,): what is added to each before its logarithm; `covered` is None where they differ in none.
    The rest is of the cohort: bookings a unit of time, mean size of a booking, mean age."""

    model: CountModel
    covered: CoveredFit | None
    estimate: Estimate
    without_leaving: Estimate
    used: tuple[int, ...]
    offsets: Floats
    mean_rate: float
    size: float
    mean_age: float


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
    early = told_by(fit_members(model, then), then, (last - cut) / unit_days)
    weights = weigh(early, bookings_of(log.after(cut), then.guests))
    members = fit_members(model, now)
    told = told_by(members, now, horizon)
    return BlendForecast(told @ weights, told, Blend(weights, members.estimate, members.without_leaving, float(len(then.guests))))


def weigh(members: Floats, happened: Floats) -> Floats:
    """Returns the non-negative weights of members, (n, 4), that come closest to what happened, (n,), with the prior of PRIOR_GUESTS
    (Y15)."""
    strength = np.sqrt(PRIOR_GUESTS * (members**2).mean(axis=0))
    target = np.zeros(members.shape[1])
    target[0] = strength[0]
    weights, _ = nnls(np.vstack([members, np.diag(strength)]), np.concatenate([happened, target]))
    return np.asarray(weights, dtype=np.float64)


def fit_members(model: CountModel, known: Cohort) -> Members:
    """Returns the four members fitted on the guests as they were known (Y15)."""
    found, columns = known.found, _columns(known)
    used = tuple(place for place, one in enumerate(columns) if np.ptp(one) > 0)
    offsets = np.array([AMOUNT_OFFSET_SHARE * columns[place].mean() for place in used])
    z = _logarithms(known, used, offsets) if used else None
    covered = fit_with_covariates(model, found, z, precision=PRIOR_PRECISION) if z is not None else None
    first, later = _sizes(known)
    return Members(
        model=model,
        covered=covered,
        estimate=covered.estimate if covered else fit(model, found, penalty=PRIOR_PRECISION),
        without_leaving=fit_nbd(found),
        used=used,
        offsets=offsets,
        mean_rate=float(found.repeats.sum() / found.age.sum()),
        size=float((first + later).sum() / (found.repeats + 1).sum()),
        mean_age=float(found.age.mean()),
    )


def told_by(members: Members, known: Cohort, horizon: float) -> Floats:
    """Returns what each member expects of each guest within the horizon, (n, 4), in the order of MEMBERS."""
    found, model = known.found, members.model
    r, alpha = np.exp(members.without_leaving.log_parameters)
    later = np.maximum(_sizes(known)[1], 0)
    said = [
        model.expected(log_parameters_of(members, known), found, np.array([horizon]))[:, 0] / horizon,
        (r + found.repeats) / (alpha + found.age),
        np.full(len(found.repeats), members.mean_rate),
        later / max(members.size, 1e-9) / (found.age + members.mean_age / 2),
    ]
    return horizon * np.stack(said, axis=1)


def log_parameters_of(members: Members, known: Cohort) -> Floats:
    """Returns the log-parameters of the model of leaving: (k, n) where guests differ by their first booking, else (k,)."""
    if members.covered is None:
        return members.estimate.log_parameters
    return members.covered.log_parameters(_logarithms(known, members.used, members.offsets))


def _columns(known: Cohort) -> list[Floats]:
    """What the first booking was worth, and how much it was of where that is known, (n,) each."""
    return [np.maximum(one, 0) for one in (known.first_amount, known.first_units) if one is not None]


def _logarithms(known: Cohort, used: tuple[int, ...], offsets: Floats) -> Floats:
    """Logarithms of them as far as guests differ in them, (n, c)."""
    columns = _columns(known)
    return np.stack([np.log(columns[place] + more) for place, more in zip(used, offsets, strict=True)], axis=1)


def _sizes(known: Cohort) -> tuple[Floats, Floats]:
    """How large the first booking was and the later ones together, (n,) each: in units where they are known, else in money."""
    if known.first_units is not None and known.later_units is not None:
        return known.first_units, known.later_units
    return known.first_amount, known.later_amount
