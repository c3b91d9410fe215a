"""What every test shares: an environment of its own, set before Django's settings are read, and one database server per run."""

import gc
import os
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
import pytest
import pytest_django
import structlog
from django.db import connection

from tests import postgres
from xenia.web.logs import configure_logs

os.environ["OMP_NUM_THREADS"] = "1"  # tests run side by side; threads of trees that wait for each other's cores take ten times as long
postgres.choose_environment()

HERE = Path(__file__).parent
SLOW_FOLDERS = (HERE / "demo", HERE / "journeys")
DELTA_FOLDER = HERE / "lake"  # its own tests write Delta tables; those of lake/intake only read files
DATABASE_FIXTURES = frozenset({"db", "transactional_db", "database_url"})

TOGETHER = {
    "the product in the browser": ("tests/e2e/",),
    "more connections than PostgreSQL takes twice": (
        "tests/loyalty/test_adjustments.py",
        "tests/loyalty/test_clubs_at_once.py",
        "tests/loyalty/test_coupons_at_once.py",
        "tests/loyalty/test_families.py",
        "tests/loyalty/test_passing.py",
        "tests/loyalty/test_rewards.py",
    ),
    "the real files": ("tests/connect/test_real_files.py", "tests/profile/test_hi_guides.py"),
}
"""Files whose tests share a worker."""
LONG = (
    "tests/demo/test_club.py",
    "tests/web/test_schema_fuzz.py",
    "tests/loyalty/test_points_sequences.py",
    "tests/loyalty/test_families_sequences.py",
    "tests/loyalty/test_take_over_airline.py",
    "tests/connect/test_versions_in_any_order.py",
)
"""Few tests that take minutes: they begin first, so that no worker is left with them when the others have ended."""


@pytest.fixture(autouse=True)
def _no_request_before() -> None:
    """The request id of the last call of a test before stays bound to its thread, and would stand in this test's audit entries."""
    structlog.contextvars.clear_contextvars()


def pytest_configure(config: pytest.Config) -> None:
    """Sets Django up before test files are collected, which import models; not in a process that only hands tests out to others."""
    if hasattr(config, "workerinput") or not getattr(config.option, "numprocesses", None):
        django.setup()
        configure_logs()  # as the product's processes do; structlog's own default draws every variable of a trace, for seconds


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks most of what is slow by what it needs, so that `make test-fast` stays fast; the rest is marked in the tests. Files are begun in the
    order of their tests: long ones first, then by how many tests there are."""
    many = Counter(shared_by(item.nodeid) for item in items)
    items.sort(key=lambda item: (not item.nodeid.startswith(LONG), -many[shared_by(item.nodeid)]))
    for item in items:
        if needs_patience(item):
            item.add_marker(pytest.mark.slow)


def pytest_collection_finish() -> None:
    """What collecting has made stays: the garbage collector need not walk it again and again (a quarter of an expression's building)."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def needs_patience(item: pytest.Item) -> bool:
    """True for a test with a database, a lake, the demonstration company, or hundreds of examples from Hypothesis."""
    if item.path.parent == DELTA_FOLDER or any(folder in item.path.parents for folder in SLOW_FOLDERS):
        return True
    has_database = item.get_closest_marker("django_db") is not None or bool(DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())))
    return has_database or getattr(getattr(item, "obj", None), "is_hypothesis_test", False)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Tests that share what they set up share a worker, and begin in the order they stand in. Groups by marker do not do it: pytest 9.2 keeps the name of a test where xdist 3.8
    cannot write the group."""
    from xdist.scheduler import LoadScopeScheduling

    config.option.loadscopereorder = False
    scheduler = LoadScopeScheduling(config, log)
    scheduler._split_scope = shared_by  # type: ignore[method-assign]
    return scheduler


def shared_by(name: str) -> str:
    """Which tests are run by the same worker: those of a file, and those of files that stand in `TOGETHER`."""
    file = name.partition("::")[0]
    return next((what for what, files in TOGETHER.items() if file.startswith(files)), file)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes() -> None:
    """A worker that inherited the name of the settings would read them before it has chosen a home of its own."""
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says loudly that the browser tests did not run, after everything else, where it cannot be overlooked."""
    skipped = [report for report in terminalreporter.stats.get("skipped", []) if "NO BROWSER" in str(report.longrepr)]
    if skipped:
        said = f"{len(skipped)} BROWSER TESTS DID NOT RUN: no Chromium or Chrome was found. On Debian: apt-get install chromium"
        terminalreporter.write_sep("!", said, red=True, bold=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """pytest-django asks for this before it makes the test database: the moment at which a server is needed."""
    postgres.ensure_started()


TRUNCATE_TRIGGERS = """
SELECT format('ALTER TABLE %s DISABLE TRIGGER %I', tgrelid::regclass, tgname) FROM pg_trigger WHERE tgtype & 32 > 0 AND NOT tgisinternal
"""


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker) -> None:
    """Django empties every table after a test that commits, by TRUNCATE; the append-only tables would refuse. UPDATE and DELETE stay refused."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(TRUNCATE_TRIGGERS)
        for (statement,) in cursor.fetchall():
            cursor.execute(statement)


QUEUE = "TRUNCATE procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers, procrastinate_workers CASCADE"


@pytest.fixture(autouse=True)
def _no_job_left(request: pytest.FixtureRequest, django_db_blocker: pytest_django.DjangoDbBlocker) -> Iterator[None]:
    """The queue's tables are not Django's, which leaves in them what a test has committed: the next file on the worker would find its jobs."""
    yield
    marker = request.node.get_closest_marker("django_db")
    if "transactional_db" in request.fixturenames or (marker and marker.kwargs.get("transaction")):
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(QUEUE)


@pytest.fixture
def database_url() -> str:
    """The address of the run's server, for tests that speak to PostgreSQL without Django."""
    postgres.ensure_started()
    return os.environ["XENIA_DATABASE_URL"]


@pytest.fixture
def empty_home() -> Path:
    """The home of this test process with no lake and no sealed files in it; returns the folder."""
    home = Path(os.environ["XENIA_HOME"])
    for name in ("lake", "uploads", "attachments", "exports", "packages", "models"):
        shutil.rmtree(home / name, ignore_errors=True)
    return home
