"""Waiting until a worker has found out who the loaded records are."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import connection

from xenia.identity.actions.runs import RUN_TASK
from xenia.news.publish import DELIVER_TASK

LEFT = "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing') AND task_name = ANY (%s)"
WORKERS = "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > %s"
ALIVE, PATIENCE = timedelta(seconds=60), timedelta(minutes=20)
LOOK_EACH_SECONDS = 2.0


def wait_until_matched(*, clock: Callable[[], datetime], progress: Callable[[str], None]) -> bool:
    """Returns whether everything that was loaded is matched. Waits for the worker while there is one; without any it says what to do."""
    told, until = False, clock() + PATIENCE
    while _count(LEFT, [DELIVER_TASK, RUN_TASK]):
        if not _count(WORKERS, clock() - ALIVE) or clock() > until:
            progress("会员计划: waits for the guests to be matched; start a worker (xenia work), then run xenia demo again")
            return False
        if not told:
            progress("会员计划: waiting until the worker has matched the guests")
            told = True
        time.sleep(LOOK_EACH_SECONDS)
    return True


def _count(sql: str, value: list[str] | datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, [value])
        (found,) = cursor.fetchone() or (0,)
        return int(found)
