"""Forgetting: news that was delivered and jobs that are done, by what they name or by their age."""

from datetime import datetime

from django.db import connection

from xenia.news import models

JOBS_NAMING = "DELETE FROM procrastinate_jobs WHERE status NOT IN ('todo', 'doing') AND args::text ~* %s"
JOBS_OLDER = """
SELECT id FROM procrastinate_jobs AS job WHERE status IN ('succeeded', 'cancelled', 'aborted')
AND (SELECT max(at) FROM procrastinate_events WHERE job_id = job.id) < %s
"""
FAILED_OLDER = """
SELECT id FROM procrastinate_jobs AS job WHERE status = 'failed'
AND (SELECT max(at) FROM procrastinate_events WHERE job_id = job.id) < %s
"""
"""Procrastinate's own `remove_old_jobs` cannot count before it deletes, which every kind of retention does (rule X17)."""


def forget_naming(pattern: str) -> int:
    """Deletes delivered news and finished jobs whose contents match the pattern, and returns how many."""
    if not pattern:
        return 0
    news, _ = models.News.objects.filter(delivered_at__isnull=False, payload__iregex=pattern).delete()
    with connection.cursor() as cursor:
        cursor.execute(JOBS_NAMING, [pattern])
        return news + int(cursor.rowcount)


def count_older(before: datetime) -> int:
    """How many delivered news and jobs that ended well are older."""
    return _count(JOBS_OLDER, before) + models.News.objects.filter(delivered_at__lt=before).count()


def forget_older(before: datetime) -> int:
    """Deletes delivered news and jobs that ended well and are older, and returns how many."""
    news, _ = models.News.objects.filter(delivered_at__lt=before).delete()
    return news + _forget(JOBS_OLDER, before)


def count_failed(before: datetime) -> int:
    """How many failed jobs are older."""
    return _count(FAILED_OLDER, before)


def forget_failed(before: datetime) -> int:
    """Deletes failed jobs that are older, and returns how many."""
    return _forget(FAILED_OLDER, before)


def _count(older: str, before: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({older}) AS older", [before])  # noqa: S608 - our own statement
        return int(cursor.fetchone()[0])


def _forget(older: str, before: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM procrastinate_jobs WHERE id IN ({older})", [before])  # noqa: S608 - our own statement
        return int(cursor.rowcount)
