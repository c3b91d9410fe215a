"""The lines a person sees at the start: what is being done, and how long it took."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

WIDTH = 58


@contextmanager
def step(text: str) -> Iterator[None]:
    """Prints `text`, and behind it the seconds once the block is done, or that it failed."""
    begun = time.monotonic()
    sys.stdout.write(f"  {text} ".ljust(WIDTH, "."))
    sys.stdout.flush()
    try:
        yield
    except BaseException:
        say(" stopped")
        raise
    say(f" {time.monotonic() - begun:.1f} s")


def say(text: str) -> None:
    """One line, at once, also where the output is a file."""
    print(text, flush=True)
