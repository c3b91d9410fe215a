"""Entry points for the worker."""

from datetime import UTC, datetime
from uuid import UUID

from xenia.connect.actions import runs, uploads
from xenia.kernel.actor import product_actor
from xenia.trust.types import Permission


def clock() -> datetime:
    return datetime.now(UTC)


def import_run(run_id: str) -> None:
    """Imports one run's file."""
    runs.perform_run(run_id=UUID(run_id), clock=clock)


def expire_uploads() -> None:
    """Deletes files and quarantined rows whose time has come."""
    uploads.expire_uploads(actor=product_actor("expiry", Permission.LOAD_DATA), now=clock())
