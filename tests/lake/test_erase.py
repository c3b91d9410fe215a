"""Erasure: nothing of the person is left in any file, and nothing else is lost."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.lake.bookings import SOURCE, UNIT, Row, facts, hash_of
from xenia.kernel.ids import new_id
from xenia.lake import read
from xenia.lake.append import append_rows
from xenia.lake.engine import Lake
from xenia.lake.erase import delete_older, erase_records
from xenia.lake.maintain import compact_tables
from xenia.lake.tables import TABLES, get_table

LIN_WEI, MOTHER, CHEN = new_id(), new_id(), new_id()
NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
TOLD_BY_RECORD = ["behaviour_events", "interactions", "feedback", "guest_traits", "guest_facts"]


def append_person(lake: Lake, table: str, record_id: UUID, *, run_id: UUID) -> None:
    common = {"source_id": str(SOURCE), "unit_id": str(UNIT), "run_id": str(run_id), "row_number": 0, "order_at": NOON, "recorded_at": NOON}
    hashes = {"record_hash": hash_of(str(record_id)), "content_hash": hash_of("x")}
    rows = pa.Table.from_pylist([common | hashes | {"record_id": str(record_id)}], get_table(table).schema)
    append_rows(table, rows, run_id=run_id, chunk=0, lake=lake)


def append_bookings(lake: Lake) -> UUID:
    people = {"booker_id": str(LIN_WEI), "payer_id": str(MOTHER), "traveller_ids": [str(LIN_WEI), str(MOTHER)]}
    rows = [Row("B1", "booked", 9, people), Row("B2", "booked", 9, {"booker_id": str(CHEN)}), Row("B3", "booked", 9)]
    run_id = new_id()
    append_rows("booking_versions", facts(*rows, run_id=run_id), run_id=run_id, chunk=3, lake=lake)
    return run_id


@pytest.fixture
def peopled(lake: Lake) -> Lake:
    """Lin Wei and her mother in every table that names people; Chen too."""
    append_bookings(lake)
    for table in TOLD_BY_RECORD:
        for person in (LIN_WEI, MOTHER, CHEN):
            append_person(lake, table, person, run_id=new_id())
    return lake


def everything_written(lake: Lake) -> Iterator[str]:
    """What any file of the lake says, read both as bytes and, where it is Parquet (compressed), as rows and as its footer."""
    for path in Path(lake.url).rglob("*"):
        if path.is_file():
            yield path.read_bytes().decode("latin-1")
            if path.suffix == ".parquet":
                yield str(pq.read_table(path).to_pylist()) + str(pq.read_metadata(path).to_dict())


def mentions(lake: Lake, person: UUID) -> int:
    return sum(str(person) in text for text in everything_written(lake))


def people_of(lake: Lake) -> list[tuple[str | None, str | None, list[str] | None]]:
    rows = read.execute(read.table("booking_versions").order_by("booking_key"), units=None, lake=lake).to_pylist()
    return [(row["booker_id"], row["payer_id"], row["traveller_ids"]) for row in rows]


def test_no_file_of_the_lake_names_the_person_any_more(peopled: Lake) -> None:
    assert mentions(peopled, LIN_WEI) > len(TOLD_BY_RECORD)
    erase_records([LIN_WEI], lake=peopled)
    assert mentions(peopled, LIN_WEI) == 0
    assert mentions(peopled, CHEN) > len(TOLD_BY_RECORD)


def test_files_of_versions_before_a_compaction_are_cleaned_as_well(peopled: Lake) -> None:
    compact_tables(lake=peopled)
    append_person(peopled, "feedback", LIN_WEI, run_id=new_id())
    erase_records([LIN_WEI], lake=peopled)
    assert mentions(peopled, LIN_WEI) == 0


def test_bookings_stay_without_the_person(peopled: Lake) -> None:
    erase_records([LIN_WEI], lake=peopled)
    assert people_of(peopled) == [(None, str(MOTHER), [str(MOTHER)]), (str(CHEN), None, None), (None, None, None)]


def test_what_was_lost_is_counted_table_by_table(peopled: Lake) -> None:
    lost = {erasure.table: (erasure.rows_deleted, erasure.rows_cleared) for erasure in erase_records([LIN_WEI, MOTHER], lake=peopled)}
    untouched = {"booking_items": (0, 0), "booking_status_changes": (0, 0)}
    assert lost == {"booking_versions": (0, 1)} | untouched | dict.fromkeys(TOLD_BY_RECORD, (2, 0))


def test_other_people_are_read_as_before_on_both_engines(peopled: Lake, engine: str) -> None:
    erase_records([LIN_WEI, MOTHER], lake=peopled)
    left = [
        read.execute(read.table(name).select("record_id"), units=None, lake=replace(peopled, engine=engine)).to_pylist()
        for name in TOLD_BY_RECORD
    ]
    assert left == [[{"record_id": str(CHEN)}]] * len(TOLD_BY_RECORD)


def test_a_chunk_appended_before_the_erasure_is_still_not_appended_twice(lake: Lake) -> None:
    run_id = append_bookings(lake)
    erase_records([LIN_WEI], lake=lake)
    again = facts(Row("B1", "booked", 9), run_id=run_id)
    assert append_rows("booking_versions", again, run_id=run_id, chunk=3, lake=lake) is False


def test_an_erasure_may_be_repeated_and_appending_goes_on(peopled: Lake) -> None:
    erase_records([LIN_WEI], lake=peopled)
    assert [erasure.rows_deleted + erasure.rows_cleared for erasure in erase_records([LIN_WEI], lake=peopled)] == [0] * 8
    append_person(peopled, "feedback", CHEN, run_id=new_id())
    assert read.execute(read.table("feedback"), units=None, lake=peopled).num_rows == 3


def test_more_people_than_one_statement_takes_are_erased(lake: Lake) -> None:
    people = [new_id() for _ in range(1_200)]
    rows = [Row(f"B{place}", "booked", 9, {"booker_id": str(person)}) for place, person in enumerate(people)]
    append_rows("booking_versions", facts(*rows, run_id=CHEN), run_id=CHEN, chunk=0, lake=lake)
    erased = {erasure.table: erasure.rows_cleared for erasure in erase_records(people, lake=lake)}
    assert erased["booking_versions"] == 1_200


def test_every_table_that_names_people_is_known_to_the_erasure() -> None:
    named = {name for name, table in TABLES.items() if table.record_columns}
    assert named == {"booking_versions", *TOLD_BY_RECORD}


def test_a_random_pseudonym_takes_the_persons_place_where_one_is_given(peopled: Lake) -> None:
    other = new_id()
    erase_records([LIN_WEI], pseudonyms={LIN_WEI: other}, lake=peopled)
    assert people_of(peopled) == [(str(other), str(MOTHER), [str(other), str(MOTHER)]), (str(CHEN), None, None), (None, None, None)]
    assert mentions(peopled, LIN_WEI) == 0


def append_hanging(lake: Lake, table: str, booking_id: str, **texts: str) -> None:
    common = {"source_id": str(SOURCE), "unit_id": str(UNIT), "run_id": str(CHEN), "row_number": 0, "order_at": NOON, "recorded_at": NOON}
    hashes = {"record_hash": hash_of(booking_id), "content_hash": hash_of("x")}
    own = {"booking_id": booking_id} if "booking_id" in get_table(table).schema.names else {}
    rows = pa.Table.from_pylist([common | hashes | own | texts], get_table(table).schema)
    append_rows(table, rows, run_id=new_id(), chunk=0, lake=lake)


def test_free_text_of_what_hangs_on_their_bookings_is_blanked_and_of_others_not(lake: Lake) -> None:
    theirs, others = str(new_id()), str(new_id())
    run_id = new_id()
    rows = [Row("B1", "booked", 9, {"booker_id": str(LIN_WEI), "booking_id": theirs, "attributes": '{"note":"窗边"}', "total_minor": 900})]
    append_rows("booking_versions", facts(*rows, run_id=run_id), run_id=run_id, chunk=0, lake=lake)
    for booking in (theirs, others):
        append_hanging(lake, "booking_items", booking, attributes='{"seat":"12A"}', product="room")
        append_hanging(lake, "booking_status_changes", booking, reason="her mother is ill")
    erase_records([LIN_WEI], lake=lake)
    item, booking = (
        read.execute(read.table(name).order_by("booking_id"), units=None, lake=lake).to_pylist()
        for name in ("booking_items", "booking_versions")
    )
    assert [(row["booking_id"], row["attributes"], row["product"]) for row in item] == [
        (theirs, None, "room"),
        (others, '{"seat":"12A"}', "room"),
    ]
    assert (booking[0]["attributes"], booking[0]["total_minor"]) == (None, 900)


def test_what_a_device_did_before_signing_in_goes_too(lake: Lake) -> None:
    seen = [("e1", str(LIN_WEI), "d1"), ("e2", None, "d1"), ("e3", None, "d2")]
    for key, record, device in seen:
        append_hanging(
            lake, "behaviour_events", key, **{"event_key": key, "anonymous_id": device} | ({"record_id": record} if record else {})
        )
    erase_records([LIN_WEI], lake=lake)
    assert [row["event_key"] for row in read.execute(read.table("behaviour_events"), units=None, lake=lake).to_pylist()] == ["e3"]


def test_rows_past_their_time_go_for_good_but_those_that_are_held(lake: Lake) -> None:
    for record in (LIN_WEI, MOTHER):
        append_person(lake, "interactions", record, run_id=new_id())
    later = NOON + timedelta(days=1)
    assert delete_older("interactions", "recorded_at", later, kept={"record_id": [MOTHER]}, lake=lake) == 1
    assert (mentions(lake, LIN_WEI), mentions(lake, MOTHER) > 0) == (0, True)
    assert delete_older("interactions", "recorded_at", NOON, kept={}, lake=lake) == 0
    assert (
        delete_older("interactions", "at", NOON, kept={}, lake=lake)
        == delete_older("booking_versions", "ends_on", NOON, kept={}, lake=lake)
        == 0
    )
