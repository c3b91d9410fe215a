"""A feature as of a date sees nothing that came after it: leaks are planted in every fact table, and must change nothing."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from tests.insight.planted import CHEN, LIN, LIN_GUEST, NOW, add, asked, booking, days_ago, event, features_of, fill, links, on
from xenia.insight.facts.snapshot import SCHEMA, SHARED, THEMES, guest_features
from xenia.insight.rows import given_to_facts, guest_map_of
from xenia.insight.rules.catalogue import SOURCES
from xenia.kernel.ids import new_id
from xenia.lake import read
from xenia.lake.append import append_rows
from xenia.lake.engine import Lake
from xenia.lake.tables import TABLES, ensure_tables

THEN = days_ago(200)
AFTER = {"said": THEN + timedelta(hours=1), "came": NOW}
pytestmark = pytest.mark.slow

LEAKS: dict[str, dict[str, Any]] = {
    "booking_versions": booking("B1", 300, status="cancelled", **AFTER),
    "booking_items": {"key": "I1", "booking_id": "id of B1", "kind": "air", "cabin": "first", **AFTER},
    "behaviour_events": event("Trip Searched", 199, destination="巴黎"),
    "interactions": {"key": "C1", "record_id": LIN, "channel": "call", "at": days_ago(199)},
    "feedback": {"key": "the leak", "record_id": LIN, "rating": 1.0, "rating_max": 5.0, "at": days_ago(199)},
}


@pytest.mark.parametrize("table", LEAKS)
def test_what_came_later_changes_no_feature_of_the_past(lake: Lake, table: str) -> None:
    fill(lake)
    add(lake, "booking_versions", booking("B1", 300))
    before, today = of_table(table, THEN, lake), of_table(table, NOW, lake)
    add(lake, table, LEAKS[table])
    assert of_table(table, THEN, lake) == before
    assert of_table(table, NOW, lake) != today  # the leak is one that could be seen


def of_table(table: str, as_of: datetime, lake: Lake) -> dict[str, list[dict[str, Any]]]:
    """Every theme that reads the table; what they share is computed once, as a run does."""
    with read.session(units=None, given=given_to_facts(guest_map_of(links())), lake=lake) as session:
        for shared in SHARED:
            session.keep(shared(as_of))
        themes = {name: theme for name, theme in THEMES.items() if table in SOURCES[name]}
        return {name: sorted(session.execute(theme(as_of)).to_pylist(), key=str) for name, theme in themes.items()}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("days", [30, 450])
def test_a_theme_of_all_data_is_that_of_the_data_cut_at_its_date(lake: Lake, tmp_path: Path, theme: str, days: int) -> None:
    fill(lake)
    as_of = days_ago(days)
    assert asked(THEMES[theme](as_of), lake) == asked(THEMES[theme](as_of), cut(lake, tmp_path, as_of))


def test_the_snapshot_of_all_data_is_that_of_the_data_cut_at_its_date(lake: Lake, tmp_path: Path) -> None:
    fill(lake)
    assert asked(guest_features(THEN), lake) == asked(guest_features(THEN), cut(lake, tmp_path, THEN))


def cut(lake: Lake, folder: Path, as_of: datetime) -> Lake:
    """The lake as it would be had nothing come after the date."""
    place = Lake(str(folder / "cut"))
    ensure_tables(place.url)
    for name, table in TABLES.items():
        rows = read.execute(read.table(name), units=None, lake=lake)
        moment = pa.scalar(as_of, table.schema.field("order_at").type)
        known = pc.or_(pc.less_equal(rows["order_at"], moment), pc.less_equal(rows["recorded_at"], moment))
        kept = rows.filter(known)
        if kept.num_rows:
            append_rows(name, kept, run_id=new_id(), chunk=0, lake=place)
    return place


def test_a_booking_cancelled_later_still_stands(lake: Lake) -> None:
    add(lake, "booking_versions", booking("B1", 300), booking("B1", 300, status="cancelled", cancelled_on=on(-100), said=days_ago(100)))
    assert features_of(LIN_GUEST, lake, "bookings", as_of=THEN)["bookings"] == 1
    found = features_of(LIN_GUEST, lake, "bookings", "cancellations", "recency_days")
    assert found == {"guest_id": LIN_GUEST, "bookings": 0, "cancellations": 1, "recency_days": None}


def test_a_history_told_only_by_its_end_is_seen_as_it_must_have_looked_where_asked_for(lake: Lake) -> None:
    late = {"said": days_ago(1), "starts_on": on(-90)}
    add(
        lake,
        "booking_versions",
        booking("B1", 300, status="cancelled", cancelled_on=on(-100), **late),
        booking("B2", 250, status="no_show", **late),
    )
    add(lake, "booking_versions", booking("B3", 400, status="cancelled", cancelled_on=on(-350), **late), booking("B4", 100, **late))
    names = ("bookings", "cancellations", "no_shows")
    plain, filled = (features_of(LIN_GUEST, lake, *names, as_of=THEN, backfilled=told) for told in (False, True))
    assert [plain[name] for name in names] == [0, 0, 0]
    assert [filled[name] for name in names] == [2, 1, 0]


def test_what_happened_counts_from_when_it_was_known_and_backfilled_from_when_it_happened(lake: Lake) -> None:
    add(lake, "behaviour_events", event("Trip Searched", 210, said=days_ago(1), came=days_ago(1)))
    assert features_of(LIN_GUEST, lake, "searches_30d", as_of=THEN)["searches_30d"] == 0
    assert features_of(LIN_GUEST, lake, "searches_30d", as_of=THEN, backfilled=True)["searches_30d"] == 1


def test_every_guest_of_the_map_has_a_row_and_every_column_its_type(lake: Lake) -> None:
    rows = asked(guest_features(NOW), lake)
    assert len(rows) == 3
    assert {name for name, value in rows[0].items() if value is None} & {"bookings", "spend_minor", "reviews", "is_agency"} == set()
    assert set(rows[0]) == set(SCHEMA.names)
    assert CHEN not in {row["guest_id"] for row in rows}
