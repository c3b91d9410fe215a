"""The declared tables and what Delta keeps about them."""

import json
import multiprocessing
from pathlib import Path

import pyarrow as pa
import pytest
from deltalake import DeltaTable, write_deltalake

from tests.lake.bookings import Import, Row, current_in, facts
from xenia.kernel.errors import Invalid, NotFound
from xenia.kernel.ids import new_id
from xenia.lake import read
from xenia.lake.engine import Lake
from xenia.lake.tables import COMMON, DATE, INSTANT, TABLES, ensure_tables, table_uri


def test_every_kind_of_record_has_one_table() -> None:
    assert {table.kind: name for name, table in TABLES.items()} == {
        "booking": "booking_versions",
        "item": "booking_items",
        "payment": "payments",
        "status": "booking_status_changes",
        "event": "behaviour_events",
        "interaction": "interactions",
        "feedback": "feedback",
        "trait": "guest_traits",
        "guest": "guest_facts",
        "place": "places",
    }


@pytest.mark.parametrize("name", TABLES)
def test_statistics_are_kept_of_dates_and_instants_only(name: str, lake: Lake) -> None:
    kept = DeltaTable(table_uri(lake.url, name)).metadata().configuration["delta.dataSkippingStatsColumns"].split(",")
    assert {TABLES[name].schema.field(column).type for column in kept} <= {DATE, INSTANT}


def test_no_value_of_an_id_or_text_column_reaches_the_log(lake: Lake) -> None:
    Import(lake).load(Row("PLANTED-KEY", "planted text"))
    log = sorted(Path(table_uri(lake.url, "booking_versions"), "_delta_log").glob("*.json"))
    statistics = [json.loads(json.loads(line)["add"]["stats"]) for line in log[-1].read_text().splitlines() if '"add"' in line]
    assert set(statistics[0]["minValues"]) == {"order_at", "recorded_at"}
    assert "PLANTED" not in log[-1].read_text()


def test_money_is_whole_minor_units_and_instants_are_utc_microseconds() -> None:
    schema = TABLES["booking_versions"].schema
    assert schema.field("total_minor").type == pa.int64()
    assert schema.field("booked_at").type == pa.timestamp("us", tz="UTC")
    assert schema.field("starts_on").type == pa.date32()


def test_a_second_start_changes_nothing(lake: Lake) -> None:
    ensure_tables(lake.url)
    assert [DeltaTable(table_uri(lake.url, name)).version() for name in TABLES] == [0] * len(TABLES)


def test_a_column_older_tables_lack_is_added_and_null_in_their_rows(tmp_path: Path, engine: str) -> None:
    lake = Lake(str(tmp_path / "lake"), engine)
    older = pa.schema([column for column in TABLES["payments"].schema if column.name != "method"])
    delta = DeltaTable.create(table_uri(lake.url, "payments"), older)
    write_deltalake(
        delta, facts(Row("B1", "booked"), run_id=new_id()).select(COMMON.names).cast(COMMON), mode="append", schema_mode="merge"
    )
    ensure_tables(lake.url)
    payments = read.table("payments")
    assert read.execute(payments.select("method", "currency"), units=None, lake=lake).to_pylist() == [{"method": None, "currency": None}]


@pytest.mark.parametrize("name", ["lake[1]", "a|b", "50%25", "up^", "back\\slash", "a::b", "all*", "why?", "{a,b}"])
def test_a_folder_delta_cannot_write_in_is_refused_with_what_to_do(name: str, tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="Set XENIA_LAKE_URL") as refused:
        ensure_tables(str(tmp_path / name))
    assert "XENIA_LAKE_URL" in refused.value.message_zh
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_several_processes_may_make_the_tables_at_once(tmp_path: Path) -> None:
    url = str(tmp_path / "new")
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        pool.map(ensure_tables, [url] * 3)
    Import(Lake(url)).load(Row("B1", "booked"))
    assert current_in(Lake(url)) == {("B1", "booked")}


def test_an_unknown_table_is_refused_with_the_names_of_those_there_are() -> None:
    with pytest.raises(NotFound, match="has no table 'bookings'; it has booking_versions"):
        read.table("bookings")


def test_a_lake_that_was_not_made_says_how_to_make_it(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="make it with"):
        read.execute(read.table("payments"), units=None, lake=Lake(str(tmp_path / "nowhere")))
