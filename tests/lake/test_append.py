"""Appending: once, by several at a time, with the declared types."""

import multiprocessing
from uuid import UUID

import pyarrow as pa
import pytest

from tests.lake.bookings import Row, facts, versions_in
from xenia.kernel.errors import Invalid
from xenia.kernel.ids import new_id
from xenia.lake import read
from xenia.lake.append import append_rows
from xenia.lake.engine import Lake

RUN = new_id()


def append(lake: Lake, *rows: Row, run_id: UUID = RUN, chunk: int = 0) -> bool:
    return append_rows("booking_versions", facts(*rows, run_id=run_id), run_id=run_id, chunk=chunk, lake=lake)


def append_many(job: tuple[Lake, UUID]) -> None:
    lake, run_id = job
    for chunk in range(10):
        append(lake, Row(f"{run_id}-{chunk}", "booked"), run_id=run_id, chunk=chunk)


def test_the_same_chunk_of_a_run_is_appended_once(lake: Lake) -> None:
    assert append(lake, Row("B1", "booked"), chunk=4) is True
    assert append(lake, Row("B1", "booked"), chunk=4) is False
    assert append(lake, Row("B0", "booked"), chunk=3) is False
    assert versions_in(lake) == [("B1", "booked", 0)]


def test_chunk_numbers_of_different_runs_and_tables_do_not_meddle(lake: Lake) -> None:
    other = new_id()
    rows = facts(Row("B1", "booked"), run_id=RUN).select(["source_id", "unit_id", "run_id", "row_number", "record_hash"])
    payment = rows.append_column("content_hash", rows["record_hash"])
    for name in ("order_at", "recorded_at"):
        payment = payment.append_column(name, facts(Row("B1", "booked"), run_id=RUN)[name])
    assert append(lake, Row("B1", "booked"), chunk=1)
    assert append(lake, Row("B2", "booked"), run_id=other, chunk=1)
    assert append_rows("payments", payment, run_id=RUN, chunk=1, lake=lake)


@pytest.mark.slow
def test_several_processes_append_at_once_and_nothing_is_lost(lake: Lake) -> None:
    runs = [new_id() for _ in range(4)]
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        pool.map(append_many, [(lake, run) for run in runs])
    assert [key for key, _, _ in versions_in(lake)] == sorted(f"{run}-{chunk}" for run in runs for chunk in range(10))


@pytest.mark.slow
def test_the_same_chunk_from_several_processes_at_once_is_appended_once(lake: Lake) -> None:
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        pool.map(append_many, [(lake, RUN)] * 4)
    assert len(versions_in(lake)) == 10


def test_a_reader_is_appended_in_one_commit_without_being_held_in_memory(lake: Lake) -> None:
    batches = [facts(Row(f"B{place}", "booked"), run_id=RUN, first_row=place).to_batches()[0] for place in range(3)]
    reader = pa.RecordBatchReader.from_batches(batches[0].schema, iter(batches))
    assert append_rows("booking_versions", reader, run_id=RUN, chunk=0, lake=lake)
    assert versions_in(lake) == [("B0", "booked", 0), ("B1", "booked", 0), ("B2", "booked", 0)]


def test_columns_the_rows_lack_are_null_and_types_are_the_declared_ones(lake: Lake) -> None:
    append_rows("booking_versions", facts(Row("B1", "booked"), run_id=RUN).drop_columns(["line"]), run_id=RUN, chunk=0, lake=lake)
    answer = read.execute(read.table("booking_versions"), units=None, lake=lake)
    assert answer["line"].to_pylist() == [None]
    assert [str(answer.schema.field(name).type) for name in ("total_minor", "order_at", "traveller_ids")] == [
        "int64",
        "timestamp[us, tz=UTC]",
        "list<item: string>",
    ]


def test_a_column_the_table_does_not_have_is_refused_and_nothing_is_written(lake: Lake) -> None:
    rows = facts(Row("B1", "booked"), run_id=RUN).append_column("phone", pa.array(["+8613800000000"]))
    with pytest.raises(Invalid, match="booking_versions has no column phone"):
        append_rows("booking_versions", rows, run_id=RUN, chunk=0, lake=lake)
    assert versions_in(lake) == []


@pytest.mark.parametrize("lacking", ["run_id", "content_hash"])
def test_a_row_without_lineage_or_identity_is_refused(lacking: str, lake: Lake) -> None:
    rows = facts(Row("B1", "booked"), run_id=RUN).drop_columns([lacking])
    with pytest.raises(Invalid, match=f"lack {lacking}"):
        append_rows("booking_versions", rows, run_id=RUN, chunk=0, lake=lake)
    assert versions_in(lake) == []
