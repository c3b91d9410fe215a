"""A small company of made-up guests, written as its export: who fills in the form and has bought before buys the premium product."""

from pathlib import Path

import numpy as np
import pandas as pd

BEGAN = 1_480_000_000
ACTIONS = [f"x{number}" for number in range(1, 10)]


def write(folder: Path, guests: int = 600, seed: int = 1, share: float = 0.3) -> Path:
    """Five files as the company exports them; about `share` of the guests buy."""
    folder.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(seed)
    number = 100_000_000_000 + np.arange(guests) * 7
    keen = random.random(guests)
    label = (keen + random.normal(0, 0.2, guests) > np.quantile(keen, 1 - share)).astype(int)
    visits = random.integers(1, 6, guests)
    guest = np.repeat(number, visits)
    began = BEGAN + random.integers(0, 200 * 86_400, len(guest))
    counts = {name: random.poisson(1 + 6 * np.repeat(keen, visits) * (place > 3)) for place, name in enumerate(ACTIONS)}
    times = {
        name: pd.to_datetime(at, unit="s").strftime("%Y-%m-%d %H:%M:%S") for name, at in (("starttime", began), ("endtime", began + 600))
    }
    pd.DataFrame({"userid": guest, **times, "length_time": 0.1, **counts}).to_csv(folder / "sessions.csv", index=False)
    bought = number[random.random(guests) < 0.4]
    orders = {"userid": bought, "orderid": np.arange(len(bought)) + 5, "orderTime": BEGAN + random.integers(0, 200 * 86_400, len(bought))}
    place = {"city": "东京", "country": "日本", "continent": "亚洲"}
    pd.DataFrame({**orders, "orderType": random.integers(0, 2, len(bought)), **place}).to_csv(folder / "orders.csv", index=False)
    reviews = {
        "userid": bought[:50],
        "orderid": np.arange(len(bought[:50])) + 5,
        "rating": 5.0,
        "tags": "主动热情|提前联系",
        "commentsKeyWords": "['好','很']",
    }
    pd.DataFrame(reviews).to_csv(folder / "reviews.csv", index=False)
    profile = {
        "userid": number,
        "gender": random.choice(["男", "女", ""], guests),
        "province": "上海",
        "age": random.choice(["80后", ""], guests),
    }
    pd.DataFrame(profile).to_csv(folder / "profiles.csv", index=False)
    pd.DataFrame({"userid": number, "orderType": label}).to_csv(folder / "premium_order_label.csv", index=False)
    return folder
