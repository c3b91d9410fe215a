"""What goes together: rules AS1 to AS8 on worked numbers, planted and accidental pairs, and the search as the product runs it."""

from collections import Counter
from datetime import timedelta
from itertools import combinations
from typing import Any
from uuid import UUID

import numpy as np
import pytest
from scipy.stats import false_discovery_control, fisher_exact

from tests.insight.planted import NOW, add, booking, days_ago
from xenia.identity.models import Guest, GuestLink
from xenia.insight.actions.associations import SEARCHING, cancel_associations, order_associations, perform_associations
from xenia.insight.actions.snapshots import MAKING, order_snapshot, perform_snapshot
from xenia.insight.associations.measuring import Found, conviction_of, corrected, lift_of, rules_of, rules_possible
from xenia.insight.associations.mining import frequent_sets, paths_of
from xenia.insight.associations.sizes import chances_of, expected, sizes_of
from xenia.insight.models import associations as models
from xenia.insight.queries.associations import list_association_guests, list_associations
from xenia.insight.rules.associations import is_sensitive, may_go_together, name_of
from xenia.insight.types.associations import Part
from xenia.kernel.actor import Actor, product_actor
from xenia.kernel.errors import NotFound
from xenia.kernel.ids import new_id
from xenia.lake.engine import default_lake
from xenia.lake.tables import ensure_tables
from xenia.profile.models.tags import GuestTag, Tag
from xenia.trust.models.requests import Restriction

MAKER = product_actor("insight", MAKING, SEARCHING, "view_guests", "view_insight")
ANALYST = Actor(user_id=new_id(), name="an analyst", permissions=frozenset({"manage_models", "view_insight", "view_guests"}), units=None)


def by_hand(baskets: list[set[int]], least: int, size_max: int) -> dict[tuple[int, ...], int]:
    counted = Counter(items for basket in baskets for size in range(1, size_max + 1) for items in combinations(sorted(basket), size))
    return {items: times for items, times in counted.items() if times >= least}


@pytest.mark.parametrize("seed", range(5))
def test_as2_frequent_sets_are_those_that_counting_finds(seed: int) -> None:
    random = np.random.default_rng(seed)
    baskets = [set(np.flatnonzero(random.random(9) < 0.4).tolist()) for _ in range(200)]
    for least, size_max in ((10, 3), (30, 2), (1, 4)):
        assert frequent_sets(paths_of(baskets, least), least, size_max) == by_hand(baskets, least, size_max)


def found_in(baskets: list[set[int]], kinds: list[str], size_max: int = 3) -> list[Found]:
    paths = paths_of(baskets, 30)
    return rules_of(frequent_sets(paths, 30, size_max), paths, kinds)


def pairs(found: list[Found]) -> set[tuple[tuple[int, ...], int]]:
    return {(one.one, one.other) for one in found}


def test_as2_nothing_is_frequent_among_nobody() -> None:
    assert frequent_sets(paths_of([], 30), 30, 3) == {}
    assert rules_of({}, {}, []) == []


def test_as3_lift_confidence_and_conviction_of_a_worked_example() -> None:
    """1,000 guests: 200 went to Sanya, the others to Chengdu; 300 took a cruise, 120 did both. Lift 0.120 / (0.2 x 0.3) = 2; conviction
    0.7 / 0.4 = 1.75. All have been to one place, so sizes change nothing."""
    baskets = [{0, 1}] * 120 + [{0}] * 80 + [{2, 1}] * 180 + [{2}] * 620
    found = next(one for one in found_in(baskets, ["city", "line", "city"]) if one.one == (0,))
    assert (found.confidence, found.lift.value, found.conviction) == (0.6, pytest.approx(2), pytest.approx(1.75))
    assert (round(found.lift.low, 3), round(found.lift.high, 3)) == (1.796, 2.227)
    assert found.chance == pytest.approx(fisher_exact([[120, 80], [180, 620]], alternative="greater").pvalue)


def test_as3_a_rule_without_exception_has_no_conviction() -> None:
    assert conviction_of(1_000, 300, 1.0) is None
    assert lift_of(1_000, 200, 300, 60).value == 1


def test_as3_the_interval_of_the_lift_holds_it_in_19_of_20_samples() -> None:
    random = np.random.default_rng(4)
    draws = random.multinomial(2_000, (0.12, 0.08, 0.18, 0.62), size=1_000)
    held = [lift_of(2_000, both + one, both + other, both) for both, one, other, _ in draws]
    assert 0.93 <= np.mean([one.low <= 2 <= one.high for one in held]) <= 0.97


def test_as4_the_correction_is_that_of_scipy_with_every_other_test_at_one() -> None:
    chances = np.array([0.001, 0.2, 0.00001, 0.04])
    whole = false_discovery_control(np.concatenate([chances, np.ones(46)]))
    assert corrected(chances, 50) == pytest.approx(whole[:4])


def guests_with(count: int, planted: float, seed: int = 1) -> list[set[int]]:
    """Twenty things, each had by a fifth by itself; who has 0 has 1 so much more often."""
    random = np.random.default_rng(seed)
    has = random.random((count, 20)) < 0.2
    has[:, 1] |= has[:, 0] & (random.random(count) < planted)
    return [set(np.flatnonzero(row).tolist()) for row in has]


def test_as4_the_planted_pair_is_found_and_accidents_are_not() -> None:
    baskets = guests_with(1_500, 0.5)
    assert rules_possible(frequent_sets(paths_of(baskets, 30), 30, 2)) == 380
    assert pairs(found_in(baskets, ["city"] * 20, 2)) == {((0,), 1), ((1,), 0)}


@pytest.mark.parametrize("seed", [2, 3, 4])
def test_as4_nothing_is_found_where_nothing_is(seed: int) -> None:
    assert found_in(guests_with(1_500, 0.0, seed), ["city"] * 20) == []


def test_as5_a_second_condition_that_adds_nothing_makes_no_rule() -> None:
    random = np.random.default_rng(6)
    has = random.random((4_000, 6)) < 0.4
    has[:, 1] |= has[:, 0] & (random.random(4_000) < 0.6)
    found = found_in([set(np.flatnonzero(row).tolist()) for row in has], ["city"] * 6)
    assert {one.one for one in found} == {(0,), (1,)}


def busy(planted: Any = None, count: int = 3_000) -> list[set[int]]:
    """Guests of whom some do much and most little, and who choose among twelve places, five lines and three tags by nothing else."""
    random = np.random.default_rng(1)
    likely = 1 - np.exp(-np.outer(random.gamma(1.0, 1.0, count), random.uniform(0.05, 0.3, 20)))
    has = random.random((count, 20)) < likely
    if planted:
        planted(has, random.random(count))
    return [set(np.flatnonzero(row).tolist()) for row in has]


KINDS = ["city"] * 12 + ["line"] * 5 + ["tag"] * 3


@pytest.mark.parametrize("kinds", [KINDS, ["city"] * 20])
def test_as7_what_only_comes_of_doing_much_is_not_reported(kinds: list[str]) -> None:
    baskets = busy()
    plain = [lift_of(3_000, *(sum(items <= one for one in baskets) for items in ({0}, {n}, {0, n}))).low for n in range(1, 20)]
    assert min(plain) > 1.1
    assert found_in(baskets, kinds) == []


@pytest.mark.parametrize("other", [1, 14], ids=["of one kind", "of two kinds"])
def test_as7_a_planted_pair_is_found_among_guests_who_do_much(other: int) -> None:
    def plant(has: Any, drawn: Any) -> None:
        has[:, other] |= has[:, 0] & (drawn < 0.4)

    assert pairs(found_in(busy(plant), KINDS)) == {((0,), other), ((other,), 0)}


def test_as7_things_that_take_each_others_place_meet_by_their_odds() -> None:
    """Two of three are drawn with odds 1, 2 and 3: the first two come together with chance 2 / (2 + 3 + 6)."""
    chances = chances_of(np.array([1.0, 2.0, 3.0]), 3)
    assert chances[2] == pytest.approx([5 / 11, 8 / 11, 9 / 11])
    paths = {(0, 1): 200, (0, 2): 300, (1, 2): 600}
    sizes = sizes_of(paths, ["city"] * 3)
    assert [expected(sizes, *one) for one in combinations(range(3), 2)] == pytest.approx([200, 300, 600], rel=0.001)


def test_as7_equal_odds_are_told_apart_too() -> None:
    sizes = sizes_of(dict.fromkeys(combinations(range(4), 2), 100), ["city"] * 4)
    assert expected(sizes, 0, 1) == pytest.approx(100)


def test_as8_two_conditions_that_add_to_each_other_are_kept_and_a_tenth_more_is_too_little() -> None:
    def plant(has: Any, drawn: Any) -> None:
        has[:, 19] |= has[:, 0] & has[:, 13] & (drawn < 0.7)

    assert ((0, 13), 19) in pairs(found_in(busy(plant), KINDS))
    slight = [{0, 1}] * 21_000 + [{0, 2}] * 19_000 + [{3, 1}] * 20_000 + [{3, 2}] * 20_000
    assert found_in(slight, ["city", "line", "line", "city"]) == []


def test_as1_a_cabin_and_its_line_are_no_finding() -> None:
    assert not may_go_together(("cabin:business",), "line:air")
    assert may_go_together(("cabin:business",), "city:东京")
    assert name_of("cabin:business", {}).zh == "商务舱"


@pytest.mark.parametrize("words", [("allergic",), ("vip", "清真饮食"), ("with_children",), ("x", "High income")])
def test_as6_tags_that_touch_what_is_protected_are_left_out(words: tuple[str, ...]) -> None:
    assert is_sensitive(*words)
    assert not is_sensitive("foodie", "美食爱好者", "Loves good food")


@pytest.fixture
def house(empty_home: Any, transactional_db: None) -> list[str]:
    """Ninety guests who went to Sanya, eighty of them by ship; ninety who went to Beijing by rail. The first forty are foodies."""
    ensure_tables(default_lake().url)
    ids = [str(UUID(int=int("0192f0aa", 16) << 96 | 7 << 76 | 2 << 62 | 1_000 + n)) for n in range(180)]
    rows = [booking(f"N{n}", 100, booker_id=one, destination_city="三亚" if n < 90 else "北京", line="ship" if n < 80 else "rail") for n, one in enumerate(ids)]  # fmt: skip
    add(default_lake(), "booking_versions", *rows)
    Guest.objects.bulk_create([Guest(id=UUID(one)) for one in ids])
    GuestLink.objects.bulk_create([GuestLink(record_id=UUID(one), guest_id=UUID(one), home_id=UUID(one), valid_from=days_ago(900)) for one in ids])  # fmt: skip
    names = {"meaning_zh": "x", "meaning_en": "x", "way": "manual", "created_at": NOW, "changed_at": NOW}
    tags = [Tag.objects.create(code="foodie", name_zh="美食", name_en="Foodie", **names), Tag.objects.create(code="halal", name_zh="清真", name_en="Halal", **names)]  # fmt: skip
    GuestTag.objects.bulk_create([GuestTag(guest_id=UUID(one), tag=tag, since=NOW) for tag in tags for one in ids[:40]])
    perform_snapshot(actor=MAKER, snapshot_id=order_snapshot(actor=MAKER, is_full=True, now=NOW), clock=lambda: NOW)
    return ids


def search() -> models.AssociationRun:
    run_id = order_associations(actor=MAKER, now=NOW)
    perform_associations(actor=MAKER, run_id=run_id, clock=lambda: NOW + timedelta(seconds=3))
    return models.AssociationRun.objects.get(id=run_id)


def test_the_search_finds_what_goes_together_with_its_guests(house: list[str]) -> None:
    run = search()
    assert (run.state, run.guests, run.items) == ("done", 180, 5)
    told = list_associations(ANALYST)
    found = {(tuple(item.code for item in one.conditions), one.other.code): one for one in told.rules}
    rule = found[("city:三亚",), "line:ship"]
    assert (rule.guests_both, rule.guests_missing, rule.confidence) == (80, 10, pytest.approx(80 / 90))
    assert all("halal" not in code for conditions, other in found for code in (*conditions, other))
    missing = list_association_guests(ANALYST, rule.id, Part.MISSING)
    assert {str(one.guest_id) for one in missing.items} <= set(house[80:90])


def test_rules_are_filtered_by_item_and_by_lift(house: list[str]) -> None:
    search()
    told = list_associations(ANALYST, item="tag:foodie", lift_least=1.5)
    assert told.matching == len(told.rules) > 0
    assert all("tag:foodie" in {item.code for item in (*one.conditions, one.other)} for one in told.rules)
    assert list_associations(ANALYST, lift_least=50).rules == ()


def test_as6_who_objects_is_in_no_basket(house: list[str]) -> None:
    Restriction.objects.create(guest_id=UUID(house[0]), kind="profiling", since=days_ago(1))
    assert search().guests == 179


def test_a_search_replaces_the_last_and_may_be_stopped(house: list[str]) -> None:
    first = search()
    rules = models.AssociationRule.objects.count()
    assert search().id != first.id
    assert models.AssociationRule.objects.count() == rules
    waiting = order_associations(actor=ANALYST, now=NOW)
    assert order_associations(actor=ANALYST, now=NOW) == waiting
    cancel_associations(actor=ANALYST, run_id=waiting, now=NOW)
    perform_associations(actor=MAKER, run_id=waiting, clock=lambda: NOW)
    assert models.AssociationRun.objects.get(id=waiting).state == "cancelled"
    assert list_associations(ANALYST).matching == rules


def test_too_few_guests_are_no_failure_and_are_said(empty_home: Any, transactional_db: None) -> None:
    ensure_tables(default_lake().url)
    run = search()
    assert (run.state, run.kept) == ("done", 0)
    assert "30" in run.message["en"]
    with pytest.raises(NotFound):
        list_association_guests(ANALYST, new_id(), Part.BOTH)
