"""What the benchmark of lifetime value runs in a process of its own: guests made up by BG/NBD, and our fits of them."""

import time
from pathlib import Path
from typing import Any

import numpy as np

PLANTED = (0.3, 7.0, 0.6, 1.8)
WARM_ROWS = 2_000


def write_guests(path: Path, rows: int, *, seed: int) -> None:
    """Histories by the day, time in weeks, of guests known for one month to two years."""
    r, alpha, a, b = PLANTED
    random = np.random.default_rng(seed)
    age = random.integers(30, 730, rows) / 7
    rate, chance = random.gamma(r, size=rows) / alpha, random.beta(a, b, rows)
    chances, moment = random.geometric(np.maximum(chance, 1e-9)), np.zeros(rows)
    repeats, last, there = np.zeros(rows), np.zeros(rows), np.ones(rows, dtype=bool)
    while there.any():
        moment[there] += random.exponential(size=int(there.sum())) / np.maximum(rate[there], 1e-12)
        there &= (moment <= age) & (repeats < chances)
        repeats[there] += 1
        last[there] = np.round(moment[there] * 7) / 7
    np.savez(path, repeats=repeats, last=np.minimum(last, age), age=age)


def lifetime_value(path: str, name: str) -> dict[str, Any]:
    """One model fitted on all guests of the file, from three arrays to estimates with their errors; as warm as the peers are."""
    from xenia.insight.lifetime_value.choosing import MODELS
    from xenia.insight.lifetime_value.counting import fit
    from xenia.insight.lifetime_value.histories import histories

    with np.load(path) as file:
        columns = [file[one] for one in ("repeats", "last", "age")]
    model = next(one for one in MODELS if one.name == name)
    fit(model, histories(*(one[:WARM_ROWS] for one in columns)))
    begun = time.perf_counter()
    estimate = fit(model, histories(*columns))
    return {"rows": len(columns[0]), "seconds": time.perf_counter() - begun, "parameters": estimate.parameters}


VERBS = {"lifetime_value": lifetime_value}
