"""A job whose worker died is put back; one whose worker still reports is left alone."""

import asyncio

import pytest
from django.db import connection

from xenia.host import worker

pytestmark = pytest.mark.django_db(transaction=True)


def worker_that_reported(seconds_ago: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => %s)) RETURNING id", [seconds_ago]
        )
        return int(cursor.fetchone()[0])


def running_job(worker_id: int | None) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status, worker_id) VALUES ('q', 'a task', 'doing', %s) RETURNING id",
            [worker_id],
        )
        return int(cursor.fetchone()[0])


@pytest.fixture(autouse=True)
def _no_other_jobs(db: None) -> None:
    """Tests of a real worker may have left a job behind in the same database."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def status_of(job: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status FROM procrastinate_jobs WHERE id = %s", [job])
        return str(cursor.fetchone()[0])


def put_back() -> int:
    async def with_app() -> int:
        async with worker.worker_app().open_async() as app:
            return await worker.put_back_stalled_jobs(app.job_manager)

    return asyncio.run(with_app())


@pytest.mark.parametrize(("seconds_ago", "count", "status"), [(10, 0, "doing"), (29, 0, "doing"), (35, 1, "todo"), (3600, 1, "todo")])
def test_a_job_is_put_back_30_seconds_after_its_workers_last_heartbeat(seconds_ago: int, count: int, status: str) -> None:
    job = running_job(worker_that_reported(seconds_ago))
    assert put_back() == count
    assert status_of(job) == status


def test_a_job_whose_worker_is_gone_is_put_back_at_once() -> None:
    job = running_job(None)
    assert put_back() == 1
    assert status_of(job) == "todo"


def orders() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s AND status = 'todo'", [worker.PUT_BACK])
        return int(cursor.fetchone()[0])


def look(times: int) -> None:
    async def with_app() -> None:
        async with worker.worker_app().open_async() as app:
            if worker.PUT_BACK not in app.tasks:
                worker.register_put_back(app)
            for _ in range(times):
                await worker.look_for_stalled_jobs(app)

    asyncio.run(with_app())


def test_however_often_it_is_looked_for_one_job_puts_back_what_stalled() -> None:
    running_job(worker_that_reported(3600))
    look(3)
    assert orders() == 1


def test_where_nothing_stalled_no_job_is_made() -> None:
    running_job(worker_that_reported(1))
    look(1)
    assert orders() == 0
