"""The club above the tiers: docs/algorithms/club.md. Who has a place is tried without a database too."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.loyalty.books import DIRECTOR, Books
from tests.loyalty.tiers import CLUB as TIERS
from xenia.identity.queries.links import list_links
from xenia.kernel.errors import Conflict, Invalid, NotFound, Refused, XeniaError
from xenia.kernel.ids import new_id
from xenia.kernel.texts import Text
from xenia.loyalty.actions.club_events import cancel_event, note_attendance, reply_to_event, set_event
from xenia.loyalty.actions.clubs import answer_invitation, invite_member, leave_club, set_club, set_contact
from xenia.loyalty.actions.erasure import erase_memberships
from xenia.loyalty.actions.leaving import leave_programme
from xenia.loyalty.actions.members import enrol_guest
from xenia.loyalty.actions.tier_grants import override_tier
from xenia.loyalty.actions.tiers import set_tiers
from xenia.loyalty.queries.clubs import get_club, get_club_member, get_event, list_club_members, list_member_clubs, list_replies
from xenia.loyalty.queries.subjects import export_subject
from xenia.loyalty.rules.clubs import checked_event, checked_terms, require_open, seated
from xenia.loyalty.types.clubs import ClubState, ClubTerms, EventDraft, InviteReason, Party, ReplyState
from xenia.loyalty.types.tiers import HandReason
from xenia.trust.types.rights import Erasure

if TYPE_CHECKING:
    from tests.cast import Company

CIRCLE = ClubTerms(Text("云端会", "The Circle"), Text("有人专门照应您。", "Somebody looks after you."), capacity=3, tier_from="GOLD")
DINNER = EventDraft(
    "DINNER", Text("晚宴", "Dinner"), "外滩", datetime(2026, 3, 25, 10, tzinfo=UTC), datetime(2026, 3, 25, 13, tzinfo=UTC), 4, 1, date(2026, 3, 20)
)  # fmt: skip
TODAY = date(2026, 3, 2)


def parties(*people: int) -> list[Party]:
    return [Party(new_id(), turn, one) for turn, one in enumerate(people)]


@pytest.mark.parametrize(
    ("places", "people", "have"),
    [(4, (2, 1, 2, 1), 2), (4, (2, 2, 1), 2), (5, (2, 1, 2, 1), 3), (4, (1, 1, 1, 1), 4), (1, (2, 1), 0), (4, (), 0)],
)
def test_cb7_parties_have_places_in_their_order_and_nobody_overtakes(places: int, people: tuple[int, ...], have: int) -> None:
    assert len(seated(places, parties(*people))) == have


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(1, 30), st.lists(st.integers(1, 6), min_size=1, max_size=12), st.integers(0, 11))
def test_cb7_whoever_cancels_unseats_nobody_and_there_are_never_more_people_than_places(places: int, people: list[int], gone: int) -> None:
    asked = parties(*people)
    before, who = seated(places, asked), asked[gone % len(asked)]

    after = seated(places, [one for one in asked if one is not who])

    assert sum(one.people for one in after) <= places
    assert {one.membership_id for one in before if one is not who} <= {one.membership_id for one in after}


@pytest.mark.parametrize(
    "terms",
    [
        replace(CIRCLE, capacity=0),
        replace(CIRCLE, answer_days=366),
        replace(CIRCLE, tier_from="DIAMOND"),
        replace(CIRCLE, promise=Text("", "")),
    ],
)
def test_cb1_a_club_that_cannot_be_is_refused(terms: ClubTerms) -> None:
    with pytest.raises(Invalid):
        checked_terms(terms, [one.code for one in TIERS.tiers])


def test_cb6_replies_are_taken_until_their_day_and_a_no_until_the_event_begins() -> None:
    late = datetime(2026, 3, 21, 4, tzinfo=UTC)
    require_open(DINNER, date(2026, 3, 20), late, is_coming=True)
    require_open(DINNER, date(2026, 3, 21), late, is_coming=False)
    with pytest.raises(Conflict, match="until 2026-03-20"):
        require_open(DINNER, date(2026, 3, 21), late, is_coming=True)
    with pytest.raises(Conflict, match="has begun"):
        require_open(DINNER, date(2026, 3, 25), DINNER.starts_at, is_coming=False)


def test_cb6_an_event_that_cannot_be_is_refused() -> None:
    wrong = (replace(DINNER, ends_at=DINNER.starts_at), replace(DINNER, reply_until=date(2026, 3, 26)), replace(DINNER, places=0))
    for draft in wrong:
        with pytest.raises(Invalid):
            checked_event(draft, TODAY)
    with pytest.raises(Conflict, match="5 places are given"):
        checked_event(DINNER, TODAY, held=5)


@pytest.fixture
def club(books: Books) -> Books:
    set_tiers(actor=DIRECTOR, programme_id=books.programme.id, policy=TIERS, valid_from=TODAY, seen_number=0, now=books.now)
    books.enrol("Lin", "Wang", "Zhao", "He")
    return books


def circle(club: Books, **other: object) -> UUID:
    terms = replace(CIRCLE, **other)  # type: ignore[arg-type]
    return set_club(actor=DIRECTOR, programme_id=club.programme.id, code="CIRCLE", terms=terms, seen_number=0, now=club.now)


def invited(club: Books, where: UUID, who: str, reason: InviteReason = InviteReason.FOUNDER) -> UUID:
    return invite_member(actor=DIRECTOR, club_id=where, member_id=club.members[who], reason=reason, now=club.now)


def joined(club: Books, where: UUID, *names: str) -> dict[str, UUID]:
    found = {who: invited(club, where, who) for who in names}
    for one in found.values():
        answer_invitation(actor=DIRECTOR, membership_id=one, is_accepted=True, now=club.now)
    return found


def said(club: Books, event: UUID, who: UUID, guests: int | None) -> tuple[ReplyState, int]:
    told = reply_to_event(actor=DIRECTOR, event_id=event, membership_id=who, guests=guests, now=club.now)
    return told.state, told.line


def states(club: Books, event: UUID) -> list[ReplyState]:
    return [one.reply.state for one in list_replies(DIRECTOR, event, now=club.now)]


def code_of(deed: object) -> str:
    try:
        deed()  # type: ignore[operator]
    except XeniaError as refused:
        return refused.code
    return ""


def test_cb2_who_is_of_the_tier_is_invited_and_others_by_hand_with_a_reason(club: Books) -> None:
    where, until = circle(club), date(2027, 1, 1)
    lin = club.members["Lin"]
    override_tier(actor=DIRECTOR, member_id=lin, tier="PLATINUM", until=until, reason=HandReason.RECOVERY, now=club.now)

    invited(club, where, "Lin", InviteReason.TIER)
    with pytest.raises(Refused, match="invite by hand"):
        invited(club, where, "Wang", InviteReason.TIER)
    invited(club, where, "Wang")

    assert {one.membership.reason.value for one in list_club_members(DIRECTOR, where, now=club.now)} == {"tier", "founder"}


def test_cb3_members_and_open_invitations_fill_the_club(club: Books) -> None:
    where = circle(club, capacity=2)
    joined(club, where, "Lin")
    invited(club, where, "Wang")

    assert [code_of(lambda who=who: invited(club, where, who)) for who in ("Zhao", "Lin")] == ["club_full", "club_full"]  # type: ignore[misc]
    club.now += timedelta(days=30)  # the invitation of Wang has lapsed
    assert [code_of(lambda who=who: invited(club, where, who)) for who in ("Lin", "Zhao")] == ["club_member_already", ""]  # type: ignore[misc]
    found = get_club(DIRECTOR, where, now=club.now)
    assert (found.members, found.invited) == (1, 1)


def test_cb4_an_invitation_ends_by_itself_and_may_be_made_again(club: Books) -> None:
    where = circle(club)
    first = invited(club, where, "Lin")
    club.now += timedelta(days=29)
    assert get_club_member(DIRECTOR, first, now=club.now).state is ClubState.INVITED
    club.now += timedelta(days=1)

    held = get_club_member(DIRECTOR, first, now=club.now)

    assert (held.state, held.ended_on) == (ClubState.LAPSED, date(2026, 4, 1))
    assert code_of(lambda: answer_invitation(actor=DIRECTOR, membership_id=first, is_accepted=True, now=club.now)) == "club_invitation_over"
    again = invited(club, where, "Lin")
    assert [answer_invitation(actor=DIRECTOR, membership_id=again, is_accepted=True, now=club.now) for _ in range(2)] == [
        ClubState.ACCEPTED
    ] * 2


def test_cb5_who_leaves_the_programme_has_left_the_club_and_those_who_wait_move_up(club: Books) -> None:
    where = circle(club)
    who = joined(club, where, "Lin", "Wang", "Zhao")
    event = set_event(actor=DIRECTOR, club_id=where, draft=replace(DINNER, places=3), now=club.now)
    assert [said(club, event, who[one], 1) for one in ("Lin", "Wang")] == [(ReplyState.SEATED, 0), (ReplyState.WAITING, 1)]

    leave_programme(actor=DIRECTOR, member_id=club.members["Lin"], now=club.now)

    assert (get_club_member(DIRECTOR, who["Lin"], now=club.now).state, get_club(DIRECTOR, where, now=club.now).members) == (
        ClubState.LEFT,
        2,
    )
    assert states(club, event) == [ReplyState.SEATED, ReplyState.NO]
    leave_club(actor=DIRECTOR, membership_id=who["Wang"], now=club.now)
    assert (get_event(DIRECTOR, event, now=club.now).seated, get_club(DIRECTOR, where, now=club.now).members) == (0, 1)


def test_cb7_the_worked_dinner(club: Books) -> None:
    where = circle(club, capacity=4)
    who = joined(club, where, "Lin", "Wang", "Zhao", "He")
    event = set_event(actor=DIRECTOR, club_id=where, draft=DINNER, now=club.now)

    told = [said(club, event, who[one], guests) for one, guests in (("Lin", 1), ("Wang", 0), ("Zhao", 1), ("He", 0))]
    assert told == [(ReplyState.SEATED, 0), (ReplyState.SEATED, 0), (ReplyState.WAITING, 1), (ReplyState.WAITING, 2)]
    assert said(club, event, who["Wang"], None) == (ReplyState.NO, 0)
    assert states(club, event) == [ReplyState.SEATED, ReplyState.SEATED, ReplyState.WAITING, ReplyState.NO]
    assert said(club, event, who["Lin"], 0) == (ReplyState.SEATED, 0)
    assert states(club, event) == [ReplyState.SEATED] * 3 + [ReplyState.NO]
    assert said(club, event, who["Wang"], 0) == (ReplyState.WAITING, 1)


def test_cb7_a_party_grows_only_where_there_is_room_and_keeps_what_it_had(club: Books) -> None:
    where = circle(club)
    who = joined(club, where, "Lin", "Wang")
    event = set_event(actor=DIRECTOR, club_id=where, draft=replace(DINNER, places=2), now=club.now)
    said(club, event, who["Lin"], 0), said(club, event, who["Wang"], 0)

    assert code_of(lambda: said(club, event, who["Lin"], 1)) == "club_event_full"
    assert code_of(lambda: said(club, event, who["Lin"], 2)) == "club_invalid"
    assert code_of(lambda: set_event(actor=DIRECTOR, club_id=where, draft=replace(DINNER, places=1), now=club.now)) == "club_event_shrunk"
    assert states(club, event) == [ReplyState.SEATED] * 2
    set_event(actor=DIRECTOR, club_id=where, draft=replace(DINNER, places=3), now=club.now)
    assert said(club, event, who["Lin"], 1) == (ReplyState.SEATED, 0)


def test_cb6_who_is_only_invited_replies_to_nothing_and_a_cancelled_event_has_no_places(club: Books) -> None:
    where = circle(club)
    lin, wang = joined(club, where, "Lin")["Lin"], invited(club, where, "Wang")
    event = set_event(actor=DIRECTOR, club_id=where, draft=DINNER, now=club.now)

    assert code_of(lambda: said(club, event, wang, 0)) == "club_member_needed"
    assert said(club, event, lin, 0) == (ReplyState.SEATED, 0)
    cancel_event(actor=DIRECTOR, event_id=event, now=club.now)
    assert (get_event(DIRECTOR, event, now=club.now).seated, code_of(lambda: said(club, event, lin, 1))) == (0, "club_event_cancelled")


def test_cb8_who_came_is_noted_once_the_event_has_begun(club: Books) -> None:
    where = circle(club)
    lin = joined(club, where, "Lin")["Lin"]
    event = set_event(actor=DIRECTOR, club_id=where, draft=DINNER, now=club.now)
    said(club, event, lin, 1)

    def came(people: int) -> None:
        note_attendance(actor=DIRECTOR, event_id=event, membership_id=lin, came=people, now=club.now)

    assert code_of(lambda: came(2)) == "club_attendance_early"
    club.now = DINNER.starts_at
    came(2), came(1)
    assert get_event(DIRECTOR, event, now=club.now).attended == 1


def guest_of(company: "Company", name: str) -> UUID:
    return list_links(DIRECTOR, [company.guests[name]])[0].guest_id


def test_cb9_the_desk_sees_the_club_the_contact_and_the_next_event(club: Books, company: "Company") -> None:
    where = circle(club)
    guest = guest_of(company, "林薇")
    club.members["Lin"] = enrol_guest(actor=DIRECTOR, programme_id=club.programme.id, guest_id=guest, now=club.now)
    lin = joined(club, where, "Lin")["Lin"]
    zhao, he = company.actor("zhao"), company.actor("he")
    set_contact(actor=DIRECTOR, membership_id=lin, contact_id=zhao.user_id, now=club.now)
    event = set_event(actor=DIRECTOR, club_id=where, draft=DINNER, now=club.now)
    said(club, event, lin, 1)

    (card,) = list_member_clubs(zhao, club.members["Lin"], now=club.now)

    assert (card.club.code, card.contact_name != "", card.membership.state) == ("CIRCLE", True, ClubState.ACCEPTED)
    assert card.next_event is not None
    assert card.next_event.reply is not None
    assert (card.next_event.event.draft.code, card.next_event.reply.guests) == ("DINNER", 1)
    with pytest.raises(NotFound):
        list_member_clubs(he, club.members["Lin"], now=club.now)
    assert code_of(lambda: set_contact(actor=DIRECTOR, membership_id=lin, contact_id=he.user_id, now=club.now)) != ""


def test_cb5_a_person_is_given_what_the_club_keeps_and_erased_has_left_it(club: Books, company: "Company") -> None:
    where, guest = circle(club), guest_of(company, "林薇")
    club.members["Lin"] = enrol_guest(actor=DIRECTOR, programme_id=club.programme.id, guest_id=guest, now=club.now)
    lin = joined(club, where, "Lin")["Lin"]
    event = set_event(actor=DIRECTOR, club_id=where, draft=DINNER, now=club.now)
    said(club, event, lin, 1)

    (told,) = [one for one in export_subject(DIRECTOR, [company.guests["林薇"]], club.now) if one.code == "clubs"]
    erase_memberships(DIRECTOR, Erasure(new_id(), (), (guest,), (), {}, (), ()), {}, club.now)

    assert [(row["club"], row["event"], row["state"]) for row in told.rows] == [("CIRCLE", "", "accepted"), ("CIRCLE", "DINNER", "yes")]
    assert (get_club(DIRECTOR, where, now=club.now).members, get_event(DIRECTOR, event, now=club.now).seated) == (0, 0)
