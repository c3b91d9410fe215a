"""The web process: granian serving the WSGI application. Its workers end when it ends, even by `kill -9`."""

import signal
from collections.abc import Callable
from importlib import import_module
from typing import Any

from granian import Granian
from granian.constants import Interfaces

from xenia.host.children import die_with_parent

APPLICATION = "xenia.web.wsgi:application"
THREADS = 8  # as many as the process may have database connections: a ninth would only wait for one
STOP_SECONDS = 10


def serve(host: str, port: int, processes: int) -> None:
    """Serves until SIGTERM or SIGINT. A worker that ends is started again."""
    Granian(
        APPLICATION,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
        websockets=False,
        log_access=False,
    ).serve(target_loader=load_application)


def load_application(target: str) -> Callable[..., Any]:
    """Runs in each granian worker: ties it to granian's main process, then imports the application."""
    die_with_parent(signal.SIGTERM)
    module, name = target.split(":")
    application: Callable[..., Any] = getattr(import_module(module), name)
    return application
