"""What is done to the product during a soak, and what is measured of it: parts killed without warning, the memory of each part."""

import random
import signal
import sys
import threading
import time
from collections import Counter, defaultdict
from contextlib import suppress
from dataclasses import dataclass, field

import psutil

SAMPLE_SECONDS = 2
PAUSE_SECONDS = (20, 60)
SIGNS = {"web": "web", "work": "worker", "postgres": "PostgreSQL"}
"""A word of a child's command line -> the part it is."""
PARTS = tuple(SIGNS.values())


@dataclass
class Watch:
    """`product` is the supervisor; `memory` holds, for each part, pairs of moment and megabytes."""

    product: psutil.Process
    seed: int
    ends_at: float
    over: threading.Event
    memory: dict[str, list[tuple[float, float]]] = field(default_factory=lambda: defaultdict(list))
    kills: Counter[str] = field(default_factory=Counter)

    def start(self) -> list[threading.Thread]:
        threads = [threading.Thread(target=self._kill_now_and_then), threading.Thread(target=self._sample)]
        for thread in threads:
            thread.start()
        return threads

    def parts(self) -> dict[str, psutil.Process]:
        """The parts that run now, by name."""
        found = {}
        for child in self.product.children():
            with suppress(psutil.Error):
                words = child.cmdline()
                program = words[-1] if "xenia" in words else "postgres" if "postgres" in "".join(words[:1]) else ""
                if program in SIGNS:
                    found[SIGNS[program]] = child
        return found

    def _kill_now_and_then(self) -> None:
        """Every part once a round, in an order of the seed's, so that a short soak has met each of them too."""
        chance, begun, left = random.Random(self.seed), time.monotonic(), list[str]()
        while not self.over.wait(chance.uniform(*PAUSE_SECONDS)) and time.monotonic() < self.ends_at:
            left = left or chance.sample(PARTS, k=len(PARTS))
            name = left.pop()
            child = self.parts().get(name)
            if child is None:
                continue  # it is just being started again
            with suppress(psutil.Error):
                child.send_signal(signal.SIGKILL)
                self.kills[name] += 1
                print(f"  {time.monotonic() - begun:6.0f} s: killed {name}", file=sys.stderr, flush=True)

    def _sample(self) -> None:
        while time.monotonic() < self.ends_at and not self.over.wait(SAMPLE_SECONDS):
            for name, process in self.parts().items() | {("supervisor", self.product)}:
                held = megabytes(process, with_children=process is not self.product)
                if held:
                    self.memory[name].append((time.monotonic(), held))


def megabytes(process: psutil.Process, *, with_children: bool) -> float:
    """Resident memory of a process and those it started; pages they share (PostgreSQL's buffers) count once. 0 where it has ended."""
    own, shared = 0, 0
    with suppress(psutil.Error):
        for one in [process, *(process.children(recursive=True) if with_children else [])]:
            with suppress(psutil.NoSuchProcess):
                info = one.memory_info()
                own += info.rss - getattr(info, "shared", 0)
                shared = max(shared, getattr(info, "shared", 0))
    return (own + shared) / 2**20


def quarters(values: list[tuple[float, float]], begun: float, ended: float) -> tuple[list[float], list[float]]:
    """The values of the first and of the last quarter of the time."""
    quarter = (ended - begun) / 4
    return [value for at, value in values if at < begun + quarter], [value for at, value in values if at >= ended - quarter]
