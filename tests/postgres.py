"""One embedded PostgreSQL for a whole test run, shared by its xdist workers, started by the first test that needs a database.

The first process of the run chooses the port and writes the environment; workers inherit it. The server belongs to a keeper process
that watches the run and stops the server and removes its folder when the run is gone, however it ended.
Give `XENIA_TEST_DATABASE_URL` to test against a server of your own.
"""

import atexit
import fcntl
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

from xenia.trust.keyring.files import create_key_file

KEPT = ("XENIA_TEST_DATABASE_URL", "XENIA_BROWSER_REQUIRED", "XENIA_TEST_WHOLE")
ROOT = Path(__file__).resolve().parent.parent
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "128MB",
    "max_connections": "300",  # workers side by side, of which one may try sixty-four at once while another's are all broken on purpose
    "autovacuum": "off",  # it counts rows of tables that a moment later have a thousand times as many: plans would be chance
}


def choose_environment() -> None:
    """Sets what the settings read, before Django is imported; starts nothing. Each xdist worker gets a home (lake, keys) of its own."""
    if "XENIA_TEST_RUN" not in os.environ:
        _begin_run()
    home = Path(os.environ["XENIA_TEST_RUN"]) / "homes" / os.environ.get("PYTEST_XDIST_WORKER", "main")
    home.mkdir(parents=True, exist_ok=True)
    os.environ["XENIA_HOME"] = str(home)
    os.environ["DJANGO_SETTINGS_MODULE"] = "xenia.settings"
    os.environ["XENIA_KEY_FILE"] = str(home / "keys.json")
    create_key_file(home / "keys.json")


def _begin_run() -> None:
    atexit.register(end_run)
    for name in [name for name in os.environ if name.startswith("XENIA_") and name not in KEPT]:
        del os.environ[name]  # a developer's own settings must not leak into tests
    folder = Path(tempfile.mkdtemp(prefix="xenia-test-"))
    port, password = _free_port(), secrets.token_urlsafe(12)
    embedded = f"postgresql://xenia:{password}@127.0.0.1:{port}/xenia"
    (folder / "postgres").mkdir()
    (folder / "postgres" / "port").write_text(str(port))
    (folder / "postgres" / "password").write_text(password)
    os.environ |= {
        "XENIA_TEST_RUN": str(folder),
        "XENIA_TEST_RUN_PROCESS": str(os.getpid()),
        "XENIA_DATABASE_URL": os.environ.get("XENIA_TEST_DATABASE_URL", embedded),
        "XENIA_SECRET": secrets.token_hex(32),
        "DJANGO_ALLOW_ASYNC_UNSAFE": "true",  # Playwright's synchronous API runs an event loop in the test's thread
    }


def end_run() -> None:
    """Removes the run's folder when no keeper does it: no test needed the database, or it was a server of one's own."""
    folder = Path(os.environ["XENIA_TEST_RUN"])
    if os.environ["XENIA_TEST_RUN_PROCESS"] == str(os.getpid()) and not (folder / "keeper").exists():
        shutil.rmtree(folder, ignore_errors=True)


def ensure_started() -> None:
    """Returns when the server answers; the first caller of the run starts it, the others wait."""
    from xenia.host import postgres

    url = os.environ["XENIA_DATABASE_URL"]
    folder = Path(os.environ["XENIA_TEST_RUN"])
    with (folder / "start.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if postgres.answers(url):
            return
        if "XENIA_TEST_DATABASE_URL" in os.environ:
            raise RuntimeError(f"XENIA_TEST_DATABASE_URL ({urlsplit(url).hostname}) does not answer.")
        (folder / "keeper").touch()
        with (folder / "keeper.log").open("ab") as log:
            command = [sys.executable, "-m", "tests.postgres", str(folder), os.environ["XENIA_TEST_RUN_PROCESS"]]
            keeper = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
        while not postgres.answers(url):
            if keeper.poll() is not None:
                raise RuntimeError("The tests' PostgreSQL did not start:\n" + (folder / "keeper.log").read_text())
            time.sleep(0.05)


def keep(folder: Path, run: int) -> None:
    """The keeper: a server as our child while process `run` lives, then neither server nor folder."""
    import psutil

    from xenia.host import postgres

    owner = psutil.Process(run)
    with postgres.running(folder / "postgres", log=folder / "postgres.log", settings=FAST):
        while owner.is_running() and owner.status() != psutil.STATUS_ZOMBIE:
            time.sleep(0.2)
    shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    keep(Path(sys.argv[1]), int(sys.argv[2]))
