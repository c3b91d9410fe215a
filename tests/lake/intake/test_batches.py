"""Batches: their size, going on after a crash, leaving early."""

import threading

import pytest

from tests.lake.intake.reading import BreakingStream, factory_of, read
from xenia.lake.intake.open import read_file
from xenia.lake.intake.types import ReadOptions

pytestmark = pytest.mark.slow
ROWS = 300_000
CSV = (
    b"id,note\n" + b"".join(b"%d,\n" % number if number % 1_000 == 0 else b'%d,"a\nb"\n' % number for number in range(ROWS - 1)) + b"bad\n"
)


def test_batches_are_about_as_large_as_asked_for() -> None:
    outcome = read(CSV, batch_rows=100_000)
    assert [batch.rows.num_rows >= 100_000 for batch in outcome.batches[:-1]] == [True] * (len(outcome.batches) - 1)
    assert len(outcome.batches) in (2, 3)
    assert outcome.batches[-1].bytes_read == len(CSV)


def test_batches_close_at_their_size_in_bytes_too() -> None:
    assert len(read(CSV, batch_bytes=1_000_000).batches) > 3


@pytest.mark.parametrize("done", [0, 1, 77_777, 299_998, ROWS])
def test_reading_goes_on_where_it_stopped_with_true_row_numbers(done: int) -> None:
    outcome = read(CSV, skip_rows=done)
    assert outcome.numbers == list(range(done + 2, ROWS + 1))
    assert outcome.rules == ([(ROWS + 1, "columns_ragged")] if done < ROWS else [])


def test_a_batch_tells_from_where_to_go_on() -> None:
    first = read(CSV, batch_rows=100_000).batches[0]
    assert read(CSV, skip_rows=first.rows_done).rows[0]["_row"] == first.rows["_row"][-1].as_py() + 1


def test_leaving_early_stops_the_thread() -> None:
    before = threading.active_count()
    batches = read_file(factory_of(CSV), "export.csv", options=ReadOptions(batch_rows=50_000))
    next(batches)
    batches.close()  # type: ignore[attr-defined]
    assert threading.active_count() == before


def test_an_error_of_the_stream_reaches_the_reader() -> None:
    with pytest.raises(OSError, match="the disk is gone"):
        list(read_file(lambda: BreakingStream(CSV), "export.csv", options=ReadOptions()))  # type: ignore[arg-type, return-value]
