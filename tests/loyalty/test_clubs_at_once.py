"""CB3 and CB7 with many writers at once."""

from dataclasses import replace
from uuid import UUID

import pytest

from tests.loyalty.at_once import at_once
from tests.loyalty.books import DIRECTOR, Books, open_books
from tests.loyalty.test_clubs import CIRCLE, DINNER, invited, joined, said
from xenia.loyalty.actions.club_events import set_event
from xenia.loyalty.actions.clubs import set_club
from xenia.loyalty.queries.clubs import get_club, get_event, list_replies
from xenia.loyalty.types.clubs import ReplyState

MEMBERS, PLACES = 16, 5


@pytest.fixture
def club(transactional_db: None) -> Books:
    books = open_books()
    books.enrol(*(f"member {n}" for n in range(MEMBERS)))
    return books


def test_cb3_of_16_invitations_at_once_to_5_places_exactly_5_are_made(club: Books) -> None:
    terms = replace(CIRCLE, capacity=PLACES, tier_from="")
    where = set_club(actor=DIRECTOR, programme_id=club.programme.id, code="CIRCLE", terms=terms, seen_number=0, now=club.now)

    found = at_once([lambda who=who: isinstance(invited(club, where, who), UUID) for who in club.members], MEMBERS)  # type: ignore[misc]

    assert (found.count(True), found.count("club_full")) == (PLACES, MEMBERS - PLACES)
    assert get_club(DIRECTOR, where, now=club.now).invited == PLACES


def test_cb7_of_16_replies_at_once_exactly_as_many_have_a_place_as_there_are_and_the_others_wait_in_order(club: Books) -> None:
    terms = replace(CIRCLE, capacity=MEMBERS, tier_from="")
    where = set_club(actor=DIRECTOR, programme_id=club.programme.id, code="CIRCLE", terms=terms, seen_number=0, now=club.now)
    who = joined(club, where, *club.members)
    event = set_event(actor=DIRECTOR, club_id=where, draft=replace(DINNER, places=PLACES), now=club.now)

    told = at_once([lambda one=one: said(club, event, one, 0) for one in who.values()], MEMBERS)  # type: ignore[misc]

    waiting = list(range(1, MEMBERS - PLACES + 1))
    assert sorted(told) == sorted([(ReplyState.SEATED, 0)] * PLACES + [(ReplyState.WAITING, line) for line in waiting])
    assert get_event(DIRECTOR, event, now=club.now).seated == PLACES
    assert [one.reply.line for one in list_replies(DIRECTOR, event, now=club.now)] == [0] * PLACES + waiting
