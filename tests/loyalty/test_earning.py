"""How the ledger follows bookings, against the database and the lake (docs/algorithms/earning.md)."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.loyalty.books import DIRECTOR, Books
from tests.loyalty.bought import NIGHTS, TEN_A_YUAN, earn, flight, id_of, links_of, record_of, refund, rule, seen_here, stay
from xenia.identity.models import GuestLink
from xenia.kernel.errors import Conflict, Invalid, NotFound
from xenia.kernel.texts import Text
from xenia.lake.engine import default_lake
from xenia.lake.tables import ensure_tables
from xenia.loyalty.actions.earning import award_action, earn_changed, take_back_action
from xenia.loyalty.actions.earning_rules import end_earning_rule, fund_budget, set_earning_rule
from xenia.loyalty.models.earning import EarningRun
from xenia.loyalty.models.ledger import Lot, Transfer
from xenia.loyalty.models.programmes import Member
from xenia.loyalty.queries.earning import list_budgets, list_unearned, list_versions
from xenia.loyalty.types.earning import Action, Basis, Caps, Conditions, EarningRule, Family, Multiplier, Why

DOUBLE = EarningRule(Text("双倍积分", "Double points"), "POINTS", Basis.BASE, points_milli=1_000, has_budget=True)
REVIEW = EarningRule(Text("点评", "Review"), "POINTS", Basis.ACTION, points_milli=50_000, when=Conditions(actions=(Action.REVIEW,)))


@pytest.fixture
def club(books: Books, empty_home: Any) -> Books:
    ensure_tables(default_lake().url)
    books.enrol("Lin", "Wang")
    links_of(books)
    rule(books)
    return books


def whys(club: Books) -> list[Why]:
    return [one.why for one in list_unearned(DIRECTOR, club.programme.id).items]


def test_ea1_a_booking_is_promised_posted_once_stayed_and_void_once_cancelled(club: Books) -> None:
    stay(club, "Lin", status="confirmed")
    earn(club)
    assert club.balance("Lin") == (0, 0, 5_000)
    stay(club, "Lin", status="completed")
    earn(club)
    assert (club.balance("Lin"), club.lots("Lin")) == ((5_000, 0, 0), [(5_000, 5_000)])
    stay(club, "Lin", status="cancelled")
    earn(club)

    assert (club.balance("Lin"), club.faults()) == ((0, 0, 0), [])


@pytest.mark.parametrize("status", ["cancelled", "no_show"])
def test_ea1_what_is_cancelled_or_not_shown_up_for_voids_its_promise(club: Books, status: str) -> None:
    stay(club, "Lin", status="reserved")
    earn(club)
    stay(club, "Lin", status=status)
    earn(club)

    assert club.balance("Lin") == (0, 0, 0)
    assert list(Transfer.objects.order_by("id").values_list("phase", flat=True)) == ["pending", "void"]


def test_ea10_running_twice_changes_nothing(club: Books) -> None:
    stay(club, "Lin")
    stay(club, "Wang", key="S2", status="confirmed")
    first, second = earn(club), earn(club)

    assert (first.transfers, second.transfers) == (2, 0)
    assert (second.purchases, club.balance("Lin"), club.balance("Wang")) == (2, (5_000, 0, 0), (0, 0, 5_000))


def test_ea10_two_tellings_of_one_content_and_a_broken_off_run_write_once(club: Books) -> None:
    stay(club, "Lin")
    earn_changed(actor=DIRECTOR, programme_id=club.programme.id, now=club.now)
    EarningRun.objects.update(finished_at=None)

    again = earn_changed(actor=DIRECTOR, programme_id=club.programme.id, now=club.now)
    after = earn_changed(actor=DIRECTOR, programme_id=club.programme.id, now=club.now + timedelta(hours=1))

    assert (again.purchases, again.transfers, after.purchases) == (1, 0, 0)
    assert club.balance("Lin") == (5_000, 0, 0)


def test_what_was_told_since_the_last_run_is_looked_at(club: Books) -> None:
    stay(club, "Lin")
    earn_changed(actor=DIRECTOR, programme_id=club.programme.id, now=club.now)
    club.now += timedelta(days=1)
    stay(club, "Wang", key="S2")

    told = earn_changed(actor=DIRECTOR, programme_id=club.programme.id, now=club.now)

    assert (told.purchases, club.balance("Wang")) == (1, (5_000, 0, 0))


def test_ea2_a_stay_earns_once_for_the_first_traveller_who_is_a_member(club: Books) -> None:
    stay(club, "Lin", traveller_ids=["0192f0aa-0000-7000-8000-00000000ffff", record_of(club, "Wang"), record_of(club, "Lin")])
    earn(club)

    assert (club.balance("Wang"), club.balance("Lin")) == ((5_000, 0, 0), (0, 0, 0))


def test_ea2_where_no_traveller_is_named_the_booker_earns(club: Books) -> None:
    stay(club, "Lin", traveller_ids=[])
    earn(club)

    assert club.balance("Lin") == (5_000, 0, 0)


def test_ea2_every_traveller_earns_by_each_coupon_and_an_equal_share(club: Books) -> None:
    rule(club, "SEGMENT", NIGHTS, kind="TIER", basis=Basis.SEGMENT)
    both = [record_of(club, "Lin"), record_of(club, "Wang")]
    flight(
        club,
        "Lin",
        {"origin": "PEK", "destination": "SHA"},
        {"origin": "SHA", "destination": "PEK"},
        traveller_ids=both,
        total_minor=200_000,
    )
    earn(club)

    assert (club.balance("Lin"), club.balance("Wang")) == ((10_000, 0, 0), (10_000, 0, 0))
    assert sorted(club.lots("Lin")) == [(5_000, 5_000), (5_000, 5_000)]


def test_ea2_one_coupon_flown_and_one_refunded_earn_each_for_itself(club: Books) -> None:
    flight(club, "Lin", {"status": "flown"}, {"status": "refunded"}, status="confirmed", total_minor=200_000)
    earn(club)

    assert club.balance("Lin") == (10_000, 0, 0)


def test_ea2_a_stay_told_by_two_systems_earns_where_the_hotel_tells_of_it(club: Books) -> None:
    stay(club, "Lin", key="ORDER", status="confirmed")
    earn(club)
    stay(club, "Lin", key="HOTEL", external_reference="ORDER", source_id="0192f0aa-0000-7000-8000-000000000002", total_minor=40_000)
    earn(club)

    assert (club.balance("Lin"), club.lots("Lin"), club.faults()) == ((4_000, 0, 0), [(4_000, 4_000)], [])


def test_ea5_a_distance_is_flown_between_airports(club: Books) -> None:
    rule(club, "FLOWN", kind="TIER", basis=Basis.DISTANCE, points_milli=1_000, per=1)
    flight(club, "Lin", {"origin": "PEK", "destination": "SHA", "cabin": "economy"}, {"origin": "PEK", "destination": "???"})
    earn(club)

    told = Transfer.objects.exclude(details__rule="BASE").get()
    assert (told.amount, [one.why for one in list_unearned(DIRECTOR, club.programme.id).items]) == (1_076, [Why.DISTANCE_UNKNOWN])


def test_ea7_a_month_brings_no_more_than_its_cap_promises_included(club: Books) -> None:
    rule(club, "BASE", caps=Caps(per_month=8_000))
    february = date(2026, 2, 20)
    stay(club, "Lin", key="S1", status="confirmed", ends_on=february)
    earn(club)
    stay(club, "Lin", key="S2", ends_on=february)
    stay(club, "Lin", key="S3", ends_on=date(2026, 1, 20))
    earn(club)

    assert (club.balance("Lin"), earn(club).transfers) == ((3_000 + 5_000, 0, 5_000), 0)


def test_ea8_a_currency_without_a_rate_earns_nothing_and_is_listed(club: Books) -> None:
    rule(club, "NIGHTS", NIGHTS)
    stay(club, "Lin", currency="XXX")
    done = earn(club)

    assert (whys(club), dict(done.unearned), club.balance("Lin")) == ([Why.RATE_UNKNOWN], {Why.RATE_UNKNOWN: 1}, (0, 0, 0))
    assert Transfer.objects.get().amount == 2
    stay(club, "Lin", currency="CNY")
    earn(club)
    assert (whys(club), club.balance("Lin")) == ([], (5_000, 0, 0))


def test_ea8_another_currency_is_counted_at_the_rate_of_the_day_of_booking(club: Books) -> None:
    stay(club, "Lin", currency="USD", total_minor=10_000)
    earn(club)

    told = Transfer.objects.get()
    assert told.amount == round(10_000 * told.details["judged"]["rate"]) // 10
    assert 6_000 < told.amount < 9_000


@pytest.mark.parametrize(("minor", "why"), [(-50_000, [Why.AMOUNT_NEGATIVE]), (0, []), (None, [Why.AMOUNT_UNKNOWN])])
def test_ea8_nothing_paid_earns_nothing(club: Books, minor: int | None, why: list[Why]) -> None:
    stay(club, "Lin", total_minor=minor)
    earn(club)

    assert (club.balance("Lin"), whys(club)) == ((0, 0, 0), why)


def test_ea8_a_refund_of_more_than_was_paid_is_listed_and_earns_nothing(club: Books) -> None:
    stay(club, "Lin")
    earn(club)
    refund(club, "S1", 60_000)
    earn(club)

    assert (club.balance("Lin"), whys(club)) == ((0, 0, 0), [Why.REFUND_OVER_PAID])


def test_ea9_what_was_posted_is_judged_once(club: Books) -> None:
    rule(club, "BASE", multipliers=(Multiplier(Family.TIER, 150, Conditions(tiers=("GOLD",))),))
    from xenia.loyalty.models.tiers import TierChange

    made = {"member_id": club.members["Lin"], "programme_id": club.programme.id, "reason": "by_hand"}
    TierChange.objects.create(on=date(2026, 1, 1), before="BASE", tier="GOLD", **made)
    stay(club, "Lin")
    earn(club)
    TierChange.objects.create(on=date(2026, 1, 2), before="GOLD", tier="BASE", **made)
    stay(club, "Lin", total_minor=60_000)
    earn(club)

    assert club.balance("Lin") == (9_000, 0, 0)


@pytest.mark.parametrize(
    ("minor", "posted", "lots"), [(40_000, 4_000, [(4_000, 4_000)]), (60_000, 6_000, [(5_000, 5_000), (1_000, 1_000)])]
)
def test_ea11_a_promise_is_posted_for_what_was_stayed(club: Books, minor: int, posted: int, lots: list[tuple[int, int]]) -> None:
    stay(club, "Lin", status="confirmed")
    earn(club)
    stay(club, "Lin", total_minor=minor)
    earn(club)

    assert (club.balance("Lin"), club.lots("Lin"), club.faults()) == ((posted, 0, 0), lots, [])


def test_ea11_a_promise_that_changes_is_made_anew(club: Books) -> None:
    stay(club, "Lin", status="confirmed")
    earn(club)
    stay(club, "Lin", status="confirmed", total_minor=30_000)
    earn(club)

    assert (club.balance("Lin"), list(Transfer.objects.order_by("id").values_list("phase", flat=True))) == (
        (0, 0, 3_000),
        ["pending", "void", "pending"],
    )


def test_ea12_a_refund_is_taken_back_from_the_very_postings_the_latest_first(club: Books) -> None:
    stay(club, "Lin", key="S0")
    stay(club, "Lin")
    earn(club)
    stay(club, "Lin", total_minor=60_000)
    earn(club)
    refund(club, "S1", 20_000)
    earn(club)

    assert club.lots("Lin") == [(5_000, 5_000), (4_000, 5_000), (0, 1_000)]
    assert (club.balance("Lin"), earn(club).transfers) == ((9_000, 0, 0), 0)


def test_ea12_a_bill_that_goes_down_and_up_again_ends_where_it_began(club: Books) -> None:
    for minor in (50_000, 30_000, 50_000, 30_000, 50_000):
        stay(club, "Lin", total_minor=minor)
        earn(club)

    assert (club.balance("Lin"), club.faults()) == ((5_000, 0, 0), [])


def test_ea12_who_would_owe_more_than_the_policy_allows_is_listed(club: Books) -> None:
    stay(club, "Lin")
    stay(club, "Wang", key="S2")
    earn(club)
    club.spend("Lin", 5_000)
    stay(club, "Lin", status="cancelled")
    stay(club, "Wang", key="S2", status="cancelled")
    earn(club)

    assert (club.balance("Lin"), club.balance("Wang"), whys(club)) == ((0, 0, 0), (0, 0, 0), [Why.DEBT_LIMIT])


def test_ea13_a_promise_goes_to_whom_the_booking_belongs(club: Books) -> None:
    stay(club, "Lin", status="confirmed")
    earn(club)
    GuestLink.objects.filter(record_id=record_of(club, "Lin")).update(guest_id=record_of(club, "Wang"))
    Member.objects.filter(id=club.members["Lin"]).update(guest_id=None)
    earn(club)

    assert (club.balance("Lin"), club.balance("Wang")) == ((0, 0, 0), (0, 0, 5_000))


def test_ea13_what_was_posted_stays_with_its_member(club: Books) -> None:
    stay(club, "Lin")
    earn(club)
    GuestLink.objects.filter(record_id=record_of(club, "Lin")).update(guest_id=record_of(club, "Wang"))
    Member.objects.filter(id=club.members["Lin"]).update(guest_id=None)
    earn(club)

    assert (club.balance("Lin"), club.balance("Wang"), whys(club)) == ((5_000, 0, 0), (0, 0, 0), [Why.HELD_BY_ANOTHER])


def test_ea14_a_budget_that_is_exhausted_leaves_the_base_points_and_is_said(club: Books) -> None:
    rule(club, "DOUBLE", DOUBLE)
    budget = {"programme_id": club.programme.id, "code": "DOUBLE", "now": club.now}
    fund_budget(actor=DIRECTOR, points=7_000, reference="A", **budget)
    fund_budget(actor=DIRECTOR, points=7_000, reference="A", **budget)
    stay(club, "Lin")
    stay(club, "Wang", key="S2", booked_at=club.now - timedelta(days=3))
    earn(club)

    assert (club.balance("Lin"), club.balance("Wang"), whys(club)) == ((10_000, 0, 0), (5_000, 0, 0), [Why.BUDGET_EXHAUSTED])
    told = Transfer.objects.get(to_account_id=club.accounts["Wang"])
    assert told.details["without"] == [{"rule": "DOUBLE", "points": 5_000}]
    assert [(one.left, one.given) for one in list_budgets(DIRECTOR, club.programme)] == [(2_000, 5_000)]


def test_ea14_a_promise_holds_its_part_of_the_budget_and_frees_it(club: Books) -> None:
    rule(club, "DOUBLE", DOUBLE)
    fund_budget(actor=DIRECTOR, programme_id=club.programme.id, code="DOUBLE", points=5_000, reference="A", now=club.now)
    stay(club, "Lin", status="confirmed")
    earn(club)
    assert [one.left for one in list_budgets(DIRECTOR, club.programme)] == [0]
    stay(club, "Lin", status="cancelled")
    earn(club)

    assert ([one.left for one in list_budgets(DIRECTOR, club.programme)], club.balance("Lin"), club.faults()) == ([5_000], (0, 0, 0), [])


@pytest.mark.parametrize(("days", "posted", "why"), [(180, 5_000, []), (181, 0, [Why.TOO_OLD])])
def test_ea15_a_stay_told_too_late_is_listed(club: Books, days: int, posted: int, why: list[Why]) -> None:
    stay(club, "Lin", ends_on=club.today - timedelta(days=days))
    earn(club)

    assert (club.balance("Lin"), whys(club)) == ((posted, 0, 0), why)


def test_ea15_what_was_before_the_member_joined_earns_nothing(club: Books) -> None:
    Member.objects.update(enrolled_on=club.today)
    stay(club, "Lin")
    done = earn(club)

    assert (club.balance("Lin"), done.purchases, whys(club)) == ((0, 0, 0), 1, [])


def test_ea3_a_version_of_an_open_programme_begins_today_at_the_earliest(club: Books) -> None:
    said = {"actor": DIRECTOR, "programme_id": club.programme.id, "code": "BASE", "now": club.now}
    with pytest.raises(Invalid, match="what was decided since"):
        set_earning_rule(rule=TEN_A_YUAN, valid=(club.today - timedelta(days=1), None), **said)
    with pytest.raises(Conflict, match="make another"):
        set_earning_rule(rule=replace(TEN_A_YUAN, kind="TIER"), valid=(club.today, None), **said)
    with pytest.raises(Invalid, match="before it begins"):
        set_earning_rule(rule=TEN_A_YUAN, valid=(club.today, club.today - timedelta(days=1)), **said)

    assert [one.number for one in list_versions(DIRECTOR, club.programme.id)] == [1]


def test_ea3_an_ended_rule_gives_nothing_from_that_day_on(club: Books) -> None:
    end_earning_rule(actor=DIRECTOR, programme_id=club.programme.id, code="BASE", ends_on=club.today, now=club.now)
    stay(club, "Lin")
    stay(club, "Wang", key="S2", ends_on=club.today)
    earn(club)

    assert (club.balance("Lin"), club.balance("Wang")) == ((5_000, 0, 0), (0, 0, 0))
    with pytest.raises(NotFound):
        end_earning_rule(actor=DIRECTOR, programme_id=club.programme.id, code="NONE", ends_on=club.today, now=club.now)


def test_a_budget_belongs_to_a_rule_that_has_one(club: Books) -> None:
    with pytest.raises(Invalid, match="without a budget"):
        fund_budget(actor=DIRECTOR, programme_id=club.programme.id, code="BASE", points=5, reference="A", now=club.now)


def test_an_action_earns_once_and_is_taken_back(club: Books) -> None:
    seen_here(club)
    rule(club, "REVIEW", REVIEW)
    deed = {"actor": DIRECTOR, "member_id": club.members["Lin"], "action": Action.REVIEW, "reference": "R1", "now": club.now}
    award_action(**deed)
    award_action(**deed)
    assert club.balance("Lin") == (50, 0, 0)
    take_back_action(**deed)

    assert (club.balance("Lin"), club.faults()) == ((0, 0, 0), [])


def test_a_posted_stay_tells_how_its_points_came_about_and_ends_by_the_policy(club: Books) -> None:
    told = stay(club, "Lin")
    earn(club)

    row = Transfer.objects.get()
    assert (row.source, row.cause, row.value_on, row.details["rule"]) == (f"booking:{told}", "stay", club.today - timedelta(days=2), "BASE")
    assert [what for what, _ in row.details["steps"]] == ["base", "rounded"]
    assert Lot.objects.get().expires_on == date(2028, 3, 1)


def test_only_the_bookings_asked_for_are_looked_at(club: Books) -> None:
    stay(club, "Lin")
    stay(club, "Wang", key="S2")
    earn(club, id_of("S2"))

    assert (club.balance("Lin"), club.balance("Wang")) == ((0, 0, 0), (5_000, 0, 0))
