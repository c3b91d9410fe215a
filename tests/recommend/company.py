"""A small company in the lake whose guests go round sixteen cities, each with a step of their own; who lives in 广东 begins in 大阪. Lin was
in 大阪 last."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import numpy as np
import pyarrow as pa

from tests.insight.planted import CHEN, LIN, LIN_GUEST, LINKS, MOTHER, NOW, add, on
from xenia.insight.rows import guest_map_of
from xenia.lake.engine import Lake

ROUND = (
    "东京",
    "大阪",
    "京都",
    "札幌",
    "名古屋",
    "福冈",
    "神户",
    "箱根",
    "奈良",
    "广岛",
    "金泽",
    "横滨",
    "长崎",
    "富良野",
    "千叶",
    "轻井泽",
)
COUNT = 240
STRANGERS = {str(UUID(int=(1 << 100) + n)): str(UUID(int=(2 << 100) + n)) for n in range(COUNT)}
EVERYBODY = LINKS | STRANGERS


def stay(record: str, ago: int, city: str, **more: Any) -> dict[str, Any]:
    """A hotel of two nights that began so many days ago, booked five days before."""
    usual = {
        "key": f"{record} {ago} {city} {more.get('line', 'hotel')}", "line": "hotel", "status": "completed" if ago > 2 else "confirmed",
        "currency": "CNY", "total_minor": 50_000, "booker_id": record, "traveller_ids": [record], "destination_city": city,
        "destination_country": "JP", "booked_at": NOW - timedelta(days=max(ago, 0) + 5), "starts_on": on(-ago), "ends_on": on(2 - ago),
    }  # fmt: skip
    return usual | more


def bookings() -> list[dict[str, Any]]:
    random = np.random.default_rng(5)
    rows = [stay(LIN, 430, "东京"), stay(LIN, 60, "大阪"), stay(MOTHER, 70, "东京"), stay(MOTHER, -40, "京都")]
    for n, record in enumerate(STRANGERS):
        place, ago, step = (1 if n % 3 == 0 else 0), int(random.integers(500, 900)), 1 + n % 5
        while ago > 3:
            rows.append(stay(record, ago, ROUND[place]))
            place = (place + (step if random.random() < 0.9 else 7)) % len(ROUND)
            ago -= int(random.integers(40, 90))
    return rows


def profiles() -> list[dict[str, Any]]:
    said = {record: ("广东" if n % 3 == 0 else "上海") for n, record in enumerate(STRANGERS)} | {LIN: "上海", CHEN: "广东"}
    return [
        {"key": f"of {record}", "record_id": record, "province": home, "gender": "female", "birth_year_band": "1990s"}
        for record, home in said.items()
    ]


def looks() -> list[dict[str, Any]]:
    return [
        {"key": f"look {n}", "name": "Trip Searched", "record_id": LIN, "destination": "札幌", "at": NOW - timedelta(days=n)}
        for n in (1, 2, 6)
    ]


def fill(lake: Lake) -> None:
    add(lake, "booking_versions", *bookings())
    add(lake, "guest_facts", *profiles())
    add(lake, "behaviour_events", *looks())


def guest_map() -> pa.Table:
    return guest_map_of(pa.table({"record_id": list(EVERYBODY), "guest_id": list(EVERYBODY.values())}))


def number_of(found: dict[int, str], guest: str = LIN_GUEST) -> int:
    return next(number for number, one in found.items() if one == guest)
