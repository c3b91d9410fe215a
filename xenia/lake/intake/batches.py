"""Parts of any size into batches of a useful size, made a little ahead of whoever reads them."""

import queue
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from typing import Generic, TypeVar

import pyarrow as pa

from xenia.lake.intake.types import ROW, Batch, FileFault, Notice, Part, ReadOptions, Reject

REJECTS_PER_BATCH = 50_000
POLL_SECONDS = 0.2

In = TypeVar("In")
Out = TypeVar("Out")


def text_schema(header: list[str]) -> pa.Schema:
    """One text column per header, then `_row`."""
    columns: dict[str, pa.DataType] = dict.fromkeys(header, pa.string())
    return pa.schema({**columns, ROW: pa.int64()})


def coalesce(parts: Iterable[Part], header: list[str], options: ReadOptions, rows_before: int) -> Iterator[Batch]:
    """Gathers parts until a batch is full. Always gives at least one batch (empty for a file with a header only).

    `rows_before`: the ordinal of the header, from which `rows_done` counts. A fault inside `parts` is raised after the rows before it.
    """
    gathering = _Gathering(header, rows_before)
    given = False
    try:
        for part in parts:
            gathering.add(part)
            if gathering.is_full(options):
                yield gathering.take()
                given = True
    except FileFault:
        if gathering.has_anything():
            yield gathering.take()
        raise
    if gathering.has_anything() or not given:
        yield gathering.take()


class _Gathering:
    """The batch being filled."""

    def __init__(self, header: list[str], rows_before: int) -> None:
        self._schema = text_schema(header)
        self._rows_before = rows_before
        self._last_row = rows_before
        self._bytes_read = 0
        self._empty()

    def _empty(self) -> None:
        self._tables: list[pa.Table] = []
        self._rejects: list[Reject] = []
        self._warnings: list[Notice] = []
        self._rows = 0
        self._bytes = 0

    def add(self, part: Part) -> None:
        if part.rows.num_rows:
            self._tables.append(part.rows)
            self._rows += part.rows.num_rows
            self._bytes += part.rows.nbytes
        self._rejects += part.rejects
        self._warnings += part.warnings
        self._bytes_read = part.bytes_read
        self._last_row = part.last_row

    def is_full(self, options: ReadOptions) -> bool:
        return self._rows >= options.batch_rows or self._bytes >= options.batch_bytes or len(self._rejects) >= REJECTS_PER_BATCH

    def has_anything(self) -> bool:
        return bool(self._tables or self._rejects or self._warnings)

    def take(self) -> Batch:
        if self._tables:
            rows = pa.concat_tables(self._tables, promote_options="default")
            columns = [name for name in rows.column_names if name != ROW]
            rows = rows.select([*columns, ROW])
            self._schema = rows.schema
        else:
            rows = self._schema.empty_table()
        batch = Batch(rows, self._rejects, self._bytes_read, self._last_row - self._rows_before, self._warnings)
        self._empty()
        return batch


def in_order(pool: ThreadPoolExecutor, work: Callable[[In], Out], items: Iterable[In], ahead: int) -> Iterator[Out]:
    """`work` on each item in the pool, results in the order of the items, at most `ahead` under way. An error while fetching items is
    raised after the results of the items before it."""
    waiting: deque[Future[Out]] = deque()
    try:
        try:
            for item in items:
                waiting.append(pool.submit(work, item))
                if len(waiting) > ahead:
                    yield waiting.popleft().result()
        except Exception:
            while waiting:
                yield waiting.popleft().result()
            raise
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()


class _End(Generic[Out]):
    """The last thing in the queue: how the producer ended."""

    def __init__(self, error: BaseException | None) -> None:
        self.error = error


def read_ahead(items: Iterator[Out], depth: int = 1) -> Iterator[Out]:
    """The same items, produced in a thread of their own at most `depth` ahead. Leaving early (a cancelled run) stops the thread."""
    waiting: queue.Queue[Out | _End[Out]] = queue.Queue(maxsize=depth)
    stopped = threading.Event()

    def put(thing: Out | _End[Out]) -> bool:
        while not stopped.is_set():
            try:
                waiting.put(thing, timeout=POLL_SECONDS)
            except queue.Full:
                continue
            return True
        return False

    def produce() -> None:
        error: BaseException | None = None
        try:
            with closing(items):  # type: ignore[type-var]
                for item in items:
                    if not put(item):
                        return
        except BaseException as caught:  # handed to the reader, who raises it
            error = caught
        put(_End(error))

    thread = threading.Thread(target=produce, name="intake-read-ahead", daemon=True)
    thread.start()
    try:
        while not isinstance(thing := waiting.get(), _End):
            yield thing
            del thing
        if thing.error is not None:
            raise thing.error
    finally:
        stopped.set()
        thread.join()
