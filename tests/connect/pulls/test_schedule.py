"""When pulls happen by themselves, and what becomes of runs that lost their worker."""

import time
from collections.abc import Callable
from datetime import timedelta

import psycopg
import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from xenia.connect import models
from xenia.connect.actions.pulls import PULL_TASK, defer_due_pulls, pull_source
from xenia.connect.actions.queueing import IMPORT_TASK, is_importing
from xenia.connect.actions.resuming import resume_left_runs
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, Refused


def jobs(task: str) -> list[dict[str, object]]:
    return list(ProcrastinateJob.objects.filter(task_name=task).order_by("id").values("args", "lock"))


def test_a_source_is_due_at_first_and_again_after_its_period(new_source, loader, clock, inbox, pull) -> None:
    source_id = new_source("pms", "folder", location=str(inbox), every_minutes=15)
    new_source("by-hand", "folder", location=str(inbox))
    assert defer_due_pulls(actor=loader, now=clock()) == 1
    assert jobs(PULL_TASK) == [{"args": {"source_id": str(source_id)}, "lock": f"source:{source_id}"}]
    pull(source_id)
    assert defer_due_pulls(actor=loader, now=clock() + timedelta(minutes=14)) == 0
    assert defer_due_pulls(actor=loader, now=clock() + timedelta(minutes=15)) == 1


def test_a_pull_that_waits_is_not_asked_for_twice(new_source, loader, clock, inbox) -> None:
    source_id = new_source("pms", "folder", location=str(inbox), every_minutes=1)
    for _ in range(2):
        defer_due_pulls(actor=loader, now=clock())
        pull_source(actor=loader, source_id=source_id, now=clock())
    assert len(jobs(PULL_TASK)) == 1


def test_a_folder_with_a_file_seen_once_is_looked_at_again_in_ten_seconds(new_source, inbox, pull) -> None:
    source_id = new_source("pms", "folder", location=str(inbox))
    pull(source_id)
    assert jobs(PULL_TASK) == []
    (inbox / "orders.csv").write_text("order_no,status,amount\nA-1,confirmed,1\n")
    pull(source_id)
    assert ProcrastinateJob.objects.get(task_name=PULL_TASK).scheduled_at is not None


def test_a_source_of_files_cannot_be_pulled(new_source, loader, clock) -> None:
    with pytest.raises(Conflict, match="is not pulled"):
        pull_source(actor=loader, source_id=new_source("uploads", "file"), now=clock())
    assert jobs(PULL_TASK) == []


def test_who_may_not_load_may_not_pull(new_source, clock, inbox) -> None:
    source_id = new_source("pms", "folder", location=str(inbox))
    with pytest.raises(Refused):
        pull_source(actor=Actor(None, "guest", frozenset({"view_sources"}), None), source_id=source_id, now=clock())


@pytest.fixture
def left_run(new_source, clock, loader) -> models.Run:
    """A run whose worker died six minutes ago."""
    source_id = new_source("pms", "file")
    upload = models.Upload.objects.create(
        source_id=source_id, file_name="a.csv", size_bytes=1, sha256=b"0", created_at=clock(), expires_at=clock()
    )
    return models.Run.objects.create(
        source_id=source_id, upload=upload, mapping=models.Mapping.objects.get(), state="running", created_at=clock(),
        started_at=clock(), beat_at=clock() - timedelta(minutes=6),
    )  # fmt: skip


def test_a_run_without_a_sign_of_life_is_queued_again(left_run, loader, clock) -> None:
    assert resume_left_runs(actor=loader, now=clock()) == 1
    assert resume_left_runs(actor=loader, now=clock()) == 0
    left_run.refresh_from_db()
    assert left_run.state == "waiting"
    assert [job["args"] for job in jobs(IMPORT_TASK)] == [{"run_id": str(left_run.id)}]


def test_a_run_that_spoke_lately_is_left_alone(left_run, loader, clock) -> None:
    assert resume_left_runs(actor=loader, now=clock() - timedelta(minutes=2)) == 0


def test_a_left_run_that_was_asked_to_stop_is_cancelled(left_run, loader, clock) -> None:
    models.Run.objects.update(cancel_asked=True)
    assert resume_left_runs(actor=loader, now=clock()) == 0
    left_run.refresh_from_db()
    assert (left_run.state, jobs(IMPORT_TASK)) == ("cancelled", [])


def test_a_run_whose_process_still_imports_is_left_alone(left_run, loader, clock) -> None:
    from django.db import connection

    parameters = connection.get_connection_params()
    given = {name: parameters[name] for name in ("dbname", "user", "password", "host", "port") if name in parameters}
    with psycopg.connect(**given) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [left_run.source_id.int % (1 << 63)])
        assert is_importing(left_run.source_id)
        assert resume_left_runs(actor=loader, now=clock()) == 0
    assert eventually(lambda: not is_importing(left_run.source_id))


def eventually(holds: Callable[[], bool], seconds: float = 10) -> bool:
    """Whether it comes true in time: the server notices a closed connection a moment after the client closed it."""
    deadline = time.monotonic() + seconds
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.02)
    return holds()
