"""The truth about this process: `/healthz` says it answers, `/readyz` says whether it can do its work."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import structlog
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from xenia.settings import ENV

BEAT_SECONDS_MAX = 60
"""Procrastinate's workers write their heartbeat every ten seconds; six missed ones are a dead worker."""

log = structlog.get_logger()


def healthz(request: HttpRequest) -> JsonResponse:
    """200 while the process answers at all; touches nothing else, so that a slow database does not get the process restarted."""
    return JsonResponse({"status": "ok"})


def readyz(request: HttpRequest) -> JsonResponse:
    """200 when every part below is well, else 503; each part says `ok` or what is wrong."""
    parts = {name: _said(check) for name, check in CHECKS.items()}
    is_ready = all(said == "ok" for said in parts.values())
    return JsonResponse({"status": "ok" if is_ready else "not ready", "parts": parts}, status=200 if is_ready else 503)


def _said(check: Callable[[], str]) -> str:
    try:
        return check()
    except Exception as fault:
        log.warning("readiness_check_failed", exc_info=fault)
        return type(fault).__name__  # the text of the error may hold an address; it is in the log


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "ok"


def _migrations() -> str:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return f"{len(waiting)} migrations are not applied" if waiting else "ok"


def _lake() -> str:
    if "://" in ENV.lake_url:
        return "ok"  # an object store answers for itself; a wrong address shows in the runs
    folder = Path(ENV.lake_url)
    existing = next(parent for parent in (folder, *folder.parents) if parent.exists())
    return "ok" if os.access(existing, os.W_OK | os.X_OK) else "the lake folder cannot be written"


def _worker() -> str:
    since = timezone.now() - timedelta(seconds=BEAT_SECONDS_MAX)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > %s", [since])
        (alive,) = cursor.fetchone()
    return "ok" if alive else "no worker is running"


CHECKS: dict[str, Callable[[], str]] = {"database": _database, "migrations": _migrations, "lake": _lake, "worker": _worker}
