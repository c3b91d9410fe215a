"""What every test shares: an environment of its own, set before Django's settings are read, and one database server per run."""

import os
import shutil
from pathlib import Path

import django
import pytest

from tests import postgres

postgres.choose_environment()
django.setup()  # test files import models while they are collected


def pytest_sessionfinish() -> None:
    postgres.end_run()


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


@pytest.fixture
def database_url() -> str:
    """The address of the run's server, for tests that speak to PostgreSQL without Django."""
    postgres.ensure_started()
    return os.environ["XENIA_DATABASE_URL"]


@pytest.fixture
def empty_home() -> Path:
    """The home of this test process with no lake and no uploads in it; returns the folder."""
    home = Path(os.environ["XENIA_HOME"])
    for name in ("lake", "uploads"):
        shutil.rmtree(home / name, ignore_errors=True)
    return home
