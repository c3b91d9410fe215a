"""The lake lock: appends and compaction share a table, an erasure and a rewrite have it alone.

A local lake uses file locks, which the operating system releases when a process dies. A lake in an object store has no such thing, so
whoever joins the modules calls `use_lock` with one that several machines can see (a PostgreSQL advisory lock).
"""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from xenia.kernel.errors import Conflict
from xenia.lake.tables import is_local, local_folder

LockMaker = Callable[[str, bool], AbstractContextManager[None]]
"""Takes the name of what is locked and whether it must be exclusive; waits until the lock is held."""

_injected: list[LockMaker] = []


def use_lock(maker: LockMaker) -> None:
    """Sets the lock for lakes in an object store."""
    _injected[:] = [maker]


@contextmanager
def table_lock(lake_url: str, table: str, *, exclusive: bool) -> Iterator[None]:
    """Holds the lock of one table while the block runs. Raises Conflict where the lake is remote and no lock was set."""
    if is_local(lake_url):
        with _file_lock(local_folder(lake_url) / "_locks", table, exclusive=exclusive):
            yield
        return
    if not _injected:
        raise Conflict(
            "lake_lock_missing",
            f"The lake {lake_url} is an object store and no lock was set for it; start through the xenia command, which sets one.",
            f"数据湖 {lake_url} 位于对象存储，尚未设置锁；请通过 xenia 命令启动。",
        )
    with _injected[0](f"{lake_url}/{table}", exclusive):
        yield


@contextmanager
def _file_lock(folder: Path, table: str, *, exclusive: bool) -> Iterator[None]:
    """Two files: whoever wants the table alone holds the gate while waiting, so that a stream of appends cannot keep it out for ever."""
    folder.mkdir(parents=True, exist_ok=True)
    kind = fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH
    with (folder / f"{table}.gate").open("w") as gate, (folder / table).open("w") as lock:
        fcntl.flock(gate, kind)
        fcntl.flock(lock, kind)
        if not exclusive:
            fcntl.flock(gate, fcntl.LOCK_UN)
        yield
