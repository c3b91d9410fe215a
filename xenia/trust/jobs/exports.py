"""Entry points of the worker for exports: making one, letting old ones expire."""

from datetime import UTC, datetime
from uuid import UUID

from xenia.kernel.actor import product_actor
from xenia.trust.actions.exports import expire_exports as expire
from xenia.trust.actions.making_exports import perform_export
from xenia.trust.types.access import Permission
from xenia.trust.types.exports import Exporters


def clock() -> datetime:
    return datetime.now(UTC)


def make_export(export_id: str, *, exporters: Exporters) -> None:
    """Makes the file of one export."""
    perform_export(export_id=UUID(export_id), exporters=exporters, clock=clock)


def expire_exports() -> None:
    """Destroys the files whose time has come."""
    expire(actor=product_actor("expiry", Permission.EXPORT_DATA), now=clock())
