"""Few bookings say little: means and shares of a guest are drawn towards what is usual, by as much as guests are alike (TA4).

Empirical Bayes: normal means with variances by analysis of variance (Morris, JASA 1983), shares by a Dirichlet prior whose strength gives
the greatest leave-one-out likelihood.
"""

import numpy as np
from scipy import sparse

from xenia.insight.judging import Array

STRENGTHS = (0.5, 1.0, 2.0, 3.0, 5.0, 8.0, 12.0, 20.0, 35.0, 60.0, 100.0)
"""So many bookings' worth of what is usual are added to a guest's own; the candidates."""


def mean_strength(person: Array, away: Array, guests: int) -> float:
    """How many bookings the usual is worth beside a guest's own mean: variance within guests by variance between them.

    `person` (n,) places of guests, `away` (n,) distances from what is usual. 20 where no guest has two bookings.
    """
    count = np.bincount(person, minlength=guests).astype(float)
    spare, groups = len(away) - (count > 0).sum(), int((count > 0).sum())
    if spare < 1 or groups < 2:
        return 20.0
    mean = np.bincount(person, away, guests) / np.maximum(count, 1)
    within = float(((away - mean[person]) ** 2).sum() / spare)
    among = float((count * (mean - away.mean()) ** 2).sum() / (groups - 1))
    size = (len(away) - float((count**2).sum()) / len(away)) / (groups - 1)
    between = max((among - within) / max(size, 1e-9), 1e-12)
    return float(np.clip(within / between, STRENGTHS[0], STRENGTHS[-1]))


def share_strength(counts: sparse.csr_matrix, usual: Array) -> float:
    """The strength of a Dirichlet prior around `usual` (k,) under which each booking is foretold best by the guest's others.

    `counts` (guests, k): how often what. 20 where no guest has two.
    """
    total = np.asarray(counts.sum(axis=1)).ravel()
    cells = counts.tocoo()
    several = total[cells.row] >= 2
    row, column, times = cells.row[several], cells.col[several], cells.data[several].astype(float)
    if len(row) == 0:
        return 20.0
    said = [
        float((times * np.log(np.maximum(times - 1 + strength * usual[column], 1e-12) / (total[row] - 1 + strength))).sum())
        for strength in STRENGTHS
    ]
    return STRENGTHS[int(np.argmax(said))]


def shrunk_shares(counts: Array, usual: Array, strength: float) -> Array:
    """Shares of shape (guests, k) from own counts and `usual`, (k,) or (guests, k). 1 of 1, usual 20 %, strength 3: (1 + 0.6) / 4."""
    return np.asarray((counts + strength * usual) / (counts.sum(axis=1, keepdims=True) + strength))
