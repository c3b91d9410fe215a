"""The home page, with the numbers of every module that has one on it."""

from dataclasses import replace
from datetime import datetime

from xenia.connect.queries import home
from xenia.connect.types.home import Figure, Home
from xenia.kernel.actor import Actor
from xenia.kernel.notices import Door
from xenia.profile.queries.lists import count_guests
from xenia.profile.types.guests import GuestFilter
from xenia.trust.types.access import Permission


def home_for(actor: Actor, now: datetime) -> Home:
    """Returns the home page as of `now`; above all how many guests the actor sees, beside the records they were made of."""
    told = home.get_home(actor, now)
    if not actor.may(Permission.VIEW_GUESTS):
        return told
    guests = Figure("guests", count_guests(actor, where=GuestFilter()).guests, None, Door("guests"))
    return replace(told, figures=(guests, *told.figures))
