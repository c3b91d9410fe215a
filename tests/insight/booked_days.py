"""A small company whose bookings fill a lake: a weekly season, a holiday week, and cancellations, with nothing else in them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np

from tests.insight.planted import add, booking
from xenia.lake.engine import Lake

NOW = datetime(2026, 6, 15, 4, tzinfo=UTC)
WEEK = (4, 4, 5, 6, 9, 11, 7)
"""Arrivals a day, Monday first; three times as many in the first week of May."""


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 3, tzinfo=UTC)


def stays(days: int, *, seed: int = 1, ahead: int = 40, skip: range = range(0), **more: Any) -> list[dict[str, Any]]:
    """Stays over so many days until NOW and `ahead` days after it, each booked 1 to 40 days before; one in ten is cancelled halfway."""
    random, made = np.random.default_rng(seed), []
    for back in range(days, -ahead, -1):
        day = NOW.date() - timedelta(days=back)
        if back in skip:
            continue
        mean = WEEK[day.weekday()] * (3 if (day.month, day.day) in [(5, n) for n in range(1, 6)] else 1)
        for n in range(random.poisson(mean)):
            lead = int(random.integers(1, 41))
            if day - timedelta(days=lead) > NOW.date():
                continue
            made.append(_stay(f"{day} {n} {more.get('property', '')}", day, lead, is_lost=random.random() < 0.1, **more))
    return made


def _stay(key: str, day: date, lead: int, *, is_lost: bool, **more: Any) -> dict[str, Any]:
    left = day - timedelta(days=lead // 2)
    lost = {"status": "cancelled", "cancelled_on": left, "said": at(left)} if is_lost and left <= NOW.date() else {}
    usual = {"starts_on": day, "ends_on": day + timedelta(days=2), "nights": 2, "rooms": 1, "adults": 2, "property": "BZSH"}
    booked = {"booked_at": at(day - timedelta(days=lead)), "destination_country": "CN", "channel": "app"}
    return booking(key, 0) | usual | booked | lost | {"came": at(left) if lost else at(day - timedelta(days=lead))} | more


def fill(lake: Lake, days: int = 400, **more: Any) -> None:
    add(lake, "booking_versions", *stays(days, **more))
