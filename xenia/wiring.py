"""The one page that joins the modules: who hears which news, and which job runs when."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import blake2b
from uuid import UUID

from django.db import connection
from procrastinate import App, RetryStrategy

from xenia.connect import jobs as connect_jobs
from xenia.connect.actions.pulls import PULL_TASK
from xenia.connect.actions.queueing import IMPORT_TASK
from xenia.identity import jobs as identity_jobs
from xenia.lake.lock import use_lock
from xenia.lake.maintain import compact_tables, vacuum_tables
from xenia.news.deliver import Handler, deliver
from xenia.news.publish import DELIVER_TASK

SUBSCRIPTIONS: dict[str, tuple[Handler, ...]] = {
    "RecordsArrived": (identity_jobs.on_records_arrived,),
}


def register_jobs(app: App) -> None:
    """Names every job of the worker: the task, its queue, how it retries, when it runs by itself."""
    use_lock(_lock_in_database)
    app.task(name=IMPORT_TASK, queue="imports", retry=RetryStrategy(max_attempts=3, wait=5))(connect_jobs.import_run)
    app.task(name=DELIVER_TASK, queue="news", retry=RetryStrategy(max_attempts=20, exponential_wait=3))(_deliver)
    app.periodic(cron="15 3 * * *")(app.task(name="xenia.connect.expire_uploads", queue="care")(_expire_uploads))
    app.task(name=PULL_TASK, queue="imports", retry=RetryStrategy(max_attempts=3, exponential_wait=10))(connect_jobs.pull_source)
    app.periodic(cron="45 3 * * *")(app.task(name="xenia.lake.maintain", queue="care", queueing_lock="lake")(_maintain_lake))
    app.periodic(cron="* * * * *")(app.task(name="xenia.connect.pull_due", queue="care", queueing_lock="pull_due")(_pull_due))
    app.periodic(cron="* * * * *")(
        app.task(name="xenia.connect.resume_left_runs", queue="care", queueing_lock="resume_left_runs")(_resume_left_runs)
    )


def _deliver(news_id: str) -> None:
    deliver(UUID(news_id), subscriptions=SUBSCRIPTIONS, now=datetime.now(UTC))


def _maintain_lake(timestamp: int) -> None:
    compact_tables()
    vacuum_tables()


@contextmanager
def _lock_in_database(name: str, exclusive: bool) -> Iterator[None]:
    """The lake lock of a lake that several machines share: an advisory lock, freed by PostgreSQL when its holder dies."""
    place = int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big", signed=True)
    kind = "" if exclusive else "_shared"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_advisory_lock{kind}(%s)", [place])
        try:
            yield
        finally:
            cursor.execute(f"SELECT pg_advisory_unlock{kind}(%s)", [place])


def _expire_uploads(timestamp: int) -> None:
    connect_jobs.expire_uploads()


def _pull_due(timestamp: int) -> None:
    connect_jobs.pull_due()


def _resume_left_runs(timestamp: int) -> None:
    connect_jobs.resume_left_runs()
