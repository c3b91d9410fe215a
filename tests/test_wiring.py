"""The page that joins the modules: jobs it names, and the lock it lends to the lake."""

import pytest
from django.db import connection
from procrastinate.contrib.django import app

from xenia import wiring


@pytest.mark.django_db
@pytest.mark.parametrize("exclusive", [True, False])
def test_the_lake_lock_of_a_shared_lake_is_held_in_the_database_and_given_back(exclusive: bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()")
        before = cursor.fetchone()
        with wiring._lock_in_database("s3://bucket/lake/booking_versions", exclusive):
            cursor.execute("SELECT mode FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()")
            assert cursor.fetchall() == [("ExclusiveLock" if exclusive else "ShareLock",)]
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()")
        assert cursor.fetchone() == before


def test_the_worker_knows_every_job_that_is_deferred_by_name() -> None:
    assert {wiring.IMPORT_TASK, wiring.DELIVER_TASK, wiring.PULL_TASK, "xenia.lake.maintain"} <= set(app.tasks)
