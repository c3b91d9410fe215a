"""Sources that hold every person once: what that says of two of their records, and of those that are left over."""

import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.identity.readings import read, start_model
from xenia.identity.resolution import cluster, resolve
from xenia.identity.rules.once import Left, partners, sources_of_once
from xenia.identity.rules.reading import Reading
from xenia.identity.rules.weighing import evidence, levels_of, weigh

PEOPLE = 400
SURNAMES, GIVENS = "王李张刘陈杨赵黄周吴", "伟芳娜静磊洋勇艳杰娟霞飞强敏华"


def traveller(number: int, source: str) -> Reading:
    """One record of that person, named like nobody else, with a phone of their own."""
    name = SURNAMES[number % 10] + GIVENS[number // 10 % 15] + GIVENS[number // 150 % 15]
    return read(name=name, phone=f"139{10_000_000 + 7919 * number}", birth_date=f"19{50 + number % 50}-03-04", source=source)


def pairs_across(count: int) -> list[tuple[int, int]]:
    return [(number, count + number) for number in range(count)]


def test_m44_a_source_that_nearly_no_pair_lies_within_holds_every_person_once() -> None:
    sources = ["hotel"] * PEOPLE + ["gds"] * PEOPLE
    assert set(sources_of_once(sources, pairs_across(PEOPLE))) == {"hotel", "gds"}
    within = [(number, number + 1) for number in range(0, 100, 2)]
    assert sources_of_once(sources, [*pairs_across(PEOPLE), *within]).keys() == {"gds"}


def test_m44_few_pairs_and_records_of_no_source_say_nothing() -> None:
    assert sources_of_once(["hotel"] * 50 + ["gds"] * 50, pairs_across(50)) == {}
    assert sources_of_once([""] * 2 * PEOPLE, pairs_across(PEOPLE)) == {}


def test_m44_two_records_of_such_a_source_weigh_less_and_the_waterfall_says_so() -> None:
    model, bits = start_model(), -9.0
    told = type(model)(model.prior, model.chances, model.local, model.latin, once={"hotel": bits})
    one, other = read(name="王伟", phone="13805712233", source="hotel"), read(name="王伟", phone="13805712233", source="hotel")
    assert weigh(told, one, other)[0] == pytest.approx(weigh(model, one, other)[0] + bits)
    assert weigh(told, one, read(name="王伟", source="gds"))[0] == weigh(model, one, read(name="王伟", source="gds"))[0]
    assert ("source", bits) in [(bar.comparison, bar.bits) for bar in evidence(told, levels_of(one, other), one, other)]


def left_over(source_of_last: str) -> list[Reading]:
    """Two sources with everybody in each, and one person more whom the second misspelt and knows without a phone."""
    known = [traveller(number, source) for source in ("hotel", "gds") for number in range(PEOPLE)]
    last = (read(name="钱小明", city="苏州", source="hotel"), read(name_latin="QIAN/XIAOMIN", city="苏州", source=source_of_last))
    return [*known, *last]


def test_m45_two_records_that_are_left_over_are_each_others() -> None:
    readings = left_over("gds")
    resolved = resolve(readings)
    assert resolved.left_over == {(2 * PEOPLE, 2 * PEOPLE + 1)}
    assert frozenset((2 * PEOPLE, 2 * PEOPLE + 1)) in cluster(resolved).parts


def test_m45_where_a_source_holds_people_twice_nothing_changes() -> None:
    readings = left_over("gds")
    again = [traveller(number, source) for source in ("hotel", "gds") for number in range(PEOPLE)]
    resolved = resolve([*readings, *again])
    assert (resolved.model.once, resolved.left_over) == ({}, frozenset())


def test_m45_who_fits_two_is_nobodys() -> None:
    left = Left(2, 1, 9, 8, 7)
    assert partners(left, {(0, 0): 9.0, (1, 0): 9.0}) == {}
    assert partners(left, {(0, 0): 20.0, (1, 0): 2.0}).keys() == {(0, 0)}
    assert partners(left, {}) == {}


def test_m45_that_nobody_else_is_left_joins_no_two_that_nothing_speaks_for() -> None:
    assert partners(Left(1, 1, 500, 500, 499), {(0, 0): -1.0}) == {}
    assert partners(Left(1, 1, 500, 500, 499), {(0, 0): 1.0})[0, 0] > 8
    assert partners(Left(1, 1, 500, 500, 0), {(0, 0): 1.0})[0, 0] < 0


BITS = st.floats(-20, 20).map(lambda bits: round(bits, 3))
SIX = Left(6, 6, 60, 60, 50)
EVIDENCE = st.dictionaries(st.tuples(st.integers(0, 5), st.integers(0, 5)), BITS, max_size=20)


@given(EVIDENCE, st.permutations(range(6)), st.permutations(range(6)))
def test_m45_the_order_of_records_changes_nothing(evidence, rows: Sequence[int], columns: Sequence[int]) -> None:
    found = partners(SIX, evidence)
    moved = partners(SIX, {(rows[near], columns[far]): bits for (near, far), bits in evidence.items()})
    assert {(rows[near], columns[far]) for near, far in found} == moved.keys()


@given(EVIDENCE)
def test_m45_nobody_has_two_partners(evidence) -> None:
    found = partners(SIX, evidence)
    assert len({near for near, _ in found}) == len({far for _, far in found}) == len(found)


def test_m44_m45_the_order_of_arrival_changes_no_cluster() -> None:
    readings = left_over("gds")
    places = list(range(len(readings)))
    random.Random(3).shuffle(places)
    before = {frozenset(part) for part in cluster(resolve(readings)).parts}
    after = {frozenset(places[one] for one in part) for part in cluster(resolve([readings[place] for place in places])).parts}
    assert before == after
