"""The pool of connections to the database, after all of them were lost at once."""

import os
import threading
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.db import connection

from tests.loyalty.at_once import at_once

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
IDLE = 8
OTHERS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


def ask() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def leave_idle(many: int) -> set[object]:
    """So many connections at once, given back to the pool; which processes of the server they were."""
    all_there = threading.Barrier(many)

    def hold() -> int:
        process = ask()
        all_there.wait()
        return process

    connection.close()
    return set(at_once([hold] * many, many))


def end_all() -> None:
    """As a server that stops at once would."""
    url = urlsplit(os.environ["XENIA_DATABASE_URL"])._replace(path="/" + str(connection.settings_dict["NAME"]))
    with psycopg.connect(urlunsplit(url)) as other:
        other.execute(OTHERS)


def test_whoever_asks_first_after_the_server_was_away_is_answered() -> None:
    idle = leave_idle(IDLE)
    end_all()
    assert len(idle) == IDLE
    assert ask() not in idle


def test_many_who_ask_at_once_after_the_server_was_away_are_all_answered() -> None:
    idle = leave_idle(IDLE)
    end_all()
    found = at_once([ask] * 32, 32)
    assert all(isinstance(one, int) and one not in idle for one in found)
