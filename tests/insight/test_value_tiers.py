"""Value tiers: the rules one by one, and that all guests at once are placed as each one alone."""

from dataclasses import replace
from uuid import UUID

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from xenia.insight.facts.standing import SCHEMA, STANDING
from xenia.insight.facts.value import EXPECTED_SCHEMA, SCORES, tiers, values
from xenia.insight.rules.value import reason_of, tiers_of
from xenia.insight.types.policies import Tier, TierScale, ValueSource, ValueTiers
from xenia.kernel.ids import new_id
from xenia.lake import read
from xenia.lake.engine import Lake
from xenia.lake.snapshots import write_snapshot

TENTH = ValueTiers()
BOUNDS = ValueTiers(scale=TierScale.BOUNDS, high_minor_least=1_000, middle_minor_least=100)
GIVEN = pa.schema([("guest_id", pa.string()), ("value_minor", pa.int64())])


def said(worth: list[int], policy: ValueTiers = TENTH) -> list[str]:
    found = tiers_of({str(place): value for place, value in enumerate(worth)}, policy)
    return [found[str(place)].value for place in range(len(worth))]


def at_once(worth: list[int], policy: ValueTiers, lake: Lake) -> list[str]:
    rows = pa.table([[str(place) for place in range(len(worth))], worth], schema=GIVEN)
    found = read.execute(tiers(read.given("people", GIVEN), policy), units=None, given={"people": rows}, lake=lake).to_pylist()
    told = {row["guest_id"]: row["tier"] for row in found}
    return [told[str(place)] for place in range(len(worth))]


def written(lake: Lake) -> UUID:
    """A guest who booked and spent 500, one who booked and spent nothing, and a prospect."""
    usual = dict.fromkeys(SCHEMA.names) | {"is_agency": False, "bookings": 1}
    rows = [
        usual | {"guest_id": "a", "group": "recent", "minor": 50_000},
        usual | {"guest_id": "b", "group": "gone"},
        usual | {"guest_id": "c"},
    ]
    version = new_id()
    write_snapshot(STANDING, SCHEMA, pa.Table.from_pylist(rows, SCHEMA).to_batches(), version=version, lake=lake)
    return version


def known(lake: Lake, version: UUID, scored: UUID | None) -> dict[str, int]:
    found = read.execute(values(version, scored), units=None, lake=lake).to_pylist()
    return {row["guest_id"]: row["value_minor"] for row in found}


def test_vt1_value_is_what_the_model_expects_and_until_then_what_was_spent(lake: Lake) -> None:
    version, scored = written(lake), new_id()
    assert known(lake, version, None) == {"a": 50_000, "b": 0}
    scores = pa.table([["a", "c"], [7_700, 9]], schema=EXPECTED_SCHEMA)
    write_snapshot(SCORES, EXPECTED_SCHEMA, scores.to_batches(), version=scored, lake=lake)
    assert known(lake, version, scored) == {"a": 7_700, "b": 0}


def test_vt2_the_first_tenth_is_high_and_the_next_three_tenths_are_middle() -> None:
    assert said([1_000 - place for place in range(10)]) == ["high"] + ["middle"] * 3 + ["low"] * 6


def test_vt2_guests_of_equal_value_are_in_one_tier_that_of_their_middle() -> None:
    assert said([9, 9, 9, 9, 1, 1, 1, 1, 1, 1]) == ["middle"] * 4 + ["low"] * 6
    assert said([5] * 10) == ["low"] * 10


def test_vt3_bounds_of_money_count_by_themselves() -> None:
    assert said([1_000, 999, 100, 99, -5], BOUNDS) == ["high", "middle", "middle", "low", "low"]


def test_vt4_who_is_worth_nothing_is_low_however_few_they_are() -> None:
    assert said([0, 0]) == ["low", "low"]
    assert said([0, -100, -200], replace(TENTH, high_share=0.9, middle_share=0.05)) == ["low"] * 3


def test_the_reason_says_by_what_and_that_there_is_no_model_yet() -> None:
    assert reason_of(Tier.HIGH, TENTH, ValueSource.SPENT).zh == "还没有可用的价值模型，暂按近 730 天的消费，属于前 10% 的客人。"
    assert (
        reason_of(Tier.LOW, BOUNDS, ValueSource.EXPECTED).en
        == "By the value that the model expects in the next 365 days, by bounds of money."
    )
    assert "代订" in reason_of(None, TENTH, ValueSource.SPENT).zh


shares = some.tuples(some.integers(1, 49), some.integers(1, 49)).map(
    lambda two: ValueTiers(high_share=two[0] / 100, middle_share=two[1] / 100)
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(worth=some.lists(some.integers(-3, 12), min_size=1, max_size=40), policy=some.one_of(shares, some.just(BOUNDS)))
def test_all_guests_at_once_are_placed_as_each_alone(lake: Lake, worth: list[int], policy: ValueTiers) -> None:
    assert at_once(worth, policy, lake) == said(worth, policy)


@pytest.mark.parametrize("policy", [TENTH, BOUNDS], ids=["shares", "bounds"])
def test_on_either_engine_they_are(lake: Lake, engine: str, policy: ValueTiers) -> None:
    worth = [place * 37 % 211 * 8 for place in range(300)]
    assert at_once(worth, policy, replace(lake, engine=engine)) == said(worth, policy)
