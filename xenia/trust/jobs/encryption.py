"""Entry points of the worker for keys."""

from datetime import UTC, datetime
from uuid import UUID

from xenia.trust.actions.encryption import defer_rotation
from xenia.trust.actions.rotation import perform_rotation
from xenia.trust.types.encryption import SealedPlaces

AGAIN_SECONDS = 20


def rotate_keys(rotation_id: str, *, places: SealedPlaces) -> None:
    """Does what is left of a rotation of the sealing key; comes again in a while where old keys may still be in use."""
    is_over = perform_rotation(rotation_id=UUID(rotation_id), places=places, clock=lambda: datetime.now(UTC))
    if not is_over:
        defer_rotation(UUID(rotation_id), seconds=AGAIN_SECONDS)
