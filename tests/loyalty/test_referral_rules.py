"""What a referral asks for (docs/algorithms/referral.md), without a database."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from xenia.kernel.errors import Invalid
from xenia.loyalty.rules import referrals as rules
from xenia.loyalty.types.earning import Purchase, Stage
from xenia.loyalty.types.ledger import PointRole
from xenia.loyalty.types.referrals import (
    ReferralFacts,
    ReferralSign,
    ReferralState,
    ReferralTerms,
    ReferralTermsVersion,
    ReferralWhy,
    Trip,
)

TERMS = ReferralTerms()
DAY, UNTIL = date(2026, 3, 2), date(2026, 8, 30)
KINDS = {"POINTS": PointRole.REDEEMABLE, "TIER": PointRole.QUALIFYING}
NEW = ReferralFacts(DAY, is_self=False, is_referrer_active=True, is_referred=False, was_member=False, joined_on=DAY, travelled_on=None)
WANG = UUID(int=7)


def bought(source: str = "booking:1", **more: Any) -> Purchase:
    usual = {"line": "hotel", "counts_on": date(2026, 3, 10), "amount_minor": 50_000}
    return Purchase(source, more.pop("part", ""), WANG, more.pop("stage", Stage.DONE), **usual | more)


def test_rf1_of_the_terms_that_have_begun_the_last_holds() -> None:
    versions = [ReferralTermsVersion(1, DAY, TERMS), ReferralTermsVersion(2, date(2026, 4, 1), TERMS)]

    found = [rules.terms_in_force(versions, date(2026, *day)) for day in ((3, 1), (3, 31), (4, 1))]

    assert [one.number if one else None for one in found] == [None, 1, 2]


@pytest.mark.parametrize(
    "wrong",
    [
        {"points_referrer": 0, "points_friend": 0},
        {"kind": "TIER"},
        {"kind": "GONE"},
        {"days": 0},
        {"per_month": 0},
        {"link": "https://club.example/join"},
        {"link": "http://club.example/{code}"},
        {"lines": tuple("abcdefghijklmnopqrstuvw")},
    ],
)
def test_rf1_terms_that_cannot_be_carried_out_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        rules.checked_terms(replace(TERMS, **wrong), KINDS)

    assert rules.terms_of(rules.as_value(rules.checked_terms(TERMS, KINDS))) == TERMS


def test_rf2_the_link_is_the_companys_address_with_the_code_in_it() -> None:
    terms = replace(TERMS, link="https://club.example/join?by={code}")

    assert rules.link_of(terms, "HZJ72N0BF7FC8469") == "https://club.example/join?by=HZJ72N0BF7FC8469"
    assert (rules.link_of(TERMS, "HZJ72N0BF7FC8469"), rules.link_of(None, "HZJ72N0BF7FC8469")) == ("", "")


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({}, None),
        ({"is_self": True, "is_referred": True}, ReferralWhy.SELF),
        ({"is_referrer_active": False}, ReferralWhy.REFERRER_LEFT),
        ({"is_referred": True}, ReferralWhy.REFERRED_BEFORE),
        ({"was_member": True}, ReferralWhy.MEMBER_BEFORE),
        ({"today": date(2026, 4, 1)}, None),
        ({"today": date(2026, 4, 2)}, ReferralWhy.MEMBER_BEFORE),
        ({"travelled_on": date(2026, 3, 1)}, ReferralWhy.KNOWN_GUEST),
        ({"travelled_on": DAY}, None),
    ],
)
def test_rf3_only_a_friend_who_is_new_is_referred(said: dict[str, Any], why: ReferralWhy | None) -> None:
    assert rules.refusal_of(replace(NEW, **said), TERMS) is why
    assert rules.refusal_of(NEW, replace(TERMS, is_open=False)) is ReferralWhy.CLOSED


def test_rf4_a_person_looks_at_signs_that_the_terms_name_and_nobody_has_decided_on() -> None:
    found = {ReferralSign.CIRCLE, ReferralSign.PHONE, ReferralSign.HOUSEHOLD}
    terms = replace(TERMS, signs=(ReferralSign.PHONE, ReferralSign.CIRCLE))

    assert rules.looked_at(found, (), terms) == (ReferralSign.PHONE, ReferralSign.CIRCLE)
    assert rules.looked_at(found, [ReferralSign.PHONE], terms) == (ReferralSign.CIRCLE,)


def test_rf6_the_last_day_is_so_many_days_after_the_referral() -> None:
    assert rules.travel_until(TERMS, DAY) == UNTIL


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        ({}, True),
        ({"counts_on": DAY}, True),
        ({"counts_on": date(2026, 8, 29)}, True),
        ({"counts_on": UNTIL}, False),
        ({"counts_on": date(2026, 3, 1)}, False),
        ({"stage": Stage.PROMISED}, False),
        ({"stage": Stage.VOID}, False),
        ({"is_traveller": False, "is_booker": True}, False),
        ({"line": "air"}, False),
        ({"amount_minor": 29_999}, False),
        ({"amount_minor": None}, False),
    ],
)
def test_rf6_an_own_trip_that_is_done_in_time_counts(said: dict[str, Any], counts: bool) -> None:
    terms = replace(TERMS, lines=("hotel",), spend_min_minor=30_000)

    assert (rules.trip_of([bought(**said)], terms, DAY, UNTIL) is not None) is counts


def test_rf6_a_journey_is_done_with_its_last_coupon_and_the_first_trip_counts() -> None:
    coupons = [bought("booking:2", part=str(day), line="air", counts_on=date(2026, 3, day), amount_minor=day * 10_000) for day in (3, 4)]

    found = rules.trip_of([bought(), *coupons], replace(TERMS, spend_min_minor=50_000), DAY, UNTIL)

    assert found == Trip("booking:2", date(2026, 3, 4))


@pytest.mark.parametrize(
    ("state", "trip", "today", "after"),
    [
        ("promised", Trip("booking:1", DAY), DAY, ("rewarded", "done")),
        ("promised", None, date(2026, 8, 29), ("promised", "promised")),
        ("promised", None, UNTIL, ("lapsed", "void")),
        ("rewarded", None, DAY, ("promised", "promised")),
        ("rewarded", None, UNTIL, ("taken_back", "void")),
        ("lapsed", Trip("booking:1", DAY), UNTIL, ("rewarded", "done")),
    ],
)
def test_rf7_a_referral_follows_the_trip(state: str, trip: Trip | None, today: date, after: tuple[str, str]) -> None:
    assert rules.state_after(ReferralState(state), trip, today, UNTIL) == after


def test_rf8_a_trip_that_was_over_before_the_referral_is_known_when_it_is_told() -> None:
    assert rules.has_travelled_before([bought(counts_on=date(2026, 3, 1))], DAY)
    assert not rules.has_travelled_before([bought(counts_on=DAY), bought("booking:2", counts_on=None)], DAY)
    assert not rules.has_travelled_before([bought(counts_on=date(2026, 3, 1), stage=Stage.VOID)], DAY)
