"""The worker's look at sign-ins."""

from datetime import UTC, datetime

from xenia.kernel.actor import product_actor
from xenia.trust.actions.signals import look_at_sign_ins
from xenia.trust.types.access import Permission

WATCH = product_actor("watch", Permission.MANAGE_INCIDENTS)


def look() -> None:
    """Weighs what was signed in lately."""
    look_at_sign_ins(actor=WATCH, now=datetime.now(UTC))
