"""Whom the phone, e-mail or document leads to that somebody enters for a new guest."""

from collections import defaultdict
from collections.abc import Mapping
from uuid import UUID

from xenia.connect.queries.said import find_exactly
from xenia.identity.queries.links import list_links
from xenia.kernel.actor import Actor
from xenia.profile.rows import lines_of, records_of_guests
from xenia.profile.types.by_hand import LikelyGuest
from xenia.profile.types.guests import GuestLine
from xenia.trust.types.access import Permission

LEADS = ("phone", "email", "id_number")
LIKELY_MAX = 5


def list_likely(actor: Actor, values: Mapping[str, str]) -> list[LikelyGuest]:
    """Returns the guests the actor sees who have one of the entered phone, e-mail or document, those with most in common first; five at
    most. Contact values are masked."""
    actor.require(Permission.EDIT_GUESTS)
    agrees = _agreeing(actor, {name: values[name].strip() for name in LEADS if values.get(name, "").strip()})
    ordered = sorted(agrees, key=lambda guest_id: (-len(agrees[guest_id]), guest_id))[:LIKELY_MAX]
    lines = lines_of(actor, records_of_guests(actor, ordered))
    return [_likely(lines[guest_id], agrees[guest_id]) for guest_id in ordered if guest_id in lines]


def _agreeing(actor: Actor, given: Mapping[str, str]) -> dict[UUID, tuple[str, ...]]:
    """By guest, the entered fields that lead to one of their records."""
    agrees: defaultdict[UUID, tuple[str, ...]] = defaultdict(tuple)
    for name, text in given.items():
        for guest_id in {link.guest_id for link in list_links(actor, find_exactly(actor, text))}:
            agrees[guest_id] += (name,)
    return agrees


def _likely(line: GuestLine, agrees: tuple[str, ...]) -> LikelyGuest:
    return LikelyGuest(line.guest_id, line.name, line.name_latin, line.phone, line.email, line.place, line.bookings, agrees)
