"""What a worker does all the time: it goes on after whatever went wrong, and ends when it is told to."""

import threading
import time

import pytest

from xenia.host.loops import start_loops

pytestmark = pytest.mark.django_db(transaction=True)


def wait_for(done: threading.Event) -> bool:
    return done.wait(10)


def test_a_loop_goes_on_after_a_failure_and_another_is_not_held_up() -> None:
    tries: list[int] = []
    failed_and_done, other = threading.Event(), threading.Event()

    def step() -> None:
        tries.append(1)
        if len(tries) == 1:
            raise RuntimeError("the database is away")
        failed_and_done.set()

    over = start_loops({"failing": (step, 0.01), "steady": (other.set, 0.01)})
    assert (wait_for(failed_and_done), wait_for(other)) == (True, True)
    over.set()


def test_a_loop_ends_when_it_is_told_to() -> None:
    tries: list[int] = []
    over = start_loops({"counting": (lambda: tries.append(1), 0.01)})
    time.sleep(0.2)
    over.set()
    time.sleep(0.2)
    seen = len(tries)
    time.sleep(0.2)
    assert 0 < seen == len(tries)


def test_entries_are_sealed_by_the_worker_within_two_seconds() -> None:
    from tests.trust.audit.logbook import write
    from xenia import wiring
    from xenia.trust.models.audit import AuditLeaf

    write(3)
    over = start_loops(wiring.LOOPS)
    deadline = time.monotonic() + 2
    while AuditLeaf.objects.count() < 3 and time.monotonic() < deadline:
        time.sleep(0.05)
    over.set()
    assert AuditLeaf.objects.count() == 3
    time.sleep(1.2)  # the thread lets go of its connection before the tables are emptied
