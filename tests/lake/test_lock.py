"""The lake lock: shared by appends, alone for an erasure."""

import multiprocessing
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from xenia.kernel.errors import Conflict
from xenia.lake import lock
from xenia.lake.lock import table_lock


def hold(url: str, exclusive: bool, pipe: Connection) -> None:
    with table_lock(url, "payments", exclusive=exclusive):
        pipe.send("held")
        pipe.recv()


@contextmanager
def held_elsewhere(url: str, *, exclusive: bool) -> Iterator[multiprocessing.Process]:
    """The lock, held by another process while the block runs."""
    here, there = multiprocessing.Pipe()
    holder = multiprocessing.get_context("spawn").Process(target=hold, args=(url, exclusive, there))
    holder.start()
    assert here.recv() == "held"
    yield holder  # type: ignore[misc]
    if holder.is_alive():
        here.send("go")
    holder.join()


def got_within(url: str, seconds: float, *, exclusive: bool, table: str = "payments") -> bool:
    got = threading.Event()

    def take() -> None:
        with table_lock(url, table, exclusive=exclusive):
            got.set()

    threading.Thread(target=take, daemon=True).start()
    return got.wait(seconds)


@pytest.mark.slow
def test_appends_share_a_table(tmp_path: Path) -> None:
    with held_elsewhere(str(tmp_path), exclusive=False):
        assert got_within(str(tmp_path), 5, exclusive=False)


@pytest.mark.slow
def test_an_erasure_waits_for_appends_and_keeps_later_ones_out(tmp_path: Path) -> None:
    with held_elsewhere(str(tmp_path), exclusive=False):
        assert not got_within(str(tmp_path), 0.3, exclusive=True)
        assert not got_within(str(tmp_path), 0.3, exclusive=False)


@pytest.mark.slow
def test_an_erasure_of_one_table_leaves_the_others_alone(tmp_path: Path) -> None:
    with held_elsewhere(str(tmp_path), exclusive=True):
        assert not got_within(str(tmp_path), 0.3, exclusive=False)
        assert got_within(str(tmp_path), 5, exclusive=False, table="places")


@pytest.mark.slow
def test_the_lock_of_a_killed_process_is_free(tmp_path: Path) -> None:
    with held_elsewhere(str(tmp_path), exclusive=True) as holder:
        holder.kill()
        assert got_within(str(tmp_path), 5, exclusive=True)


def test_a_lake_in_an_object_store_needs_a_lock_several_machines_see(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "_injected", [])
    with pytest.raises(Conflict, match="no lock was set"), table_lock("s3://lake", "payments", exclusive=True):
        pass


def test_the_lock_that_was_set_is_used_for_an_object_store(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[tuple[str, bool]] = []

    @contextmanager
    def advisory(name: str, exclusive: bool) -> Iterator[None]:
        taken.append((name, exclusive))
        yield

    monkeypatch.setattr(lock, "_injected", [])
    lock.use_lock(advisory)
    with table_lock("s3://lake", "payments", exclusive=True):
        assert taken == [("s3://lake/payments", True)]
