"""The one page that joins the modules: who hears which news, and which job runs when."""

from datetime import UTC, datetime
from uuid import UUID

from procrastinate import App, RetryStrategy

from xenia.connect import jobs as connect_jobs
from xenia.connect.actions.pulls import PULL_TASK
from xenia.connect.actions.queueing import IMPORT_TASK
from xenia.identity import jobs as identity_jobs
from xenia.news.deliver import Handler, deliver
from xenia.news.publish import DELIVER_TASK

SUBSCRIPTIONS: dict[str, tuple[Handler, ...]] = {
    "RecordsArrived": (identity_jobs.on_records_arrived,),
}


def register_jobs(app: App) -> None:
    """Names every job of the worker: the task, its queue, how it retries, when it runs by itself."""
    app.task(name=IMPORT_TASK, queue="imports", retry=RetryStrategy(max_attempts=3, wait=5))(connect_jobs.import_run)
    app.task(name=DELIVER_TASK, queue="news", retry=RetryStrategy(max_attempts=20, exponential_wait=3))(_deliver)
    app.periodic(cron="15 3 * * *")(app.task(name="xenia.connect.expire_uploads", queue="care")(_expire_uploads))
    app.task(name=PULL_TASK, queue="imports", retry=RetryStrategy(max_attempts=3, exponential_wait=10))(connect_jobs.pull_source)
    app.periodic(cron="* * * * *")(app.task(name="xenia.connect.pull_due", queue="care", queueing_lock="pull_due")(_pull_due))
    app.periodic(cron="* * * * *")(
        app.task(name="xenia.connect.resume_left_runs", queue="care", queueing_lock="resume_left_runs")(_resume_left_runs)
    )


def _deliver(news_id: str) -> None:
    deliver(UUID(news_id), subscriptions=SUBSCRIPTIONS, now=datetime.now(UTC))


def _expire_uploads(timestamp: int) -> None:
    connect_jobs.expire_uploads()


def _pull_due(timestamp: int) -> None:
    connect_jobs.pull_due()


def _resume_left_runs(timestamp: int) -> None:
    connect_jobs.resume_left_runs()
