"""A worker that is killed for real in the middle of an erasure: the next one ends it, and nothing is left."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection

from tests.cast import DIRECTOR, NOON
from tests.rights.planted import LATER, RIGHTS, ask_and_start, plant
from xenia.connect import models
from xenia.settings import ENV
from xenia.trust.actions.request_work import perform_request
from xenia.trust.models.requests import RequestStep
from xenia.trust.queries.requests import get_request
from xenia.trust.types.requests import RequestState

CHILD = """
import os, sys, time
from dataclasses import replace
from uuid import UUID
import django
django.setup()
from xenia.trust.actions.request_work import perform_request
from xenia.trust.jobs.rights import clock
from xenia.wiring import RIGHTS

def slow(step):
    def work(*given):
        worked = step.work(*given)
        if step.code == sys.argv[2]:
            print("here", flush=True)
            time.sleep(60)
        return worked
    return replace(step, work=work)

perform_request(request_id=UUID(sys.argv[1]), rights=replace(RIGHTS, steps=tuple((m, slow(s)) for m, s in RIGHTS.steps)), clock=clock)
"""


def kill_in(request_id: object, code: str) -> None:
    """Starts a worker in a process of its own and kills it while it is in the step, after its work and before its commit."""
    parts = urlsplit(os.environ["XENIA_DATABASE_URL"])
    url = urlunsplit(parts._replace(path=f"/{connection.settings_dict['NAME']}"))
    command = [sys.executable, "-c", CHILD, str(request_id), code]
    child = subprocess.Popen(
        command, env=os.environ | {"XENIA_DATABASE_URL": url, "XENIA_HOME": str(ENV.home)}, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline().strip() == "here"
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    time.sleep(0.5)  # until PostgreSQL has noticed and given the lock back


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("code", ["suppress", "uploads", "facts", "records"])
def test_x10_a_worker_killed_in_a_step_is_followed_by_one_that_ends_the_work(empty_home: Path, code: str) -> None:
    planted = plant()
    request_id = ask_and_start(planted)
    kill_in(request_id, code)
    assert RequestStep.objects.get(request_id=request_id, code=code).state == "running"
    perform_request(request_id=request_id, rights=RIGHTS, clock=lambda: LATER)
    request = get_request(DIRECTOR, request_id, now=NOON)
    assert request.verification is not None
    assert (request.summary.state, request.verification.left) == (RequestState.READY, 0)
    assert not models.GuestRecord.objects.filter(record_id=planted.zhang).exists()


@pytest.mark.django_db(transaction=True)
def test_x11_deleted_rows_are_taken_out_of_the_tables_and_their_indexes(empty_home: Path) -> None:
    planted = plant()
    perform_request(request_id=ask_and_start(planted), rights=RIGHTS, clock=lambda: LATER)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE connect_guestrecord")  # counts what lies on the pages now; what sessions report comes late
        cursor.execute("SELECT n_dead_tup, vacuum_count > 0 FROM pg_stat_user_tables WHERE relname = 'connect_guestrecord'")
        assert cursor.fetchone() == (0, True)
