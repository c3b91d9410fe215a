"""A long-lived part of the tree: started, watched, started again with a growing pause when it ends by itself, and ended in order."""

import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from xenia.host import children
from xenia.host.steps import say

PAUSE_SECONDS_MAX = 30.0
HEALTHY_SECONDS = 60.0

Process = subprocess.Popen[bytes]


def pause_before_restart(failures: int) -> float:
    """Seconds to wait after the n-th failure in a row: 1, 2, 4, 8, 16, then 30."""
    return float(min(2.0 ** (failures - 1), PAUSE_SECONDS_MAX))


@dataclass
class Part:
    """`launch` starts the child; `ask` is the signal that asks it to end, with `grace` seconds to do so before it is killed."""

    name: str
    launch: Callable[[], Process]
    log: Path
    ask: signal.Signals = signal.SIGTERM
    grace: float = 10
    process: Process | None = None
    started_at: float = 0
    failures: int = 0
    next_start: float = field(default=0, repr=False)

    def start(self) -> Process:
        self.started_at = time.monotonic()
        self.process = self.launch()
        return self.process

    def tend(self) -> None:
        """Looks once: notes that the child has ended, or starts it again when its pause is over."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.next_start:
                self.start()
            return
        if self.process.poll() is None:
            if self.failures and now - self.started_at > HEALTHY_SECONDS:
                self.failures = 0
            return
        self._note_end(now)

    def _note_end(self, now: float) -> None:
        assert self.process is not None  # noqa: S101 - the caller looked
        code = self.process.returncode
        children.kill_group(self.process)
        self.process = None
        self.failures = self.failures + 1 if now - self.started_at < HEALTHY_SECONDS else 1
        pause = pause_before_restart(self.failures)
        self.next_start = now + pause
        reason = f"was killed by signal {-code}" if code < 0 else f"ended with code {code}"
        say(f"  {self.name} {reason}; starting it again in {pause:.0f} s (log: {self.log})")

    def end(self) -> None:
        """Ends the child; returns when it and its group are gone."""
        if self.process is not None:
            children.end_child(self.process, ask=self.ask, seconds=self.grace)
            self.process = None
