"""Guests made up by the very models, so that what is estimated can be compared with what was planted."""

import numpy as np

from xenia.insight.lifetime_value.histories import Floats, Histories, histories


def bg_guests(planted: tuple[float, float, float, float], n: int, *, seed: int, leave_at_once: bool = False) -> Histories:
    """Guests of BG/NBD, of MBG/NBD where they may leave right after the first booking; known for 20 to 60 units of time."""
    r, alpha, a, b = planted
    random = np.random.default_rng(seed)
    rate, chance, age = random.gamma(r, size=n) / alpha, random.beta(a, b, n), random.uniform(20, 60, n)
    chances = random.geometric(np.maximum(chance, 1e-9)) - leave_at_once
    return _watched(rate, chances, age, random)


def pareto_guests(planted: tuple[float, float, float, float], n: int, *, seed: int) -> Histories:
    r, alpha, s, beta = planted
    random = np.random.default_rng(seed)
    rate, age = random.gamma(r, size=n) / alpha, random.uniform(20, 60, n)
    stay = np.minimum(age, random.exponential(size=n) * beta / random.gamma(s, size=n))
    x = random.poisson(rate * stay)
    last = np.where(x > 0, stay * random.beta(np.maximum(x, 1), 1), 0.0)
    return histories(x, last, age)


def _watched(rate: Floats, chances: Floats, age: Floats, random: np.random.Generator) -> Histories:
    found = []
    for one_rate, one_chances, one_age in zip(rate, chances, age, strict=True):
        moments = np.sort(random.uniform(0, one_age, random.poisson(one_rate * one_age)))[: int(min(one_chances, 1e9))]
        found.append((len(moments), moments[-1] if len(moments) else 0.0, one_age))
    return histories(*np.array(found).T)
