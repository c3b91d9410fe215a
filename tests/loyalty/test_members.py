"""Who joins a programme, who sees a member, and what is left when a person is erased."""

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from tests.loyalty.books import DIRECTOR, NOON, open_books
from xenia.identity.queries.links import list_links
from xenia.kernel.errors import Conflict, Invalid, NotFound, Refused
from xenia.kernel.ids import new_id
from xenia.kernel.texts import Text
from xenia.loyalty.actions.erasure import erase_memberships
from xenia.loyalty.actions.leaving import leave_programme
from xenia.loyalty.actions.members import enrol_guest
from xenia.loyalty.actions.programmes import change_policy, create_programme, set_programme_state
from xenia.loyalty.models.programmes import Member
from xenia.loyalty.queries.ledger import check_books, list_balances, list_entries, list_lots
from xenia.loyalty.queries.members import find_by_number, get_member, get_named_member, list_memberships
from xenia.loyalty.queries.programmes import get_programme
from xenia.loyalty.queries.subjects import export_subject
from xenia.loyalty.rules.programmes import checked_number, member_number
from xenia.loyalty.types.ledger import Cause
from xenia.loyalty.types.programmes import ExpiryMode, ExpiryPolicy, MemberState, ProgrammeDraft, ProgrammePolicy, ProgrammeState
from xenia.trust.types.rights import Erasure

if TYPE_CHECKING:
    from tests.cast import Company
    from tests.loyalty.books import Books


@pytest.fixture
def club(company: "Company") -> "Books":
    return open_books()


def joined(club: "Books", company: "Company") -> UUID:
    """Lin Wei's membership, with 500 points."""
    member_id = enrol_guest(actor=DIRECTOR, programme_id=club.programme.id, guest_id=lin_wei(company), channel="front_desk", now=NOON)
    (points,) = (one.account_id for one in list_balances(DIRECTOR, member_id) if one.kind == "POINTS")
    club.accounts["Lin"], club.members["Lin"] = points, member_id
    club.earn("Lin", 500)
    return member_id


def test_a_member_has_a_number_with_a_check_digit_and_an_account_of_each_kind(club: "Books", company: "Company") -> None:
    member_id = joined(club, company)
    member = get_member(DIRECTOR, member_id)

    assert checked_number(f"{member.number[:5]} {member.number[5:]}") == member.number
    assert [(one.kind, one.usable) for one in list_balances(DIRECTOR, member_id)] == [
        ("POINTS", 500), ("TIER", 0), ("NIGHTS", 0), ("GREEN", 0),
    ]  # fmt: skip
    assert find_by_number(DIRECTOR, club.programme.id, member.number) == member


@pytest.mark.parametrize("said", ["1000000018", "abc", "", "100000001 0"])
def test_a_slip_in_a_number_is_seen(said: str) -> None:
    assert member_number(100000001) not in said

    with pytest.raises(Invalid, match="check digit"):
        checked_number(said)


def test_nobody_joins_twice_nor_before_the_programme_is_open(club: "Books", company: "Company") -> None:
    joined(club, company)
    with pytest.raises(Conflict, match="a member of this programme already"):
        enrol_guest(actor=DIRECTOR, programme_id=club.programme.id, guest_id=lin_wei(company), now=NOON)

    draft = create_programme(actor=DIRECTOR, draft=ProgrammeDraft("NEXT", Text("下一个", "Next")), now=NOON)
    with pytest.raises(Conflict, match="open it before"):
        enrol_guest(actor=DIRECTOR, programme_id=draft, guest_id=lin_wei(company), now=NOON)

    assert Member.objects.count() == 1


def test_a_member_is_seen_where_the_guest_is(club: "Books", company: "Company") -> None:
    member_id = joined(club, company)

    found = get_named_member(company.actor("zhao"), member_id)
    assert (found.guest_id, found.name) == (lin_wei(company), "林薇")
    with pytest.raises(NotFound):
        get_member(company.actor("he"), member_id)


def test_what_happened_is_told_newest_first_and_each_lot_names_its_origin(club: "Books", company: "Company") -> None:
    member_id = joined(club, company)
    club.spend("Lin", 120)
    first = list_entries(DIRECTOR, member_id, size=1)

    assert [(one.amount, one.cause) for one in first.items] == [(-120, "reward")]
    assert [one.amount for one in list_entries(DIRECTOR, member_id, page=first.next).items] == [500]
    assert [(one.unused, one.amount, one.cause) for one in list_lots(DIRECTOR, member_id, "POINTS")] == [(380, 500, "stay")]


def test_who_leaves_forfeits_what_is_left_and_the_books_still_add_up(club: "Books", company: "Company") -> None:
    member_id = joined(club, company)
    leave_programme(actor=DIRECTOR, member_id=member_id, now=NOON)

    assert (get_member(DIRECTOR, member_id).state, club.balance("Lin"), check_books(DIRECTOR)) == (MemberState.LEFT, (0, 0, 0), [])
    with pytest.raises(Conflict, match="already"):
        leave_programme(actor=DIRECTOR, member_id=member_id, now=NOON)
    assert enrol_guest(actor=DIRECTOR, programme_id=club.programme.id, guest_id=lin_wei(company), now=NOON) != member_id


def test_who_leaves_with_points_that_have_ended_lets_them_expire_and_forfeits_the_rest(club: "Books", company: "Company") -> None:
    member_id = joined(club, company)
    club.earn("Lin", 70, until=(NOON - timedelta(days=3)).date())
    leave_programme(actor=DIRECTOR, member_id=member_id, now=NOON)

    went = {one.cause: one.amount for one in list_entries(DIRECTOR, member_id).items if one.cause in (Cause.EXPIRY, Cause.LEAVING)}
    assert ({cause: abs(amount) for cause, amount in went.items()}, check_books(DIRECTOR)) == ({Cause.EXPIRY: 70, Cause.LEAVING: 500}, [])


def test_a_person_is_given_memberships_and_movements(club: "Books", company: "Company") -> None:
    joined(club, company)
    memberships, points = export_subject(DIRECTOR, [company.guests["林薇"]], NOON)

    assert [row["programme"] for row in memberships.rows] == ["YUN"]
    assert [(row["kind"], row["points"], row["cause"]) for row in points.rows] == [("POINTS", "500", "stay")]


def test_an_erased_person_leaves_the_membership_and_the_books_stay(club: "Books", company: "Company") -> None:
    member_id = joined(club, company)
    erased = erase_memberships(DIRECTOR, Erasure(new_id(), (), (lin_wei(company),), (), {}, (), ()), {}, NOON)

    assert (erased.counts["memberships"], Member.objects.get(id=member_id).guest_id) == (1, None)
    assert (list_memberships(DIRECTOR, lin_wei(company)), club.balance("Lin"), check_books(DIRECTOR)) == ([], (500, 0, 0), [])


def test_a_policy_is_kept_in_versions_and_a_second_editor_is_told(club: "Books") -> None:
    policy = ProgrammePolicy(expiry=ExpiryPolicy(ExpiryMode.ACTIVITY, months=18))
    assert change_policy(actor=DIRECTOR, programme_id=club.programme.id, policy=policy, seen_version=1, now=NOON) == 2

    with pytest.raises(Conflict, match="version 2 by now"):
        change_policy(actor=DIRECTOR, programme_id=club.programme.id, policy=ProgrammePolicy(), seen_version=1, now=NOON)
    found = get_programme(DIRECTOR, club.programme.id)
    assert (found.policy, found.policy_version) == (policy, 2)


@pytest.mark.parametrize("draft", [ProgrammeDraft("x", Text("一", "One")), ProgrammeDraft("ONE", Text("一", "One"), time_zone="Mars/Base")])
def test_a_programme_that_cannot_be_is_refused(db: None, draft: ProgrammeDraft) -> None:
    with pytest.raises(Invalid):
        create_programme(actor=DIRECTOR, draft=draft, now=NOON)


def test_what_has_ended_is_not_opened_again_and_a_clerk_designs_nothing(club: "Books", company: "Company") -> None:
    set_programme_state(actor=DIRECTOR, programme_id=club.programme.id, state=ProgrammeState.ENDED, now=NOON + timedelta(days=1))

    with pytest.raises(Conflict, match="does not become"):
        set_programme_state(actor=DIRECTOR, programme_id=club.programme.id, state=ProgrammeState.OPEN, now=NOON)
    with pytest.raises(Refused):
        create_programme(actor=company.actor("zhao"), draft=ProgrammeDraft("MINE", Text("我的", "Mine")), now=NOON)


def lin_wei(company: "Company") -> UUID:
    return list_links(DIRECTOR, [company.guests["林薇"]])[0].guest_id
