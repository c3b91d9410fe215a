"""What profile does when it hears news."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from xenia.kernel.actor import product_actor
from xenia.profile.actions.cards import refresh_cards
from xenia.profile.actions.tag_batches import perform_batch
from xenia.profile.actions.tag_batches import resume_left_batches as resume_batches
from xenia.profile.actions.traits import import_told_traits
from xenia.trust.types.access import Permission

ACTOR = product_actor("profile", Permission.VIEW_GUESTS)


def on_guests_changed(payload: dict[str, Any]) -> None:
    """Makes the cards of guests anew of whom a record came, changed or went."""
    _refresh(payload["guest_ids"])


def on_guests_merged(payload: dict[str, Any]) -> None:
    """Makes the card of who they are now, and removes those of who they were."""
    _refresh(identifier for merge in payload["merges"] for identifier in (merge["guest_id"], *merge["former_ids"]))


def on_guest_split(payload: dict[str, Any]) -> None:
    """Makes a card for each of the people that one guest turned out to be."""
    _refresh(identifier for split in payload["splits"] for identifier in (split["guest_id"], *split["parted_ids"]))


def _refresh(identifiers: Iterable[str]) -> None:
    refresh_cards(actor=ACTOR, guest_ids=[UUID(one) for one in dict.fromkeys(identifiers)], now=datetime.now(UTC))


def on_records_arrived(payload: dict[str, Any]) -> None:
    """Keeps what a run of a source tells of what guests like and need."""
    import_told_traits(actor=ACTOR, run_id=UUID(payload["run_id"]))


def tag_many(batch_id: str) -> None:
    """Works on one batch of tags to its end."""
    perform_batch(batch_id=UUID(batch_id), clock=lambda: datetime.now(UTC))


def resume_left_batches() -> None:
    """Lets batches go on whose worker died."""
    resume_batches(actor=product_actor("resuming", Permission.MANAGE_TAGS), now=datetime.now(UTC))
