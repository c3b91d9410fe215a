"""Entry points of the worker for the audit log: sealing, verifying."""

from datetime import UTC, datetime
from uuid import UUID

from xenia.kernel.actor import product_actor
from xenia.trust.actions.sealing import BATCH, seal_entries
from xenia.trust.actions.verifying import perform_verification
from xenia.trust.types.access import Permission

SEALER = product_actor("sealer", Permission.VIEW_AUDIT)


def clock() -> datetime:
    return datetime.now(UTC)


def seal_audit() -> None:
    """Seals everything that waits, batch by batch."""
    while seal_entries(actor=SEALER, now=clock()) == BATCH:
        pass


def verify_audit(verification_id: str) -> None:
    """Makes one verification that a person asked for."""
    perform_verification(actor=product_actor("verifier", Permission.VIEW_AUDIT), verification_id=UUID(verification_id), clock=clock)
