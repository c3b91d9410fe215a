"""Whatever ends a run in the middle, it goes on from its last whole chunk, and the end is as if nothing had happened."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, connections

from tests.cast import DIRECTOR, NOON, ORDERS, facts_of, load, open_source, orders_file, perform, start, store_file, with_fields
from xenia.connect import models
from xenia.connect.actions import runs
from xenia.connect.queries.runs import get_run
from xenia.connect.types.runs import Counts, RunState
from xenia.settings import ENV

NOTED = with_fields(ORDERS, starts_on=None, ends_on=None, **{"attributes.note": {"from": "note"}})
ROWS = 9_000
CHILD = "import django; django.setup()\nfrom xenia.connect.actions import runs\nfrom xenia.connect.jobs import clock\nfrom uuid import UUID\nimport sys\nruns.ROWS_A_CHUNK = 1\nruns.perform_run(run_id=UUID(sys.argv[1]), clock=clock)\n"  # fmt: skip


def csv_of(rows: int = ROWS) -> str:
    """About 3 MB: with chunks as small as the reader makes them, three or more. One row in a thousand is bad, one a duplicate."""
    lines = [f"S-{n - 1 if n % 1000 == 500 else n},{'gone' if n % 1000 == 7 else 'reserved'},1,{'n' * 300}" for n in range(rows)]
    return "\n".join(["order,status,total,note", *lines]) + "\n"


def jsonl_of(rows: int = ROWS) -> str:
    names, *lines = csv_of(rows).splitlines()
    return "\n".join(json.dumps(dict(zip(names.split(","), line.split(","), strict=True))) for line in lines)


WHOLE = Counts(new=ROWS - 18, duplicate=9, quarantined=9)


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "ROWS_A_CHUNK", 1)  # the reader makes batches of a megabyte at least


def assert_whole(source_id: UUID, run_id: UUID) -> None:
    """Every row is counted once, the lake has each booking once, PostgreSQL serves each."""
    run = get_run(DIRECTOR, run_id)
    assert (run.state, run.counts, run.counts.read) == (RunState.DONE, WHOLE, ROWS)
    keys = [fact["booking_key"] for fact in facts_of(source_id)]
    assert len(keys) == len(set(keys)) == WHOLE.new
    assert models.Booking.objects.filter(source_id=source_id).count() == WHOLE.new
    assert models.QuarantinedRow.objects.filter(run_id=run_id).count() == WHOLE.quarantined
    assert {str(booking.booking_id) for booking in models.Booking.objects.filter(source_id=source_id)} == {
        fact["booking_id"] for fact in facts_of(source_id)
    }


def refuse(key: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE connect_booking ADD CONSTRAINT refused CHECK (booking_key <> '{key}') NOT VALID")


def allow() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE connect_booking DROP CONSTRAINT refused; SET CONSTRAINTS ALL DEFERRED")


@pytest.mark.parametrize(("content", "name"), [(csv_of, "orders.csv"), (jsonl_of, "orders.jsonl")])
@pytest.mark.parametrize("key", ["S-0", "S-5000", "S-8999"])
def test_a_commit_that_fails_after_the_lake_has_the_rows_is_made_good(
    source_id: UUID, small_chunks: None, content: Callable[[], str], name: str, key: str
) -> None:
    run_id = start(source_id, store_file(source_id, content(), name=name), NOTED)
    refuse(key)
    with pytest.raises(DatabaseError, match="refused"):
        perform(run_id)
    half = get_run(DIRECTOR, run_id)
    assert (half.state, len(facts_of(source_id)) > half.counts.new) == (RunState.FAILED, True)
    allow()
    runs.resume_run(actor=DIRECTOR, run_id=run_id, now=NOON)
    perform(run_id)
    assert_whole(source_id, run_id)


def test_a_run_cancelled_in_the_middle_keeps_what_is_in_and_goes_on_later(source_id: UUID, small_chunks: None) -> None:
    run_id = start(source_id, store_file(source_id, csv_of()), NOTED)
    calls: list[int] = []

    def clock() -> datetime:
        calls.append(1)
        if len(calls) == 3:
            runs.cancel_run(actor=DIRECTOR, run_id=run_id, now=NOON)
        return NOON

    cancelled = perform(run_id, clock)
    assert (cancelled.state, 0 < cancelled.counts.read < ROWS) == (RunState.CANCELLED, True)
    assert len(facts_of(source_id)) == cancelled.counts.new
    runs.resume_run(actor=DIRECTOR, run_id=run_id, now=NOON)
    perform(run_id)
    assert_whole(source_id, run_id)


def test_a_run_that_waits_is_cancelled_at_once_and_does_nothing_when_its_job_comes(source_id: UUID) -> None:
    run_id = start(source_id, store_file(source_id, csv_of(10)), NOTED)
    runs.cancel_run(actor=DIRECTOR, run_id=run_id, now=NOON)
    assert (perform(run_id).state, facts_of(source_id)) == (RunState.CANCELLED, [])


def test_a_run_that_is_over_is_not_performed_again(source_id: UUID, small_chunks: None) -> None:
    run_id = start(source_id, store_file(source_id, csv_of()), NOTED)
    perform(run_id)
    perform(run_id)
    assert_whole(source_id, run_id)


def test_a_limit_lowered_before_a_run_goes_on_stops_it_with_a_sentence(source_id: UUID, small_chunks: None) -> None:
    source = models.Source.objects.get(id=source_id)
    bad_first = csv_of(40).replace("reserved", "gone") + csv_of(ROWS).split("\n", 1)[1].replace("gone", "reserved")
    run_id = start(source_id, store_file(source_id, bad_first), NOTED)
    source.bad_share_max = 1
    source.save()
    calls: list[int] = []

    def clock() -> datetime:
        calls.append(1)
        if len(calls) == 2:
            models.Source.objects.filter(id=source_id).update(bad_share_max=0.0001)
            runs.cancel_run(actor=DIRECTOR, run_id=run_id, now=NOON)
        return NOON

    perform(run_id, clock)
    runs.resume_run(actor=DIRECTOR, run_id=run_id, now=NOON)
    stopped = perform(run_id)
    assert (stopped.state, "the run stopped" in (stopped.message.en if stopped.message else "")) == (RunState.STOPPED, True)


# Below: real connections, threads and processes.


@pytest.fixture
def committed_source(transactional_db: None) -> UUID:
    return open_source()


def in_threads(*work: Callable[[], Any]) -> list[BaseException]:
    """Does all of it at once; returns what was raised."""
    raised: list[BaseException] = []

    def one(task: Callable[[], Any]) -> None:
        try:
            task()
        except BaseException as error:
            raised.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=(task,)) for task in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


@pytest.mark.slow
def test_two_people_importing_the_same_file_at_once_import_it_once(committed_source: UUID) -> None:
    text = orders_file(*(f"S-{number},reserved,,,1" for number in range(500)))
    ids = [start(committed_source, store_file(committed_source, text)) for _ in range(3)]
    assert in_threads(*(lambda run_id=run_id: perform(run_id) for run_id in ids)) == []
    counts = sorted((get_run(DIRECTOR, run_id).counts for run_id in ids), key=lambda count: -count.new)
    assert counts == [Counts(new=500), Counts(unchanged=500), Counts(unchanged=500)]
    assert len(facts_of(committed_source)) == models.Booking.objects.count() == 500


@pytest.mark.slow
def test_one_run_performed_by_two_workers_at_once_counts_once(committed_source: UUID, small_chunks: None) -> None:
    run_id = start(committed_source, store_file(committed_source, csv_of()), NOTED)
    assert in_threads(*[lambda: perform(run_id)] * 2) == []
    assert_whole(committed_source, run_id)


@pytest.mark.slow
def test_a_run_goes_on_after_its_worker_was_killed(committed_source: UUID) -> None:
    run_id = start(committed_source, store_file(committed_source, csv_of()), NOTED)
    for chunk in (1, 2):
        worker = subprocess.Popen([sys.executable, "-c", CHILD, str(run_id)], env=child_environment())
        wait_until(lambda chunk=chunk: models.Run.objects.get(id=run_id).chunk >= chunk, worker)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        assert not get_run(DIRECTOR, run_id).state.is_over
    perform(run_id)
    assert_whole(committed_source, run_id)


@pytest.mark.slow
def test_a_run_goes_on_after_the_database_was_away(committed_source: UUID, small_chunks: None) -> None:
    run_id = start(committed_source, store_file(committed_source, csv_of()), NOTED)
    calls: list[int] = []

    def clock() -> datetime:
        calls.append(1)
        if len(calls) == 3:
            end_connections()
        return NOON

    connection.close()
    assert [isinstance(error, DatabaseError) for error in in_threads(lambda: perform(run_id, clock))] == [True]
    assert get_run(DIRECTOR, run_id).counts.read < ROWS
    assert in_threads(lambda: perform(run_id)) == []
    assert_whole(committed_source, run_id)


def end_connections() -> None:
    """As a server that stops at once would."""
    import psycopg

    with psycopg.connect(child_environment()["XENIA_DATABASE_URL"]) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def child_environment() -> dict[str, str]:
    """The environment of a process that works on this test's own database."""
    url = urlsplit(ENV.database_url)._replace(path="/" + str(connection.settings_dict["NAME"]))
    return os.environ | {"XENIA_DATABASE_URL": urlunsplit(url)}


def wait_until(holds: Callable[[], bool], worker: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 60
    while not holds():
        assert worker.poll() is None, "the worker ended before it could be killed"
        assert time.monotonic() < deadline
        time.sleep(0.005)


def test_the_same_file_by_two_mappings_is_two_opinions_of_one_booking(source_id: UUID) -> None:
    load(source_id, csv_of(10), NOTED)
    mended = with_fields(NOTED, status={"const": "confirmed"})
    assert load(source_id, csv_of(10), mended, clock=lambda: NOON.replace(hour=9)).counts == Counts(changed=9, new=1)
    assert set(models.Booking.objects.values_list("status", flat=True)) == {"confirmed"}
