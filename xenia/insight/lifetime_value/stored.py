"""The forecast as the product keeps it: fitted on a sample of guests, written as JSON, and told of everybody without a loop over guests."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.special import ndtri

from xenia.insight.lifetime_value.blending import Members, fit_members, log_parameters_of, told_by, weigh
from xenia.insight.lifetime_value.covariates import CoveredFit
from xenia.insight.lifetime_value.estimating import Estimate
from xenia.insight.lifetime_value.histories import Floats, Places
from xenia.insight.lifetime_value.pareto import PARETO_NBD
from xenia.insight.lifetime_value.purchase_log import Cohort, PurchaseLog, bookings_of, cohort
from xenia.insight.lifetime_value.spending import amounts, expected_spend, fit_spend
from xenia.kernel.errors import Invalid

UNIT_DAYS = 7.0
FILE = "model.json"
EDGES = (0.05, 0.95)
PIECE_ROWS = 200_000


@dataclass(frozen=True)
class Fitted:
    """The members, how they are weighed, (4,), and Gamma-Gamma's log-parameters, (3,); `spend` is the mean amount of a booking where
    amounts do not let it be fitted, 0 where none is known."""

    members: Members
    weights: Floats
    amounts: Floats | None
    spend: float


@dataclass(frozen=True)
class Forecast:
    """Of n guests, (n,) each, within a horizon: bookings, what they are worth with the range that holds nine of ten, and the chance that
    the guest is still there."""

    bookings: Floats
    value: Floats
    low: Floats
    high: Floats
    alive: Floats


def fit_forecast(log: PurchaseLog, day: int) -> Fitted:
    """Returns the blend (Y15) and Gamma-Gamma (Y7) fitted on everybody who booked until the day."""
    first = int(log.days.min())
    cut = (first + day) // 2
    then, now = cohort(log, cut, unit_days=UNIT_DAYS), cohort(log, day, unit_days=UNIT_DAYS)
    early = told_by(fit_members(PARETO_NBD, then), then, (day - cut) / UNIT_DAYS)
    weights = weigh(early, bookings_of(log.until(day).after(cut), then.guests))
    fitted, spend = _spending(now)
    return Fitted(fit_members(PARETO_NBD, now), weights, fitted, spend)


def foretell(fitted: Fitted, known: Cohort, horizon_days: float) -> Forecast:
    """Returns what is to be expected of each guest of the cohort within so many days (Y8, Y9, Y13, Y17)."""
    rows = len(known.guests)
    parts = [_part(fitted, part_of(known, slice(start, start + PIECE_ROWS)), horizon_days) for start in range(0, rows, PIECE_ROWS)]
    return Forecast(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def part_of(known: Cohort, rows: slice | Places) -> Cohort:
    """Some of the guests."""
    units = known.first_units, known.later_units
    first, later = (None if one is None else one[rows] for one in units)
    amount = known.first_amount[rows], known.later_amount[rows], known.paid[rows], known.paid_mean[rows]
    return Cohort(known.guests[rows], known.found.part(rows), amount[0], first, amount[1], later, amount[2], amount[3])


def _part(fitted: Fitted, known: Cohort, horizon_days: float) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    expected = told_by(fitted.members, known, horizon_days / UNIT_DAYS) @ fitted.weights
    theta = log_parameters_of(fitted.members, known)
    alive = PARETO_NBD.alive(theta, known.found)
    spend, unsure = _spend_of(fitted, known)
    strength = np.exp(theta[0]) + known.found.repeats
    low, high = _range(expected, np.clip(alive, 1e-6, 1.0), strength, unsure)
    return expected, expected * spend, low * spend, high * spend, alive


def _spending(known: Cohort) -> tuple[Floats | None, float]:
    paid, mean = _paid(known)
    has = paid > 0
    if not has.any():
        return None, 0.0
    plain = float(mean[has].mean())
    try:
        theta = fit_spend(amounts(paid[has], mean[has])).log_parameters
    except Invalid:  # every amount alike: the mean is all there is to say
        return None, plain
    return (theta, plain) if np.exp(theta[1]) > 1.05 else (None, plain)  # q at most 1: the mean of all would be infinite


def _paid(known: Cohort) -> tuple[Floats, Floats]:
    """How many bookings of each guest have an amount, the first included, and their mean, 0 without one."""
    first = np.maximum(known.first_amount, 0)
    paid = known.paid + (first > 0)
    total = known.paid * known.paid_mean + first
    return paid, np.divide(total, paid, out=np.zeros_like(total), where=paid > 0)


def _spend_of(fitted: Fitted, known: Cohort) -> tuple[Floats, tuple[Floats, Floats]]:
    """The expected amount of a booking, (n,), the squared coefficient of variation of one, and that of the guest's own mean, (n,) each."""
    paid, mean = _paid(known)
    if fitted.amounts is None:
        nothing = np.zeros(len(paid))
        return np.full(len(paid), fitted.spend), (nothing, nothing)
    p, q, _ = np.exp(fitted.amounts)
    return expected_spend(fitted.amounts, paid, mean), (np.full(len(paid), 1 / p), 1 / np.maximum(p * paid + q - 2, 0.5))


def _range(expected: Floats, alive: Floats, strength: Floats, unsure: tuple[Floats, Floats]) -> tuple[Floats, Floats]:
    """The range of value in units of the expected amount (Y17): nothing with the chance that the guest left or does not come, else a gamma
    of the same mean and variance, its quantiles by Wilson and Hilferty (1931)."""
    mean = np.maximum(expected / alive, 1e-12)
    none = (1 - alive) + alive * np.exp(-strength * np.log1p(mean / strength))
    some = np.maximum(1 - none, 1e-12)
    second = alive * (mean + mean**2 * (1 + 1 / strength))
    one, own = unsure
    squares = (second * (1 + own) + expected * one * (1 + own)) / some
    centre = expected / some
    shape = centre**2 / np.maximum(squares - centre**2, 1e-12 * np.maximum(centre, 1e-12) ** 2)
    edges = [np.where(edge > none, centre * _gamma_quantile(shape, (edge - none) / some), 0.0) for edge in EDGES]
    return np.minimum(edges[0], expected), np.maximum(edges[1], expected)


def _gamma_quantile(shape: Floats, level: Floats) -> Floats:
    """The quantile of a gamma of mean 1, (n,)."""
    z = ndtri(np.clip(level, 1e-9, 1 - 1e-9))
    return np.asarray(np.maximum(1 - 1 / (9 * shape) + z / (3 * np.sqrt(shape)), 0.0) ** 3, dtype=np.float64)


def save(fitted: Fitted, folder: Path) -> None:
    """Writes the model into a folder: numbers in JSON."""
    members = fitted.members
    covered = members.covered
    document = {
        "weights": fitted.weights.tolist(),
        "amounts": None if fitted.amounts is None else fitted.amounts.tolist(),
        "spend": fitted.spend,
        "covered": None if covered is None else {"centre": covered.centre.tolist(), "spread": covered.spread.tolist()},
        "estimate": _written(members.estimate),
        "without_leaving": _written(members.without_leaving),
        "used": list(members.used),
        "offsets": members.offsets.tolist(),
        "mean_rate": members.mean_rate,
        "size": members.size,
        "mean_age": members.mean_age,
    }
    (folder / FILE).write_text(json.dumps(document), encoding="utf-8")


def load(folder: Path) -> Fitted:
    """Returns the model again."""
    said: Mapping[str, Any] = json.loads((folder / FILE).read_text(encoding="utf-8"))
    estimate, covered = _read(said["estimate"]), said["covered"]
    members = Members(
        model=PARETO_NBD,
        covered=CoveredFit(PARETO_NBD, estimate, np.array(covered["centre"]), np.array(covered["spread"])) if covered else None,
        estimate=estimate,
        without_leaving=_read(said["without_leaving"]),
        used=tuple(said["used"]),
        offsets=np.array(said["offsets"]),
        mean_rate=said["mean_rate"],
        size=said["size"],
        mean_age=said["mean_age"],
    )
    return Fitted(members, np.array(said["weights"]), None if said["amounts"] is None else np.array(said["amounts"]), said["spend"])


def _written(estimate: Estimate) -> dict[str, Any]:
    return {"names": estimate.names, "log_parameters": estimate.log_parameters.tolist(), "guests": estimate.guests}


def _read(said: Mapping[str, Any]) -> Estimate:
    """Without its errors: they are for who fitted it."""
    return Estimate(tuple(said["names"]), np.array(said["log_parameters"]), None, 0.0, said["guests"], 0, None)
