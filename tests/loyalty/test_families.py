"""Families that share: docs/algorithms/family.md, FA6 to FA13."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from tests.loyalty.at_once import at_once
from tests.loyalty.books import DEBT, DIRECTOR, TODAY, Books, open_books
from tests.loyalty.bought import links_of, seen_here
from xenia.connect.models import GuestRecord
from xenia.connect.rows import SEALED_FIELDS
from xenia.identity.models import GuestLink
from xenia.kernel.errors import XeniaError
from xenia.kernel.ids import new_id
from xenia.kernel.texts import Text
from xenia.loyalty.actions.erasure import erase_memberships
from xenia.loyalty.actions.families import (
    add_minor,
    answer_invitation,
    invite_adult,
    lapse_invitations,
    leave_family,
    open_family,
    set_sharing,
    withdraw_invitation,
)
from xenia.loyalty.actions.leaving import leave_programme
from xenia.loyalty.actions.members import enrol_guest, enrol_many
from xenia.loyalty.actions.passing import pass_points
from xenia.loyalty.actions.reward_orders import cancel_reward, confirm_reward, lapse_rewards, reserve_reward
from xenia.loyalty.actions.rewards import create_reward
from xenia.loyalty.models.families import Family, FamilyTie, GuardianConsent
from xenia.loyalty.models.programmes import Member, Programme
from xenia.loyalty.models.rewards import RewardOrder
from xenia.loyalty.queries.families import get_family_place
from xenia.loyalty.queries.members import get_member
from xenia.loyalty.queries.rewards import quote_reward
from xenia.loyalty.rules.families import split
from xenia.loyalty.types.families import FamilyPlace, FamilyRole, SharedLot
from xenia.loyalty.types.passing import PassingAsk, PassingKind
from xenia.loyalty.types.programmes import FamilyPolicy, PassingPolicy, ProgrammePolicy
from xenia.loyalty.types.rewards import RewardAsk, RewardDraft, RewardKind, RewardTerms
from xenia.profile.rules.ages import age_group, years_on
from xenia.profile.types.ages import AgeGroup
from xenia.settings import ENV
from xenia.trust.types.rights import Erasure
from xenia.trust.vault import vault_of

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)
POLICY = ProgrammePolicy(debt_max=DEBT, family=FamilyPolicy(allowed=True), passing=PassingPolicy(allowed=True, member_days_min=0))


def opened() -> Books:
    books = open_books(POLICY)
    books.enrol("Lin", "Wang", "Zhang", "An")
    return books


@pytest.fixture
def club(db: None) -> Books:
    return opened()


def number(club: Books, who: str) -> str:
    return get_member(DIRECTOR, club.members[who]).number


def place(club: Books, who: str = "Lin") -> FamilyPlace:
    return get_family_place(DIRECTOR, club.members[who], now=club.now)


def invited(club: Books, who: str, *, head: str = "Lin") -> UUID:
    return invite_adult(actor=DIRECTOR, head_id=club.members[head], number=number(club, who), now=club.now)


def answered(club: Books, tie: UUID, who: str, *, accept: bool = True, shares: bool = True) -> None:
    answer_invitation(actor=DIRECTOR, tie_id=tie, member_id=club.members[who], accept=accept, shares=shares, now=club.now)


def family_of(club: Books, *others: str, head: str = "Lin", shares: bool = True) -> None:
    open_family(actor=DIRECTOR, member_id=club.members[head], shares=shares, now=club.now)
    for one in others:
        answered(club, invited(club, one, head=head), one, shares=shares)


def added(club: Books, who: str = "An", *, guardian: str = "Lin", shares: bool = True) -> UUID:
    return add_minor(actor=DIRECTOR, guardian_id=club.members[guardian], number=number(club, who), shares=shares, now=club.now)


def shared(club: Books, who: str, shares: bool) -> None:
    set_sharing(actor=DIRECTOR, member_id=club.members[who], shares=shares, now=club.now)


def left(club: Books, who: str) -> None:
    leave_family(actor=DIRECTOR, member_id=club.members[who], now=club.now)


def born(club: Books, **days: date) -> None:
    """Writes birth dates into the guests' records."""
    links_of(club)
    if not GuestRecord.objects.exists():
        seen_here(club)
    for who, day in days.items():
        guest = Member.objects.values_list("guest_id", flat=True).get(id=club.members[who])
        column, field = SEALED_FIELDS["birth_date"]
        sealed = vault_of(ENV.key_file).seal(day.isoformat(), field=field, row=guest)
        GuestRecord.objects.filter(record_id=guest).update(**{column: sealed})


def reward(club: Books, points: int, **terms: object) -> UUID:
    draft = RewardDraft(f"R{points}", Text("礼遇", "Treat"), RewardKind.GIFT, RewardTerms(points, cancel_days=30, **terms))  # type: ignore[arg-type]
    return create_reward(actor=DIRECTOR, programme_id=club.programme.id, draft=draft, valid=(TODAY, None), now=club.now)


def ordered(club: Books, what: UUID, *, who: str = "Lin", key: str = "k1", guardian: str = "", with_family: bool = True) -> UUID:
    guardian_id = club.members[guardian] if guardian else None
    ask = RewardAsk(club.members[who], what, key, with_family=with_family, guardian_id=guardian_id)
    return reserve_reward(actor=DIRECTOR, ask=ask, now=club.now).id


def code_of(deed: Callable[[], object]) -> str:
    with pytest.raises(XeniaError) as refused:
        deed()
    return refused.value.code


def with_points(club: Books) -> None:
    """Lin: 100 until May, 300 until June. Wang: 200 until May, 400 without end."""
    for who, amount, until in (("Lin", 300, JUNE), ("Wang", 400, None), ("Wang", 200, MAY), ("Lin", 100, MAY)):
        club.earn(who, amount, until=until)


def test_fa6_each_is_in_one_family_and_only_the_head_invites(club: Books) -> None:
    family_of(club, "Wang")
    open_family(actor=DIRECTOR, member_id=club.members["Zhang"], shares=False, now=club.now)

    assert code_of(lambda: open_family(actor=DIRECTOR, member_id=club.members["Wang"], shares=True, now=club.now)) == "family_already"
    assert [code_of(lambda who=who: invited(club, "An", head=who)) for who in ("Wang", "An")] == ["family_not_head"] * 2  # type: ignore[misc]
    assert code_of(lambda: invited(club, "Zhang")) == "family_already"
    assert Family.objects.count() == 2


def test_fa6_a_family_is_no_larger_than_the_policy_and_a_programme_may_have_none(db: None) -> None:
    club = open_books(replace(POLICY, family=FamilyPolicy(allowed=True, members_max=2)))
    club.enrol("Lin", "Wang", "Zhang")
    family_of(club)
    invited(club, "Wang")
    assert code_of(lambda: invited(club, "Zhang")) == "family_full"

    other = open_books_of(ProgrammePolicy())
    assert code_of(lambda: open_family(actor=DIRECTOR, member_id=other.members["Lin"], shares=True, now=other.now)) == "family_not_allowed"


def open_books_of(policy: ProgrammePolicy) -> Books:
    Programme.objects.update(code="OTHER")
    books = open_books(policy)
    books.enrol("Lin")
    return books


def test_fa7_an_invitation_waits_for_its_days_and_is_answered_once(club: Books) -> None:
    family_of(club)
    tie = invited(club, "Wang")
    (waiting,) = place(club, "Wang").invitations
    assert (invited(club, "Wang"), waiting.answer_until) == (tie, club.now + timedelta(days=14))

    answered(club, tie, "Wang"), answered(club, tie, "Wang")

    assert [(one.number, one.is_head, one.shares) for one in place(club).family.ties] == [
        (number(club, "Lin"), True, True),
        (number(club, "Wang"), False, True),
    ]  # type: ignore[union-attr]
    assert code_of(lambda: withdraw_invitation(actor=DIRECTOR, tie_id=tie, head_id=club.members["Lin"], now=club.now)) == "family_joined"


def test_fa7_what_was_declined_taken_back_or_not_answered_is_over(club: Books) -> None:
    family_of(club)
    declined, taken, late = (invited(club, who) for who in ("Wang", "Zhang", "An"))
    answered(club, declined, "Wang", accept=False)
    withdraw_invitation(actor=DIRECTOR, tie_id=taken, head_id=club.members["Lin"], now=club.now)
    club.now += timedelta(days=14)

    found = [
        code_of(lambda tie=tie, who=who: answered(club, tie, who)) for tie, who in ((declined, "Wang"), (taken, "Zhang"), (late, "An"))
    ]  # type: ignore[misc]

    assert (found, lapse_invitations(actor=DIRECTOR, now=club.now)) == (["family_invitation_over"] * 3, 1)
    assert ([one.number for one in place(club).family.ties], invited(club, "An") != late) == ([number(club, "Lin")], True)  # type: ignore[union-attr]


def test_fa8_whole_years_never_a_day_early() -> None:
    leap = date(2008, 2, 29)

    assert [years_on(leap, day) for day in (date(2026, 2, 28), date(2026, 3, 1), date(2028, 2, 28), date(2028, 2, 29))] == [17, 18, 19, 20]
    assert [age_group(date(2008, 3, 3), day) for day in (date(2026, 3, 2), date(2026, 3, 3))] == [AgeGroup.MINOR, AgeGroup.ADULT]
    assert [age_group(date(2012, 3, 3), day) for day in (date(2026, 3, 2), date(2026, 3, 3))] == [AgeGroup.CHILD, AgeGroup.MINOR]


def test_fa8_a_minor_spends_with_the_guardian_alone_and_gives_nothing_away(club: Books) -> None:
    born(club, An=date(2008, 3, 3))
    family_of(club, "Wang")
    added(club)
    club.earn("An", 500), club.earn("Lin", 500)
    what = reward(club, 300)

    found = [
        code_of(lambda more=more: ordered(club, what, who="An", **more))
        for more in ({"with_family": False}, {"with_family": False, "guardian": "Wang"}, {"guardian": "Lin"})
    ]  # type: ignore[misc, arg-type]
    ask = PassingAsk(club.members["An"], number(club, "Wang"), PassingKind.TRANSFER, 100, "", "p1")
    assert (found, code_of(lambda: pass_points(actor=DIRECTOR, ask=ask, now=club.now))) == (
        ["guardian_needed", "guardian_needed", "family_spender_minor"],
        "passing_minor",
    )

    ordered(club, what, who="An", with_family=False, guardian="Lin")
    assert (club.balance("An"), club.balance("Lin")) == ((500, 300, 0), (500, 0, 0))


def test_fa8_on_the_eighteenth_birthday_a_minor_is_an_adult(club: Books) -> None:
    born(club, An=date(2008, 3, 3))
    family_of(club)
    added(club)
    club.earn("An", 500)
    assert [one.role for one in place(club).family.ties] == [FamilyRole.ADULT, FamilyRole.MINOR]  # type: ignore[union-attr]
    club.now += timedelta(hours=12)  # the midnight of Shanghai that begins 2026-03-03

    ordered(club, reward(club, 300), who="An")

    assert ([one.role for one in place(club).family.ties], club.balance("An")) == ([FamilyRole.ADULT] * 2, (500, 300, 0))  # type: ignore[union-attr]


def test_fa8_adults_are_asked_and_minors_are_added(club: Books) -> None:
    born(club, An=date(2010, 1, 5), Wang=date(1990, 1, 5))
    family_of(club)

    assert (code_of(lambda: invited(club, "An")), code_of(lambda: added(club, "Wang"))) == ("family_minor", "family_of_age")
    assert code_of(lambda: open_family(actor=DIRECTOR, member_id=club.members["An"], shares=True, now=club.now)) == "family_minor"
    assert code_of(lambda: added(club, guardian="Zhang")) == "guardian_invalid"


def test_fa9_nobodys_points_are_spent_without_consent_and_it_ends_at_once(club: Books) -> None:
    family_of(club, "Wang", shares=False)
    with_points(club)
    what = reward(club, 500)
    assert (place(club).family.together, code_of(lambda: ordered(club, what))) == (0, "points_short")  # type: ignore[union-attr]
    shared(club, "Wang", True)
    quote = quote_reward(DIRECTOR, RewardAsk(club.members["Lin"], what, "q", with_family=True), now=club.now)
    assert (quote.usable, quote.lacking, place(club).family.together) == (1_000, 0, 600)  # type: ignore[union-attr]

    order = ordered(club, what)
    shared(club, "Wang", False)

    tie = FamilyTie.objects.get(member_id=club.members["Wang"], state="in")
    assert (tie.shares_since, code_of(lambda: ordered(club, what, key="k2"))) == (None, "points_short")
    confirm_reward(actor=DIRECTOR, order_id=order, now=club.now)
    assert (club.balance("Wang"), club.faults()) == ((400, 0, 0), [])


def test_fa10_those_that_end_soonest_go_first_and_the_own_on_a_tie() -> None:
    lots = [SharedLot(1, 7, 300, JUNE), SharedLot(2, 8, 400, None), SharedLot(3, 8, 200, MAY), SharedLot(4, 7, 100, MAY)]

    assert [split(lots, 7, amount) for amount in (100, 300, 500, 700, 1_000)] == [
        {7: 100},
        {7: 100, 8: 200},
        {7: 300, 8: 200},
        {7: 400, 8: 300},
        {7: 400, 8: 600},
    ]
    assert split(lots, 8, 200) == {8: 200}
    with pytest.raises(XeniaError, match="1000 can be used"):
        split(lots, 7, 1_001)


def test_fa10_an_order_for_the_family_takes_from_all_who_share_in_one_deed(club: Books) -> None:
    family_of(club, "Wang")
    with_points(club)

    order = ordered(club, reward(club, 500))

    assert (ordered(club, reward_of(order)), club.balance("Lin"), club.balance("Wang")) == (order, (400, 300, 0), (600, 200, 0))
    assert (club.lots("Lin"), club.lots("Wang")) == ([(100, 300), (0, 100)], [(400, 400), (0, 200)])
    confirm_reward(actor=DIRECTOR, order_id=order, now=club.now)
    assert (club.balance("Lin"), club.balance("Wang"), club.faults()) == ((100, 0, 0), (400, 0, 0), [])


def reward_of(order: UUID) -> UUID:
    return RewardOrder.objects.values_list("reward_id", flat=True).get(id=order)


def test_fa10_who_is_in_no_family_orders_alone(club: Books) -> None:
    family_of(club, "Wang")
    with_points(club)
    what = reward(club, 500)

    assert (code_of(lambda: ordered(club, what, who="Zhang")), code_of(lambda: ordered(club, what, with_family=False))) == (
        "family_none",
        "points_short",
    )
    assert (club.balance("Lin"), club.balance("Wang"), club.faults()) == ((400, 0, 0), (600, 0, 0), [])


@pytest.mark.parametrize("end", ["cancelled", "given back", "lapsed"])
def test_fa11_what_is_given_back_returns_to_the_very_lots_of_each(club: Books, end: str) -> None:
    family_of(club, "Wang")
    with_points(club)
    order = ordered(club, reward(club, 500))
    if end == "given back":
        confirm_reward(actor=DIRECTOR, order_id=order, now=club.now)
    left(club, "Wang")

    if end == "lapsed":
        assert lapse_rewards(actor=DIRECTOR, now=club.now + timedelta(days=3)) == 1
    else:
        cancel_reward(actor=DIRECTOR, order_id=order, now=club.now)

    assert (club.lots("Lin"), club.lots("Wang"), club.faults()) == ([(300, 300), (100, 100)], [(400, 400), (200, 200)], [])


def test_fa12_a_head_who_leaves_is_followed_and_leaves_with_the_minors(club: Books) -> None:
    family_of(club, "Wang", "Zhang")
    added(club)
    with_points(club)
    left(club, "Lin")

    family = place(club, "Wang").family
    assert family is not None
    assert (family.head_id, [one.member_id for one in family.ties], place(club).family, place(club, "An").family) == (
        club.members["Wang"], [club.members["Wang"], club.members["Zhang"]], None, None,
    )  # fmt: skip
    left(club, "Wang"), left(club, "Zhang")
    assert (Family.objects.filter(closed_at__isnull=True).count(), code_of(lambda: left(club, "Zhang"))) == (0, "family_none")
    assert (club.balance("Lin"), club.balance("Wang"), club.faults()) == ((400, 0, 0), (600, 0, 0), [])


def test_fa12_who_leaves_the_programme_or_is_erased_leaves_the_family(club: Books) -> None:
    family_of(club, "Wang", "Zhang")
    with_points(club)
    guest = Member.objects.values_list("guest_id", flat=True).get(id=club.members["Wang"])
    assert guest is not None

    leave_programme(actor=DIRECTOR, member_id=club.members["Lin"], now=club.now)
    assert place(club, "Zhang").family.head_id == club.members["Wang"]  # type: ignore[union-attr]
    erase_memberships(DIRECTOR, Erasure(new_id(), (), (guest,), (), {}, (), ()), {}, club.now)

    family = place(club, "Zhang").family
    assert family is not None
    assert (family.head_id, len(family.ties), club.balance("Lin"), club.balance("Wang")) == (
        club.members["Zhang"],
        1,
        (0, 0, 0),
        (600, 0, 0),
    )


def test_fa12_guests_that_are_merged_change_no_family(club: Books) -> None:
    links_of(club)
    seen_here(club)
    family_of(club, "Wang")
    with_points(club)
    lin, wang = (Member.objects.values_list("guest_id", flat=True).get(id=club.members[who]) for who in ("Lin", "Wang"))
    GuestLink.objects.filter(guest_id=wang).update(guest_id=lin)

    assert len(place(club).family.ties) == 2  # type: ignore[union-attr]
    ordered(club, reward(club, 500))
    assert (club.balance("Lin"), club.balance("Wang"), club.faults()) == ((400, 300, 0), (600, 200, 0), [])


def test_fa13_a_child_becomes_a_member_only_with_a_guardian(club: Books) -> None:
    born(club, An=date(2012, 3, 3), Wang=date(2010, 1, 1))
    leave_programme(actor=DIRECTOR, member_id=club.members["An"], now=club.now)
    guest = Member.objects.values_list("guest_id", flat=True).get(id=club.members["An"])
    assert guest is not None

    def enrolled(**more: object) -> UUID:
        return enrol_guest(actor=DIRECTOR, programme_id=club.programme.id, guest_id=guest, now=club.now, **more)  # type: ignore[arg-type]

    assert (code_of(enrolled), code_of(lambda: enrolled(guardian_number=number(club, "Wang")))) == (
        "guardian_consent_needed",
        "guardian_invalid",
    )
    assert enrol_many(actor=DIRECTOR, programme_id=club.programme.id, guest_ids=[guest], now=club.now) == {}
    made = enrolled(guardian_number=number(club, "Lin"))

    consent = GuardianConsent.objects.get(member_id=made)
    assert (consent.guardian_id, consent.consented_at, Member.objects.filter(state="active").count()) == (club.members["Lin"], club.now, 4)


def test_fa13_at_fourteen_a_guest_joins_alone(club: Books) -> None:
    born(club, An=date(2012, 3, 2))
    leave_programme(actor=DIRECTOR, member_id=club.members["An"], now=club.now)
    guest = Member.objects.values_list("guest_id", flat=True).get(id=club.members["An"])
    assert guest is not None

    made = enrol_guest(actor=DIRECTOR, programme_id=club.programme.id, guest_id=guest, now=club.now)

    assert (get_member(DIRECTOR, made).guest_id, GuardianConsent.objects.count()) == (guest, 0)


def test_fa6_fa10_at_once_one_family_is_joined_and_no_point_is_spent_twice(transactional_db: None) -> None:
    club = opened()
    family_of(club, "Wang")
    open_family(actor=DIRECTOR, member_id=club.members["Zhang"], shares=True, now=club.now)
    ties = [invited(club, "An", head=head) for head in ("Lin", "Zhang")]
    joined = at_once([lambda tie=tie: answered(club, tie, "An") for tie in ties], 2)  # type: ignore[misc, func-returns-value]
    with_points(club)
    what = reward(club, 200)

    found = at_once([lambda n=n: isinstance(ordered(club, what, who=("Lin", "Wang")[n % 2], key=f"k{n}"), UUID) for n in range(12)], 12)  # type: ignore[misc]

    assert sorted(str(one) for one in joined) == ["None", "family_already"]
    assert (found.count(True), found.count("points_short"), club.faults()) == (5, 7, [])
    assert sum(club.balance(who)[1] for who in ("Lin", "Wang")) == 1_000
