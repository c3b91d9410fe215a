"""Dates and instants as files write them."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.connect.facts.reading import faults_of, field_of, utc

UNREADABLE = ["starts_on|date_unreadable"]
OUTSIDE = ["starts_on|date_out_of_range"]
NO_INSTANT = ["booked_at|instant_unreadable"]
EIGHTEEN_THIRTY = utc("2026-11-22 10:30:00")  # in Shanghai


@pytest.mark.parametrize(
    "text",
    ["2026-11-22", "2026/11/22", "20261122", "2026.11.22", "2026年11月22日", " 2026-11-22 ", "2026-11-22 18:30:00", "2026/11/22 18:30"],
)
def test_a_date_is_read_however_exports_write_it(text: str) -> None:
    assert field_of("booking", "starts_on", {}, text) == (date(2026, 11, 22), [])


@pytest.mark.parametrize("text", ["2026/1/5", "2026年1月5日", "2026-1-5"])
def test_a_date_may_have_parts_of_one_digit(text: str) -> None:
    assert field_of("booking", "starts_on", {}, text) == (date(2026, 1, 5), [])


@pytest.mark.parametrize("text", ["2026-02-31", "31/02/2026", "2026-13-01", "45982", "2026112", "20260231", "tomorrow", "n/a"])
def test_what_is_no_day_is_unreadable(text: str) -> None:
    assert field_of("booking", "starts_on", {}, text) == (None, UNREADABLE)


def test_31_february_is_unreadable_under_a_named_format_too() -> None:
    assert field_of("booking", "starts_on", {"format": "%d/%m/%Y"}, "31/02/2026") == (None, UNREADABLE)
    assert field_of("booking", "starts_on", {"format": "%d/%m/%Y"}, "28/02/2026") == (date(2026, 2, 28), [])


@pytest.mark.parametrize("text", ["22-11-26", "22/11/26", "1899-12-31", "2100-01-01"])
def test_a_year_of_two_digits_or_far_away_is_out_of_range(text: str) -> None:
    assert field_of("booking", "starts_on", {}, text)[1] == OUTSIDE


@pytest.mark.parametrize("text", ["1900-01-01", "2099-12-31"])
def test_the_first_and_the_last_allowed_day_are_good(text: str) -> None:
    assert field_of("booking", "starts_on", {}, text) == (date.fromisoformat(text), [])


def test_a_year_of_two_digits_is_read_where_the_mapping_says_so() -> None:
    assert field_of("booking", "starts_on", {"format": "%y-%m-%d"}, "26-11-22") == (date(2026, 11, 22), [])


def test_the_first_of_several_formats_that_fits_is_taken() -> None:
    how = {"format": ["%d/%m/%Y", "%Y-%m-%d"]}
    assert [field_of("booking", "starts_on", how, text)[0] for text in ("05/06/2026", "2026-06-05")] == [date(2026, 6, 5)] * 2


@pytest.mark.parametrize(("serial", "day"), [("45982", date(2025, 11, 21)), ("45982.99", date(2025, 11, 21)), ("36526", date(2000, 1, 1))])
def test_an_excel_serial_is_the_day_excel_shows(serial: str, day: date) -> None:
    assert field_of("booking", "starts_on", {"format": "excel_serial"}, serial) == (day, [])


def test_an_excel_serial_with_a_fraction_is_a_time_of_that_day() -> None:
    assert field_of("booking", "booked_at", {"format": "excel_serial"}, "45983.770833333")[0] == utc("2025-11-22 10:30:00")


@pytest.mark.parametrize("text", ["99999999999", "9223372036854775807", "-5", "0", "nan", "abc"])
@pytest.mark.parametrize("how", ["excel_serial", "epoch_seconds", "epoch_millis"])
def test_a_number_that_is_no_day_stays_one_bad_row(how: str, text: str) -> None:
    _, faults = field_of("booking", "starts_on", {"format": how}, text)
    assert set(faults) <= {*UNREADABLE, *OUTSIDE}


@pytest.mark.parametrize("text", ["1e300", "99999999999999999999", "inf", "-1e18", "9e15"])
@pytest.mark.parametrize("how", [{"format": "epoch_seconds"}, {"format": "epoch_millis"}, {"format": "epoch_seconds", "local": True}, {"format": "excel_serial"}])  # fmt: skip
def test_a_number_that_is_no_instant_stays_one_bad_row(how: dict[str, Any], text: str) -> None:
    assert field_of("booking", "booked_at", how, text) == (None, NO_INSTANT)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-11-22 18:30:00", EIGHTEEN_THIRTY),
        ("2026/11/22 18:30:00", EIGHTEEN_THIRTY),
        ("2026-11-22 18:30", EIGHTEEN_THIRTY),
        ("20261122183000", EIGHTEEN_THIRTY),
        ("2026-11-22", utc("2026-11-21 16:00:00")),
        ("2026-11-22T10:30:00Z", EIGHTEEN_THIRTY),
        ("2026-11-22T19:30:00+09:00", EIGHTEEN_THIRTY),
        ("2026-11-22T19:30:00.000+0900", EIGHTEEN_THIRTY),
        ("2026-11-22 18:30:00 +0800", EIGHTEEN_THIRTY),
        ("2026-11-22 18:30:00+08", EIGHTEEN_THIRTY),
        ("2026-11-22 10:30:00 UTC", EIGHTEEN_THIRTY),
        ("2026-11-22 10:30:00 GMT", EIGHTEEN_THIRTY),
        ("2026-11-22T05:30:00-05:00", EIGHTEEN_THIRTY),
    ],
)
def test_an_offset_in_the_text_wins_over_the_zone_of_the_source(text: str, instant: datetime) -> None:
    assert field_of("booking", "booked_at", {}, text) == (instant, [])


def test_the_zone_of_the_mapping_wins_over_that_of_the_source() -> None:
    how = {"zone": "America/New_York"}
    assert field_of("booking", "booked_at", how, "2026-07-01 12:00:00")[0] == utc("2026-07-01 16:00:00")
    assert field_of("booking", "booked_at", how, "2026-12-01 12:00:00")[0] == utc("2026-12-01 17:00:00")


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "Asia/Tokyo", "UTC", "Asia/Kolkata", "America/New_York", "Africa/Casablanca", "Asia/Pyongyang"])  # fmt: skip
@pytest.mark.parametrize("text", ["1971-01-01 00:00:00", "1988-07-01 12:00:00", "1991-07-01 01:00:00", "2016-06-01 12:00:00", "2026-07-01 12:00:00"])  # fmt: skip
def test_a_clock_time_is_the_instant_the_time_zone_database_says(zone: str, text: str) -> None:
    wanted = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    assert field_of("booking", "booked_at", {"zone": zone}, text) == (wanted, [])


def test_epoch_seconds_are_utc_unless_they_are_a_local_clock() -> None:
    assert field_of("booking", "booked_at", {"format": "epoch_seconds"}, "1700000000")[0] == utc("2023-11-14 22:13:20")
    assert field_of("booking", "booked_at", {"format": "epoch_millis"}, "1700000000123")[0] == utc("2023-11-14 22:13:20.123000")
    local = {"format": "epoch_seconds", "local": True, "zone": "Asia/Shanghai"}
    assert field_of("booking", "booked_at", local, "1700000000")[0] == utc("2023-11-14 14:13:20")


@pytest.mark.parametrize("text", ["infinity", "-infinity", "290000-01-01 00:00:00"])
def test_endless_times_are_out_of_range(text: str) -> None:
    assert faults_of("booking", "booked_at", {}, text) == ["booked_at|date_out_of_range"]


MOVED = {"plus_days": ["n"]}


@pytest.mark.parametrize(("days", "day"), [("3", date(2026, 11, 25)), ("0", date(2026, 11, 22)), (None, date(2026, 11, 22)), ("2.0", date(2026, 11, 24))])  # fmt: skip
def test_a_date_is_moved_by_days(days: str | None, day: date) -> None:
    assert field_of("booking", "starts_on", MOVED, {"x": "2026-11-22", "n": days}) == (day, [])


def test_a_date_is_moved_back_by_minus_days_and_by_the_sum_of_several() -> None:
    how = {"minus_days": ["n", "m"]}
    assert field_of("booking", "starts_on", how, {"x": "2026-03-01", "n": "1", "m": "1"}) == (date(2026, 2, 27), [])


@pytest.mark.parametrize("days", ["x", "1.5", "99999999999", "9223372036854775807", "9999999", "-9999999"])
def test_days_that_cannot_be_counted_make_the_date_unreadable(days: str) -> None:
    assert field_of("booking", "starts_on", MOVED, {"x": "2026-11-22", "n": days}) == (None, UNREADABLE)
    assert field_of("booking", "booked_at", MOVED | {"format": "%Y-%m-%d"}, {"x": "2026-11-22", "n": days}) == (None, NO_INSTANT)


def test_a_date_may_be_spread_over_columns() -> None:
    how = {"from": ["y", "m", "d"], "format": "%Y-%B-%d"}
    assert field_of("booking", "starts_on", how, {"y": "2015", "m": "July", "d": "1"}) == (date(2015, 7, 1), [])
    assert field_of("booking", "starts_on", how, {"y": "2015", "m": None, "d": "1"}) == (None, [])
