"""The life of a relation: the rules one by one, what holds for every history, and that all guests at once are as each one alone."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from tests.insight.planted import CHEN, LIN, LINKS, NOW, TODAY, add, asked, booking, days_ago
from xenia.insight.facts.lifecycle import DAYS_SCHEMA, lifecycle, stage_moves, stages, visits, with_days
from xenia.insight.rules.lifecycle import (
    ACTIVE,
    BY_STAGE,
    TOWARDS_LOST,
    USUAL,
    history_of,
    moves_of,
    reason_of,
    rhythm_of,
    stages_of,
    state_on,
    visits_of,
)
from xenia.insight.types.policies import LifecyclePolicy
from xenia.insight.types.standing import Stage, StageSince
from xenia.lake import read
from xenia.lake.engine import Lake

START = date(2024, 1, 1)
days = some.lists(some.integers(0, 700), max_size=8).map(lambda found: [START + timedelta(days=one) for one in found])
typical = some.integers(1, 200)
later = some.integers(0, 700)


def on(*places: int) -> list[date]:
    return [START + timedelta(days=place) for place in places]


def told(found: list[StageSince]) -> list[tuple[str, int]]:
    return [(one.stage.value, (one.since - START).days) for one in found]


def test_h1_who_never_booked_is_a_prospect_and_bookings_to_come_are_not_looked_at() -> None:
    assert state_on([], START) is Stage.PROSPECT
    assert state_on(on(5), START) is Stage.PROSPECT
    assert history_of(on(5, 9), START) == []


@pytest.mark.parametrize(("span", "gaps", "days"), [(200, 2, 100), (201, 2, 101), (9, 9, 30), (4_000, 4, 365), (500, 1, 120), (0, 0, 120)])
def test_h2_the_own_rhythm_is_the_mean_gap_from_two_gaps_on(span: int, gaps: int, days: int) -> None:
    assert rhythm_of(span, gaps, 120, LifecyclePolicy()) == days


def test_h3_before_that_what_is_usual_for_the_line_stands_in() -> None:
    assert [visits_of(on(0), usual)[0].rhythm_days for usual in (7, 90, 800)] == [30, 90, 365]


@pytest.mark.parametrize(
    ("rhythm", "after"), [(30, (45, 180, 365)), (100, (150, 250, 400)), (121, (182, 303, 484)), (365, (548, 913, 1_460))]
)
def test_h4_silence_is_measured_in_rhythms(rhythm: int, after: tuple[int, int, int]) -> None:
    visit = visits_of(on(0), rhythm)[0]
    assert (visit.at_risk_after, visit.sleeping_after, visit.lost_after) == after


def test_h4_how_long_silence_may_be_is_the_company_s_to_say() -> None:
    strict = LifecyclePolicy(at_risk_halves=2, sleeping_halves=3, lost_halves=4, sleeping_days_min=1, lost_days_min=1, loyal_days=2)
    visit = visits_of(on(0), 100, strict)[0]
    assert (visit.at_risk_after, visit.sleeping_after, visit.lost_after) == (100, 150, 200)
    assert told(history_of(on(0, 100), START + timedelta(days=101), 200, strict)) == [("new", 0), ("loyal", 100)]
    assert [stages_of(strict)[place].meaning.zh for place in (3, 4)] == ["连续 2 个以上预订日，未曾沉睡", "安静超过 1 个节奏"]


def test_h5_bookings_in_rhythm_make_a_guest_new_then_growing_then_loyal() -> None:  # H5 to H7
    assert told(history_of(on(0, 100, 200, 300, 400), START + timedelta(days=400))) == [("new", 0), ("growing", 100), ("loyal", 300)]


def test_h8_silence_alone_leads_to_lost_and_on_its_day() -> None:
    expected = [("new", 0), ("at_risk", 180), ("sleeping", 300), ("lost", 480)]
    assert told(history_of(on(0), START + timedelta(days=480))) == expected
    assert told(history_of(on(0), START + timedelta(days=479))) == expected[:3]


def test_h9_several_bookings_of_a_day_are_one() -> None:
    assert visits_of(on(3, 3, 3)) == visits_of(on(3))


def test_h10_who_books_again_after_sleeping_is_won_back_and_then_grows_anew() -> None:
    found = told(history_of(on(0, 400, 450, 500, 550), START + timedelta(days=560)))
    assert found[3:] == [("won_back", 400), ("growing", 450), ("loyal", 550)]
    assert told(history_of(on(0, 300), START + timedelta(days=300))) == [("new", 0), ("at_risk", 180), ("growing", 300)]


@settings(max_examples=25, deadline=None)
@given(days, typical, later)
def test_every_day_has_the_one_stage_of_the_history(booked: list[date], usual: int, ahead: int) -> None:
    until = START + timedelta(days=ahead)
    history = history_of(booked, until, usual)
    began = {one.since: one.stage for one in history}
    stage = Stage.PROSPECT
    for day in (START + timedelta(days=place) for place in range(ahead + 1)):
        stage = began.get(day, stage)
        assert state_on(booked, day, usual) is stage


@settings(max_examples=25, deadline=None)
@given(days.filter(bool), typical, later)
def test_time_alone_only_moves_towards_lost(booked: list[date], usual: int, ahead: int) -> None:
    last = max(booked)
    places = [TOWARDS_LOST[state_on(booked, last + timedelta(days=day), usual)] for day in range(0, ahead, 3)]
    assert places == sorted(places)


@given(days, typical, later)
def test_a_booking_never_moves_towards_lost(booked: list[date], usual: int, ahead: int) -> None:
    day = START + timedelta(days=ahead)
    before, after = (state_on(found, day, usual) for found in (booked, [*booked, day]))
    assert after in ACTIVE
    assert TOWARDS_LOST[after] <= TOWARDS_LOST.get(before, 0)


@given(days, typical)
def test_nobody_is_won_back_who_had_not_slept(booked: list[date], usual: int) -> None:
    moves = moves_of(history_of(booked, START + timedelta(days=4_000), usual))
    assert all((after is Stage.WON_BACK) <= (before in (Stage.SLEEPING, Stage.LOST)) for before, after, _ in moves)
    assert all((before in (Stage.SLEEPING, Stage.LOST)) <= (after in (Stage.WON_BACK, Stage.LOST)) for before, after, _ in moves)


@given(days, typical, later)
def test_a_history_is_that_of_the_days_known_by_then(booked: list[date], usual: int, ahead: int) -> None:
    until = START + timedelta(days=ahead)
    assert history_of(booked, until, usual) == history_of([one for one in booked if one <= until], until, usual)


def test_five_thousand_bookings_are_one_relation() -> None:
    booked = [START + timedelta(days=n // 5) for n in range(5_000)]
    assert told(history_of(booked, START + timedelta(days=999))) == [("new", 0), ("growing", 1), ("loyal", 3)]


def test_the_reason_is_a_sentence_in_both_languages() -> None:
    reason = reason_of(visits_of(on(0, 90, 180)), START + timedelta(days=390))
    assert reason.zh == "上次预订在 210 天前，通常每 90 天预订一次；共 3 个预订日。"
    assert reason.en == "The last booking was 210 days ago, usually they book every 90 days; 3 days with a booking in all."
    assert "同类客人" in reason_of(visits_of(on(0)), START).zh
    assert "沉睡后回来" in reason_of(visits_of(on(0, 900)), START + timedelta(days=901)).zh
    assert set(BY_STAGE) == set(Stage)


def all_at_once(people: list[list[int]], lake: Lake, policy: LifecyclePolicy = USUAL) -> tuple[dict[int, Any], dict[int, list[Any]]]:
    rows = [
        {"guest_no": place, "ago": ago, "line": ("hotel", "air", None)[place % 3]} for place, agos in enumerate(people) for ago in set(agos)
    ]
    table = {"days": pa.Table.from_pylist(rows, DAYS_SCHEMA)}
    found = visits(read.given("days", DAYS_SCHEMA), policy)
    states = read.execute(stages(found), units=None, given=table, lake=lake).to_pylist()
    moved = read.execute(with_days(stage_moves(found, NOW), NOW), units=None, given=table, lake=lake).to_pylist()
    moves: dict[int, list[Any]] = {row["guest_no"]: [] for row in states}
    for row in sorted(moved, key=lambda row: row["moved_on"]):
        moves[row["guest_no"]].append((row["before"], row["after"], row["moved_on"]))
    return {row["guest_no"]: row for row in states}, moves


def agree(people: list[list[int]], lake: Lake, policy: LifecyclePolicy = USUAL) -> None:
    states, moves = all_at_once(people, lake, policy)
    for place, agos in enumerate(people):
        booked, usual = [TODAY - timedelta(days=ago) for ago in agos], states[place]["typical_days"]
        assert states[place]["stage"] == state_on(booked, TODAY, usual, policy)
        assert states[place]["rhythm_days"] == visits_of(booked, usual, policy)[-1].rhythm_days
        assert moves[place] == [tuple(one) for one in moves_of(history_of(booked, TODAY, usual, policy))]


policies = some.builds(
    LifecyclePolicy,
    at_risk_halves=some.integers(1, 3),
    sleeping_halves=some.integers(4, 6),
    lost_halves=some.integers(7, 12),
    sleeping_days_min=some.integers(1, 200),
    lost_days_min=some.integers(200, 500),
    rhythm_days_min=some.integers(1, 60),
    rhythm_days_max=some.integers(200, 400),
    typical_days=some.integers(60, 200),
    loyal_days=some.integers(2, 6),
)
agos = some.lists(some.one_of(some.integers(0, 1_500), some.integers(0, 200)), min_size=1, max_size=9)


@pytest.mark.slow
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(people=some.lists(agos, min_size=1, max_size=60), policy=policies)
def test_all_guests_at_once_are_as_each_one_alone_by_any_policy(lake: Lake, people: list[list[int]], policy: LifecyclePolicy) -> None:
    agree(people, lake, policy)


def test_on_either_engine_they_are(lake: Lake, engine: str) -> None:
    people = [[(place * 37 + n * n * 91) % 1_400 for n in range(place % 7 + 1)] for place in range(300)]
    agree(people, replace(lake, engine=engine))


def test_what_is_usual_is_the_median_of_a_line_with_enough_guests(lake: Lake) -> None:
    states, _ = all_at_once([[300, 300 - gap] for gap in range(10, 190) for _ in range(1)] + [[9], [9], [9]], lake)
    assert {states[place]["typical_days"] for place in (0, 180)} == {99}
    assert states[2]["typical_days"] == 120  # of no line


@pytest.mark.slow
def test_a_past_stage_is_told_from_what_was_known_then(lake: Lake) -> None:
    add(lake, "booking_versions", booking("B1", 300), booking("B2", 40), booking("B3", 90, booker_id=CHEN, status="cancelled"))
    then = datetime.combine(days_ago(100).date(), time(12), UTC)
    assert [(row["stage"], row["last_ago"]) for row in asked(lifecycle(NOW, USUAL), lake)] == [("growing", 40)]
    assert [(row["stage"], row["last_ago"]) for row in asked(lifecycle(then, USUAL), lake)] == [("at_risk", 200)]
    assert LINKS[LIN] != LINKS[CHEN]
