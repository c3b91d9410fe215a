"""A small company whose travellers are known: who goes to Sanya each Spring Festival, who works away from Mondays, who loves one place.

A module of tests that imports the fixtures has its KIND trained once on this company, kept, and loaded again.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from tests.insight.planted import add
from xenia.insight.modelling import Asked, Trained
from xenia.insight.rows import given_to_facts, guest_map_of
from xenia.lake import read
from xenia.lake.engine import Lake
from xenia.lake.read import Session
from xenia.lake.tables import ensure_tables

AS_OF = datetime(2027, 1, 10, 4, tzinfo=UTC)
TODAY = AS_OF.date()
FESTIVALS = (date(2024, 2, 10), date(2025, 1, 29), date(2026, 2, 17))
PLACES = ("上海", "北京", "成都", "西安", "昆明", "桂林", "青岛", "厦门")
FESTIVAL_GUESTS = [f"festival-{n}" for n in range(25)]
WORKING = [f"working-{n}" for n in range(40)]
LOVING = [f"loving-{n}" for n in range(90)]
WITH_CHILDREN = [f"children-{n}" for n in range(25)]
ONCE, ONLY_CANCELLED, LOOKING, AGENCY = "once", "only-cancelled", "looking", "agency"
EVERYBODY = [*FESTIVAL_GUESTS, *WORKING, *LOVING, *WITH_CHILDREN, ONCE, ONLY_CANCELLED, LOOKING, AGENCY]


def trip(who: str, start: date, place: str, **more: Any) -> dict[str, Any]:
    """A hotel booking of one guest, made 20 days ahead, unless said otherwise."""
    lead = more.pop("lead", 20)
    made = datetime.combine(start - timedelta(days=lead), datetime.min.time(), UTC) + timedelta(hours=4)
    nights = more.get("nights", 2)
    usual = {
        "key": f"{who} {start} {place} {more.get('line', 'hotel')}", "line": "hotel", "status": "completed" if start < TODAY else "confirmed",
        "currency": "CNY", "total_minor": 40_000 * nights, "booker_id": f"record of {who}", "traveller_ids": [f"record of {who}"], "adults": 2,
        "channel": "app", "destination_city": place, "destination_country": "CN", "nights": nights, "rooms": 1, "booked_at": made, "said": made,
        "came": AS_OF, "starts_on": start, "ends_on": start + timedelta(days=nights),
    }  # fmt: skip
    return usual | more


def _days(random: np.random.Generator, weekdays: tuple[int, ...], count: int) -> list[date]:
    """Days of the last three years on these weekdays, far enough apart to be trips of their own."""
    found = [TODAY - timedelta(days=int(back)) for back in sorted(random.choice(np.arange(10, 1050, 12), count, replace=False))]
    return [day + timedelta(days=(int(random.choice(weekdays)) - day.weekday()) % 7) for day in found]


def company() -> list[dict[str, Any]]:
    random = np.random.default_rng(3)
    rows = [
        trip(who, day + timedelta(days=int(random.integers(-2, 5))), "三亚", purpose="leisure", nights=5)
        for who in FESTIVAL_GUESTS
        for day in FESTIVALS
    ]
    for who in WORKING:
        rows += [
            trip(who, day, str(random.choice(PLACES)), adults=1, lead=4, nights=1, purpose=_said(random, "business"))
            for day in _days(random, (0,), 11)
        ]
    for n, who in enumerate(LOVING):
        loved = PLACES[n % len(PLACES)]
        for day in _days(random, (4, 5), 9):
            place = loved if random.random() < 0.8 else str(random.choice(PLACES))
            rows.append(trip(who, day, place, nights=3, total_minor=60_000 + 40_000 * (n % 10), purpose=_said(random, "leisure")))
    for who in WITH_CHILDREN:
        days = _days(random, (5, 6), 6)
        rows += [trip(who, day, str(random.choice(PLACES)), children=1, nights=4, lead=40, purpose=_said(random, "visit")) for day in days]
    rows += [trip(who, TODAY - timedelta(days=400 + n), "上海", purpose="group", adults=20) for n, who in enumerate(WORKING[:5])]
    rows.append(trip(ONCE, date(2026, 5, 9), "青岛"))
    rows.append(trip(ONLY_CANCELLED, date(2026, 5, 9), "青岛", status="cancelled", purpose="leisure"))
    rows += [trip(AGENCY, TODAY - timedelta(days=n % 900 + 30), "上海", key=f"agency {n}", purpose="leisure") for n in range(501)]
    return rows


def _said(random: np.random.Generator, purpose: str) -> str | None:
    """Six bookings of ten state their purpose."""
    return purpose if random.random() < 0.6 else None


def searches(who: str, place: str, *days: int) -> list[dict[str, Any]]:
    """Searches so many days before the day."""
    return [
        {
            "key": f"{who} {place} {ago}",
            "name": "Trip Searched",
            "record_id": f"record of {who}",
            "destination": place,
            "at": AS_OF - timedelta(days=ago),
        }
        for ago in days
    ]


def fill(lake: Lake) -> None:
    add(lake, "booking_versions", *company())
    add(lake, "behaviour_events", *searches(LOOKING, "桂林", 2, 5, 16), *searches(FESTIVAL_GUESTS[0], "三亚", 1, 3, 8))


def guest_map(unwanted: frozenset[str] = frozenset()) -> pa.Table:
    links = pa.table({"record_id": [f"record of {who}" for who in EVERYBODY], "guest_id": EVERYBODY})
    return guest_map_of(links, [who for who in EVERYBODY if who not in unwanted])


@contextmanager
def session(lake: Lake, unwanted: frozenset[str] = frozenset()) -> Iterator[Session]:
    with read.session(units=None, given=given_to_facts(guest_map(unwanted)), lake=lake) as opened:
        yield opened


def asking(opened: Session, as_of: datetime = AS_OF) -> Asked:
    return Asked(opened, as_of)


def scores(kind: Any, model: Any, lake: Lake, unwanted: frozenset[str] = frozenset()) -> dict[str, dict[str, Any]]:
    """What a kind says of everybody, by guest."""
    with session(lake, unwanted) as opened:
        rows = [row for batch in kind.score(model, asking(opened)) for row in batch.to_pylist()]
    return {row["guest_id"]: row for row in rows}


def new_lake(folder: Any) -> Lake:
    """An empty lake."""
    place = Lake(str(folder / "lake"))
    ensure_tables(place.url)
    return place


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    place = new_lake(tmp_path_factory.mktemp("travellers"))
    fill(place)
    return place


@pytest.fixture(scope="module")
def trained(filled: Lake, request: pytest.FixtureRequest) -> Trained:
    """The KIND of the module, trained."""
    with session(filled) as opened:
        found: Trained = request.module.KIND.train(asking(opened), 1)
        return found


@pytest.fixture(scope="module")
def model(trained: Trained, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The same, kept and loaded again."""
    folder = tmp_path_factory.mktemp("model")
    trained.save(folder)
    return request.module.KIND.load(folder)


@pytest.fixture(scope="module")
def said(filled: Lake, model: Any, request: pytest.FixtureRequest) -> dict[str, dict[str, Any]]:
    """What it says of everybody, by guest."""
    return scores(request.module.KIND, model, filled)
