"""The lake in folders as people name them: with spaces, Chinese characters and signs that mean something in a URL."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.lake.bookings import Import, Row, current_in, versions_in
from xenia.kernel.ids import new_id
from xenia.lake import read
from xenia.lake.engine import Lake, open_table
from xenia.lake.erase import erase_records
from xenia.lake.maintain import compact_table, vacuum_tables
from xenia.lake.tables import ensure_tables, files_of

NAMES = ["数据 湖", "张伟/我的 项目/lake", "a#b=c&d+e@f;$HOME~", "O'Brien 100% (copy)"]


@pytest.fixture(params=NAMES)
def named_lake(tmp_path: Path, request: pytest.FixtureRequest) -> Lake:
    ensure_tables(str(tmp_path / request.param))
    return Lake(str(tmp_path / request.param))


def test_what_is_appended_is_known_again_and_read(named_lake: Lake) -> None:
    assert Import(named_lake).load(Row("B1", "booked", 1), Row("B2", "booked", 1)) == ["new", "new"]
    assert Import(named_lake).load(Row("B1", "paid", 2), Row("B2", "booked", 1)) == ["changed", "unchanged"]
    assert current_in(named_lake) == {("B1", "paid"), ("B2", "booked")}


def test_it_is_compacted_and_vacuumed(named_lake: Lake) -> None:
    for hour in range(6):
        Import(named_lake).load(Row("B1", "booked", hour))
    assert compact_table("booking_versions", lake=named_lake).rows_removed == 4
    assert vacuum_tables(lake=named_lake, retention_hours=0) == 6
    assert versions_in(named_lake) == [("B1", "booked", 0), ("B1", "booked", 5)]


def test_small_files_are_joined(named_lake: Lake) -> None:
    for key in ("B1", "B2", "B3"):
        Import(named_lake).load(Row(key, "booked"))
    assert compact_table("booking_versions", lake=named_lake).files_after == 1
    assert len(versions_in(named_lake)) == 3


def test_people_are_erased(named_lake: Lake) -> None:
    person = new_id()
    Import(named_lake).load(Row("B1", "booked", 1, {"booker_id": str(person), "traveller_ids": [str(person)]}))
    assert {erasure.table: erasure.rows_cleared for erasure in erase_records([person], lake=named_lake)}["booking_versions"] == 1
    (booking,) = read.execute(read.table("booking_versions"), units=None, lake=named_lake).to_pylist()
    assert (booking["booker_id"], booking["traveller_ids"]) == (None, [])


def test_spark_reads_it_too(named_lake: Lake, sail: str) -> None:
    Import(named_lake).load(Row("B1", "booked"), Row("B2", "paid"))
    assert current_in(replace(named_lake, engine=sail)) == {("B1", "booked"), ("B2", "paid")}


def test_every_file_lies_in_the_folder_that_was_named(named_lake: Lake) -> None:
    Import(named_lake).load(Row("B1", "booked"))
    files = [Path(path) for path in files_of(open_table(named_lake, "booking_versions"))]
    assert [(path.exists(), path.parent) for path in files] == [(True, Path(named_lake.url) / "booking_versions")]
