"""Promises of the version rules that hold for any files, tried on files nobody chose."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from tests.lake.bookings import Import, Row, at_hour, current_in, versions_in
from xenia.lake.classify import OrderMode
from xenia.lake.engine import Lake
from xenia.lake.maintain import compact_table
from xenia.lake.tables import ensure_tables

pytestmark = pytest.mark.slow

ROWS = some.builds(Row, some.sampled_from(["B1", "B2", None]), some.sampled_from("abc"), some.integers(1, 5))
FILES = some.lists(some.lists(ROWS, min_size=1, max_size=4), min_size=1, max_size=3)
FEW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@contextmanager
def new_lake() -> Iterator[Lake]:
    with tempfile.TemporaryDirectory() as folder:
        ensure_tables(folder)
        yield Lake(folder)


def state_after(files: list[list[Row]], *, with_compaction: bool = False) -> set[tuple[str | None, str]]:
    with new_lake() as lake:
        for file in files:
            Import(lake).load(*file)
            if with_compaction:
                compact_table("booking_versions", lake=lake)
        return current_in(lake)


@FEW
@given(files=FILES, order=some.randoms(use_true_random=False))
def test_v2_v5_the_order_of_files_does_not_change_the_end_state(files: list[list[Row]], order: some.DataObject) -> None:
    shuffled = list(files)
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    assert state_after(files) == state_after(shuffled)


@FEW
@given(files=FILES)
def test_v10_compaction_between_files_does_not_change_the_end_state(files: list[list[Row]]) -> None:
    assert state_after(files) == state_after(files, with_compaction=True)


@FEW
@given(files=FILES)
def test_v3_v9_a_file_again_adds_nothing_even_after_compaction(files: list[list[Row]]) -> None:
    with new_lake() as lake:
        for file in files:
            Import(lake).load(*file)
        compact_table("booking_versions", lake=lake)
        before = versions_in(lake)
        for file in files:
            assert set(Import(lake).load(*file)) == {"unchanged"}
        assert versions_in(lake) == before


@FEW
@given(files=FILES, order_mode=some.sampled_from(["given", "arrival"]))
def test_v3_v4_v9_a_file_in_many_chunks_has_the_outcomes_of_a_file_in_one(files: list[list[Row]], order_mode: OrderMode) -> None:
    with new_lake() as one, new_lake() as many:
        for hour, file in enumerate(files):
            whole = Import(one, order_mode, started_at=at_hour(hour)).load(*file)
            run = Import(many, order_mode, started_at=at_hour(hour))
            assert [outcome for row in file for outcome in run.load(row)] == whole
        assert versions_in(one) == versions_in(many)


@FEW
@given(files=FILES, order_mode=some.sampled_from(["given", "arrival"]))
def test_is_current_tells_a_projection_all_it_must_know(files: list[list[Row]], order_mode: OrderMode) -> None:
    projection: dict[str | None, str] = {}
    with new_lake() as lake:
        for hour, file in enumerate(files):
            run = Import(lake, order_mode, started_at=at_hour(hour))
            verdicts = run.judge(*file)[1]["is_current"].to_pylist()
            run.load(*file)
            projection |= {row.key or row.content: row.content for row, is_current in zip(file, verdicts, strict=True) if is_current}
        assert set(projection.values()) >= {content for _, content in current_in(lake)}
        assert {(key, content) for key, content in projection.items() if key in ("B1", "B2")} == {p for p in current_in(lake) if p[0]}
