"""`xenia run`: one supervised tree on one machine - PostgreSQL (unless given), migrations, web, worker.

Ends in the opposite order, leaving no process. A `kill -9` of this process ends its children too (the kernel sees to it), and the next
start finds the leftovers. Every child writes to a file in the home's `logs/`.
"""

import http.client
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

import psycopg

from xenia.host import children, postgres, preflight
from xenia.host.faults import StartFault
from xenia.host.parts import Part, Process
from xenia.host.steps import say, step
from xenia.settings import Environment

READY_SECONDS = 60
LOOK_SECONDS = 0.25
TRIM_SECONDS = 60
WORKER_GRACE_SECONDS = 25  # the worker gives its jobs 15 s of these
HEARTBEAT_SINCE = "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => %s)"
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class StopRequested(Exception):
    """Someone pressed Ctrl-C or sent SIGTERM."""


@dataclass
class Supervisor:
    """What runs, and whether it was asked to stop. `may_load_demo` is False where the operator said no demonstration."""

    environment: Environment
    may_load_demo: bool = True
    parts: list[Part] = field(default_factory=list)
    database_url: str = ""
    is_stopping: bool = False

    def run(self) -> int:
        """Starts everything, watches it, and returns the exit code after all of it has ended; raises StartFault where it cannot start."""
        begun = time.monotonic()
        home = self.environment.home
        lock = preflight.lock_home(home, self.environment.public_url)
        self._listen_for_signals()
        try:
            preflight.check_free_space(home)
            preflight.check_port(self.environment.host, self.environment.port)
            self._start_parts()
            say(f"\n  Ready after {time.monotonic() - begun:.1f} s: {self.environment.public_url}\n  Ctrl-C stops everything.\n")
            self._greet()
            self._watch()
        except StopRequested:
            return 0
        finally:
            self._end_parts()
            lock.close()
        return 0

    def pause(self, seconds: float) -> None:
        """Waits; every wait of this process goes through here, so a request to stop is heard within a quarter of a second."""
        deadline = time.monotonic() + seconds
        while not self.is_stopping and time.monotonic() < deadline:
            time.sleep(min(LOOK_SECONDS, seconds))
        if self.is_stopping:
            raise StopRequested

    def _listen_for_signals(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            if signal.getsignal(number) != signal.SIG_IGN or number != signal.SIGHUP:  # nohup stays in force
                signal.signal(number, self._on_signal)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self.is_stopping = True

    def _start_parts(self) -> None:
        environment = self.environment
        if environment.is_embedded_database:
            with step("Starting PostgreSQL"):
                opened = self._start_postgres()
            for folder in opened:
                say(f"  {folder} may now be passed through, not read, by other users: PostgreSQL does not run as root.")
        else:
            self.database_url = environment.database_url
            with step("Reaching the database of XENIA_DATABASE_URL"):
                preflight.check_database(self.database_url)
        preflight.ensure_keys(environment.key_file, self.database_url)
        with step("Bringing the tables up to date"):
            self._finish("migrate", [sys.executable, "-m", "xenia", "migrate"], self._log("migrate"))
        with step("Starting web and worker"):
            # A worker may be killed at any moment (its jobs start again); granian needs the softer signal to end its own workers.
            web = self._start_xenia("web", signal.SIGTERM, grace=15)
            worker = self._start_xenia("work", signal.SIGKILL, grace=WORKER_GRACE_SECONDS)
            self._wait_for(web, self._web_answers)
            self._wait_for(worker, self._worker_reports)

    def _start_postgres(self) -> list[Path]:
        """Returns the folders that had to be opened for the system user, outside the home."""
        folder, log = self.environment.home / "postgres", self._log("postgres")
        opened: list[Path] = []

        def launch() -> Process:
            cluster = postgres.prepare(folder)
            if self.database_url not in ("", cluster.url):
                self._end_parts(but="postgres")  # the port had to change; the others read it anew when they start again
            self.database_url = cluster.url
            opened.extend(step for step in cluster.opened if step in self.environment.home.parents)
            return postgres.start(cluster, log=log)

        part = Part("postgres", launch, log, ask=signal.SIGINT, grace=postgres.STOP_SECONDS)
        self.parts.append(part)
        process = part.start()
        postgres.wait_until_ready(self.database_url, process, log=log, pause=self.pause)
        return opened

    def _start_xenia(self, verb: str, when_parent_dies: signal.Signals, *, grace: float) -> Part:
        log = self._log(verb)

        def launch() -> Process:
            return children.start_child([sys.executable, "-m", "xenia", verb], log=log, when_parent_dies=when_parent_dies)

        part = Part(verb, launch, log, grace=grace)
        self.parts.append(part)
        part.start()
        return part

    def _wait_for(self, part: Part, is_ready: Callable[[], bool]) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while not is_ready():
            if part.process is None or part.process.poll() is not None or time.monotonic() > deadline:
                raise StartFault(f"The part {part.name!r} did not start; the last lines of {part.log}:\n{children.last_lines(part.log)}")
            self.pause(0.1)

    def _web_answers(self) -> bool:
        """True once a request is answered; raises StartFault where the answer is an error, since waiting would not mend it."""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.environment.host, self.environment.host)  # noqa: S104 - compared, not bound
        try:
            connection = http.client.HTTPConnection(host, self.environment.port, timeout=5)
            connection.request("GET", "/healthz")
            status = connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return False
        if status >= 500:
            log = self._log("web")
            raise StartFault(f"The web process answers with status {status}; the last lines of {log}:\n{children.last_lines(log)}")
        return True

    def _worker_reports(self) -> bool:
        since = time.monotonic() - self.parts[-1].started_at
        with psycopg.connect(self.database_url, connect_timeout=5) as connection:
            row = connection.execute(HEARTBEAT_SINCE, (since,)).fetchone()
        return row is not None and row[0] > 0

    def _greet(self) -> None:
        """Loads the demonstration company, or prints the first administrator's link, where nobody can sign in yet."""
        environment = self.environment
        may_load = self.may_load_demo and environment.is_embedded_database and environment.host in LOOPBACK
        command = [sys.executable, "-m", "xenia.host.first_start", *(["--demo"] if may_load else [])]
        try:
            self._finish("first start", command, None)
        except StartFault as fault:
            say(f"  {fault}")  # the product runs all the same

    def _finish(self, name: str, command: list[str], log: Path | None) -> None:
        """Runs a child to its end; raises StartFault where it fails. A request to stop ends it."""
        process = children.start_child(command, log=log, when_parent_dies=signal.SIGKILL)
        try:
            while process.poll() is None:
                for part in self.parts:
                    part.tend()
                self.pause(0.1)
        finally:
            children.end_child(process, seconds=5)
        if process.returncode != 0:
            said = f"; the last lines of {log}:\n{children.last_lines(log)}" if log else " (its message stands above)."
            raise StartFault(f"The step {name!r} failed with code {process.returncode}{said}")

    def _watch(self) -> None:
        trimmed_at = time.monotonic()
        while True:
            self.pause(LOOK_SECONDS)
            for part in self.parts:
                part.tend()
            if time.monotonic() - trimmed_at > TRIM_SECONDS:
                trimmed_at = time.monotonic()
                for part in self.parts:
                    children.trim_log(part.log)

    def _log(self, name: str) -> Path:
        return self.environment.home / "logs" / f"{name}.log"

    def _end_parts(self, *, but: str = "") -> None:
        """Asks web and worker together, waits for both, then PostgreSQL; a part that does not listen is killed."""
        ending = [part for part in reversed(self.parts) if part.name != but]
        if ending and not but:
            say("\n  Stopping.")
        for part in ending:
            if part.process is not None and part.ask == signal.SIGTERM and part.process.poll() is None:
                part.process.terminate()
        for part in ending:
            part.end()
        if ending and not but:
            say("  Everything has stopped.")
