"""How often a machine may call: counted in the memory of this process, so that a call costs no write."""

import time
from collections.abc import Callable
from threading import Lock
from uuid import UUID

from xenia.web.problems import TooOften

CALLS_A_MINUTE = 600
KEYS_REMEMBERED = 10_000


class CallsPerMinute:
    """Counts the calls of each key within the running minute. Several web processes each count their own."""

    def __init__(self, limit: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit = limit
        self._clock = clock
        self._lock = Lock()
        self._minute = 0
        self._calls: dict[UUID, int] = {}

    def count(self, key_id: UUID | None) -> None:
        """Counts one call; raises TooOften past the limit."""
        if key_id is None:
            return
        with self._lock:
            minute = int(self._clock() // 60)
            if minute != self._minute or len(self._calls) > KEYS_REMEMBERED:
                self._minute, self._calls = minute, {}
            calls = self._calls[key_id] = self._calls.get(key_id, 0) + 1
        if calls > self._limit:
            raise TooOften(
                "key_too_often",
                f"This key called more than {self._limit} times within a minute; wait for the next one.",
                f"此密钥一分钟内调用超过 {self._limit} 次；请稍候再试。",
            )


CALLS = CallsPerMinute(CALLS_A_MINUTE)
