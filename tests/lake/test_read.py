"""Reading on either engine: the same rows, the same types, only the actor's units."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import ibis
import pyarrow as pa
import pytest

from tests.lake.bookings import UNIT, Row, at_hour, facts, hash_of
from xenia.kernel.ids import new_id
from xenia.lake import engine as engines
from xenia.lake import read
from xenia.lake.append import append_rows
from xenia.lake.engine import Lake
from xenia.lake.tables import get_table
from xenia.settings import ENV

OTHER_UNIT = new_id()
FULL = Row(
    "B1",
    "completed",
    9,
    {
        "total_minor": 9_007_199_254_740_993,
        "booked_at": datetime(2026, 1, 31, 16, 0, 0, 1, tzinfo=UTC),
        "starts_on": date(2026, 2, 28),
        "adults": 2,
        "traveller_ids": ["t1", "t2"],
        "attributes": '{"层":"7"}',
    },
)


@pytest.fixture
def asked(lake: Lake, engine: str) -> Lake:
    """The lake of the test, asked through the engine of the test."""
    return replace(lake, engine=engine)


def append(lake: Lake, *rows: Row, unit_id: object = UNIT) -> None:
    run_id = new_id()
    append_rows("booking_versions", facts(*rows, run_id=run_id, unit_id=unit_id), run_id=run_id, chunk=0, lake=lake)  # type: ignore[arg-type]


def test_what_was_appended_is_read_to_the_value_and_the_type(lake: Lake, asked: Lake) -> None:
    append(lake, FULL, Row("B2", "booked", 9))
    bookings = read.table("booking_versions").order_by("booking_key")
    answer = read.execute(bookings.select(*FULL.extra, "record_hash", "order_at"), units=None, lake=asked)
    assert answer.to_pylist() == [
        FULL.extra | {"record_hash": hash_of("B1"), "order_at": at_hour(9)},
        dict.fromkeys(FULL.extra) | {"record_hash": hash_of("B2"), "order_at": at_hour(9)},
    ]
    assert answer.schema.field("booked_at").type == pa.timestamp("us", tz="UTC")
    assert answer.schema.field("total_minor").type == pa.int64()


def test_an_empty_table_answers_with_no_rows(asked: Lake) -> None:
    payments = read.table("payments")
    total = payments.aggregate(rows=payments.count(), total=payments.amount_minor.sum())
    assert read.execute(payments, units=None, lake=asked).num_rows == 0
    assert read.execute(total, units=None, lake=asked).to_pylist() == [{"rows": 0, "total": None}]


def test_v2_current_has_one_row_a_record_that_of_the_greatest_order(lake: Lake, asked: Lake) -> None:
    append(lake, Row("B1", "booked", 9), Row("B2", "booked", 9), Row("B1", "stayed", 12))
    append(lake, Row("B1", "paid", 10), Row("B2", "booked", 9))
    current = read.current("booking_versions").select("booking_key", "status").order_by("booking_key")
    assert read.execute(current, units=None, lake=asked).to_pylist() == [
        {"booking_key": "B1", "status": "stayed"},
        {"booking_key": "B2", "status": "booked"},
    ]


def test_both_engines_agree_to_the_row(lake: Lake, sail: str) -> None:
    append(lake, *(Row(f"B{place % 40}", "abc"[place % 3], place % 7, {"total_minor": place * 100}) for place in range(200)))
    bookings = read.current("booking_versions")
    by_status = bookings.group_by("status", hour=bookings.order_at.hour()).aggregate(
        bookings=bookings.count(), total=bookings.total_minor.sum(), median=bookings.total_minor.median()
    )
    question = by_status.mutate(place=ibis.row_number().over(order_by=[by_status.total.desc(), by_status.status]))
    on_duckdb, on_sail = (
        read.execute(question.order_by("place"), units=None, lake=replace(lake, engine=engine)) for engine in ("duckdb", sail)
    )
    assert on_duckdb.num_rows > 3
    assert on_duckdb.equals(on_sail)


def test_a_session_that_the_server_has_forgotten_is_opened_anew(lake: Lake, sail: str) -> None:
    asked = replace(lake, engine=sail)
    append(lake, Row("B1", "booked", 9))
    bookings = read.table("booking_versions").select("booking_key")
    before = read.execute(bookings, units=None, lake=asked)
    engines._spark_session(sail).client.release_session()
    assert (before.to_pylist(), read.execute(bookings, units=None, lake=asked)) == ([{"booking_key": "B1"}], before)


def test_only_rows_of_the_actors_units_are_read(lake: Lake, asked: Lake) -> None:
    append(lake, Row("B1", "booked"))
    append(lake, Row("B2", "booked"), unit_id=OTHER_UNIT)
    keys = read.table("booking_versions").select("booking_key")
    seen = {units: read.execute(keys, units=units, lake=asked)["booking_key"].to_pylist() for units in (frozenset([UNIT]), frozenset())}
    assert seen == {frozenset([UNIT]): ["B1"], frozenset(): []}
    assert read.execute(keys, units=None, lake=asked).num_rows == 2


def test_a_booking_that_moved_to_another_unit_is_not_shown_by_its_older_version(lake: Lake, asked: Lake) -> None:
    append(lake, Row("B1", "booked", 9))
    append(lake, Row("B1", "moved", 10), unit_id=OTHER_UNIT)
    current = read.current("booking_versions").select("status")
    assert read.execute(current, units=frozenset([UNIT]), lake=asked).num_rows == 0
    assert read.execute(current, units=frozenset([OTHER_UNIT]), lake=asked).to_pylist() == [{"status": "moved"}]


def test_one_question_may_join_tables_and_name_one_twice(lake: Lake, asked: Lake) -> None:
    append(lake, Row("B1", "booked", 9), Row("B1", "paid", 10))
    versions, current = read.table("booking_versions"), read.current("booking_versions")
    joined = versions.join(current, ["source_id", "record_hash"]).select(was=versions.status, now=current.status).order_by("was")
    assert read.execute(joined, units=None, lake=asked).to_pylist() == [{"was": "booked", "now": "paid"}, {"was": "paid", "now": "paid"}]


def test_what_a_session_keeps_is_computed_once(lake: Lake) -> None:
    append(lake, FULL)
    with read.session(units=None, lake=lake) as opened:
        names = read.table("booking_versions").select("booking_key")
        opened.keep(names)
        first = opened._sql(names)
        opened.keep(names)
        assert (opened._sql(names), opened.execute(names)["booking_key"].to_pylist()) == (first, ["B1"])


def test_what_a_session_lets_go_of_is_asked_of_the_lake_again(lake: Lake, asked: Lake) -> None:
    append(lake, FULL)
    with read.session(units=None, lake=asked) as opened:
        names = read.table("booking_versions").select("booking_key")
        opened.keep(names)
        opened.let_go(names)
        opened.let_go(names)
        assert ("kept" in opened._sql(names), opened.execute(names)["booking_key"].to_pylist()) == (False, ["B1"])


def test_what_a_session_remembers_is_worked_out_once(lake: Lake) -> None:
    numbers = iter(range(2))
    with read.session(units=None, lake=lake) as opened:
        found = [opened.remember(key, lambda: next(numbers)) for key in ("one", "one", "other")]
    assert found == [0, 0, 1]


def test_a_large_answer_comes_in_batches(lake: Lake, asked: Lake) -> None:
    append(lake, *(Row(f"B{place}", "booked") for place in range(500)))
    batches = list(read.stream(read.table("booking_versions").select("booking_key", "order_at"), units=None, lake=asked))
    assert sum(batch.num_rows for batch in batches) == 500
    assert batches[0].schema.field("order_at").type == pa.timestamp("us", tz="UTC")


def test_a_read_whose_files_are_vacuumed_under_it_reads_the_new_ones(lake: Lake) -> None:
    append(lake, Row("B1", "booked"))
    listed = engines.open_table(lake, "booking_versions").file_uris()
    Path(listed[0]).rename(lake.url + "/away")
    with pytest.raises(duckdb.IOException) as failure, engines.duckdb_connection(lake) as connection:
        engines.duckdb_select(connection, get_table("booking_versions").schema, listed)
    assert read.is_vanished_file(failure.value)


def test_the_memory_limit_of_the_environment_holds_for_all_connections_together(lake: Lake) -> None:
    with engines.duckdb_connection(lake) as one, engines.duckdb_connection(lake) as other:
        one.execute("SET GLOBAL memory_limit = '500MB'")
        assert other.execute("SELECT current_setting('memory_limit')").fetchone() == ("476.8 MiB",)
        one.execute(f"SET GLOBAL memory_limit = '{ENV.lake_memory}'")


def test_work_beside_the_lake_spills_into_the_home_and_leaves_nothing_there() -> None:
    with engines.own_duckdb() as connection:
        connection.execute("SET memory_limit = '40MB'; SET threads = 1")
        connection.execute("CREATE TEMP TABLE names AS SELECT range::text || repeat('伟', 20) AS name FROM range(3_000_000)")
        folder = connection.execute("SELECT current_setting('temp_directory')").fetchone()
        assert folder
        assert Path(folder[0]).is_relative_to(ENV.home)
        assert any(Path(folder[0]).iterdir())
    assert not Path(folder[0]).exists()


def test_a_question_asked_again_reads_the_rows_and_the_units_of_its_own_session(lake: Lake, asked: Lake) -> None:
    append(lake, FULL)
    append(lake, Row("B2", "booked", 9), unit_id=OTHER_UNIT)
    named = pa.schema([("booking_key", pa.string())])
    question = read.current("booking_versions").semi_join(read.given("named", named), "booking_key").select("booking_key")

    answers = [
        read.execute(question, units=units, given={"named": pa.table([[key]], schema=named)}, lake=asked)["booking_key"].to_pylist()
        for units, key in ((None, "B1"), (None, "B2"), (frozenset({UNIT}), "B2"), (frozenset({OTHER_UNIT}), "B2"))
    ]
    assert answers == [["B1"], ["B2"], [], ["B2"]]


def test_a_table_without_rows_can_be_given(lake: Lake, engine: str) -> None:
    schema = pa.schema([("guest_id", pa.string()), ("tags", pa.list_(pa.string())), ("at", pa.timestamp("us", tz="UTC"))])
    nobody = read.given("nobody", schema)
    found = read.execute(nobody, units=None, given={"nobody": schema.empty_table()}, lake=replace(lake, engine=engine))
    assert (found.num_rows, found.column_names) == (0, ["guest_id", "tags", "at"])
