"""Who tries codes: how often a caller may be wrong about a code that is worth something, counted in the memory of this process."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from uuid import UUID

from xenia.kernel.actor import Actor
from xenia.kernel.errors import XeniaError
from xenia.web.problems import TooOften

WRONG_MOST, KEY_WRONG_MOST = 20, 200
"""A hand that mistypes is never wrong so often within WINDOW_MINUTES; a booking engine asks for all its guests with one key."""
WINDOW_MINUTES = 10
CALLERS_REMEMBERED = 10_000
WRONG = frozenset({"code_wrong", "coupon_unknown", "gift_card_unknown", "referral_code_unknown"})


class Guesses:
    """Counts wrong codes of each person or key within the running window. Several web processes each count their own."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._window = 0
        self._wrong: dict[UUID | None, int] = {}

    @contextmanager
    def of(self, actor: Actor) -> Iterator[None]:
        """Refuses a caller (TooOften) who was wrong too often, whether this code is right or not; else counts if it is wrong."""
        caller = actor.key_id or actor.user_id
        if self._count(caller, 0) >= (KEY_WRONG_MOST if actor.key_id else WRONG_MOST):
            raise TooOften(
                "codes_too_often",
                f"Too many wrong codes within {WINDOW_MINUTES} minutes; wait and look at the code again, or ask for the coupon itself.",
                f"{WINDOW_MINUTES} 分钟内输错次数过多；请稍候并核对券码，或让客人出示原券。",
            )
        try:
            yield
        except XeniaError as error:
            self._count(caller, int(error.code in WRONG))
            raise

    def _count(self, caller: UUID | None, wrong: int) -> int:
        with self._lock:
            window = int(self._clock() // (60 * WINDOW_MINUTES))
            if window != self._window or len(self._wrong) > CALLERS_REMEMBERED:
                self._window, self._wrong = window, {}
            if wrong:
                self._wrong[caller] = self._wrong.get(caller, 0) + wrong
            return self._wrong.get(caller, 0)


GUESSES = Guesses()
