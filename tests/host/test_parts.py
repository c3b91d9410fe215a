"""Parts of the tree are started again when they end by themselves, and leave nothing behind when they are ended."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from xenia.host import children
from xenia.host.parts import Part, pause_before_restart

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]
FAMILY = [sys.executable, "-c", "import subprocess, sys, time; print(subprocess.Popen(['sleep', '60']).pid, flush=True); time.sleep(60)"]


def part(log: Path, command: list[str]) -> Part:
    return Part("sleeper", lambda: children.start_child(command, log=log), log, grace=5)


def eventually(is_true: "object", seconds: float = 5) -> bool:
    deadline = time.monotonic() + seconds
    while not (found := is_true()) and time.monotonic() < deadline:  # type: ignore[operator]
        time.sleep(0.02)
    return bool(found)


@pytest.mark.parametrize(("failures", "seconds"), [(1, 1), (2, 2), (3, 4), (4, 8), (5, 16), (6, 30), (60, 30)])
def test_the_pause_before_a_restart_doubles_up_to_half_a_minute(failures: int, seconds: float) -> None:
    assert pause_before_restart(failures) == seconds


def test_a_part_that_was_killed_is_started_again_after_its_pause(tmp_path: Path) -> None:
    sleeper = part(tmp_path / "log", SLEEPER)
    first = sleeper.start()
    first.kill()
    first.wait()
    sleeper.tend()
    assert sleeper.process is None
    sleeper.next_start = 0
    sleeper.tend()
    assert sleeper.process is not None
    assert sleeper.process.pid != first.pid
    sleeper.end()


def test_ending_a_part_ends_what_it_had_started(tmp_path: Path) -> None:
    family = part(tmp_path / "log", FAMILY)
    family.start()
    assert eventually(lambda: (tmp_path / "log").read_text().strip())
    grandchild = int((tmp_path / "log").read_text())
    family.end()
    assert eventually(lambda: not psutil.pid_exists(grandchild) or psutil.Process(grandchild).status() == psutil.STATUS_ZOMBIE)


def test_a_part_that_does_not_listen_is_killed(tmp_path: Path) -> None:
    deaf = part(
        tmp_path / "log",
        [sys.executable, "-c", "import signal, time; signal.signal(15, signal.SIG_IGN); print(1, flush=True); time.sleep(60)"],
    )
    deaf.grace = 0.2
    process = deaf.start()
    assert eventually(lambda: (tmp_path / "log").read_text().strip())
    deaf.end()
    assert process.returncode == -signal.SIGKILL


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent has died")
def test_a_child_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    code = (
        "import sys, time; from xenia.host import children; from pathlib import Path; "
        f"print(children.start_child({SLEEPER!r}, log=Path({str(tmp_path / 'log')!r})).pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = psutil.Process(int(parent.stdout.readline()))
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    assert eventually(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE)


def test_a_log_that_has_grown_is_set_aside_and_written_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "LOG_BYTES_MAX", 10)
    log = tmp_path / "log"
    with log.open("a") as writer:
        writer.write("before, and long enough\n")
        writer.flush()
        children.trim_log(log)
        writer.write("after\n")
    assert (tmp_path / "log.1").read_text() == "before, and long enough\n"
    assert log.read_text() == "after\n"
