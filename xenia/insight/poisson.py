"""Poisson regression with a log link and a ridge, for counts and for sums that are never below nought (then quasi-Poisson).

Estimator: penalised maximum likelihood by iteratively re-weighted least squares (McCullagh & Nelder 1989). No guest is in it: rows are
weeks, days or cells of them.
"""

import numpy as np

from xenia.insight.judging import Array

STEPS = 30
CLOSE = 1e-8
LOG_MAX = 30.0


def fitted(design: Array, counts: Array, *, ridge: Array, weight: Array | None = None) -> Array:
    """The coefficients, shape (k,), of `counts` (n,) on `design` (n, k), whose first column is ones; `ridge` (k,) draws each towards 0, and
    `weight` (n,) says how often a row counts. With no counts above nought the first coefficient alone is very low."""
    rows = np.ones(len(counts)) if weight is None else weight
    mean = float((rows * counts).sum() / max(rows.sum(), 1e-12))
    found = np.zeros(design.shape[1])
    found[0] = np.log(max(mean, 1e-9))
    for _ in range(STEPS):
        line = np.clip(design @ found, -LOG_MAX, LOG_MAX)
        said = np.exp(line)
        held = rows * said
        target = line + (counts - said) / said
        left = (design * held[:, None]).T @ design + np.diag(ridge)
        before, found = found, np.linalg.lstsq(left, design.T @ (held * target), rcond=None)[0]
        if np.abs(found - before).max() < CLOSE:
            break
    return np.asarray(found)


def said_by(coefficients: Array, design: Array) -> Array:
    """The mean that is foretold for each row, shape (n,)."""
    return np.asarray(np.exp(np.clip(design @ coefficients, -LOG_MAX, LOG_MAX)))
