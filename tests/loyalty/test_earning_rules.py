"""What a purchase earns, rule by rule, without a database (docs/algorithms/earning.md)."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.loyalty.bought_plain import BASE, LIN, STAY, force, paid
from xenia.kernel.errors import Invalid
from xenia.kernel.texts import Text
from xenia.loyalty.rules.earning import capped_by_month, earned_by, in_force, stage_of, tier_on
from xenia.loyalty.rules.earning_rules import as_value, checked_code, checked_rule, rule_of
from xenia.loyalty.rules.purchases import counted_on, great_circle_km, purchase_of
from xenia.loyalty.types.earning import (
    Action,
    Basis,
    CabinShare,
    Caps,
    Conditions,
    DaySpan,
    Earner,
    EarningRule,
    Family,
    Multiplier,
    Purchase,
    Stage,
    Why,
)

GOLD = Multiplier(Family.TIER, 150, Conditions(tiers=("GOLD",)))
SPRING = Multiplier(Family.FESTIVAL, 200, Conditions(festivals=("Spring Festival",)))


def points(purchase: Purchase, *rules: EarningRule) -> list[int]:
    return [one.points for one in earned_by(purchase, [force(rule, f"R{place}") for place, rule in enumerate(rules)])]


@pytest.mark.parametrize(
    ("status", "coupon", "retold", "stage"),
    [
        ("requested", "", False, Stage.NONE),
        ("waitlisted", "", False, Stage.NONE),
        ("reserved", "", False, Stage.PROMISED),
        ("confirmed", "", False, Stage.PROMISED),
        ("in_house", "", False, Stage.PROMISED),
        ("completed", "", False, Stage.DONE),
        ("completed", "", True, Stage.VOID),
        ("cancelled", "", False, Stage.VOID),
        ("no_show", "", False, Stage.VOID),
        ("confirmed", "FLOWN", False, Stage.DONE),
        ("completed", "Refunded", False, Stage.VOID),
        ("nonsense", "", False, Stage.NONE),
    ],
)
def test_ea1_a_purchase_is_promised_done_or_void(status: str, coupon: str, retold: bool, stage: Stage) -> None:
    assert stage_of(status, coupon, is_retold=retold) is stage


def test_ea1_who_left_early_counts_today() -> None:
    assert counted_on(STAY, date(2026, 1, 1)).counts_on == date(2026, 1, 1)
    assert counted_on(STAY, date(2026, 12, 1)).counts_on == STAY.counts_on


@pytest.mark.parametrize(
    ("day", "number"), [(date(2026, 2, 28), 1), (date(2026, 3, 1), 2), (date(2026, 6, 1), None), (date(2025, 1, 1), None)]
)
def test_ea3_the_version_of_the_day_counts(day: date, number: int | None) -> None:
    first = replace(force(BASE), valid_from=date(2026, 1, 1), valid_until=date(2027, 1, 1))
    second = replace(first, number=2, valid_from=date(2026, 3, 1), valid_until=date(2026, 6, 1))

    assert [one.number for one in in_force([first, second], day)] == ([number] if number else [])


@pytest.mark.parametrize(
    "when",
    [
        Conditions(lines=("hotel",)), Conditions(properties=("BZSY",)), Conditions(products=("SUITE",)), Conditions(channels=("WEB",)),
        Conditions(tiers=("GOLD",)), Conditions(tags=("family",)), Conditions(months=(2,)), Conditions(weekdays=(1,)),
        Conditions(days=(DaySpan(date(2026, 2, 17), date(2026, 2, 17)),)), Conditions(booked=(DaySpan(date(2026, 1, 5), date(2026, 1, 5)),)),
        Conditions(festivals=("Spring Festival",)),
    ],
)  # fmt: skip
def test_ea4_a_rule_counts_where_its_condition_is_met(when: Conditions) -> None:
    fitting = replace(
        STAY, property="BZSY", product="SUITE", channel="WEB", tier="GOLD", tags=frozenset({"family"}), booked_on=date(2026, 1, 5)
    )
    other = replace(fitting, line="tour", property="", product="", channel="", tier="", tags=frozenset(), booked_on=None)
    other = replace(other, starts_on=date(2026, 5, 20))

    assert points(fitting, replace(BASE, when=when)) == [10_000]
    assert points(other, replace(BASE, when=when)) == []


def test_ea4_of_a_group_the_highest_rank_that_fits_counts() -> None:
    sanya = replace(BASE, points_milli=12_000, group="spend", rank=1, when=Conditions(properties=("BZSY",)))

    assert points(replace(STAY, property="BZSY"), replace(BASE, group="spend"), sanya) == [12_000]
    assert points(STAY, replace(BASE, group="spend"), sanya) == [10_000]


def test_ea5_multipliers_of_two_families_add_and_never_multiply() -> None:
    rule = replace(BASE, points_milli=1_000, multipliers=(GOLD, SPRING, replace(GOLD, percent=120)))
    lines = earned_by(replace(STAY, tier="GOLD"), [force(rule)])

    assert [one.points for one in lines] == [2_500]
    assert [one.what for one in lines[0].steps] == ["base", "multiplier", "multiplier", "rounded"]


def test_ea5_double_points_count_the_base_alone() -> None:
    double = EarningRule(Text("双倍", "Double"), "POINTS", Basis.BASE, points_milli=1_000)
    tier = replace(double, kind="TIER")

    assert points(replace(STAY, tier="GOLD"), replace(BASE, multipliers=(GOLD,)), double, tier) == [15_000, 10_000]


@pytest.mark.parametrize(
    ("basis", "rate", "expected"), [(Basis.NIGHT, 500_000, 1_000), (Basis.SEGMENT, 300_000, 600), (Basis.STAY, 250_000, 250)]
)
def test_ea5_nights_segments_and_stays_are_counted(basis: Basis, rate: int, expected: int) -> None:
    assert points(replace(STAY, segments=2), replace(BASE, basis=basis, points_milli=rate, per=1)) == [expected]


@pytest.mark.parametrize(("cabin", "expected"), [("business", 1_500), ("economy", 500), ("", 1_000)])
def test_ea5_a_distance_counts_by_its_cabin(cabin: str, expected: int) -> None:
    cabins = (CabinShare("business", 150), CabinShare("economy", 50))
    rule = replace(BASE, basis=Basis.DISTANCE, points_milli=1_000, per=1, cabins=cabins)

    assert points(replace(STAY, distance_km=1_000, cabin=cabin), rule) == [expected]


@pytest.mark.parametrize(
    ("minor", "whole", "expected"), [(9_999, False, [149]), (9_999, True, [13]), (0, False, []), (-500, False, []), (None, False, [])]
)
def test_ea6_the_end_is_rounded_down_once(minor: int | None, whole: bool, expected: list[int]) -> None:
    rule = replace(BASE, points_milli=1_000, per=1_000 if whole else 100, whole_units=whole, multipliers=(GOLD,))

    assert points(replace(STAY, amount_minor=minor, tier="GOLD"), rule) == expected


def test_ea7_a_stay_brings_no_more_than_its_cap_and_a_month_what_is_left_of_it() -> None:
    (line,) = earned_by(STAY, [force(replace(BASE, caps=Caps(per_stay=3_000, per_month=5_000)))])

    assert line.points == 3_000
    assert [capped_by_month(line, had).points for had in (0, 3_000, 5_000, 9_000)] == [3_000, 2_000, 0, 0]
    assert line.steps[-1].what == "cap_stay"


def test_an_action_earns_by_rules_of_actions_alone() -> None:
    review = EarningRule(Text("点评", "Review"), "POINTS", Basis.ACTION, points_milli=50_000, when=Conditions(actions=(Action.REVIEW,)))
    done = Purchase("review:1", "", LIN, Stage.DONE, counts_on=date(2026, 3, 1), action=Action.REVIEW)

    assert (points(done, BASE, review), points(STAY, BASE, review)) == ([50], [10_000])
    assert points(replace(done, action=Action.SURVEY), review) == []


def test_ea2_rules_for_bookers_go_to_who_booked() -> None:
    booking = replace(BASE, earner=Earner.BOOKER, points_milli=1_000)

    assert points(replace(STAY, is_traveller=False, is_booker=True), BASE, booking) == [1_000]
    assert points(STAY, BASE, booking) == [10_000]


@pytest.mark.parametrize(
    ("told", "amount", "faults"),
    [
        (paid(50_000, refunded_minor=10_000), 40_000, ()),
        (paid(50_000, refunded_minor=60_000), 0, (Why.REFUND_OVER_PAID,)),
        (paid(50_000, refunded_minor=60_000, paid_minor=60_000), 0, ()),
        (paid(-50_000), 0, (Why.AMOUNT_NEGATIVE,)),
        (paid(None), None, (Why.AMOUNT_UNKNOWN,)),
        (paid(50_000, has_other_refunds=True), None, (Why.AMOUNT_UNKNOWN,)),
        (paid(10_000, currency="USD", factor=7.1), 71_000, ()),
        (paid(10_000, currency="XXX", factor=None), None, (Why.RATE_UNKNOWN,)),
        (paid(50_000, is_coupon=True, coupons=2, origin="PEK", destination="SHA"), 25_000, ()),
        (paid(50_000, is_coupon=True, coupons=2, coupon_minor=30_000, refunded_minor=25_000, told_km="1100"), 15_000, ()),
        (paid(50_000, is_coupon=True, coupons=1, travellers=2, told_km="1100"), 25_000, ()),
        (paid(50_000, is_coupon=True, coupons=1, origin="???"), 50_000, (Why.DISTANCE_UNKNOWN,)),
        (paid(50_000, starts_on=None, ends_on=None), 50_000, (Why.DAY_UNKNOWN,)),
    ],
)
def test_ea8_what_is_counted_is_what_was_paid_less_what_was_given_back(
    told: dict[str, Any], amount: int | None, faults: tuple[Why, ...]
) -> None:
    found = purchase_of(told, time_zone="Asia/Shanghai", distance=lambda one, other: 1_100 if one == "PEK" else None)

    assert (found.amount_minor, found.faults) == (amount, faults)


def test_ea9_the_tier_is_that_of_the_eve() -> None:
    changes = [(date(2026, 2, 1), "BASE", "SILVER"), (date(2026, 3, 1), "SILVER", "GOLD")]

    assert [tier_on(changes, "?", day) for day in (date(2026, 2, 1), date(2026, 2, 2), date(2026, 3, 1), date(2026, 3, 2))] == [
        "BASE", "SILVER", "SILVER", "GOLD",
    ]  # fmt: skip
    assert tier_on([], "BASE", date(2026, 2, 1)) == "BASE"


def test_the_great_circle_from_beijing_to_shanghai() -> None:
    assert great_circle_km((40.0799, 116.6031), (31.1979, 121.3363)) == pytest.approx(1_075, abs=3)


def test_a_booking_just_after_midnight_is_booked_on_the_programme_s_day() -> None:
    told = paid(50_000, made_at=datetime(2026, 1, 4, 16, 30, tzinfo=UTC))

    assert purchase_of(told, time_zone="Asia/Shanghai", distance=lambda *_: None).booked_on == date(2026, 1, 5)


def test_a_rule_is_kept_as_json_and_comes_back_the_same() -> None:
    rule = replace(BASE, multipliers=(GOLD, SPRING), caps=Caps(5, 6), when=Conditions(days=(DaySpan(date(2026, 1, 1), date(2026, 2, 1)),)))

    assert rule_of(as_value(rule)) == rule


@pytest.mark.parametrize(
    "wrong",
    [
        replace(BASE, kind="MILES"), replace(BASE, points_milli=0), replace(BASE, points_milli=-5), replace(BASE, per=0),
        replace(BASE, cabin_else_percent=-1), replace(BASE, caps=Caps(per_stay=0)), replace(BASE, multipliers=(replace(GOLD, percent=-1),)),
        replace(BASE, when=Conditions(days=(DaySpan(date(2026, 2, 1), date(2026, 1, 1)),))), replace(BASE, when=Conditions(months=(13,))),
        replace(BASE, when=Conditions(weekdays=(7,))), replace(BASE, when=Conditions(actions=(Action.REVIEW,))),
        replace(BASE, basis=Basis.ACTION), replace(BASE, points_milli=2.5), replace(BASE, cabins=(CabinShare("C", 10**6),)),
    ],
)  # fmt: skip
def test_a_rule_that_cannot_be_carried_out_is_refused(wrong: EarningRule) -> None:
    with pytest.raises(Invalid):
        checked_rule(wrong, ["POINTS", "NIGHTS"])


def test_a_code_is_letters_and_digits() -> None:
    assert checked_code("BASE_1") == "BASE_1"
    with pytest.raises(Invalid):
        checked_code("base 1")


def test_steps_tell_how_a_number_came_about() -> None:
    (line,) = earned_by(STAY, [force(BASE)])

    assert dict(line.steps[0].values) == {"basis": "spend", "units": 100_000, "counted": 100_000, "points": 10_000.0}
