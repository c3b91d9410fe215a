"""Entry points for the worker."""

from datetime import UTC, datetime
from functools import partial
from uuid import UUID

from xenia.connect.actions import pulls, resuming, runs
from xenia.connect.adapters.folder.client import open_folder
from xenia.connect.adapters.sql_database.client import open_database
from xenia.connect.ports import Openers
from xenia.kernel.actor import product_actor
from xenia.settings import ENV
from xenia.trust.types.access import Permission


def clock() -> datetime:
    return datetime.now(UTC)


def import_run(run_id: str) -> None:
    """Imports one run's file."""
    runs.perform_run(run_id=UUID(run_id), clock=clock)


def pull_source(source_id: str) -> None:
    """Takes what is new in one source's folder or database."""
    openers = Openers(
        partial(open_folder, allowed=ENV.pull_folders, private_hosts=ENV.private_hosts),
        partial(open_database, allowed=ENV.pull_folders, private_hosts=ENV.private_hosts),
    )
    pulls.perform_pull(source_id=UUID(source_id), openers=openers, clock=clock)


def pull_due() -> None:
    """Asks for a pull of every source whose time has come."""
    pulls.defer_due_pulls(actor=product_actor("schedule", Permission.LOAD_DATA), now=clock())


def resume_left_runs() -> None:
    """Lets runs go on whose worker died."""
    resuming.resume_left_runs(actor=product_actor("resuming", Permission.LOAD_DATA, Permission.VIEW_SOURCES), now=clock())
