"""Forgetting: news that was delivered and jobs that are done, by what they name or by their age."""

from datetime import datetime

from django.db import connection

from xenia.news import models

JOBS_NAMING = "DELETE FROM procrastinate_jobs WHERE status NOT IN ('todo', 'doing') AND args::text ~* %s"
JOBS_OLDER = """
SELECT id FROM procrastinate_jobs AS job WHERE status NOT IN ('todo', 'doing')
AND (SELECT max(at) FROM procrastinate_events WHERE job_id = job.id) < %s
"""


def forget_naming(pattern: str) -> int:
    """Deletes delivered news and finished jobs whose contents match the pattern, and returns how many."""
    if not pattern:
        return 0
    news, _ = models.News.objects.filter(delivered_at__isnull=False, payload__iregex=pattern).delete()
    with connection.cursor() as cursor:
        cursor.execute(JOBS_NAMING, [pattern])
        return news + int(cursor.rowcount)


def count_older(before: datetime) -> int:
    """How many delivered news and finished jobs are older."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({JOBS_OLDER}) AS older", [before])  # noqa: S608 - our own statement
        jobs = int(cursor.fetchone()[0])
    return jobs + models.News.objects.filter(delivered_at__lt=before).count()


def forget_older(before: datetime) -> int:
    """Deletes delivered news and finished jobs that are older, and returns how many."""
    news, _ = models.News.objects.filter(delivered_at__lt=before).delete()
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM procrastinate_jobs WHERE id IN ({JOBS_OLDER})", [before])  # noqa: S608 - our own statement
        return news + int(cursor.rowcount)
