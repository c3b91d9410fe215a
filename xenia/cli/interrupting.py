"""A long command on the terminal: a bar that shows how far it is, and Ctrl-C or SIGTERM as a request to stop cleanly."""

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from rich.progress import BarColumn, DownloadColumn, MofNCompleteColumn, Progress, ProgressColumn, TextColumn, TimeRemainingColumn

from xenia.host.backup.manifest import Cancelled, Watch
from xenia.host.faults import StartFault


@contextmanager
def watched(*, counts_bytes: bool = True) -> Iterator[Watch]:
    """Both: what a long piece of work tells, in bytes or in pieces, and whether it is to stop."""
    with _asked_to_stop() as is_cancelled, _shown(DownloadColumn() if counts_bytes else MofNCompleteColumn()) as show:
        yield Watch(show, is_cancelled)


@contextmanager
def _asked_to_stop() -> Iterator[Callable[[], bool]]:
    """A function that tells whether someone asked to stop; the command then ends with a sentence."""
    asked: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        asked.append(number)

    before = {number: signal.signal(number, note) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield lambda: bool(asked)
    except Cancelled as stopped:
        raise StartFault("Stopped, as asked. Nothing half-done is left.") from stopped
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _shown(count: ProgressColumn) -> Iterator[Callable[[str, int, int], None]]:
    """A bar on a terminal; a line a part elsewhere."""
    if not sys.stderr.isatty():
        parts: set[str] = set()

        def say(part: str, done: int, total: int) -> None:
            if part not in parts:
                parts.add(part)
                print(f"  {part}", flush=True)

        yield say
        return
    with Progress(TextColumn("{task.description}"), BarColumn(), count, TimeRemainingColumn(), transient=True) as bar:
        task = bar.add_task("", total=None)

        def tell(part: str, done: int, total: int) -> None:
            bar.update(task, description=part, completed=done, total=total or None)

        yield tell
