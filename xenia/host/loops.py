"""What the worker does all the time beside its jobs: each loop in a thread of its own, going on after whatever went wrong.

Sealing the audit log is such a loop and no job: Procrastinate's clock knows whole minutes, and a job that defers itself every second would
write 86,400 rows a day into the queue to do nothing most of the time. A thread costs one connection; it dies with its worker, and another
worker's goes on, for an advisory lock lets one of them seal.
"""

import threading
from collections.abc import Callable, Mapping

import structlog

PAUSE_SECONDS_MAX = 30.0

log = structlog.get_logger()


Step = Callable[[], None]


def start_loops(loops: Mapping[str, tuple[Step, float]]) -> threading.Event:
    """Starts every loop: a step, called again so many seconds after it returned. They end soon after the event that is returned is set, or
    with the process."""
    over = threading.Event()
    for name, (step, pause_seconds) in loops.items():
        threading.Thread(target=_keep, args=(name, step, pause_seconds, over), name=name, daemon=True).start()
    return over


def _keep(name: str, step: Step, pause_seconds: float, over: threading.Event) -> None:
    from django.db import close_old_connections, connections

    failures = 0
    while not over.wait(min(pause_seconds * 2**failures, PAUSE_SECONDS_MAX)):
        try:
            close_old_connections()
            step()
            failures = 0
        except Exception as fault:  # the database may be away for a while; the loop is not
            failures = min(failures + 1, 10)
            log.warning("loop_failed", loop=name, fault=type(fault).__name__, failures=failures)
    connections.close_all()
