"""Child processes that never outlive us: each leads its own process group and dies with its parent (Linux), however that ends."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

PR_SET_PDEATHSIG = 1
LOG_BYTES_MAX = 50_000_000


def die_with_parent(number: int) -> None:
    """Asks the kernel to send us signal `number` when the thread that started us ends. A no-op where the system has no such thing."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, number, 0, 0, 0)


def _before_exec(parent: int, number: int) -> Callable[[], None]:
    def prepare() -> None:
        die_with_parent(number)
        if os.getppid() != parent:  # the parent died between fork and here
            os._exit(1)

    return prepare


def start_child(
    command: Sequence[str],
    *,
    log: Path | None,
    when_parent_dies: signal.Signals = signal.SIGTERM,
    environment: Mapping[str, str] | None = None,
    user: str | None = None,
) -> subprocess.Popen[bytes]:
    """Starts a program in its own process group, writing to `log` (appended), or to our own output where `log` is None.

    Call it from the main thread: the kernel watches the thread, not the process.
    """
    out = log.open("ab") if log else None
    try:
        return subprocess.Popen(
            list(command),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT if out else None,
            env=dict(environment) if environment is not None else None,
            user=user,
            group=user,
            extra_groups=[] if user else None,
            cwd="/" if user else None,
            start_new_session=True,
            preexec_fn=_before_exec(os.getpid(), when_parent_dies),
        )
    finally:
        if out:
            out.close()


def end_child(process: subprocess.Popen[bytes], *, ask: signal.Signals = signal.SIGTERM, seconds: float = 10) -> None:
    """Asks the child to end, waits, then kills what is left of its group. Returns when the child is gone."""
    if process.poll() is None:
        process.send_signal(ask)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
    kill_group(process)
    process.wait()


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """Kills whatever the child left behind, such as the workers of a killed web server."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def trim_log(log: Path) -> None:
    """Moves a log past 50 MB to `<name>.1` and begins anew; the writers append, so they go on in the emptied file."""
    if log.exists() and log.stat().st_size > LOG_BYTES_MAX:
        older = log.with_name(log.name + ".1")
        older.unlink(missing_ok=True)
        with log.open("rb") as source, older.open("wb") as target:
            while block := source.read(1 << 20):
                target.write(block)
        os.truncate(log, 0)


def last_lines(log: Path, count: int = 15) -> str:
    """Returns the end of a log, for the sentence that says why a child did not start."""
    if not log.exists():
        return ""
    with log.open("rb") as source:
        source.seek(max(0, log.stat().st_size - 8_000))
        lines = source.read().decode("utf-8", "replace").splitlines()
    return "\n".join(lines[-count:])
