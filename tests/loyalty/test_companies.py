"""Companies beside their travellers, against the database and the lake (docs/algorithms/company-members.md)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.loyalty.books import DIRECTOR, Books
from tests.loyalty.bought import TEN_A_YUAN, earn, flight, links_of, record_of, rule, seen_here, stay
from xenia.kernel.errors import Conflict, Invalid
from xenia.lake.engine import default_lake
from xenia.lake.tables import ensure_tables
from xenia.loyalty.actions.companies import add_traveller, enrol_company, remove_traveller
from xenia.loyalty.actions.comparisons import compare_bookings
from xenia.loyalty.actions.leaving import leave_programme
from xenia.loyalty.actions.referral_codes import make_referral_code
from xenia.loyalty.models.accounting import Comparison
from xenia.loyalty.models.companies import Company, CompanyTie
from xenia.loyalty.models.ledger import Transfer
from xenia.loyalty.models.programmes import Member
from xenia.loyalty.queries.companies import get_company_place, list_companies
from xenia.loyalty.queries.ledger import member_accounts
from xenia.loyalty.queries.member_list import MembersWanted, list_members
from xenia.loyalty.queries.simulation import simulate
from xenia.loyalty.types.companies import AgreedBy, CompanyDraft, CompanyRole
from xenia.loyalty.types.earning import Basis, Conditions, Earner
from xenia.loyalty.types.simulation import Proposal

CODE = "91110000600037341L"
TWO_A_YUAN = replace(TEN_A_YUAN, points_milli=2_000, earner=Earner.COMPANY)


@pytest.fixture
def club(books: Books, empty_home: Any) -> Books:
    """Lin and Wang travel for a company, and have done so for a month."""
    ensure_tables(default_lake().url)
    books.enrol("Lin", "Wang", "Zhao")
    links_of(books)
    seen_here(books)
    rule(books)
    rule(books, "COMPANY", TWO_A_YUAN)
    company_id = enrol(books)
    travel(books, "Lin")
    travel(books, "Wang", role=CompanyRole.ADMINISTRATOR)
    CompanyTie.objects.update(joined_on=books.today - timedelta(days=30))
    Member.objects.filter(id=company_id).update(enrolled_on=books.today - timedelta(days=400))
    return books


def enrol(books: Books, name: str = "北辰重工", code: str = CODE) -> UUID:
    made = enrol_company(actor=DIRECTOR, programme_id=books.programme.id, draft=CompanyDraft(name, code), now=books.now)
    books.members[name] = made
    books.accounts[name] = member_accounts(DIRECTOR, [made], books.programme.kind("POINTS").id)[made]
    return made


def travel(books: Books, who: str, company: str = "北辰重工", role: CompanyRole = CompanyRole.TRAVELLER) -> UUID:
    number = Member.objects.get(id=books.members[who]).number
    agreed = AgreedBy.PAPER
    return add_traveller(actor=DIRECTOR, company_id=books.members[company], number=number, role=role, agreed_by=agreed, now=books.now)


def part(books: Books, who: str, company: str = "北辰重工") -> None:
    remove_traveller(actor=DIRECTOR, company_id=books.members[company], member_id=books.members[who], now=books.now)


def test_cm1_a_company_is_a_member_with_a_number_and_no_guest(club: Books) -> None:
    (line,) = list_companies(DIRECTOR, club.programme.id).items
    wanted = MembersWanted(number=line.number)
    (found,) = list_members(DIRECTOR, club.programme.id, where=wanted, now=club.now).items

    assert (line.name, line.credit_code, line.travellers, line.usable) == ("北辰重工", CODE, 2, 0)
    assert (found.name, found.guest_id, found.member_id) == ("北辰重工", None, club.members["北辰重工"])


@pytest.mark.parametrize(
    ("name", "code", "fault"),
    [
        ("北辰重工", "91110000600037342L", "credit_code_invalid"),
        ("北辰重工", "911100", "credit_code_invalid"),
        ("  ", CODE, "company_name_invalid"),
        ("云" * 121, CODE, "company_name_invalid"),
    ],
)
def test_cm1_a_code_whose_check_character_does_not_fit_is_refused(books: Books, name: str, code: str, fault: str) -> None:
    with pytest.raises(Invalid) as refused:
        enrol(books, name, code)
    assert (refused.value.code, Company.objects.count()) == (fault, 0)


def test_cm1_a_code_is_a_member_once_and_again_after_it_left(club: Books) -> None:
    with pytest.raises(Conflict, match=CODE) as refused:
        enrol(club, "北辰重工（集团）", f"{CODE[:4]} {CODE[4:]}")
    assert (refused.value.code, Company.objects.count()) == ("company_already", 1)

    leave_programme(actor=DIRECTOR, member_id=club.members["北辰重工"], now=club.now)
    enrol(club, "北辰重工（集团）")
    assert [one.name for one in list_companies(DIRECTOR, club.programme.id).items] == ["北辰重工（集团）"]


def test_cm1_companies_from_abroad_have_no_code_and_may_be_many(books: Books) -> None:
    enrol(books, "Northstar  Ltd", "")
    enrol(books, "Southstar Ltd", "")
    assert {one.name for one in list_companies(DIRECTOR, books.programme.id).items} == {"Northstar Ltd", "Southstar Ltd"}


def test_cm2_a_traveller_is_beside_one_company_at_a_time(club: Books) -> None:
    enrol(club, "南辰科技", "")
    with pytest.raises(Conflict, match="北辰重工") as refused:
        travel(club, "Lin", "南辰科技")
    assert (refused.value.code, CompanyTie.objects.filter(company__name="南辰科技").count()) == ("traveller_of_another", 0)

    part(club, "Lin")
    travel(club, "Lin", "南辰科技")
    place = get_company_place(DIRECTOR, club.members["Lin"])
    assert (place.travels_for and place.travels_for.name, place.role) == ("南辰科技", CompanyRole.TRAVELLER)


def test_cm2_the_same_again_changes_nothing_but_the_role(club: Books) -> None:
    travel(club, "Lin", role=CompanyRole.ADMINISTRATOR)
    place = get_company_place(DIRECTOR, club.members["北辰重工"])
    assert [(one.role.value, one.agreed_by.value) for one in place.travellers] == [("administrator", "paper")] * 2
    assert CompanyTie.objects.count() == 2


def test_cm2_a_company_travels_for_nobody_and_who_left_neither(club: Books) -> None:
    enrol(club, "南辰科技", "")
    with pytest.raises(Conflict) as refused:
        travel(club, "南辰科技")
    leave_programme(actor=DIRECTOR, member_id=club.members["Zhao"], now=club.now)
    with pytest.raises(Conflict) as gone:
        travel(club, "Zhao")
    assert (refused.value.code, gone.value.code) == ("member_is_company", "traveller_not_member")


def test_cm3_a_stay_earns_for_the_traveller_and_for_the_company(club: Books) -> None:
    stay(club, "Lin", total_minor=200_000)
    earn(club)
    again = earn(club)

    assert (club.balance("Lin"), club.balance("北辰重工"), again.transfers) == ((20_000, 0, 0), (4_000, 0, 0), 0)
    assert club.faults() == []


def test_cm3_a_booking_is_promised_to_both_and_void_for_both_once_cancelled(club: Books) -> None:
    stay(club, "Lin", status="confirmed", total_minor=200_000)
    earn(club)
    assert (club.balance("Lin"), club.balance("北辰重工")) == ((0, 0, 20_000), (0, 0, 4_000))

    stay(club, "Lin", status="cancelled", total_minor=200_000)
    earn(club)
    assert (club.balance("Lin"), club.balance("北辰重工")) == ((0, 0, 0), (0, 0, 0))


def test_cm3_a_day_before_joining_and_the_day_of_leaving_earn_for_the_traveller_alone(club: Books) -> None:
    tie = CompanyTie.objects.filter(member_id=club.members["Lin"])
    tie.update(joined_on=club.today - timedelta(days=5), left_on=club.today - timedelta(days=3), ended_at=club.now)
    for key, days in (("BEFORE", 6), ("FIRST", 5), ("LAST", 4), ("LEFT", 3)):
        stay(club, "Lin", key=key, ends_on=club.today - timedelta(days=days), total_minor=10_000)
    earn(club)

    assert (club.balance("Lin")[0], club.balance("北辰重工")[0]) == (4_000, 400)


def test_cm3_a_stay_whose_day_moves_out_of_the_while_leaves_the_travellers_points_free_to_follow(club: Books) -> None:
    stay(club, "Lin", total_minor=200_000)
    earn(club)
    CompanyTie.objects.filter(member_id=club.members["Lin"]).update(left_on=club.today - timedelta(days=9), ended_at=club.now)
    stay(club, "Lin", total_minor=100_000)
    earn(club)

    assert (club.balance("Lin")[0], club.balance("北辰重工")[0], club.faults()) == (10_000, 4_000, [])


def test_cm3_the_comparison_with_the_bookings_finds_no_difference(club: Books) -> None:
    stay(club, "Lin", total_minor=200_000)
    earn(club)
    compare_bookings(actor=DIRECTOR, programme_id=club.programme.id, clock=lambda: club.now)
    done = Comparison.objects.get()
    assert (done.purchases, done.by_rules, done.in_ledger, done.found) == (2, 24_000, 24_000, 0)


def test_cm3_a_simulated_rule_for_companies_gives_what_the_ledger_would(club: Books) -> None:
    stay(club, "Lin", total_minor=200_000)
    found = simulate(DIRECTOR, club.programme.id, Proposal((), frozenset({"COMPANY"})), months=1, now=club.now)
    points = {one.name: (one.in_force, one.proposed) for one in found.rules}
    assert (points["BASE"], points["COMPANY"]) == ((20_000, 20_000), (4_000, 0))


def test_cm4_every_seat_counts_for_the_company(club: Books) -> None:
    rule(club, "SEGMENT", replace(TWO_A_YUAN, kind="TIER", basis=Basis.SEGMENT, per=1, points_milli=1_000))
    three = [record_of(club, who) for who in ("Lin", "Wang", "Zhao")]
    flight(club, "Lin", {"origin": "PEK", "destination": "SHA"}, traveller_ids=three, total_minor=300_000)
    earn(club)

    tier = member_accounts(DIRECTOR, [club.members["北辰重工"]], club.programme.kind("TIER").id)[club.members["北辰重工"]]
    segments = sum(Transfer.objects.filter(to_account_id=tier).values_list("amount", flat=True))
    assert [club.balance(who)[0] for who in ("Lin", "Wang", "Zhao", "北辰重工")] == [10_000, 10_000, 10_000, 4_000]
    assert (segments, club.faults()) == (2, [])


def test_cm4_a_rule_that_asks_for_a_tag_never_fits_a_company(club: Books) -> None:
    rule(club, "TAGGED", replace(TWO_A_YUAN, when=Conditions(tags=("vip",))))
    stay(club, "Lin", total_minor=200_000)
    earn(club)
    assert club.balance("北辰重工")[0] == 4_000


def test_cm5_the_price_is_counted_with_the_travellers_points_alone(club: Books) -> None:
    stay(club, "Lin", total_minor=200_000)
    earn(club)
    paid = {row.to_account_id: row.details.get("paid_minor") for row in Transfer.objects.filter(cause="stay")}
    assert paid == {club.accounts["Lin"]: 200_000, club.accounts["北辰重工"]: None}


def test_cm6_what_was_posted_stays_and_a_promise_goes_when_a_traveller_leaves(club: Books) -> None:
    stay(club, "Lin", key="DONE", total_minor=200_000)
    ahead = {"status": "confirmed", "total_minor": 100_000, "ends_on": club.today + timedelta(days=9)}
    stay(club, "Lin", key="AHEAD", **ahead)
    earn(club)
    assert club.balance("北辰重工") == (4_000, 0, 2_000)

    part(club, "Lin")
    earn(club)
    assert (club.balance("北辰重工"), club.balance("Lin")) == ((4_000, 0, 0), (20_000, 0, 10_000))
    assert club.faults() == []


def test_cm6_who_leaves_the_programme_travels_for_nobody(club: Books) -> None:
    leave_programme(actor=DIRECTOR, member_id=club.members["Lin"], now=club.now)
    place = get_company_place(DIRECTOR, club.members["北辰重工"])
    assert [one.member_id for one in place.travellers] == [club.members["Wang"]]


def test_cm6_a_traveller_who_left_the_programme_is_no_difference_between_the_companys_points_and_the_bookings(club: Books) -> None:
    stay(club, "Lin", total_minor=200_000)
    earn(club)
    leave_programme(actor=DIRECTOR, member_id=club.members["Lin"], now=club.now)
    compare_bookings(actor=DIRECTOR, programme_id=club.programme.id, clock=lambda: club.now)
    assert (Comparison.objects.get().found, club.balance("北辰重工")[0]) == (0, 4_000)


def test_cm7_a_company_refers_nobody(club: Books) -> None:
    with pytest.raises(Conflict, match="北辰重工") as refused:
        make_referral_code(actor=DIRECTOR, member_id=club.members["北辰重工"], now=club.now)
    assert refused.value.code == "member_is_company"


def test_cm8_who_sees_other_units_sees_the_company_and_of_its_travellers_the_number(club: Books) -> None:
    elsewhere = replace(DIRECTOR, units=frozenset({club.programme.id}))
    place = get_company_place(elsewhere, club.members["北辰重工"])
    numbers = {Member.objects.get(id=club.members[who]).number for who in ("Lin", "Wang")}
    assert (place.company and place.company.name, {(one.name, one.number) for one in place.travellers}) == (
        "北辰重工",
        {("", one) for one in numbers},
    )
