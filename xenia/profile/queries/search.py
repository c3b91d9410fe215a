"""The search field at the top of every page."""

from xenia.connect.queries.search import find_bookings, understood
from xenia.identity.queries.links import list_records
from xenia.kernel.actor import Actor
from xenia.profile.queries.lists import list_guests
from xenia.profile.types.guests import Found, GuestFilter
from xenia.trust.types.access import Permission

FOUND_EACH = 8


def search(actor: Actor, text: str) -> Found:
    """Returns up to eight guests, and eight bookings of this key or of these guests; none of either for an empty text.

    What the actor lacks the permission for is empty.
    """
    shown = text.strip()
    if not shown:
        return Found((), (), ())
    may_guests = actor.may(Permission.VIEW_GUESTS)
    guests = list_guests(actor, where=GuestFilter(text=shown), size=FOUND_EACH).items if may_guests else ()
    records = [link.record_id for link in list_records(actor, [guest.guest_id for guest in guests])] if may_guests else []
    bookings = find_bookings(actor, shown, records, FOUND_EACH) if actor.may(Permission.VIEW_BOOKINGS) else ()
    return Found(understood(shown), tuple(guests), tuple(bookings))
