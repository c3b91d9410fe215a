"""Bookings as they were on the day they were made: R9 to R11 on a small lake, and that no later word changes a row."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.insight.planted import CHEN, CHEN_GUEST, LIN, LIN_AT_THE_HOTEL, LINKS, NOW, add, booking, days_ago, fill, links, on
from xenia.insight.facts.booking_rows import SCHEMA, booking_rows
from xenia.insight.rows import given_to_facts, guest_map_of
from xenia.lake import read
from xenia.lake.engine import Lake


def rows_of(lake: Lake, wanted: list[str] | None = None) -> dict[str, dict[str, Any]]:
    answer = read.execute(booking_rows(NOW), units=None, given=given_to_facts(guest_map_of(links(), wanted)), lake=lake)
    return {row["booking_id"].removeprefix("id of "): row for row in answer.to_pylist()}


def stay(key: str, ago: float, begins: int, **more: Any) -> dict[str, Any]:
    return booking(key, ago, said=days_ago(ago), starts_on=on(begins), ends_on=on(begins + 2), adults=2, **more)


def test_r9_a_change_after_the_day_of_booking_changes_nothing_but_the_end(lake: Lake) -> None:
    first = stay("B1", 60, -10, property="BZSH", attributes='{"meal":"BB","parking":"0"}', market_code="OTA")
    add(lake, "booking_versions", first)
    before = rows_of(lake)["B1"]
    later = {"property": "BZBJ", "adults": 9, "total_minor": 1, "market_code": "GRP", "channel": "other", "starts_on": on(-9)}
    add(lake, "booking_versions", first | later | {"attributes": '{"meal":"HB","parking":"1"}', "status": "no_show", "said": days_ago(2)})
    after = rows_of(lake)["B1"]
    assert (before["cancelled"], after["cancelled"]) == (0, 1)
    assert {name for name in SCHEMA.names if before[name] != after[name]} == {"cancelled"}


def test_r9_an_item_changed_later_does_not_change_the_room(lake: Lake) -> None:
    add(lake, "booking_versions", stay("B1", 60, -10))
    item = {"key": "I1", "booking_id": "id of B1", "kind": "hotel"}
    add(lake, "booking_items", item | {"room_type": "大床房", "said": days_ago(60)}, item | {"room_type": "套房", "said": days_ago(3)})
    add(lake, "booking_versions", stay("B2", 60, -10, attributes='{"reserved_room_type": "A", "agent": 9}'))
    found = rows_of(lake)
    joined = read.execute(booking_rows(NOW), units=None, given=given_to_facts(guest_map_of(links())), lake=lake)
    assert joined.schema == SCHEMA
    assert (found["B1"]["room"], found["B2"]["room"], found["B2"]["agent"]) == ("大床房", "A", "9")


def test_r9_what_is_never_confirmed_or_has_no_day_is_absent_and_what_is_to_come_has_no_outcome(lake: Lake) -> None:
    gone = stay("lost", 20, 5, status="cancelled", cancelled_on=on(-3))
    add(lake, "booking_versions", stay("ahead", 20, 5), gone, stay("asked", 20, 5, status="requested"), booking("undated", 3))
    add(lake, "booking_versions", stay("backwards", 3, -30), stay("past", 20, -1), stay("in", 3, 0, status="in_house"))
    found = {key: (row["cancelled"], row["is_at_risk"]) for key, row in rows_of(lake).items()}
    assert found == {"ahead": (-1, True), "lost": (-1, False), "past": (0, False), "in": (-1, False)}


def test_r10_bookings_of_whom_the_model_may_not_look_at_are_absent_and_nobody_s_are_there(lake: Lake) -> None:
    add(lake, "booking_versions", stay("Lin", 9, 5), stay("Chen", 9, 5, booker_id=CHEN), stay("nobody", 9, 5, booker_id=None))
    add(lake, "booking_versions", stay("unknown", 9, 5, booker_id="0192f0aa-0000-7000-8000-0000000000ff"))
    assert set(rows_of(lake)) == {"Lin", "Chen", "nobody"}
    assert set(rows_of(lake, [LINKS[LIN]])) == {"Lin", "nobody"}
    assert rows_of(lake)["Chen"]["guest_id"] == CHEN_GUEST


def test_r11_a_stay_that_two_systems_tell_of_is_there_once(lake: Lake) -> None:
    order = stay("O1", 30, 5)
    told = stay("R1", 30, 5, external_reference="O1", source_id="0192f0aa-0000-7000-8000-000000000002")
    add(lake, "booking_versions", order, told, stay("O2", 30, 5, line="tour"))
    assert set(rows_of(lake)) == {"R1", "O2"}


def test_r2_ends_of_a_guest_s_earlier_bookings_count_from_the_day_after(lake: Lake) -> None:
    gone = stay("gone", 90, 10, status="cancelled", cancelled_on=on(-50))
    kept = stay("kept", 90, -40, booker_id=LIN_AT_THE_HOTEL)
    asked = [stay(f"on {ago}", ago, 20) for ago in (51, 50, 49, 40, 39)]
    add(lake, "booking_versions", gone, kept, *asked)
    found = rows_of(lake)
    told = {ago: (found[f"on {ago}"]["cancelled_before"], found[f"on {ago}"]["kept_before"]) for ago in (51, 50, 49, 40, 39)}
    assert told == {51: (0, 0), 50: (0, 0), 49: (1, 0), 40: (1, 0), 39: (1, 1)}


def test_what_comes_in_after_the_moment_changes_no_row(lake: Lake) -> None:
    fill(lake)
    before = rows_of(lake)
    add(
        lake, "booking_versions", stay("B3", 300, -20, status="cancelled", came=NOW + timedelta(days=1)) | {"said": NOW + timedelta(days=1)}
    )
    assert rows_of(lake) == before


@pytest.mark.slow
def test_the_rows_are_the_same_on_both_engines(lake: Lake, sail: str) -> None:
    fill(lake)
    add(lake, "booking_versions", stay("B1x", 60, 10, attributes='{"meal":"B\\"B","agent":9}', external_reference="O1"))
    on_duckdb, on_spark = rows_of(lake), rows_of(replace(lake, engine=sail))
    assert len(on_duckdb) > 30
    assert on_duckdb == on_spark


def test_bookings_ahead_are_those_of_all_whose_day_is_to_come_to_the_value(lake: Lake) -> None:
    add(lake, "booking_versions", stay("kept", 90, -40), stay("lost", 80, -30, status="cancelled", cancelled_on=on(-35)))
    add(lake, "booking_versions", stay("ahead", 20, 5), stay("moved", 30, 3), stay("nobody", 9, 5, booker_id=None))
    add(lake, "booking_versions", stay("moved", 30, 3, status="cancelled", cancelled_on=on(-3)) | {"said": days_ago(3)})
    given = given_to_facts(guest_map_of(links()))
    ahead = read.execute(booking_rows(NOW, is_ahead=True), units=None, given=given, lake=lake).to_pylist()
    found = {row["booking_id"].removeprefix("id of "): row for row in ahead}
    assert found == {key: row for key, row in rows_of(lake).items() if row["cancelled"] < 0}
    assert (found["ahead"]["kept_before"], found["ahead"]["cancelled_before"], set(found)) == (1, 1, {"ahead", "moved", "nobody"})
