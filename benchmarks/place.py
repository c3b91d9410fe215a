"""Where a benchmark works: a folder of its own with a lake, keys and, where one is needed, a PostgreSQL; and child processes in it."""

import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Place:
    """`folder` lasts for the whole run: files made by one benchmark serve the next."""

    folder: Path

    def measured(self, verb: str, *arguments: str, environment: dict[str, str] | None = None) -> dict[str, Any]:
        """What `python -m benchmarks.child VERB ...` measured, in a process and a home of its own."""
        home = Path(tempfile.mkdtemp(prefix="home-", dir=self.folder))
        own = {
            "XENIA_HOME": str(home),
            "DJANGO_SETTINGS_MODULE": "xenia.settings",
            "XENIA_DATABASE_URL": "postgresql://none:none@127.0.0.1:1/none",
        }
        command = [sys.executable, "-m", "benchmarks.child", verb, *arguments]
        try:
            return run_for_answer(command, clean_environment() | own | (environment or {}))
        finally:
            shutil.rmtree(home, ignore_errors=True)

    @contextmanager
    def database(self) -> Iterator[str]:
        """The address of a server of this run's own, with its durable default settings."""
        from xenia.host import postgres

        folder = Path(tempfile.mkdtemp(prefix="database-", dir=self.folder))
        with postgres.running(folder / "postgres", log=folder / "log") as cluster:
            yield cluster.url


def run_for_answer(command: list[str], environment: dict[str, str]) -> dict[str, Any]:
    """The last line a process printed, as JSON; what it said is shown where it failed."""
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")
    answer: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return answer


def clean_environment() -> dict[str, str]:
    """The environment without settings of the developer's own product."""
    return {name: value for name, value in os.environ.items() if not name.startswith("XENIA_")}


def machine() -> str:
    """One sentence about the machine, without its name."""
    memory = psutil.virtual_memory().total / 2**30
    about = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    model = next((line.split(":")[1].strip() for line in about if line.startswith("model name")), platform.machine())
    system = f"{platform.system()} {platform.release().split('-')[0]}, Python {platform.python_version()}"
    return f"{os.cpu_count()} cores ({model}), {memory:.0f} GB memory, {system}"
