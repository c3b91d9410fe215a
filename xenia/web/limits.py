"""How often a machine or a person may call: counted in the memory of this process, so that a call costs no write."""

import time
from collections.abc import Callable
from threading import Lock
from uuid import UUID

from xenia.web.problems import TooOften

CALLS_A_MINUTE = 600
PERSON_CALLS_A_MINUTE = 1_200
"""No hand and no page of ours calls as often; a script that copies guests through somebody's browser does."""
KEYS_REMEMBERED = 10_000
TOO_OFTEN = {
    "key": "This key called more than {limit} times within a minute; wait for the next one.",
    "person": "You called more than {limit} times within a minute; wait for the next one, or use a key for a machine.",
}
TOO_OFTEN_ZH = {
    "key": "此密钥一分钟内调用超过 {limit} 次；请稍候再试。",
    "person": "您一分钟内请求超过 {limit} 次；请稍候再试；程序调用请使用密钥。",
}


class CallsPerMinute:
    """Counts the calls of each key, or each person, within the running minute. Several web processes each count their own."""

    def __init__(self, limit: int, clock: Callable[[], float] = time.monotonic, *, whose: str = "key") -> None:
        self._limit = limit
        self._whose = whose
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
            words = (TOO_OFTEN[self._whose].format(limit=self._limit), TOO_OFTEN_ZH[self._whose].format(limit=self._limit))
            raise TooOften(f"{self._whose}_too_often", *words)


CALLS = CallsPerMinute(CALLS_A_MINUTE)
PEOPLE = CallsPerMinute(PERSON_CALLS_A_MINUTE, whose="person")
