"""What guests did, one row an event, and the day of it where the company is."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.insight.planted import CHEN, LIN, MOTHER, NOW, TODAY, add, booking, event, on
from xenia.insight.facts.happenings import happenings
from xenia.insight.rules.zones import Offset, offsets_of
from xenia.lake import read
from xenia.lake.engine import Lake

SHANGHAI = "Asia/Shanghai"
NOON, LATE = datetime(2026, 6, 14, 4, tzinfo=UTC), datetime(2026, 6, 14, 16, tzinfo=UTC)
"""Noon in Shanghai, and the midnight that begins the 15th."""


def done(table: str, lake: Lake, *columns: str) -> list[tuple[Any, ...]]:
    rows = read.execute(happenings(SHANGHAI, TODAY)[table], units=None, lake=lake).to_pylist()
    return sorted(tuple(row[name] for name in columns) for row in rows)


def test_visits_have_their_kind_and_the_day_of_the_company(lake: Lake, engine: str) -> None:
    visits = [
        event("Trip Searched", 0, at=NOON),
        event("Offer Viewed", 0, at=LATE),
        event("Banner Clicked", 0),
        event("save", 0, record_id=None),
    ]
    add(lake, "behaviour_events", *visits)
    place = Lake(lake.url, engine)
    assert done("behaviour_events", place, "kind", "day") == [("searched", date(2026, 6, 14)), ("viewed", date(2026, 6, 15))]


def test_bookings_are_the_buyers_and_trips_each_travellers(lake: Lake, engine: str) -> None:
    family = booking("B1", 10, starts_on=on(3), traveller_ids=[MOTHER, CHEN, CHEN], destination_city="东京", nights=2)
    ended = booking("B2", 9, status="cancelled", cancelled_on=on(-4), traveller_ids=[])
    add(lake, "booking_versions", family, ended, booking("B3", 8, starts_on=None, status="requested"))
    assert done("booking_versions", Lake(lake.url, engine), "kind", "record_id", "day") == [
        ("booked", LIN, on(-10)),
        ("cancelled", LIN, on(-4)),
        ("travelled", MOTHER, on(3)),
        ("travelled", CHEN, on(3)),
    ]


def test_a_day_begins_at_the_midnight_of_the_company(lake: Lake, engine: str) -> None:
    add(lake, "booking_versions", booking("B1", 10, starts_on=date(2026, 6, 20)))
    assert done("booking_versions", Lake(lake.url, engine), "kind", "at")[1] == ("travelled", datetime(2026, 6, 19, 16, tzinfo=UTC))


def test_reviews_and_contacts_are_events_too(lake: Lake) -> None:
    add(lake, "feedback", {"key": "F", "record_id": LIN, "rating": 8.0, "rating_max": 10.0, "at": NOW})
    add(lake, "interactions", {"key": "C", "record_id": LIN, "channel": "call", "at": NOW})
    assert done("feedback", lake, "kind", "stars", "day") == [("reviewed", 4.0, TODAY)]
    assert done("interactions", lake, "kind", "channel") == [("contact", "call")]


@pytest.mark.parametrize(
    ("zone", "since", "hours"),
    [
        ("Asia/Shanghai", datetime(2006, 1, 1, tzinfo=UTC), 8),
        ("Europe/Paris", datetime(2027, 10, 31, 1, tzinfo=UTC), 1),
        ("Australia/Lord_Howe", datetime(2027, 10, 2, 15, 30, tzinfo=UTC), 11),
    ],
)
def test_the_last_change_of_the_clocks_is_known_to_the_minute(zone: str, since: datetime, hours: int) -> None:
    assert offsets_of(zone, TODAY)[-1] == Offset(since, timedelta(hours=hours))


def test_where_clocks_change_each_instant_has_its_own_day(lake: Lake, engine: str) -> None:
    winter, summer = datetime(2026, 1, 31, 22, 30, tzinfo=UTC), datetime(2026, 5, 31, 22, 30, tzinfo=UTC)
    add(lake, "behaviour_events", event("search", 0, at=winter, key="W"), event("search", 0, at=summer, key="S"))
    rows = read.execute(happenings("Europe/Paris", TODAY)["behaviour_events"], units=None, lake=Lake(lake.url, engine)).to_pylist()
    assert sorted(row["day"] for row in rows) == [date(2026, 1, 31), date(2026, 6, 1)]
