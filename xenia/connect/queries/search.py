"""Connect's part of the search field at the top of every page."""

from collections.abc import Sequence
from uuid import UUID

from xenia.connect import models
from xenia.connect.queries.bookings import list_found
from xenia.connect.rows import understood_as
from xenia.connect.types.guests import BookingSummary
from xenia.kernel.actor import Actor
from xenia.trust.types.access import Permission


def understood(text: str) -> tuple[str, ...]:
    """Returns as what the text can be taken: phone, email, document, key or name."""
    regions = models.Source.objects.values_list("phone_region", flat=True).distinct()
    return tuple(understood_as(text, regions))


def find_bookings(actor: Actor, text: str, record_ids: Sequence[UUID], count: int) -> tuple[BookingSummary, ...]:
    """Returns the newest bookings whose key is the text, or in which one of these records booked or travels."""
    actor.require(Permission.VIEW_BOOKINGS)
    return tuple(list_found(actor, text, record_ids, count))
