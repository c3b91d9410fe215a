"""Compaction and vacuum: fewer files, the same facts."""

from pathlib import Path

import pytest

from tests.lake.bookings import Import, Row, current_in, versions_in
from xenia.lake import maintain
from xenia.lake.engine import Lake, open_table
from xenia.lake.maintain import Stopped, compact_table, compact_tables, vacuum_tables
from xenia.lake.tables import files_of, table_uri


def file_count(lake: Lake) -> int:
    return len(files_of(open_table(lake, "booking_versions")))


def files_on_disk(lake: Lake) -> int:
    return len(list(Path(table_uri(lake.url, "booking_versions")).glob("*.parquet")))


@pytest.fixture
def seen_daily(lake: Lake) -> Lake:
    """B1 seen on six days, changed on the fourth; B2 seen once."""
    for day, content in enumerate(["booked", "booked", "booked", "paid", "paid", "paid"]):
        Import(lake).load(Row("B1", content, day))
    Import(lake).load(Row("B2", "booked", 0))
    return lake


def test_v10_of_a_run_of_equal_content_the_first_and_the_last_stay(seen_daily: Lake) -> None:
    done = compact_table("booking_versions", lake=seen_daily)
    assert done == maintain.Compaction("booking_versions", files_before=7, files_after=1, rows_removed=2)
    assert versions_in(seen_daily) == [("B1", "booked", 0), ("B1", "booked", 2), ("B1", "paid", 3), ("B1", "paid", 5), ("B2", "booked", 0)]


def test_v10_what_is_current_stays_current(seen_daily: Lake) -> None:
    before = current_in(seen_daily)
    compact_table("booking_versions", lake=seen_daily)
    assert current_in(seen_daily) == before == {("B1", "paid"), ("B2", "booked")}


def test_small_files_become_one_where_nothing_collapses(lake: Lake) -> None:
    for place in range(4):
        Import(lake).load(Row(f"B{place}", "booked"))
    before = versions_in(lake)
    assert compact_table("booking_versions", lake=lake) == maintain.Compaction("booking_versions", 4, 1, 0)
    assert versions_in(lake) == before


def test_a_few_sightings_in_a_large_table_are_left_for_another_night(lake: Lake) -> None:
    Import(lake).load(*(Row(f"B{place}", "booked") for place in range(100)))
    for hour in (1, 2):
        Import(lake).load(Row("B1", "booked", hour))
    assert compact_table("booking_versions", lake=lake).rows_removed == 0


def test_a_cancelled_rewrite_leaves_the_table_as_it_was(seen_daily: Lake) -> None:
    before, answers = versions_in(seen_daily), iter([False, True])
    with pytest.raises(Stopped):
        compact_table("booking_versions", lake=seen_daily, is_cancelled=lambda: next(answers))
    assert versions_in(seen_daily) == before
    assert file_count(seen_daily) == 7


def test_a_cancelled_compaction_tells_what_was_done(lake: Lake) -> None:
    answers = iter([False, False, True])
    assert [done.table for done in compact_tables(lake=lake, is_cancelled=lambda: next(answers))] == ["booking_versions", "booking_items"]


def test_progress_is_told_while_a_table_is_rewritten(seen_daily: Lake) -> None:
    told: list[tuple[str, int, int]] = []
    compact_table("booking_versions", lake=seen_daily, progress=lambda *step: told.append(step))
    assert told[-1] == ("booking_versions", 5, 5)


def test_files_no_recent_version_needs_are_removed(seen_daily: Lake) -> None:
    compact_table("booking_versions", lake=seen_daily)
    assert vacuum_tables(lake=seen_daily) == 0
    assert files_on_disk(seen_daily) == 8
    assert vacuum_tables(lake=seen_daily, retention_hours=0) == 7
    assert files_on_disk(seen_daily) == 1
