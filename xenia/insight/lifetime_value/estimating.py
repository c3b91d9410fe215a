"""Maximum likelihood over log-parameters: one way of fitting for every model of this folder, with standard errors from the observed
information."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.linalg import LinAlgError, cho_factor, cho_solve
from scipy.optimize import minimize

from xenia.insight.lifetime_value.histories import Floats
from xenia.kernel.texts import Text

Objective = Callable[[Floats], tuple[float, Floats]]
"""Log-parameters, shape (k,), to the log-likelihood and its gradient, shape (k,)."""
LOG_BOUND = 14.0
"""A log-parameter further out than this is not told by the data: e^14 is over a million times the unit it is measured in."""
STEP = 1e-5
"""Of the differences of the gradient: their error is about STEP in parts of the information."""
NEWTON_ROUNDS = 25
GAIN_MIN = 1e-9
"""Newton's method stops when a step promises less than this share of a unit of log-likelihood."""


@dataclass(frozen=True)
class Estimate:
    """What a fit found (Y6). `log_parameters` has shape (k,), `covariance` is theirs, (k, k), or None where the data does not tell them
    apart: then `note` says so and there are no standard errors and no intervals."""

    names: tuple[str, ...]
    log_parameters: Floats
    covariance: Floats | None
    log_likelihood: float
    guests: float
    rounds: int
    note: Text | None

    @property
    def parameters(self) -> dict[str, float]:
        """Each parameter by its name in the papers."""
        return dict(zip(self.names, np.exp(self.log_parameters).tolist(), strict=True))

    @property
    def standard_errors(self) -> dict[str, float] | None:
        """Of the parameters themselves, by the delta method: parameter times the error of its logarithm."""
        if self.covariance is None:
            return None
        errors = np.exp(self.log_parameters) * np.sqrt(np.diag(self.covariance))
        return dict(zip(self.names, errors.tolist(), strict=True))

    def drawn(self, draws: int, seed: int) -> Floats:
        """Log-parameters drawn from the normal approximation around the estimate, shape (draws, k); all alike where there is no
        covariance."""
        if self.covariance is None:
            return np.tile(self.log_parameters, (draws, 1))
        normal = np.random.default_rng(seed).standard_normal((draws, len(self.names)))
        values, vectors = np.linalg.eigh(self.covariance)
        moved = self.log_parameters + (normal * np.sqrt(np.maximum(values, 0))) @ vectors.T
        return np.asarray(np.clip(moved, -LOG_BOUND, LOG_BOUND), dtype=np.float64)


def maximise(objective: Objective, start: Floats, names: tuple[str, ...], *, guests: float, rough: Objective | None = None) -> Estimate:
    """Returns the maximum likelihood estimate: quasi-Newton (on `rough`, a sample, where given), then Newton on the whole (Y6).

    Raises nothing: where the data does not tell the parameters, the estimate says so in its note.
    """
    first = rough or objective
    found = minimize(
        lambda theta: _scaled(first, theta, -1.0 / guests),
        start,
        jac=True,
        method="L-BFGS-B",
        bounds=[(-LOG_BOUND, LOG_BOUND)] * len(start),
        options={"maxiter": 500, "ftol": 1e-11, "gtol": 1e-7},
    )
    theta = np.asarray(found.x, dtype=np.float64)
    begun = None if rough is None else information_at(rough, theta, rough(theta)[1])
    theta, value, information, rounds = climb(objective, theta, begun)
    covariance, note = _covariance(theta, information, names)
    return Estimate(names, theta, covariance, value, guests, int(found.nit) + rounds, note)


def information_at(objective: Objective, theta: Floats, gradient: Floats) -> Floats:
    """Returns the observed information, minus the second derivatives of the log-likelihood in the log-parameters, shape (k, k).

    gradient: at theta, which every caller knows already.
    """
    columns = [(gradient - objective(theta + step)[1]) / STEP for step in STEP * np.eye(len(theta))]
    matrix = np.array(columns)
    return np.asarray((matrix + matrix.T) / 2, dtype=np.float64)


def _scaled(objective: Objective, theta: Floats, scale: float) -> tuple[float, Floats]:
    value, gradient = objective(theta)
    return value * scale, gradient * scale


def climb(objective: Objective, theta: Floats, information: Floats | None = None) -> tuple[Floats, float, Floats, int]:
    """Newton's method with one information matrix kept while it serves; steps that do not gain are halved.

    information: a guess to begin with, else it is computed. Returns the log-parameters, the value, the information there, and the rounds.
    """
    value, gradient = objective(theta)
    is_fresh = information is None
    matrix = information_at(objective, theta, gradient) if information is None else information
    rounds = 0
    while rounds < NEWTON_ROUNDS:
        step = _step(matrix, gradient)
        promised = float(gradient @ step)
        moved, reached, slope = _searched(objective, (theta, value, gradient), step) if promised >= GAIN_MIN else (theta, value, gradient)
        rounds += 1
        if reached <= value and is_fresh:
            break
        is_poor = reached - value < 0.25 * promised or reached <= value
        theta, value, gradient, is_fresh = moved, reached, slope, False
        if is_poor:
            matrix, is_fresh = information_at(objective, theta, gradient), True
    return theta, value, matrix if is_fresh else information_at(objective, theta, gradient), rounds


def _searched(objective: Objective, at: tuple[Floats, float, Floats], step: Floats) -> tuple[Floats, float, Floats]:
    theta, value, gradient = at
    for _ in range(30):
        moved = np.clip(theta + step, -LOG_BOUND, LOG_BOUND)
        reached, slope = objective(moved)
        if np.isfinite(reached) and reached > value:
            return moved, reached, slope
        step = step / 2
    return theta, value, gradient


def _step(information: Floats, gradient: Floats) -> Floats:
    """Newton's step; where the information is not positive definite, along its eigenvectors with their curvature taken as positive."""
    values, vectors = np.linalg.eigh(np.nan_to_num(information))
    curved = np.maximum(np.abs(values), 1e-8 * max(1.0, float(np.abs(values).max())))
    step = vectors @ ((vectors.T @ gradient) / curved)
    return np.asarray(step / max(1.0, float(np.abs(step).max()) / 2), dtype=np.float64)


def _covariance(theta: Floats, information: Floats, names: tuple[str, ...]) -> tuple[Floats | None, Text | None]:
    far = [name for name, one in zip(names, theta, strict=True) if abs(one) >= LOG_BOUND - 1e-6]
    if far:
        return None, Text(
            f"数据不足以确定参数 {'、'.join(far)}：它们落在边界上。预测可用，但没有误差；请增加客人或时间。",
            f"The data does not tell {', '.join(far)}: they ran to their bound. Forecasts hold, without errors; add guests or time.",
        )
    size = np.sqrt(np.abs(np.diag(information)))
    try:
        if np.linalg.eigvalsh(information / np.outer(size, size))[0] < 1e-9:
            raise LinAlgError
        factor = cho_factor(information)
    except (LinAlgError, ValueError):
        return None, Text(
            "似然在最优点附近沿某个方向是平的，信息矩阵非正定：没有标准误差和区间；请增加客人或时间，或改用合并估计。",
            "The likelihood is flat in a direction at its maximum (the information is not positive definite): there are "
            "no standard errors and no "
            "intervals; add guests or time, or use the pooled estimate.",
        )
    return np.asarray(cho_solve(factor, np.eye(len(theta))), dtype=np.float64), None
