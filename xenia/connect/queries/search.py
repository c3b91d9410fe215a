"""The search field at the top of every page."""

from xenia.connect import models
from xenia.connect.queries.bookings import list_bookings
from xenia.connect.queries.guests import list_guests
from xenia.connect.rows import understood_as
from xenia.connect.types.guests import BookingFilter, GuestFilter
from xenia.connect.types.home import Found
from xenia.kernel.actor import Actor
from xenia.trust.types.access import Permission

FOUND_EACH = 8


def search(actor: Actor, text: str) -> Found:
    """Returns up to eight guests and eight bookings; one list is empty where the actor lacks its permission, both for an empty text."""
    shown = text.strip()
    if not shown:
        return Found((), (), ())
    regions = models.Source.objects.values_list("phone_region", flat=True).distinct()
    guests = list_guests(actor, where=GuestFilter(text=shown), size=FOUND_EACH).items if actor.may(Permission.VIEW_GUESTS) else ()
    bookings = list_bookings(actor, where=BookingFilter(text=shown), size=FOUND_EACH).items if actor.may(Permission.VIEW_BOOKINGS) else ()
    return Found(tuple(understood_as(shown, regions)), tuple(guests), tuple(bookings))
