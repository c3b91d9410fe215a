"""The whole product as an operator starts it, on a port and a home of its own, for the tests that need it to be real."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent


class Product:
    """`xenia run --no-demo` in `home`. `link` is the first administrator's one-time path, once it has been printed."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.output = home.with_name(home.name + ".log")
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("XENIA_")}
        return kept | {"XENIA_HOME": str(self.home), "XENIA_PORT": str(self.port)}

    def start(self, seconds: float = 170) -> "Product":
        """Returns when the product says that it is ready; raises with its output where it ends instead."""
        with self.output.open("wb") as out:
            command = [sys.executable, "-m", "xenia", "run", "--no-demo"]
            self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
        self.wait_for(r"Ready after", seconds)
        return self

    def wait_for(self, pattern: str, seconds: float = 30) -> "re.Match[str]":
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if found := re.search(pattern, self.output.read_text(errors="replace")):
                return found
            if self.process is None or self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise AssertionError(f"The product never said {pattern!r}:\n{self.output.read_text(errors='replace')}")

    @property
    def link(self) -> str:
        return self.wait_for(r"https?://\S+?(/setup/\S+)").group(1)

    def command(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Runs `xenia ARGUMENTS` on the same home."""
        command = [sys.executable, "-m", "xenia", *arguments]
        return subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True)

    def part(self, name: str) -> psutil.Process | None:
        """The living child of this name: `postgres`, or a verb of the command line. None while it is down."""
        assert self.process is not None
        return next((one for one in psutil.Process(self.process.pid).children() if name in _names_of(one)), None)

    def stop(self, number: signal.Signals = signal.SIGTERM, seconds: float = 60) -> int:
        """Asks it to stop and returns its exit code."""
        assert self.process is not None
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(seconds)


def _names_of(process: psutil.Process) -> set[str]:
    """What a process calls itself and the last word of its command line. Nothing of one that was killed and not yet waited for."""
    try:
        return {process.name(), *process.cmdline()[-1:]}
    except (psutil.ZombieProcess, psutil.NoSuchProcess):
        return set()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
