"""Scores and groups: the rules one by one, what holds for any guests, and that all guests at once are scored as the rules say."""

from dataclasses import replace
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from xenia.insight.facts.rfm import INPUT_SCHEMA, scores
from xenia.insight.rules.rfm import BY_CODE, CELLS, GROUP_OF, GROUPS, cell_of, fifth_of, fifths, group_of, threshold_score
from xenia.insight.types.policies import RfmThresholds
from xenia.lake import read
from xenia.lake.engine import Lake

USUAL = RfmThresholds()
HIGHER = RfmThresholds((7, 14, 21, 28), (3, 4, 6, 9), (1, 2, 3, 4))
numbers = some.integers(-3, 6)


def scored(rows: list[dict[str, Any]], lake: Lake, bounds: RfmThresholds = USUAL) -> dict[str, dict[str, Any]]:
    usual = {"recency_days": 10, "age_days": 10, "bookings_730d": 1, "spend_minor_730d": 0, "promotion_share_730d": 0.0, "is_agency": False}
    people = [usual | {"guest_id": str(place)} | row for place, row in enumerate(rows)]
    given = {"people": pa.Table.from_pylist(people, INPUT_SCHEMA)}
    found = read.execute(scores(read.given("people", INPUT_SCHEMA), bounds), units=None, given=given, lake=lake).to_pylist()
    return {row["guest_id"]: row for row in found}


def test_f1_who_never_booked_and_agencies_have_no_score(lake: Lake) -> None:
    assert set(scored([{}, {"recency_days": None}, {"is_agency": True}], lake)) == {"0"}


def test_f2_fifths_are_even_where_no_two_are_equal() -> None:
    assert fifths([(one,) for one in range(10)]) == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    assert fifths([(9,)]) == [3]


def test_f2_among_equal_frequencies_who_spent_more_is_higher(lake: Lake) -> None:
    found = scored([{"spend_minor_730d": spend} for spend in (500, 100, 400, 200, 300)], lake)
    assert [found[str(place)]["frequency"] for place in range(5)] == [5, 1, 4, 2, 3]


def test_f3_guests_who_are_equal_in_all_share_the_fifth_of_their_middle(lake: Lake) -> None:
    assert {row["frequency"] for row in scored([{}] * 8, lake).values()} == {3}
    assert fifth_of(rank=0, ties=4, guests=10) == 2


@given(some.lists(some.tuples(numbers, numbers), min_size=1, max_size=30))
def test_fifths_are_as_even_as_ties_allow(values: list[tuple[int, int]]) -> None:
    found = fifths(values)
    most = max(values.count(value) for value in values)
    sizes = [found.count(score) for score in (1, 2, 3, 4, 5)]
    assert all(abs(size - len(values) / 5) <= most for size in sizes)
    assert all((one < other) <= (found[i] <= found[j]) for i, one in enumerate(values) for j, other in enumerate(values))
    assert all((one == other) <= (found[i] == found[j]) for i, one in enumerate(values) for j, other in enumerate(values))


@pytest.mark.parametrize(
    ("measure", "values", "expected"),
    [
        ("recency", (0, 30, 31, 90, 180, 365, 366), [5, 5, 4, 4, 3, 2, 1]),
        ("frequency", (0, 1, 2, 3, 5, 8, 5_000), [1, 1, 2, 3, 4, 5, 5]),
        ("money", (-100, 0, 199_999, 200_000, 500_000, 1_500_000, 4_000_000), [1, 1, 1, 2, 3, 4, 5]),
    ],
)
def test_f4_bounds_of_the_business(measure: str, values: tuple[int, ...], expected: list[int]) -> None:
    assert [threshold_score(measure, value, USUAL) for value in values] == expected


def test_f5_a_longer_relation_and_fewer_promotions_score_higher(lake: Lake) -> None:
    found = scored([{"age_days": 100 * n, "promotion_share_730d": (None, 1.0, 0.6, 0.3, 0.0)[n]} for n in range(5)], lake)
    assert [(found[str(n)]["length"], found[str(n)]["price"]) for n in range(5)] == [(n + 1, n + 1) for n in range(5)]


@given(some.sampled_from(CELLS))
def test_f6_every_cell_has_one_group_and_every_group_a_cell(cell: tuple[int, int]) -> None:
    assert group_of(*cell) in BY_CODE
    assert len(GROUP_OF) == 25
    assert set(GROUP_OF.values()) == {group.code for group in GROUPS}
    assert len({group.name.zh for group in GROUPS}) == len({group.name.en for group in GROUPS}) == len(GROUPS) == 11


@given(some.sampled_from(CELLS))
def test_f6_only_the_two_fifths_who_came_longest_ago_are_in_groups_of_those_who_are_away(cell: tuple[int, int]) -> None:
    away = {"cannot_lose", "slipping", "hibernating", "gone"}
    assert (group_of(*cell) in away) == (cell[0] <= 2)


@pytest.mark.parametrize("key", ["6-1", "0-3", "5", "a-b", ""])
def test_a_cell_that_is_none_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        cell_of(key)


people = some.lists(some.tuples(some.integers(0, 400), some.integers(0, 9), some.integers(-10, 5_000_000)), min_size=1, max_size=40)


@pytest.mark.slow
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(found=people)
def test_all_guests_are_scored_as_the_rules_say(lake: Lake, found: list[tuple[int, int, int]]) -> None:
    rows = [{"recency_days": ago, "bookings_730d": often, "spend_minor_730d": spent} for ago, often, spent in found]
    told = scored(rows, lake, HIGHER)
    recency, often = fifths([(-a, f, m) for a, f, m in found]), fifths([(f, m, -a) for a, f, m in found])
    for place, (ago, frequency, spent) in enumerate(found):
        row = told[str(place)]
        assert (row["recency"], row["frequency"]) == (recency[place], often[place])
        assert row["group"] == GROUP_OF[recency[place], often[place]]
        bounds = [threshold_score(*one, HIGHER) for one in (("recency", ago), ("frequency", frequency), ("money", spent))]
        assert [row[f"{name}_bound"] for name in ("recency", "frequency", "money")] == bounds


def test_on_either_engine_scores_are_the_same(lake: Lake, engine: str) -> None:
    rows = [{"recency_days": n * 7 % 91, "bookings_730d": n % 6, "spend_minor_730d": n * 37 % 1_000} for n in range(60)]
    found = scored(rows, replace(lake, engine=engine))
    values = [(row["bookings_730d"], row["spend_minor_730d"], -row["recency_days"]) for row in rows]
    assert [found[str(place)]["frequency"] for place in range(60)] == fifths(values)
