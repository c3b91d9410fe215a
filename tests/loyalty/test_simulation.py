"""The simulator (EA16 of docs/algorithms/earning.md): the same rules over columns, and against what was posted."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import numpy as np
import pytest

from tests.loyalty.books import DIRECTOR, Books
from tests.loyalty.bought import NIGHTS, TEN_A_YUAN, earn, links_of, rule, stay
from tests.loyalty.bought_plain import BASE, STAY, force
from xenia.kernel.errors import Conflict, Invalid
from xenia.kernel.texts import Text
from xenia.lake.engine import default_lake
from xenia.lake.tables import ensure_tables
from xenia.loyalty.actions.earning_rules import fund_budget
from xenia.loyalty.actions.simulations import cancel_simulation, order_simulation, perform_simulation, resume_left_simulations
from xenia.loyalty.models.ledger import Transfer
from xenia.loyalty.models.simulations import Simulation
from xenia.loyalty.queries.simulation import _block, simulate
from xenia.loyalty.queries.simulations import find_simulation, get_simulation
from xenia.loyalty.rules.earning import earned_by
from xenia.loyalty.rules.earning_columns import points_of, within_budget, within_month
from xenia.loyalty.types.earning import Basis, CabinShare, Caps, Conditions, DaySpan, EarningRule, Family, Multiplier, Purchase
from xenia.loyalty.types.simulation import Proposal, ProposedRule

RULES = (
    replace(
        BASE,
        multipliers=(Multiplier(Family.TIER, 150, Conditions(tiers=("GOLD",))), Multiplier(Family.FESTIVAL, 230, Conditions(festivals=("Spring Festival",)))),
        caps=Caps(per_stay=9_000),
    ),
    replace(BASE, kind="TIER", per=700, whole_units=True, when=Conditions(channels=("WEB",), weekdays=(0, 4, 5))),
    replace(BASE, kind="NIGHTS", basis=Basis.NIGHT, points_milli=1_500, per=1, when=Conditions(booked=(DaySpan(date(2026, 1, 1), date(2026, 1, 20)),))),
    replace(BASE, basis=Basis.DISTANCE, points_milli=333, per=1, cabins=(CabinShare("business", 150),), cabin_else_percent=50),
    replace(BASE, basis=Basis.BASE, points_milli=700, per=1, when=Conditions(tags=("family", "vip"))),
    replace(BASE, basis=Basis.STAY, points_milli=100_000, per=1, group="once", when=Conditions(properties=("BZSY",))),
)  # fmt: skip


def drawn(random: Random) -> Purchase:
    begins = date(2026, 1, 15) + timedelta(days=random.randrange(60))
    return replace(
        STAY, starts_on=random.choice([begins, begins, None]), counts_on=begins + timedelta(days=2), tier=random.choice(["", "GOLD", "SILVER"]),
        booked_on=random.choice([None, begins - timedelta(days=random.randrange(40))]), channel=random.choice(["WEB", "OTA"]),
        amount_minor=random.choice([None, 0, -5, random.randrange(10**7), 10**15]), nights=random.randrange(9), cabin=random.choice(["", "business"]),
        distance_km=random.randrange(9_000), tags=frozenset(random.sample(["family", "vip", "other"], 2)), property=random.choice(["BZSY", "BZSH"]),
    )  # fmt: skip


def test_ea16_columns_give_what_each_purchase_earns() -> None:
    random = Random(7)
    purchases = [drawn(random) for _ in range(400)]
    rules = [force(said, f"R{place}") for place, said in enumerate(RULES)]
    rules.append(replace(rules[0], number=2, valid_from=date(2026, 2, 20), rule=replace(RULES[0], points_milli=7_777)))

    found = {(row, one.rule.code): points for one in points_of(_block(purchases, {}).columns, rules) for row, points in zip(one.rows, one.points, strict=True)}  # fmt: skip

    assert found == {(row, one.rule.code): one.points for row, bought in enumerate(purchases) for one in earned_by(bought, rules)}


def test_ea7_columns_cut_a_month_in_the_order_of_booking() -> None:
    keys, points = np.array([1, 2, 1, 1, 2]), np.array([3, 4, 3, 3, 4])

    assert within_month(keys, points, 5).tolist() == [3, 4, 2, 0, 1]
    assert within_month(keys[:0], points[:0], 5).tolist() == []


def test_ea14_columns_pay_each_whole_or_not_at_all() -> None:
    assert within_budget(np.array([5, 7, 3]), 9).tolist() == [5, 0, 3]
    assert within_budget(np.array([5, 7, 3]), 15).tolist() == [5, 7, 3]


@pytest.fixture
def year(books: Books, empty_home: Any) -> Books:
    """Two members with stays of many days of one year."""
    ensure_tables(default_lake().url)
    books.enrol("Lin", "Wang")
    links_of(books)
    return books


def told(year: Books, days: int, step: int) -> None:
    first = year.today - timedelta(days=days)
    for place, day in enumerate(range(0, days, step)):
        ends = first + timedelta(days=day)
        booked = datetime.combine(ends - timedelta(days=9), datetime.min.time(), UTC)
        stay(year, ("Lin", "Wang")[place % 2], f"D{day}", ends_on=ends, total_minor=10_000 + day * 100, booked_at=booked, said=booked)


def posted(code: str) -> int:
    rows = Transfer.objects.filter(details__rule=code)
    return sum(one.amount if one.phase in ("posted", "post") else -one.amount if one.phase == "reversal" else 0 for one in rows)


def asked(year: Books, *rules: ProposedRule, months: int = 6, **more: Any) -> Any:
    return simulate(DIRECTOR, year.programme.id, Proposal(rules, **more), months=months, now=year.now)


def test_ea16_with_the_rules_in_force_it_is_what_was_posted(year: Books) -> None:
    rule(year, caps=Caps(per_month=4_000))
    rule(year, "NIGHTS", NIGHTS)
    rule(year, "DOUBLE", EarningRule(Text("双倍", "Double"), "POINTS", Basis.BASE, points_milli=1_000, has_budget=True))
    fund_budget(actor=DIRECTOR, programme_id=year.programme.id, code="DOUBLE", points=9_000, reference="A", now=year.now)
    told(year, 170, 5)
    earn(year)

    found = {one.name: one.in_force for one in asked(year).rules}

    assert found == {code: posted(code) for code in ("BASE", "NIGHTS", "DOUBLE")}


def test_ea16_a_year_day_by_day_equals_the_closed_form(year: Books) -> None:
    rule(year)
    told(year, 360, 9)
    now, day = year.now, year.now - timedelta(days=360)
    while day <= now:
        year.now, year.today = day, day.date()
        earn(year)
        day += timedelta(days=40)
    year.now, year.today = now, now.date()
    earn(year)

    closed = sum((10_000 + day * 100) * 10 // 100 for day in range(0, 360, 9))
    assert posted("BASE") == closed
    assert asked(year, months=12).kinds[0].in_force == closed


def test_ea16_a_proposal_costs_its_face_value_and_says_who_gains(year: Books) -> None:
    rule(year)
    stay(year, "Lin")
    richer = ProposedRule("BASE", replace(TEN_A_YUAN, points_milli=15_000))

    found = asked(year, richer)

    assert [(one.in_force, one.proposed) for one in (*found.kinds, *found.rules)] == [(5_000, 7_500), (5_000, 7_500)]
    assert (found.gaining, found.losing, found.cost_in_force.minor, found.cost_proposed.minor) == (1, 0, 5_000, 7_500)
    assert [one.name for one in found.months] == ["2026-02"]
    assert asked(year, without=frozenset({"BASE"})).losing == 1


def test_ea16_a_proposal_that_cannot_be_is_refused_and_nothing_is_written(year: Books) -> None:
    with pytest.raises(Invalid):
        asked(year, ProposedRule("BASE", replace(TEN_A_YUAN, points_milli=0)))
    with pytest.raises(Invalid):
        asked(year, months=0)

    assert Transfer.objects.count() == 0


def ordered(year: Books, *rules: ProposedRule) -> UUID:
    said = Proposal(rules or (ProposedRule("BASE", TEN_A_YUAN),))
    return order_simulation(actor=DIRECTOR, programme_id=year.programme.id, proposal=said, months=6, now=year.now)


def test_ea16_an_ordered_simulation_finds_the_same_and_is_found_again_by_its_rule(year: Books) -> None:
    rule(year)
    stay(year, "Lin")
    richer = ProposedRule("BASE", replace(TEN_A_YUAN, points_milli=15_000))
    made = ordered(year, richer)

    perform_simulation(simulation_id=made, clock=lambda: year.now)

    found = find_simulation(DIRECTOR, year.programme.id, "BASE")
    assert found == get_simulation(DIRECTOR, made)
    assert (found.state, found.purchases, found.codes, found.result) == ("done", 1, ("BASE",), asked(year, richer))
    assert find_simulation(replace(DIRECTOR, user_id=UUID(int=7)), year.programme.id, "BASE") is None


def test_ea16_a_simulation_that_is_cancelled_finds_nothing_and_one_ordered_anew_ends_the_one_before(year: Books) -> None:
    first, second = ordered(year), ordered(year)
    cancel_simulation(actor=DIRECTOR, simulation_id=second, now=year.now)
    for one in (first, second):
        perform_simulation(simulation_id=one, clock=lambda: year.now)

    assert [(get_simulation(DIRECTOR, one).state, get_simulation(DIRECTOR, one).result) for one in (first, second)] == [
        ("cancelled", None)
    ] * 2
    with pytest.raises(Conflict):
        cancel_simulation(actor=DIRECTOR, simulation_id=second, now=year.now)


def test_ea16_a_simulation_under_way_ends_at_its_next_sign_of_life(year: Books) -> None:
    made = ordered(year)
    Simulation.objects.filter(id=made).update(state="running")

    cancel_simulation(actor=DIRECTOR, simulation_id=made, now=year.now)
    perform_simulation(simulation_id=made, clock=lambda: year.now)

    assert get_simulation(DIRECTOR, made).state == "cancelled"


def test_ea16_a_simulation_whose_worker_died_is_taken_up_again(year: Books) -> None:
    made = ordered(year)
    Simulation.objects.filter(id=made).update(state="running", beat_at=year.now)

    taken = [resume_left_simulations(actor=DIRECTOR, now=year.now + timedelta(minutes=minutes)) for minutes in (4, 6, 7)]
    perform_simulation(simulation_id=made, clock=lambda: year.now)

    assert (taken, get_simulation(DIRECTOR, made).state) == ([0, 1, 0], "done")


def test_ea16_what_refuses_a_simulation_stands_in_words(year: Books) -> None:
    made = ordered(year)
    Simulation.objects.filter(id=made).update(months=99)

    perform_simulation(simulation_id=made, clock=lambda: year.now)

    found = get_simulation(DIRECTOR, made)
    assert (found.state, found.message) == ("failed", Text("月数须为 1 到 60。", "99 months are asked for; take 1 to 60."))
