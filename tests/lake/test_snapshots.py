"""Derived tables: versions written whole, read by name, a few kept, people taken out of all of them."""

from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pyarrow as pa
import pytest

from tests.lake.test_erase import everything_written
from xenia.kernel.errors import Invalid, NotFound
from xenia.kernel.ids import new_id
from xenia.lake import read
from xenia.lake.engine import Lake
from xenia.lake.search import count_in_files
from xenia.lake.snapshots import erase_from_snapshots, list_versions, write_snapshot

SCHEMA = pa.schema([("guest_id", pa.string()), ("city", pa.string()), ("bookings", pa.int64()), ("is_agency", pa.bool_())])
LIN, CHEN = new_id(), new_id()


def write(lake: Lake, *bookings: int, kept: int = 4) -> UUID:
    version = new_id()
    rows = [
        {"guest_id": str(guest), "city": "上海", "bookings": count, "is_agency": False}
        for guest, count in zip((LIN, CHEN), bookings, strict=False)
    ]
    write_snapshot("taste", SCHEMA, [pa.RecordBatch.from_pylist(rows, SCHEMA)], version=version, kept=kept, lake=lake)
    return version


def counts(lake: Lake, version: UUID | None = None) -> list[int]:
    rows = read.snapshot("taste", SCHEMA, version)
    return sorted(read.execute(rows, units=None, lake=lake)["bookings"].to_pylist())


def test_the_newest_version_is_read_and_older_ones_by_name(lake: Lake, engine: str) -> None:
    first, second = write(lake, 1, 2), write(lake, 3, 4)
    asked = replace(lake, engine=engine)
    assert (counts(asked), counts(asked, first), counts(asked, second)) == ([3, 4], [1, 2], [3, 4])
    assert list_versions("taste", lake=lake) == [second, first]


def test_only_the_last_few_versions_are_kept(lake: Lake) -> None:
    versions = [write(lake, count, kept=2) for count in range(4)]
    assert list_versions("taste", lake=lake) == versions[:1:-1]
    assert len(list(Path(lake.url, "snapshots", "taste").rglob("*.parquet"))) == 2
    with pytest.raises(NotFound, match="no snapshot taste of version"):
        counts(lake, versions[0])


def test_a_version_written_again_takes_its_own_place(lake: Lake) -> None:
    version = write(lake, 1, 2)
    write_snapshot(
        "taste", SCHEMA, [pa.RecordBatch.from_pylist([{"guest_id": str(LIN), "bookings": 9}], SCHEMA)], version=version, lake=lake
    )
    assert counts(lake) == [9]


def test_a_column_that_older_versions_lack_is_null_there(lake: Lake) -> None:
    first = write(lake, 1)
    wider = SCHEMA.append(pa.field("nights", pa.int64()))
    write_snapshot("taste", wider, [pa.RecordBatch.from_pylist([{"guest_id": str(LIN), "nights": 3}], wider)], version=new_id(), lake=lake)
    nights = [read.execute(read.snapshot("taste", wider, one), units=None, lake=lake)["nights"].to_pylist() for one in (first, None)]
    assert nights == [[None], [3]]


def test_two_readers_of_a_version_each_find_their_columns(lake: Lake, engine: str) -> None:
    """The second asks for more than the first, in a question of its own and in the same one."""
    version = write(lake, 1, 2)
    places, stays = (
        read.snapshot("taste", pa.schema([("guest_id", pa.string()), SCHEMA.field(name)]), version) for name in ("city", "bookings")
    )
    both = places.join(stays, "guest_id").select("guest_id", "city", "bookings")
    with read.session(units=None, lake=replace(lake, engine=engine)) as asked:
        found = [asked.execute(one).sort_by("guest_id").to_pylist() for one in (places, stays, places, both)]
    assert [sorted(row["city"] for row in found[place]) for place in (0, 2)] == [["上海", "上海"]] * 2
    assert sorted(row["bookings"] for row in found[1]) == [1, 2]
    assert {row["guest_id"]: (row["city"], row["bookings"]) for row in found[3]} == {str(LIN): ("上海", 1), str(CHEN): ("上海", 2)}


def test_whoever_asks_for_more_in_a_session_reads_the_same_version(lake: Lake) -> None:
    write(lake, 1, 2)
    with read.session(units=None, lake=lake) as asked:
        asked.execute(read.snapshot("taste", SCHEMA.empty_table().select(["guest_id"]).schema))
        write(lake, 3, 4)
        assert sorted(asked.execute(read.snapshot("taste", SCHEMA))["bookings"].to_pylist()) == [1, 2]


def test_an_erased_guest_is_in_no_version_no_file_and_no_log(lake: Lake) -> None:
    versions = [write(lake, 1, 2), write(lake, 3, 4)]
    assert count_in_files(str(LIN), lake=lake)["taste"] > 0
    assert [one.rows_deleted for one in erase_from_snapshots([LIN], lake=lake)] == [2]
    assert [counts(lake, version) for version in versions] == [[2], [4]]
    assert not any(str(LIN) in text for text in everything_written(lake))


def test_a_snapshot_that_was_never_written_says_what_to_do(lake: Lake) -> None:
    with pytest.raises(NotFound, match="build one first"):
        counts(lake)
    assert (list_versions("taste", lake=lake), erase_from_snapshots([LIN], lake=lake)) == ([], [])


def test_a_snapshot_is_not_read_for_some_units(lake: Lake) -> None:
    write(lake, 1)
    with pytest.raises(Invalid, match="all units"):
        read.execute(read.snapshot("taste", SCHEMA), units=frozenset([LIN]), lake=lake)


def test_rows_that_are_given_are_joined_to_facts_and_snapshots(lake: Lake, engine: str) -> None:
    write(lake, 1, 2)
    given = pa.table({"guest_id": [str(CHEN)], "name": ["陈"]})
    rows = read.snapshot("taste", SCHEMA).join(read.given("people", given.schema), "guest_id").select("name", "bookings")
    assert read.execute(rows, units=None, given={"people": given}, lake=replace(lake, engine=engine)).to_pylist() == [
        {"name": "陈", "bookings": 2}
    ]


def test_given_rows_of_numbers_with_gaps_stay_whole_numbers(lake: Lake, engine: str) -> None:
    given = pa.table({"n": pa.array([1, None, 9_007_199_254_740_993], pa.int64())})
    answer = read.execute(
        read.given("numbers", given.schema).order_by("n"), units=None, given={"numbers": given}, lake=replace(lake, engine=engine)
    )
    assert sorted(answer["n"].to_pylist(), key=lambda n: n or 0) == [None, 1, 9_007_199_254_740_993]


def test_what_is_kept_in_a_session_is_read_by_every_question_that_contains_it(lake: Lake, engine: str) -> None:
    write(lake, 1, 2)
    shared = read.snapshot("taste", SCHEMA).filter(lambda rows: rows.bookings > 1)
    with read.session(units=None, lake=replace(lake, engine=engine)) as asked:
        asked.keep(shared)
        assert asked.execute(shared.select("bookings")).to_pylist() == [{"bookings": 2}]
        more = asked.give("more", pa.table({"bookings": [2, 3]}))
        assert asked.execute(more.semi_join(shared, "bookings")).to_pylist() == [{"bookings": 2}]
