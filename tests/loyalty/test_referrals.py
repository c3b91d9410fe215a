"""Friends who come with a member's code (docs/algorithms/referral.md): codes, promises in the ledger, what waits, and what follows
trips."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.loyalty.books import DIRECTOR, Books
from tests.loyalty.bought import links_of, seen_here, stay
from xenia.connect.models import GuestRecord
from xenia.identity.models import GuestLink, Relation
from xenia.kernel.errors import Conflict, Invalid, NotFound
from xenia.lake.engine import default_lake
from xenia.lake.tables import ensure_tables
from xenia.loyalty.actions.leaving import leave_programme
from xenia.loyalty.actions.referral_codes import make_referral_code, revoke_referral_code
from xenia.loyalty.actions.referral_following import follow_referrals
from xenia.loyalty.actions.referral_terms import fund_referrals, set_referral_terms
from xenia.loyalty.actions.referrals import approve_referral, enrol_referred, give_referral_code, refuse_referral
from xenia.loyalty.models.programmes import Member
from xenia.loyalty.models.referrals import ReferralTerms as TermsRow
from xenia.loyalty.queries.referrals import find_referral_code, get_referral, get_referral_board, list_member_referrals, list_referrals
from xenia.loyalty.rules.referrals import as_value
from xenia.loyalty.types.referrals import CodeGiven, Referral, ReferralSign, ReferralState, ReferralTerms, ReferralVerdict, ReferralWhy

TERMS = ReferralTerms(link="https://club.example/join?by={code}")
LATER = timedelta(days=10)
BUDGET = 100_000


@pytest.fixture
def club(books: Books) -> Books:
    books.enrol("Lin", "Wang", "Chen")
    set_referral_terms(actor=DIRECTOR, programme_id=books.programme.id, terms=TERMS, valid_from=books.today, seen_number=0, now=books.now)
    fund_referrals(actor=DIRECTOR, programme_id=books.programme.id, points=BUDGET, key="spring", now=books.now)
    return books


@pytest.fixture
def known(club: Books) -> Books:
    """The same, and each member's guest has a record that people see."""
    links_of(club)
    seen_here(club)
    Member.objects.update(enrolled_on=club.today)
    return club


@pytest.fixture
def lake(empty_home: Any, known: Books) -> Books:
    ensure_tables(default_lake().url)
    return known


def terms(club: Books, **said: Any) -> None:
    TermsRow.objects.update(value=as_value(replace(TERMS, **said)))


def code_of(club: Books, who: str) -> str:
    return make_referral_code(actor=DIRECTOR, member_id=club.members[who], now=club.now).code


def refer(club: Books, who: str, by: str) -> Referral:
    given = CodeGiven(code_of(club, by), f"{by}-{who}")
    return give_referral_code(actor=DIRECTOR, member_id=club.members[who], given=given, now=club.now)


def told(one: Referral) -> tuple[ReferralState, ReferralWhy | None, tuple[ReferralSign, ...]]:
    return one.state, one.why, one.signs


def follow(club: Books, after: timedelta = LATER) -> int:
    return follow_referrals(actor=DIRECTOR, programme_id=club.programme.id, now=club.now + after).changed


def left(club: Books) -> int:
    return get_referral_board(DIRECTOR, club.programme.id).budget_left


def share_phone(club: Books, *who: str) -> None:
    guests = Member.objects.filter(id__in=[club.members[one] for one in who]).values("guest_id")
    GuestRecord.objects.filter(record_id__in=guests).update(phone_index=b"p" * 16)


def test_rf1_terms_begin_today_at_the_earliest_and_are_changed_by_who_saw_them(club: Books) -> None:
    wanted = {"actor": DIRECTOR, "programme_id": club.programme.id, "terms": TERMS, "now": club.now}

    with pytest.raises(Invalid, match="is over"):
        set_referral_terms(**wanted, valid_from=club.today - timedelta(days=1), seen_number=1)
    with pytest.raises(Conflict, match="version 1"):
        set_referral_terms(**wanted, valid_from=club.today, seen_number=0)

    assert set_referral_terms(**wanted, valid_from=club.today, seen_number=1) == 2


def test_rf2_a_member_has_one_code_until_it_is_revoked(club: Books) -> None:
    first = make_referral_code(actor=DIRECTOR, member_id=club.members["Lin"], now=club.now)
    assert (code_of(club, "Lin"), first.link) == (first.code, f"https://club.example/join?by={first.code}")
    revoke_referral_code(actor=DIRECTOR, member_id=club.members["Lin"], now=club.now)

    assert find_referral_code(DIRECTOR, club.members["Lin"], now=club.now) is None
    with pytest.raises(NotFound, match="no such code"):
        give_referral_code(actor=DIRECTOR, member_id=club.members["Wang"], given=CodeGiven(first.code, "k"), now=club.now)
    assert code_of(club, "Lin") != first.code


def test_rf3_who_gives_the_own_code_is_refused_and_it_is_told(club: Books) -> None:
    found = refer(club, "Lin", by="Lin")

    assert told(found) == (ReferralState.REFUSED, ReferralWhy.SELF, ())
    assert [one.referral.why for one in list_referrals(DIRECTOR, club.programme.id).items] == [ReferralWhy.SELF]
    assert (left(club), club.balance("Lin")) == (BUDGET, (0, 0, 0))


def test_rf3_a_friend_is_referred_once(club: Books) -> None:
    assert refer(club, "Wang", by="Lin").state is ReferralState.PROMISED

    assert told(refer(club, "Wang", by="Chen"))[:2] == (ReferralState.REFUSED, ReferralWhy.REFERRED_BEFORE)
    assert [one.referral.state for one in list_member_referrals(DIRECTOR, club.members["Wang"])] == ["refused", "promised"]


def test_rf3_a_guest_who_enrols_with_a_code_is_a_member_and_the_same_key_does_it_once(known: Books) -> None:
    code, guest = code_of(known, "Lin"), Member.objects.get(id=known.members["Wang"]).guest_id
    Member.objects.filter(id=known.members["Wang"]).update(guest_id=None)
    wanted = {"actor": DIRECTOR, "programme_id": known.programme.id, "guest_id": guest, "given": CodeGiven(code.lower(), "k", "APP")}

    found = [enrol_referred(**wanted, now=known.now) for _ in range(2)]

    assert (found[0], found[0].state) == (found[1], ReferralState.PROMISED)
    assert Member.objects.get(id=found[0].friend_id).guest_id == guest


def test_rf4_friends_with_one_phone_wait_unless_the_terms_do_not_ask(known: Books) -> None:
    share_phone(known, "Lin", "Wang", "Chen")
    first = refer(known, "Wang", by="Lin")
    terms(known, signs=())
    second = refer(known, "Chen", by="Lin")

    assert told(first) == (ReferralState.WAITING, None, (ReferralSign.PHONE,))
    assert second.state is ReferralState.PROMISED
    assert known.balance("Wang") == (0, 0, 0)


def test_rf4_a_household_is_a_sign_and_so_is_a_contact_of_another_friend(known: Books) -> None:
    share_phone(known, "Wang", "Chen")
    guests = {who: Member.objects.get(id=known.members[who]).guest_id for who in known.members}
    Relation.objects.create(
        from_id=min(guests["Lin"], guests["Chen"]), to_id=max(guests["Lin"], guests["Chen"]), kind="household", confidence=0.9,
        state="inferred", changed_at=known.now,
    )  # fmt: skip
    assert refer(known, "Wang", by="Lin").state is ReferralState.PROMISED

    assert refer(known, "Chen", by="Lin").signs == (ReferralSign.PHONE, ReferralSign.HOUSEHOLD)


@pytest.mark.parametrize("last", ["Wang", "Chen"])
def test_rf5_members_who_refer_one_another_wait(club: Books, last: str) -> None:
    refer(club, "Wang", by="Lin")
    refer(club, "Chen", by="Wang")

    assert told(refer(club, "Lin", by=last)) == (ReferralState.WAITING, None, (ReferralSign.CIRCLE,))


def test_rf6_both_sides_are_promised_from_the_budget(club: Books) -> None:
    found = refer(club, "Wang", by="Lin")

    assert (found.state, found.travel_until) == (ReferralState.PROMISED, date(2026, 8, 30))
    assert (club.balance("Lin"), club.balance("Wang"), left(club)) == ((0, 0, 2_000), (0, 0, 1_000), BUDGET - 3_000)
    assert club.faults() == []


def test_rf6_a_cap_or_a_budget_that_is_used_up_refuses_the_referral(club: Books) -> None:
    terms(club, per_month=1)
    refer(club, "Wang", by="Lin")
    assert refer(club, "Chen", by="Lin").why is ReferralWhy.CAP_MONTH
    terms(club, per_month=2, points_friend=BUDGET)

    assert give_referral_code(
        actor=DIRECTOR, member_id=club.members["Chen"], given=CodeGiven(code_of(club, "Lin"), "again"), now=club.now
    ).why is ReferralWhy.BUDGET  # fmt: skip
    assert (club.balance("Lin"), left(club)) == ((0, 0, 2_000), BUDGET - 3_000)


def test_rf7_a_referral_is_posted_once_and_taken_back_after_a_no_show(lake: Books) -> None:
    refer(lake, "Wang", by="Lin")
    stay(lake, "Wang", ends_on=date(2026, 3, 10))
    assert (follow(lake), follow(lake)) == (1, 0)
    assert (lake.balance("Lin"), lake.balance("Wang")) == ((2_000, 0, 0), (1_000, 0, 0))
    stay(lake, "Wang", ends_on=date(2026, 3, 10), status="no_show")

    assert (follow(lake), follow(lake)) == (1, 0)
    assert (lake.balance("Lin"), lake.balance("Wang"), left(lake)) == ((0, 0, 2_000), (0, 0, 1_000), BUDGET - 3_000)
    assert (follow(lake, timedelta(days=200)), left(lake), lake.faults()) == (1, BUDGET, [])


def test_rf8_a_sign_that_comes_later_lets_a_promise_wait(lake: Books) -> None:
    made = refer(lake, "Wang", by="Lin")
    share_phone(lake, "Lin", "Wang")
    stay(lake, "Wang", ends_on=date(2026, 3, 10))
    follow(lake)
    assert told(get_referral(DIRECTOR, made.id)) == (ReferralState.WAITING, None, (ReferralSign.PHONE,))
    assert lake.balance("Wang") == (0, 0, 1_000)
    approve_referral(actor=DIRECTOR, referral_id=made.id, now=lake.now + LATER)

    assert (follow(lake), lake.balance("Wang")) == (1, (1_000, 0, 0))


def test_rf8_a_trip_before_the_referral_that_is_told_late_takes_all_back(lake: Books) -> None:
    made = refer(lake, "Wang", by="Lin")
    stay(lake, "Wang", ends_on=date(2026, 3, 10))
    follow(lake)
    stay(lake, "Wang", "OLD", ends_on=date(2026, 2, 1))

    assert (follow(lake), lake.balance("Lin"), left(lake)) == (1, (0, 0, 0), BUDGET)
    assert get_referral(DIRECTOR, made.id).why is ReferralWhy.KNOWN_GUEST


def test_rf8_two_who_turn_out_to_be_one_guest_give_all_back(lake: Books) -> None:
    made = refer(lake, "Wang", by="Lin")
    lin, wang = (Member.objects.get(id=lake.members[who]).guest_id for who in ("Lin", "Wang"))
    GuestLink.objects.filter(home_id=wang).update(guest_id=lin)

    assert (follow(lake), left(lake)) == (1, BUDGET)
    assert told(get_referral(DIRECTOR, made.id))[:2] == (ReferralState.REFUSED, ReferralWhy.SELF)


def test_rf8_who_leaves_before_the_trip_gets_nothing_for_anybody(club: Books) -> None:
    made = refer(club, "Wang", by="Lin")
    Member.objects.filter(id=club.members["Wang"]).update(guest_id=None)
    leave_programme(actor=DIRECTOR, member_id=club.members["Wang"], now=club.now)

    assert (follow(club), left(club)) == (1, BUDGET)
    assert get_referral(DIRECTOR, made.id).why is ReferralWhy.MEMBER_LEFT


def test_rf9_a_person_refuses_or_approves_what_waits_once(known: Books) -> None:
    share_phone(known, "Lin", "Wang", "Chen")
    first, second = refer(known, "Wang", by="Lin"), refer(known, "Chen", by="Lin")
    approved = approve_referral(actor=DIRECTOR, referral_id=first.id, now=known.now)
    refused = refuse_referral(actor=DIRECTOR, referral_id=second.id, why=ReferralVerdict.RING, now=known.now)

    assert (approved.state, refused.state, refused.why) == (ReferralState.PROMISED, ReferralState.REFUSED, ReferralWhy.RING)
    assert (known.balance("Lin"), left(known)) == ((0, 0, 2_000), BUDGET - 3_000)
    with pytest.raises(Conflict, match="only one that waits"):
        refuse_referral(actor=DIRECTOR, referral_id=first.id, why=ReferralVerdict.RING, now=known.now)
