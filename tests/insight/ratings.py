"""A small survey, written as the airline exports it: who rates boarding and wifi well is satisfied; gate and food say nothing."""

from pathlib import Path

import numpy as np
import pandas as pd

from xenia.insight.reading.ratings import TOUCHPOINTS


def write(path: Path, rows: int = 1_200, seed: int = 1) -> Path:
    random = np.random.default_rng(seed)
    ratings = {name: random.integers(1, 6, rows) for name in TOUCHPOINTS}
    odds = 1.5 * (ratings["Online boarding"] - 3) + (ratings["Inflight wifi service"] - 3) + 0.6 * (ratings["Seat comfort"] - 3)
    satisfied = random.random(rows) < 1 / (1 + np.exp(-odds))
    ratings["Inflight entertainment"][random.random(rows) < 0.1] = 0
    table = {
        "id": np.arange(rows), "Gender": random.choice(["Male", "Female"], rows), "Customer Type": random.choice(["Loyal Customer", "disloyal Customer"], rows),
        "Age": random.integers(10, 80, rows), "Type of Travel": random.choice(["Business travel", "Personal Travel"], rows),
        "Class": random.choice(["Eco", "Business", "Eco Plus"], rows), "Flight Distance": random.integers(100, 4_000, rows), **ratings,
        "Departure Delay in Minutes": random.integers(0, 60, rows), "Arrival Delay in Minutes": random.integers(0, 60, rows).astype(float),
        "satisfaction": np.where(satisfied, "satisfied", "neutral or dissatisfied"),
    }  # fmt: skip
    path.parent.mkdir(parents=True, exist_ok=True)
    pd.DataFrame(table).to_csv(path, index=False)
    return path
