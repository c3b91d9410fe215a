"""Handing a run to the worker: the job is deferred in the transaction that creates the run, and runs of one source wait for each other."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection
from procrastinate.contrib.django import app

IMPORT_TASK = "xenia.connect.import_run"


def defer_run(run_id: UUID, source_id: UUID) -> None:
    """Queues the run's job behind the source's others: two people importing at once is one after the other."""
    app.configure_task(IMPORT_TASK, queue="imports", lock=f"source:{source_id}").defer(run_id=str(run_id))


@contextmanager
def only_run_of(source_id: UUID) -> Iterator[None]:
    """Waits until no other process imports for this source; PostgreSQL frees the place even when this process is killed."""
    place = _place(source_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [place])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [place])


def is_importing(source_id: UUID) -> bool:
    """Whether another process imports for this source at this moment."""
    place = _place(source_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s) AND pg_advisory_unlock(%s)", [place, place])
        return not cursor.fetchone()[0]


def _place(source_id: UUID) -> int:
    """The source's place among PostgreSQL's advisory locks."""
    return source_id.int % (1 << 63)
