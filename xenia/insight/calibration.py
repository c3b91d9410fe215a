"""Making a probability mean what it says: of those told 30 %, about 30 % come true. Plain, Platt or isotonic, chosen by held-out log
loss."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from xenia.insight.judging import Array, log_loss

ISOTONIC_ROWS_MIN = 1_000
STEP_ROWS = 25
"""A step of the isotonic line stands on so many rows at least: one row at the end would make its chance a certainty."""
BETTER_BY = 0.0005
LARGEST_ODDS = 15.0
"""A chance is never surer than about 3 in 10 million: nobody's is."""


@dataclass(frozen=True)
class Calibration:
    """How log-odds of a model become a probability.

    kind `plain`: the logistic function of them. `platt`: of `slope` x log-odds + `shift`. `isotonic`: the line through the points
    (`odds`, `chances`), both rising; a hundredth of the Platt line is mixed in, so that the order of two guests is never lost.
    """

    kind: str = "plain"
    slope: float = 1.0
    shift: float = 0.0
    odds: tuple[float, ...] = ()
    chances: tuple[float, ...] = ()


def chance_of(odds: Array) -> Array:
    """The logistic function, without overflow."""
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -LARGEST_ODDS, LARGEST_ODDS))))


def apply(how: Calibration, odds: Array) -> Array:
    """Log-odds of shape (n,) to probabilities of shape (n,); equal or higher log-odds never get a lower probability."""
    line = chance_of(how.slope * odds + how.shift)
    if how.kind != "isotonic":
        return line
    return np.asarray(0.99 * np.interp(odds, how.odds, how.chances) + 0.01 * line)


def _fit(kind: str, odds: Array, truth: Array) -> Calibration:
    if kind == "plain":
        return Calibration()
    line = LogisticRegression(C=1e6).fit(odds[:, None], truth)
    slope, shift = max(float(line.coef_[0, 0]), 1e-3), float(line.intercept_[0])
    if kind == "platt":
        return Calibration("platt", slope, shift)
    stairs = IsotonicRegression(out_of_bounds="clip", y_min=1e-4, y_max=1 - 1e-4).fit(*_in_steps(odds, truth))
    points, heights = stairs.X_thresholds_, stairs.y_thresholds_
    return Calibration("isotonic", slope, shift, tuple(points.tolist()), tuple(heights.tolist()))


def _in_steps(odds: Array, truth: Array) -> tuple[Array, Array, Array]:
    """Mean log-odds and share that came true of runs of rows in order, and how many rows each has; the last may have twice as many."""
    order = np.argsort(odds, kind="stable")
    starts = np.arange(max(1, len(odds) // STEP_ROWS)) * STEP_ROWS
    rows = np.diff(np.r_[starts, len(odds)])
    return np.add.reduceat(odds[order], starts) / rows, np.add.reduceat(truth[order].astype(float), starts) / rows, rows


def choose(odds: Array, truth: Array, *, seed: int) -> Calibration:
    """The calibration with the least log loss in five folds over held-out log-odds; the simpler one unless the other is clearly better.

    Isotonic is tried from 1,000 rows. With fewer than ten rows of a class the answer is `plain`: nothing can be learnt from so few.
    """
    if min(truth.sum(), len(truth) - truth.sum()) < 10:
        return Calibration()
    kinds = ["plain", "platt"] + (["isotonic"] if len(truth) >= ISOTONIC_ROWS_MIN else [])
    best, least = "plain", np.inf
    for kind in kinds:
        loss = _held_out_loss(kind, odds, truth, seed)
        if loss < least - BETTER_BY:
            best, least = kind, loss
    return _fit(best, odds, truth)


def _held_out_loss(kind: str, odds: Array, truth: Array, seed: int) -> float:
    said = np.empty(len(truth))
    for known, unseen in StratifiedKFold(5, shuffle=True, random_state=seed).split(odds[:, None], truth):
        said[unseen] = apply(_fit(kind, odds[known], truth[known]), odds[unseen])
    return log_loss(truth, said, np.ones(len(truth)))


def as_document(how: Calibration) -> dict[str, Any]:
    return {"kind": how.kind, "slope": how.slope, "shift": how.shift, "odds": list(how.odds), "chances": list(how.chances)}


def of_document(said: dict[str, Any]) -> Calibration:
    return Calibration(said["kind"], said["slope"], said["shift"], tuple(said["odds"]), tuple(said["chances"]))
