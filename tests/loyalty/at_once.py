"""Many writers at once, each with a connection of its own."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from xenia.kernel.errors import XeniaError


def at_once(deeds: Sequence[Callable[[], object]], writers: int) -> list[object]:
    """What each deed returned, or the code of the error it raised, begun together by so many writers."""
    start = threading.Barrier(writers)

    def perform(mine: Sequence[Callable[[], object]]) -> list[object]:
        start.wait()
        try:
            return [_outcome(deed) for deed in mine]
        finally:
            connection.close()

    with ThreadPoolExecutor(writers) as pool:
        return [one for found in pool.map(perform, [deeds[first::writers] for first in range(writers)]) for one in found]


def _outcome(deed: Callable[[], object]) -> object:
    try:
        return deed()
    except XeniaError as refused:
        return refused.code
