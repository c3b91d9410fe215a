"""Groups of guests beside each other, from the questions put to the lake to what a screen is told: SB3 to SB6."""

from dataclasses import replace
from typing import Any

import pyarrow as pa
import pytest

from tests.cast import DIRECTOR
from tests.segment.company import LATER, House
from tests.segment.company import house as house
from xenia.kernel.errors import Invalid, Refused
from xenia.lake import read
from xenia.segment.facts import contrast as facts
from xenia.segment.queries.groups import contrast_definition, overlap_definitions
from xenia.segment.queries.sandbox import try_definition
from xenia.segment.types.operators import Comparison, FieldKind, Op

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
SEARCHED: dict[str, Any] = {"version": 1, "where": {"did": "searched"}}
BOUGHT: dict[str, Any] = {"version": 1, "where": {"field": "feature.bookings", "op": "at_least", "value": 1}}
SIDES = pa.table([pa.array([0, 1, 2, 3, 4]), pa.array([True, True, False, False, False])], schema=facts.SIDES)


def asked_of(values: pa.Array, kind: FieldKind, cuts: tuple[Comparison, ...] = ()) -> list[dict[str, Any]]:
    """What is counted of guests 0 to 5, of whom 0 and 1 are inside and 5 is in neither group."""
    with read.session(units=None) as session:
        column = session.give("column", pa.table({"guest_id": pa.array(range(6)), "told": values}))
        both = facts.of_both(column, "told", session.give("sides", SIDES))
        question = facts.counts_of_cuts(both, cuts) if cuts else facts.counts_of_values(both, kind)
        return session.execute(question).to_pylist()


def test_sb3_values_are_counted_in_both_groups_and_guests_of_neither_are_not() -> None:
    found = asked_of(pa.array(["上海", "北京", "上海", "", None, "上海"]), FieldKind.TEXT)
    assert found == [{"value": "上海", "inside": 1, "against": 1}, {"value": "北京", "inside": 1, "against": 0}]


def test_sb3_each_word_of_a_set_is_a_value_and_a_flag_is_counted_where_it_is_so() -> None:
    tags = asked_of(pa.array([["a", "b"], ["a"], [], ["b"], ["b"], ["a"]]), FieldKind.SET)
    assert {one["value"]: (one["inside"], one["against"]) for one in tags} == {"a": (2, 0), "b": (1, 2)}
    flag = asked_of(pa.array([True, False, True, True, None, True]), FieldKind.FLAG)
    assert flag == [{"value": True, "inside": 1, "against": 2}]


def test_sb3_cuts_of_a_number_are_counted_in_both_groups() -> None:
    cuts = (Comparison(Op.AT_MOST, 10), Comparison(Op.AT_LEAST, 20))
    assert asked_of(pa.array([5, 20, 10, 30, None, 99]), FieldKind.WHOLE, cuts) == [
        {"inside_0": 1, "against_0": 1, "inside_1": 1, "against_1": 1}
    ]


def test_sb4_too_few_guests_are_counted_and_not_held_against_each_other(house: House) -> None:
    found = contrast_definition(DIRECTOR, SEARCHED, None, now=LATER)
    assert found.inside is not None
    assert found.against is not None
    assert (found.inside.guests, found.against.guests, found.is_too_few, found.traits) == (2, 1, True, ())
    assert (found.inside.sentence.zh, found.against.sentence.zh, found.currency) == ("搜索过的客人。", "其余所有客人", "CNY")


def test_sb5_value_at_stake_is_the_sum_over_the_guests_of_each_group(house: House) -> None:
    everybody: dict[str, Any] = {"version": 1, "where": {"everyone": True}}
    found = [contrast_definition(DIRECTOR, one, None, now=LATER) for one in (SEARCHED, BOUGHT, everybody)]
    values = [(one.inside.value_minor, one.against.value_minor) for one in found if one.inside and one.against]
    assert values == [(250_000, 0), (250_000, 0), (250_000, 0)]


def test_sb5_each_of_overlapping_definitions_has_its_own_value(house: House) -> None:
    found = overlap_definitions(DIRECTOR, [SEARCHED, {"version": 1, "where": {"not": SEARCHED["where"]}}], now=LATER)
    assert (found.currency, [one.value_minor for one in found.sets]) == ("CNY", [250_000, 0])


def test_sb3_another_definition_is_what_a_group_is_held_against(house: House) -> None:
    found = contrast_definition(DIRECTOR, BOUGHT, SEARCHED, now=LATER)
    overlap = overlap_definitions(DIRECTOR, [BOUGHT, SEARCHED], now=LATER)
    only_searched = sum(one.guests for one in overlap.crossings if one.within == (1,))
    assert found.inside is not None
    assert found.against is not None
    assert (found.inside.guests, found.against.guests) == (overlap.sets[0].guests, only_searched)


def test_sb6_each_crossing_is_a_definition_of_the_guests_it_counts(house: House) -> None:
    found = overlap_definitions(DIRECTOR, [SEARCHED, BOUGHT, {"version": 1, "where": {"not": {"everyone": True}}}], now=LATER)
    assert (found.base, [one.guests for one in found.sets][2]) == (3, 0)
    for one in found.crossings:
        tried = try_definition(DIRECTOR, one.definition, now=LATER)
        assert tried.numbers is not None
        assert tried.numbers.guests == one.guests > 0


def test_au14_what_is_gone_is_told_instead_of_numbers(house: House) -> None:
    gone: dict[str, Any] = {"version": 1, "where": {"field": "feature.gone", "op": "is_known"}}
    assert [one.code for one in contrast_definition(DIRECTOR, SEARCHED, gone, now=LATER).findings] == ["field_gone"]
    assert overlap_definitions(DIRECTOR, [SEARCHED, gone], now=LATER).crossings == ()


@pytest.mark.parametrize("many", [0, 7])
def test_sb6_none_and_more_than_six_are_refused(house: House, many: int) -> None:
    with pytest.raises(Invalid, match="give one to 6"):
        overlap_definitions(DIRECTOR, [SEARCHED] * many, now=LATER)


def test_who_may_not_see_audiences_is_told_nothing_of_groups(house: House) -> None:
    blind = replace(DIRECTOR, permissions=DIRECTOR.permissions - {"view_audiences"})
    with pytest.raises(Refused):
        contrast_definition(blind, SEARCHED, None, now=LATER)
    with pytest.raises(Refused):
        overlap_definitions(blind, [SEARCHED], now=LATER)
