"""The two real sets, loaded by preset as `xenia load` does, against totals counted from the raw files with nothing but the csv module."""

import csv
import gzip
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db.models import Count, Sum
from django.db.models.functions import TruncMonth

from tests.cast import DIRECTOR, NOON, facts_of, open_source
from xenia.connect import models
from xenia.connect.actions.loading import LoadOrder, load_file
from xenia.connect.queries.runs import get_run
from xenia.connect.types.runs import Counts, Run, RunState

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
GUIDES, HOTELS = DATA / "hi_guides", DATA / "hotel_bookings" / "hotel_bookings.csv.gz"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db,
    pytest.mark.skipif(not GUIDES.exists() or not HOTELS.exists(), reason=f"the real sets are not at {DATA}"),
]
MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]


def raw(path: Path) -> Iterator[dict[str, str]]:
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    yield from csv.DictReader(content.decode("utf-8-sig").splitlines())


def brought_in(path: Path, source_id: UUID, preset: str) -> Run:
    run_id = load_file(actor=DIRECTOR, order=LoadOrder(path, source_id, preset), clock=lambda: NOON)
    return get_run(DIRECTOR, run_id)


@pytest.fixture(scope="module")
def _database(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """One load serves all tests of this file; what it wrote is taken back at the end."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def guides(_database: None) -> tuple[UUID, dict[str, Run]]:
    source_id = open_source("guides")
    runs = {path.stem: brought_in(path, source_id, "hi_guides") for path in sorted(GUIDES.glob("*.csv"))}
    return source_id, runs


@pytest.fixture(scope="module")
def hotels(_database: None) -> tuple[UUID, Run]:
    source_id = open_source("hotels", time_zone="Europe/Lisbon", currency="EUR")
    return source_id, brought_in(HOTELS, source_id, "hotel_bookings")


def test_every_row_of_the_guides_is_accounted_for(guides: tuple[UUID, dict[str, Run]]) -> None:
    _, runs = guides
    assert {name: (run.state, run.counts.read) for name, run in runs.items()} == {
        path.stem: (RunState.DONE, sum(1 for _ in raw(path))) for path in GUIDES.glob("*.csv")
    }
    assert [name for name, run in runs.items() if run.counts.changed or run.counts.late or run.counts.unchanged] == []


def test_orders_a_month_are_those_of_the_raw_file(guides: tuple[UUID, dict[str, Run]]) -> None:
    source_id, _ = guides
    clock_is_beijing = (datetime.fromtimestamp(int(row["orderTime"]), UTC) for row in raw(GUIDES / "orders.csv"))
    wanted = Counter(f"{moment:%Y-%m}" for moment in clock_is_beijing)
    months = models.Booking.objects.filter(source_id=source_id).annotate(month=TruncMonth("booked_at", tzinfo=beijing()))
    assert {f"{row['month']:%Y-%m}": row["n"] for row in months.values("month").annotate(n=Count("booking_id")).order_by()} == dict(wanted)


def beijing() -> Any:
    from zoneinfo import ZoneInfo

    return ZoneInfo("Asia/Shanghai")


def test_orders_by_city_are_those_of_the_raw_file(guides: tuple[UUID, dict[str, Run]]) -> None:
    source_id, _ = guides
    wanted = Counter(row["city"].strip() for row in raw(GUIDES / "orders.csv"))
    cities = models.Booking.objects.filter(source_id=source_id).values("destination_city").annotate(n=Count("booking_id")).order_by()
    assert {row["destination_city"]: row["n"] for row in cities} == dict(wanted)


def test_guests_by_gender_and_province_are_those_of_the_raw_file(guides: tuple[UUID, dict[str, Run]]) -> None:
    source_id, _ = guides
    people = {row["userid"]: row for row in raw(GUIDES / "profiles.csv")}
    wanted = Counter(({"男": "male", "女": "female"}.get(row["gender"], ""), row["province"].strip()) for row in people.values())
    held = models.GuestRecord.objects.filter(source_id=source_id, source_key__in=people).values("gender", "province")
    assert {(row["gender"], row["province"]): row["n"] for row in held.annotate(n=Count("record_id")).order_by()} == dict(wanted)


def test_ratings_and_sessions_add_up_to_the_raw_files(guides: tuple[UUID, dict[str, Run]]) -> None:
    source_id, _ = guides
    ratings, sessions = facts_of(source_id, "feedback", current=True), facts_of(source_id, "behaviour_events", current=True)
    assert sum(Decimal(str(fact["rating"])) for fact in ratings) == sum(Decimal(row["rating"]) for row in raw(GUIDES / "reviews.csv"))
    distinct = {tuple(row.values()) for row in raw(GUIDES / "sessions.csv")}
    assert len(sessions) == len(distinct)


def test_everybody_who_ordered_reviewed_or_opened_the_app_is_a_record(guides: tuple[UUID, dict[str, Run]]) -> None:
    source_id, _ = guides
    named = {row["userid"] for path in GUIDES.glob("*.csv") for row in raw(path)}
    assert set(models.GuestRecord.objects.filter(source_id=source_id).values_list("source_key", flat=True)) == named


def test_the_exact_duplicates_of_the_hotels_are_recognised(hotels: tuple[UUID, Run]) -> None:
    source_id, run = hotels
    distinct = {tuple(row.values()) for row in raw(HOTELS)}
    assert (run.state, run.counts.read, run.counts.new + run.counts.quarantined) == (RunState.DONE, 91_531, len(distinct))
    assert (len(distinct), run.counts) == (65_522, Counts(new=65_522, duplicate=26_009))
    assert models.Booking.objects.filter(source_id=source_id).count() == len(facts_of(source_id)) == 65_522


def test_stays_and_amounts_of_the_hotels_are_those_of_the_raw_file(hotels: tuple[UUID, Run]) -> None:
    source_id, _ = hotels
    distinct = {tuple(row.items()) for row in raw(HOTELS)}
    wanted: Counter[tuple[str, date]] = Counter()
    totals: Counter[tuple[str, date]] = Counter()
    for row in map(dict, distinct):
        place = row["hotel"], arrival(row).replace(day=1)
        wanted[place] += 1
        totals[place] += int((Decimal(row["adr"]) * nights(row) * 100).quantize(Decimal(1), ROUND_HALF_EVEN))
    months = models.Booking.objects.filter(source_id=source_id).annotate(month=TruncMonth("starts_on")).values("property", "month")
    held = list(months.annotate(n=Count("booking_id"), total=Sum("total_minor")).order_by())
    assert {(row["property"], row["month"]): row["n"] for row in held} == dict(wanted)
    assert {(row["property"], row["month"]): int(row["total"]) for row in held} == dict(totals)


def test_every_stay_has_the_nights_and_booking_day_of_its_row(hotels: tuple[UUID, Run]) -> None:
    source_id, _ = hotels
    distinct = [dict(row) for row in {tuple(row.items()) for row in raw(HOTELS)}]
    wanted = Counter(
        (arrival(row) - timedelta(int(row["lead_time"])), arrival(row) + timedelta(nights(row)), nights(row)) for row in distinct
    )
    rows = models.Booking.objects.filter(source_id=source_id).values_list("booked_at", "ends_on", "nights")
    assert Counter((booked_at.astimezone(lisbon()).date(), ends_on, count) for booked_at, ends_on, count in rows) == wanted


def lisbon() -> Any:
    from zoneinfo import ZoneInfo

    return ZoneInfo("Europe/Lisbon")


def arrival(row: dict[str, str]) -> date:
    return date(int(row["arrival_date_year"]), MONTHS.index(row["arrival_date_month"]) + 1, int(row["arrival_date_day_of_month"]))


def nights(row: dict[str, str]) -> int:
    return int(row["stays_in_weekend_nights"]) + int(row["stays_in_week_nights"])


def test_the_same_files_once_more_add_nothing(hotels: tuple[UUID, Run], guides: tuple[UUID, dict[str, Run]]) -> None:
    assert brought_in(HOTELS, hotels[0], "hotel_bookings").counts == Counts(unchanged=91_531)
    again = {path.stem: brought_in(path, guides[0], "hi_guides").counts for path in sorted(GUIDES.glob("*.csv"))}
    assert {name: (counts.new, counts.changed) for name, counts in again.items()} == dict.fromkeys(again, (0, 0))
