"""The worker process: takes jobs from the queue in PostgreSQL, and puts back the jobs of workers that died.

A worker that was killed leaves its job marked as running. Its heartbeat stops; within a minute another worker, or the same one started
again, puts the job back, so every job must be safe to repeat.
"""

import asyncio
import os
from collections.abc import Sequence
from datetime import UTC, datetime

import structlog
from procrastinate import App, JobContext, PsycopgConnector
from procrastinate.manager import JobManager

HEARTBEAT_SECONDS = 10
STALLED_SECONDS = 45
GRACE_SECONDS = 15
WATCH_SECONDS = 5
LOST_DATABASE = 75  # EX_TEMPFAIL: start me again
SIDE_TASKS = frozenset({"update_heartbeats", "deferrer", "listener"})

log = structlog.get_logger()


def register_stalled_jobs_retry(app: App) -> None:
    """Adds the periodic job that puts back jobs whose worker died. One worker runs it, however many there are."""

    @app.periodic(cron="* * * * *")
    @app.task(name="host.retry_stalled_jobs", queueing_lock="host.retry_stalled_jobs", pass_context=True)
    async def retry_stalled_jobs(context: JobContext, timestamp: int) -> None:
        await put_back_stalled_jobs(context.app.job_manager)


async def put_back_stalled_jobs(jobs: JobManager) -> int:
    """Returns how many jobs were put back: those marked as running whose worker has not reported for 45 s, or is unknown."""
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
    if "host.retry_stalled_jobs" not in app.tasks:
        register_stalled_jobs_retry(app)
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
        await worker
        watch.cancel()


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
