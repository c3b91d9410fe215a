"""The worker process: takes jobs from the queue in PostgreSQL, and puts back the jobs of workers that died.

A worker that was killed leaves its job marked as running. Its heartbeat stops; within 40 s another worker, or the same one started again,
puts the job back, so every job must be safe to repeat.
"""

import asyncio
import os
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime

import structlog
from procrastinate import App, JobContext, PsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.manager import JobManager

HEARTBEAT_SECONDS = 5
STALLED_SECONDS = 30
LOOK_SECONDS = 5
GRACE_SECONDS = 15
PUT_BACK = "host.put_back_stalled_jobs"
WATCH_SECONDS = 5
LOST_DATABASE = 75  # EX_TEMPFAIL: start me again
SIDE_TASKS = frozenset({"update_heartbeats", "deferrer", "listener"})

log = structlog.get_logger()


def register_put_back(app: App) -> None:
    """Adds the job that puts back jobs whose worker died. Its lock lets one run at a time, however many workers look for such jobs: of two
    at once the second would put back what a worker has just begun anew."""

    @app.task(name=PUT_BACK, queueing_lock=PUT_BACK, lock=PUT_BACK, pass_context=True)
    async def put_back(context: JobContext) -> None:
        await put_back_stalled_jobs(context.app.job_manager)


async def look_for_stalled_jobs(app: App) -> None:
    """Orders the job that puts them back, where there are any."""
    if list(await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS)):
        with suppress(AlreadyEnqueued):
            await app.configure_task(PUT_BACK).defer_async()


async def put_back_stalled_jobs(jobs: JobManager) -> int:
    """Returns how many jobs were put back: those marked as running whose worker has not reported for 30 s, or is unknown."""
    stalled = list(await jobs.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS))
    for job in stalled:
        await jobs.retry_job(job, retry_at=datetime.now(UTC))
        log.warning("job_put_back", job=job.id, task=job.task_name)
    return len(stalled)


def worker_app() -> App:
    """Returns the app with Django's tasks over a pool of its own; call it after `django.setup()`."""
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.utils import connector_params

    return app.with_connector(PsycopgConnector(kwargs=connector_params()))


def work(app: App, *, queues: Sequence[str] | None, concurrency: int) -> None:
    """Runs jobs of the named queues (None: all) until SIGTERM or SIGINT; running jobs get 15 s to finish, then start again later."""
    if PUT_BACK not in app.tasks:
        register_put_back(app)
    asyncio.run(_work(app, queues, concurrency))


async def _work(app: App, queues: Sequence[str] | None, concurrency: int) -> None:
    async with app.open_async():
        worker = asyncio.create_task(
            app.run_worker_async(
                queues=list(queues) if queues else None,  # type: ignore[arg-type] # None is documented as all queues
                concurrency=concurrency,
                shutdown_graceful_timeout=GRACE_SECONDS,
                update_heartbeat_interval=HEARTBEAT_SECONDS,
                stalled_worker_timeout=STALLED_SECONDS,
            )
        )
        watch = asyncio.create_task(_end_when_a_side_task_ends(worker))
        look = asyncio.create_task(_look_again_and_again(app))
        await worker
        watch.cancel()
        look.cancel()


async def _look_again_and_again(app: App) -> None:
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        try:
            await look_for_stalled_jobs(app)
        except ConnectorException as fault:  # the database is away: whoever ends the process for that watches elsewhere
            log.warning("stalled_jobs_not_looked_for", reason=type(fault).__name__)


async def _end_when_a_side_task_ends(worker: "asyncio.Task[None]") -> None:
    """Ends the process at once when its heartbeat or listener died, as when the database restarts.

    Procrastinate would go on working without them: its running jobs would be taken for dead and started a second time.
    """
    seen: set[str] = set()
    while not worker.done():
        await asyncio.sleep(WATCH_SECONDS)
        alive = {task.get_name() for task in asyncio.all_tasks()} & SIDE_TASKS
        if seen - alive and not worker.done():
            log.error("worker_ends", lost=sorted(seen - alive), reason="the database was away")
            os._exit(LOST_DATABASE)
        seen |= alive
