"""A small lake whose facts are written straight into it: bookings with their versions, items, events, calls and reviews of a few guests."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from hashlib import blake2b
from typing import Any
from uuid import UUID

import pyarrow as pa

from xenia.insight.facts.snapshot import MOVING, THEMES, guest_features
from xenia.insight.rows import given_to_facts, guest_map_of
from xenia.insight.rules.catalogue import FEATURES
from xenia.kernel.ids import new_id
from xenia.lake import read
from xenia.lake.append import append_rows
from xenia.lake.engine import Lake
from xenia.lake.tables import get_table

SOURCE, UNIT = UUID("0192f0aa-0000-7000-8000-000000000001"), UUID("0192f0aa-0000-7000-8000-0000000000aa")
LIN, MOTHER, CHEN = (f"0192f0aa-0000-7000-8000-00000000000{n}" for n in "678")
LIN_AT_THE_HOTEL = "0192f0aa-0000-7000-8000-00000000000b"
LIN_GUEST, MOTHER_GUEST, CHEN_GUEST = (f"0192f0aa-0000-7000-8000-0000000000d{n}" for n in "678")
LINKS = {LIN: LIN_GUEST, LIN_AT_THE_HOTEL: LIN_GUEST, MOTHER: MOTHER_GUEST, CHEN: CHEN_GUEST}
NOW = datetime(2026, 6, 15, 4, tzinfo=UTC)
TODAY = NOW.date()
COMMON = {"source_id": str(SOURCE), "unit_id": str(UNIT), "row_number": 0}


def days_ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def on(days: int) -> date:
    """The day so many days after today; before it with a minus."""
    return TODAY + timedelta(days=days)


def hash_of(*parts: object) -> bytes:
    return blake2b(repr(parts).encode(), digest_size=16).digest()


def add(lake: Lake, table: str, *rows: dict[str, Any]) -> None:
    """Appends the rows; `key` names the record, `said` is when its source said so, `came` when it reached the lake."""
    run_id = new_id()
    made = [_row(table, place, row) | {"run_id": str(run_id)} for place, row in enumerate(rows)]
    append_rows(table, pa.Table.from_pylist(made, get_table(table).schema), run_id=run_id, chunk=0, lake=lake)


def _row(table: str, place: int, row: dict[str, Any]) -> dict[str, Any]:
    own = {name: value for name, value in row.items() if name not in ("key", "said", "came")}
    said = row.get("said") or row.get("at") or row.get("booked_at") or NOW
    key = row.get("key", hash_of(place, sorted(own.items(), key=str)).hex())
    named = {"booking_id": f"id of {key}", "booking_key": key} if table == "booking_versions" else {}
    hashes = {"record_hash": hash_of(key), "content_hash": hash_of(sorted(own.items(), key=str))}
    return COMMON | {"order_at": said, "recorded_at": row.get("came", max(said, NOW))} | hashes | named | own


def booking(key: str, ago: float, **more: Any) -> dict[str, Any]:
    """A confirmed hotel booking of Lin Wei for 500 yuan, made so many days ago, unless said otherwise."""
    usual = {"line": "hotel", "status": "confirmed", "currency": "CNY", "total_minor": 50_000, "booker_id": LIN}
    return usual | {"key": key, "booked_at": days_ago(ago)} | more


def event(name: str, ago: float, **more: Any) -> dict[str, Any]:
    return {"name": name, "record_id": LIN, "at": days_ago(ago), "key": f"{name} {ago}"} | more


def links(pairs: dict[str, str] | None = None) -> pa.Table:
    held = pairs or LINKS
    return pa.table({"record_id": list(held), "guest_id": list(held.values())})


def asked(expression: Any, lake: Lake, pairs: dict[str, str] | None = None) -> list[dict[str, Any]]:
    """The answer with everything that facts are given."""
    answer = read.execute(expression, units=None, given=given_to_facts(guest_map_of(links(pairs))), lake=lake)
    return sorted(answer.to_pylist(), key=str)


def features_of(guest: str, lake: Lake, *names: str, as_of: datetime = NOW, backfilled: bool = False) -> dict[str, Any]:
    """These features of one guest. Only the themes they come from are asked; the others are given as if they knew nobody, since an
    expression of all themes takes seconds to build."""
    themes = {_HELD_BY.get(FEATURE_OF[name].theme, FEATURE_OF[name].theme) for name in names} | {"records"}
    themes |= {"bookings", "people_booked"} if set(names) & set(MOVING) else set()  # what moves by the day is told from several themes
    nobody = {f"nobody_{name}": schema.empty_table() for name, schema in _theme_schemas().items() if name not in themes}
    parts = {
        name: theme(as_of, backfilled=backfilled) if name in themes else read.given(f"nobody_{name}", _theme_schemas()[name])
        for name, theme in THEMES.items()
    }
    given = given_to_facts(guest_map_of(links())) | nobody
    rows = read.execute(guest_features(as_of, parts=parts).select("guest_id", *names), units=None, given=given, lake=lake)
    return next(row for row in rows.to_pylist() if row["guest_id"] == guest)


FEATURE_OF = {feature.name: feature for feature in FEATURES}
_HELD_BY = {"money": "bookings"}
"""Themes of the catalogue that another theme of the facts computes."""


@cache
def _theme_schemas() -> dict[str, pa.Schema]:
    return {name: theme(NOW).schema().to_pyarrow() for name, theme in THEMES.items()}


def fill(lake: Lake) -> None:
    """A little of everything, over two years: versions, cancellations, no-shows, currencies, parties, a clock ahead, refunds."""
    made = []
    for n in range(60):
        who = (LIN, LIN_AT_THE_HOTEL, MOTHER, CHEN)[n % 4]
        ago = 700 - n * 11.5
        first = booking(
            f"B{n}", ago, booker_id=who, line=("hotel", "air", "rail", "tour")[n % 4 if n % 5 else 0], channel=("app", "ota", None)[n % 3],
            total_minor=(10_000 + n * 977, 0, -3_000, None)[0 if n % 7 else n % 4], currency=("CNY", "USD", "JPY", "XXX")[n % 4 if n % 3 else 0],
            traveller_ids=[[], [who], [LIN, MOTHER], [LIN, LIN_AT_THE_HOTEL, CHEN]][n % 4], starts_on=on(int(20 - ago)), ends_on=on(int(22 - ago)),
            nights=2 if n % 3 else None, adults=1 + n % 3, children=n % 2, destination_city=("上海", "东京", "三亚")[n % 3],
            destination_country=("CN", "JP", "CN")[n % 3], purpose=("business", "leisure", None)[n % 3], promotion_code="SALE" if n % 6 == 0 else None,
        )  # fmt: skip
        made.append(first)
        if n % 3 == 0:
            later = ("cancelled", "completed", "no_show")[n % 9 // 3]
            made.append(
                first | {"status": later, "said": days_ago(ago - 25), "cancelled_on": on(int(25 - ago)) if later == "cancelled" else None}
            )
    add(lake, "booking_versions", *made)
    add(lake, "booking_items", *({"key": f"I{n}", "booking_id": f"id of B{n}", "kind": "air" if n % 2 else "hotel", "cabin": ("Business", "Y", None)[n % 3],
        "room_type": None if n % 2 else ("大床房", "双床房")[n % 4 // 2], "said": days_ago(699 - n * 11.5)} for n in range(60)))  # fmt: skip
    names = ("Trip Searched", "Offer Viewed", "Booking Started", "Offer Saved", "Banner Clicked")
    add(lake, "behaviour_events", *(event(names[n % 5], 400 - n * 2.1, record_id=(LIN, CHEN, None)[n % 3], key=f"E{n}", destination=("巴黎", "上海", None)[n % 4 % 3]) for n in range(190)))  # fmt: skip
    add(
        lake,
        "interactions",
        *({"key": f"C{n}", "record_id": LIN, "channel": ("call", "chat")[n % 2], "at": days_ago(n * 31)} for n in range(20)),
    )
    add(lake, "feedback", *({"key": f"F{n}", "record_id": MOTHER, "rating": float(1 + n % 5), "rating_max": (5.0, 10.0, None)[n % 3], "at": days_ago(n * 40)} for n in range(12)))  # fmt: skip
