"""What becomes of a row: the rules V1 to V9 of docs/algorithms/versions.md, each with its worked example."""

from uuid import UUID

import pytest

from tests.lake.bookings import MIDNIGHT, SOURCE, Import, Row, at_hour, current_in, facts, versions_in
from xenia.kernel.errors import Invalid
from xenia.kernel.ids import new_id
from xenia.lake.append import append_rows
from xenia.lake.classify import Scope, classify
from xenia.lake.engine import Lake


def given(lake: Lake, *rows: Row) -> list[str]:
    return Import(lake).load(*rows)


def arriving(lake: Lake, *rows: Row, hour: int) -> list[str]:
    return Import(lake, "arrival", started_at=at_hour(hour)).load(*rows)


def current_flags(run: Import, *rows: Row) -> list[bool]:
    return list(run.judge(*rows)[1]["is_current"].to_pylist())


def test_v1_the_same_key_in_another_source_is_another_record(lake: Lake) -> None:
    given(lake, Row("B1", "booked"))
    rows = facts(Row("B1", "booked"), run_id=new_id())
    elsewhere = Scope(new_id(), new_id())
    verdicts = classify(rows, table="booking_versions", scope=elsewhere, order_mode="given", lake=lake)
    assert verdicts["outcome"].to_pylist() == ["new"]


def test_v2_the_greatest_order_is_current_and_content_settles_a_tie(lake: Lake) -> None:
    given(lake, Row("B1", "booked", 9), Row("B2", "x", 9))
    given(lake, Row("B1", "changed", 10), Row("B2", "y", 9))
    given(lake, Row("B2", "x", 9), Row("B2", "y", 9))
    assert ("B1", "changed") in current_in(lake)
    assert [key for key, _ in current_in(lake)].count("B2") == 1


def test_v3_a_version_from_an_earlier_run_is_unchanged_and_not_appended(lake: Lake) -> None:
    given(lake, Row("B1", "booked", 9))
    assert given(lake, Row("B1", "booked", 9), Row("B1", "booked", 9)) == ["unchanged", "unchanged"]
    assert versions_in(lake) == [("B1", "booked", 9)]


@pytest.mark.parametrize("order_mode", ["given", "arrival"])
def test_v3_a_version_from_this_very_run_is_a_duplicate(order_mode: str, lake: Lake) -> None:
    run = Import(lake, order_mode)  # type: ignore[arg-type]
    assert run.load(Row("B1", "booked"), Row("B1", "booked")) == ["new", "duplicate"]
    assert run.load(Row("B1", "booked")) == ["duplicate"]
    assert len(versions_in(lake)) == 1


def test_v4_in_arrival_mode_the_later_row_wins(lake: Lake) -> None:
    assert arriving(lake, Row("B1", "booked"), Row("B1", "paid"), Row("B1", "paid"), hour=1) == ["new", "changed", "duplicate"]
    assert current_in(lake) == {("B1", "paid")}


def test_v4_in_arrival_mode_the_content_of_the_current_version_adds_nothing(lake: Lake) -> None:
    arriving(lake, Row("B1", "booked"), hour=1)
    assert arriving(lake, Row("B1", "booked"), Row("B1", "booked"), hour=2) == ["unchanged", "unchanged"]
    assert len(versions_in(lake)) == 1


def test_v4_in_arrival_mode_a_return_to_older_content_is_a_change(lake: Lake) -> None:
    arriving(lake, Row("B1", "booked"), hour=1)
    assert arriving(lake, Row("B1", "booked"), Row("B1", "paid"), Row("B1", "booked"), hour=2) == ["unchanged", "changed", "changed"]
    assert current_in(lake) == {("B1", "booked")}


def test_v5_a_later_sighting_of_the_current_content_is_unchanged_yet_kept(lake: Lake) -> None:
    given(lake, Row("B1", "booked", 9))
    assert given(lake, Row("B1", "booked", 11)) == ["unchanged"]
    assert versions_in(lake) == [("B1", "booked", 9), ("B1", "booked", 11)]


def test_v5_without_the_sighting_a_file_that_comes_late_would_win(lake: Lake) -> None:
    given(lake, Row("B1", "booked", 9))
    given(lake, Row("B1", "booked", 11))
    assert given(lake, Row("B1", "paid", 10)) == ["late"]
    assert current_in(lake) == {("B1", "booked")}


def test_v6_an_older_version_is_kept_as_history_and_leaves_the_current_one(lake: Lake) -> None:
    given(lake, Row("B1", "paid", 10))
    assert given(lake, Row("B1", "booked", 9)) == ["late"]
    assert current_in(lake) == {("B1", "paid")}
    assert versions_in(lake) == [("B1", "booked", 9), ("B1", "paid", 10)]


def test_v6_holds_within_a_chunk(lake: Lake) -> None:
    run = Import(lake)
    rows = (Row("B1", "paid", 10), Row("B1", "booked", 9), Row("B1", "paid", 10), Row("B1", "stayed", 12))
    assert current_flags(run, *rows) == [False, False, False, True]
    assert run.load(*rows) == ["new", "late", "duplicate", "changed"]


def test_v6_an_arrival_before_the_current_version_is_late_unless_it_says_the_same(lake: Lake) -> None:
    arriving(lake, Row("B1", "booked"), Row("B2", "booked"), hour=5)
    assert arriving(lake, Row("B1", "paid"), Row("B2", "booked"), hour=1) == ["late", "unchanged"]
    assert current_in(lake) == {("B1", "booked"), ("B2", "booked")}


@pytest.mark.parametrize("order_mode", ["given", "arrival"])
def test_v7_a_record_without_a_key_has_no_versions(order_mode: str, lake: Lake) -> None:
    assert Import(lake, order_mode).load(Row(None, "x", 1), Row(None, "y", 1), Row(None, "x", 2)) == ["new", "new", "duplicate"]  # type: ignore[arg-type]
    assert Import(lake, order_mode, started_at=at_hour(9)).load(Row(None, "x", 9), Row(None, "z", 9)) == ["unchanged", "new"]  # type: ignore[arg-type]
    assert len(versions_in(lake)) == 3


def test_v8_a_chunk_that_is_done_again_says_the_same_and_is_appended_once(lake: Lake) -> None:
    run = Import(lake)
    run.load(Row("B1", "booked", 9))
    position, chunk = run.rows_done, run.chunk
    rows = (Row("B1", "paid", 10), Row("B2", "booked", 9), Row("B1", "booked", 9))
    first = run.load(*rows)
    run.rows_done, run.chunk = position, chunk
    assert run.load(*rows) == first == ["changed", "new", "duplicate"]
    assert len(versions_in(lake)) == 3


def test_v8_a_chunk_that_is_done_again_finds_the_booking_id_it_gave_the_first_time(lake: Lake) -> None:
    run = Import(lake)
    run.load(Row("B1", "booked", 9))
    run.rows_done, run.chunk = 0, 0
    _, verdicts = run.judge(Row("B1", "booked", 9))
    assert verdicts.to_pylist() == [
        {"row_number": 0, "outcome": "new", "append": True, "existing_booking_id": f"B1-of-{run.run_id}", "is_current": True}
    ]


def test_v9_between_two_sightings_of_its_content_a_row_says_nothing_new(lake: Lake) -> None:
    given(lake, Row("B1", "booked", 9))
    given(lake, Row("B1", "booked", 12))
    assert given(lake, Row("B1", "booked", 10), Row("B1", "paid", 11)) == ["unchanged", "late"]
    assert versions_in(lake) == [("B1", "booked", 9), ("B1", "booked", 12), ("B1", "paid", 11)]


def test_a_later_version_keeps_the_booking_id(lake: Lake) -> None:
    first = Import(lake)
    first.load(Row("B1", "booked", 9))
    _, verdicts = Import(lake).judge(Row("B1", "paid", 10), Row("B2", "booked", 10))
    assert verdicts["existing_booking_id"].to_pylist() == [f"B1-of-{first.run_id}", None]


def test_only_one_row_of_a_record_is_current_when_the_chunk_is_in(lake: Lake) -> None:
    given(lake, Row("B1", "booked", 9), Row("B3", "booked", 20))
    rows = (Row("B1", "paid", 10), Row("B1", "stayed", 12), Row("B1", "stayed", 13), Row("B2", "booked", 1), Row("B3", "paid", 10))
    assert current_flags(Import(lake), *rows) == [False, False, True, True, False]


def test_a_table_without_bookings_has_no_booking_ids(lake: Lake) -> None:
    rows = facts(Row("P1", "paid", 9), run_id=new_id())
    columns = [name for name in rows.column_names if name not in ("booking_key", "booking_id")]
    payment = rows.select([name for name in columns if name in {"status", *rows.column_names[:8]}])
    append_rows("payments", payment, run_id=new_id(), chunk=0, lake=lake)
    verdicts = classify(rows, table="payments", scope=Scope(SOURCE, new_id()), order_mode="given", lake=lake)
    assert verdicts.to_pylist()[0] == {
        "row_number": 0,
        "outcome": "unchanged",
        "append": False,
        "existing_booking_id": None,
        "is_current": False,
    }


def test_an_empty_chunk_has_no_verdicts(lake: Lake) -> None:
    rows = facts(run_id=UUID(int=0), arrived_at=MIDNIGHT)
    assert classify(rows, table="booking_versions", scope=Scope(SOURCE, UUID(int=0)), order_mode="arrival", lake=lake).num_rows == 0


def test_a_chunk_without_an_order_is_refused(lake: Lake) -> None:
    rows = facts(Row("B1", "booked"), run_id=new_id()).drop_columns(["order_at"])
    with pytest.raises(Invalid, match="lacks the column order_at"):
        classify(rows, table="booking_versions", scope=Scope(SOURCE, new_id()), order_mode="given", lake=lake)
