"""A small company of made-up travellers, written as its export: who begins in a city goes round the cities of its country."""

from pathlib import Path

import numpy as np
import pandas as pd

BEGAN, DAY = 1_480_000_000, 86_400
ROUNDS = (("东京", "大阪", "京都", "札幌"), ("伦敦", "爱丁堡", "曼彻斯特", "牛津"), ("纽约", "波士顿", "费城", "迈阿密"))
COUNTRIES = (("日本", "亚洲"), ("英国", "欧洲"), ("美国", "北美洲"))
PROVINCES = ("上海", "北京", "广东")
ACTIONS = [f"x{number}" for number in range(1, 10)]


def write(folder: Path, guests: int = 300, seed: int = 1, first: int = 100_000) -> Path:
    """The files that are needed, with guests numbered from `first`. A guest's province tells the country, and the next city is mostly the one
    after the last in its round."""
    folder.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(seed)
    number = first + np.arange(guests)
    home = random.integers(0, 3, guests)
    profile = {"userid": number, "gender": random.choice(["男", "女", ""], guests), "province": np.array(PROVINCES)[home], "age": "80后"}
    pd.DataFrame(profile).to_csv(folder / "profiles.csv", index=False)
    rows = [row for guest, country in zip(number, home, strict=True) for row in _orders(random, int(guest), int(country))]
    orders = pd.DataFrame(rows, columns=["userid", "orderTime", "orderType", "city", "country", "continent"])
    orders.insert(1, "orderid", np.arange(len(orders)) + first * 10)
    orders.to_csv(folder / "orders.csv", index=False)
    began = orders["orderTime"].to_numpy() - random.integers(0, 20, len(orders)) * 3600
    times = {
        name: pd.to_datetime(at, unit="s").strftime("%Y-%m-%d %H:%M:%S") for name, at in (("starttime", began), ("endtime", began + 600))
    }
    counts = {name: random.poisson(2, len(orders)) for name in ACTIONS}
    pd.DataFrame({"userid": orders["userid"], **times, **counts}).to_csv(folder / "sessions.csv", index=False)
    return folder


def _orders(random: np.random.Generator, guest: int, country: int) -> list[tuple[int, int, int, str, str, str]]:
    at, place, found = BEGAN + int(random.integers(0, 200)) * DAY, int(random.integers(0, 4)), []
    for _ in range(int(random.integers(1, 6))):
        found.append((guest, at, int(random.integers(0, 2)), ROUNDS[country][place], *COUNTRIES[country]))
        at += int(random.integers(1, 40)) * DAY // 2
        place = (place + int(random.random() < 0.6)) % 4
    return found
