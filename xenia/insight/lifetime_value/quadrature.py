"""Rules that turn an integral into a weighted sum: Golub & Welsch (1969), in the form that stays exact for thousands of bookings."""

from functools import cache

import numpy as np

from xenia.insight.lifetime_value.histories import Floats


@cache
def unit_rule(nodes: int) -> tuple[Floats, Floats]:
    """Points and weights, (nodes,) each, of the uniform distribution on 0 to 1 (Gauss and Legendre)."""
    points, weights = np.polynomial.legendre.leggauss(nodes)
    return (points + 1) / 2, weights / 2


def beta_rule(a: Floats, b: Floats, nodes: int) -> tuple[Floats, Floats]:
    """Points and weights, (n, nodes) each, of n beta distributions (Gauss and Jacobi): weights add up to one, so nothing overflows.

    a, b: their parameters, (n,), above 0 and as large as one likes.
    """
    j = np.arange(nodes)
    p, q = np.asarray(b)[:, None] - 1, np.asarray(a)[:, None] - 1  # the exponents of 1 - z and 1 + z on -1 to 1
    twice = 2 * j + p + q
    with np.errstate(divide="ignore", invalid="ignore"):
        diagonal = np.where(j == 0, (q - p) / (p + q + 2), (q**2 - p**2) / (twice * (twice + 2)))
        squares = 4 * j * (j + p) * (j + q) * (j + p + q) / (twice**2 * (twice + 1) * (twice - 1))
        first = 4 * (1 + p) * (1 + q) / ((2 + p + q) ** 2 * (3 + p + q))
    squares = np.where(j == 1, first, squares)
    matrix = np.zeros((len(p), nodes, nodes))
    matrix[:, j, j] = diagonal
    beside = np.sqrt(squares[:, 1:])
    matrix[:, j[1:], j[:-1]] = matrix[:, j[:-1], j[1:]] = beside
    points, vectors = np.linalg.eigh(matrix)
    return np.clip((points + 1) / 2, 0, 1), vectors[:, 0, :] ** 2
