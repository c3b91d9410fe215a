"""Friends who came to the demonstration's club with a member's code: some have travelled since, some have not yet, one was
known before. Who lives with the member who brought them waits until a person has looked."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from xenia.connect.queries.sharing import first_trip_ended_on
from xenia.demo.club_people import LOOKER, YOUNG, household_of
from xenia.identity.queries.links import list_records
from xenia.kernel.actor import Actor
from xenia.loyalty.actions.referral_codes import make_referral_code
from xenia.loyalty.actions.referral_terms import fund_referrals, set_referral_terms
from xenia.loyalty.actions.referrals import enrol_referred
from xenia.loyalty.queries.members import get_member, list_memberships
from xenia.loyalty.types.programmes import Programme
from xenia.loyalty.types.referrals import CodeGiven, ReferralTerms
from xenia.profile.queries.ages import age_groups

TERMS = ReferralTerms(link="https://yunxing.example.com/join?by={code}")
BUDGET = 200_000
LOOKED_AT = 400
"""So many guests are looked at, for those who are new."""
FRESH, AHEAD, KNOWN = 5, 3, 1


def open_referrals(actor: Actor, programme_id: UUID, day: date, *, now: datetime) -> None:
    """Says what a referral brings from a day on, the programme's day of `now`, and puts points aside for it."""
    set_referral_terms(actor=actor, programme_id=programme_id, terms=TERMS, valid_from=day, seen_number=0, now=now)
    fund_referrals(actor=actor, programme_id=programme_id, points=BUDGET, key="demonstration", now=now)


def bring_friends(actor: Actor, programme: Programme, members: Sequence[UUID], strangers: Sequence[UUID], *, now: datetime) -> None:
    """Enrols some of `strangers`, who are no members, with codes of `members`, at a moment two or three months ago, and somebody who lives
    with one of them."""
    pairs = [(members[place % min(3, len(members))], one) for place, one in enumerate(_friends(strangers, now.date()))]
    for place, (referrer, guest_id) in enumerate([*_at_home(actor, members, now), *pairs]):
        code = make_referral_code(actor=actor, member_id=referrer, now=now).code
        given = CodeGiven(code, f"demonstration-{place}", "website")
        enrol_referred(actor=actor, programme_id=programme.id, guest_id=guest_id, given=given, now=now)


def _at_home(actor: Actor, members: Sequence[UUID], now: datetime) -> list[tuple[UUID, UUID]]:
    """The first of some members who lives with somebody new who is no child, and that one; none where there is none."""
    for member_id in members[:LOOKED_AT]:
        guest_id = get_member(actor, member_id).guest_id
        near = household_of(guest_id) if guest_id else []
        ages = age_groups(actor, near, now.date()) if near else {}
        for one in near:
            trip = _first_trip(one)
            if ages.get(one) not in YOUNG and not list_memberships(actor, one) and (trip is None or trip >= now.date()):
                return [(member_id, one)]
    return []


def _first_trip(guest_id: UUID) -> date | None:
    return first_trip_ended_on(LOOKER, [one.record_id for one in list_records(LOOKER, [guest_id])])


def _friends(strangers: Sequence[UUID], day: date) -> list[UUID]:
    """The first ones who travelled first after a day, who have not travelled yet, and who had before."""
    trips = {one: _first_trip(one) for one in strangers[:LOOKED_AT]}
    fresh = [one for one, trip in trips.items() if trip is not None and trip >= day]
    ahead = [one for one, trip in trips.items() if trip is None]
    known = [one for one, trip in trips.items() if trip is not None and trip < day]
    return [*fresh[:FRESH], *ahead[:AHEAD], *known[:KNOWN]]
