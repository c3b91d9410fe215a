"""What a screen is told while a definition is written: the menu, the sentence, numbers by node, and one guest with every condition."""

from dataclasses import replace
from datetime import date

import pytest

from tests.cast import DIRECTOR
from tests.segment.company import LATER, NOW, House
from tests.segment.company import house as house
from xenia.kernel.errors import Invalid, Refused
from xenia.kernel.texts import Text
from xenia.segment.queries.sandbox import list_catalogue, try_definition, try_guest
from xenia.segment.types.operators import Op, Shape

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
SEARCHED = {"did": "searched"}
FAMILY = {"field": "tag.codes", "op": "has_any", "value": ["family"]}
SEARCHING_FAMILIES = {"version": 1, "where": {"all": [SEARCHED, FAMILY]}}


def test_the_menu_names_each_field_with_its_tests_and_values(house: House) -> None:
    menu = list_catalogue(DIRECTOR, now=LATER)
    fields, operators = {one.name: one for one in menu.fields}, {one.op: one for one in menu.operators}
    assert {one.value: one.label.zh for one in fields["value.tier"].options}["high"] == "高价值"
    assert (fields["tag.codes"].operators[0], operators[Op.HAS_ANY].shape) == (Op.HAS_ANY, Shape.TEXTS)
    assert next(one for one in menu.behaviours if one.kind == "searched").properties[0].name == "destination"
    assert all(op in operators for one in menu.fields for op in one.operators)


def test_au15_au17_a_definition_is_tried_with_a_sentence_and_numbers_of_each_node(house: House) -> None:
    found = try_definition(DIRECTOR, SEARCHING_FAMILIES, now=LATER)
    assert found.numbers is not None
    assert (found.numbers.guests, found.numbers.base, found.numbers.sample[0].guest_id) == (1, 3, house.lin)
    assert [(one.at, one.guests) for one in found.numbers.conditions] == [("where", 1), ("where.all[0]", 2), ("where.all[1]", 1)]
    assert found.sentence == found.numbers.conditions[0].told
    assert (found.numbers.conditions[1].told.zh, found.numbers.sample[0].name) == ("搜索过的客人。", "林薇")


def test_au14_what_is_gone_is_told_with_the_sentence_and_without_numbers(house: House) -> None:
    found = try_definition(DIRECTOR, {"version": 1, "where": {"all": [{"field": "feature.gone", "op": "is_known"}]}}, now=LATER)
    assert ([(one.at, one.code) for one in found.findings], found.numbers) == ([("where.all[0]", "field_gone")], None)
    assert "feature.gone" in found.sentence.en


def test_au2_what_cannot_be_read_is_refused_with_its_place(house: House) -> None:
    city = {"field": "feature.city_top", "op": "is_one_of", "value": [7]}
    with pytest.raises(Invalid) as refused:
        try_definition(DIRECTOR, {"version": 1, "where": {"all": [city]}}, now=LATER)
    assert refused.value.context["at"] == "where.all[0].value[0]"


def test_au11_one_guest_is_told_each_condition_and_what_it_was_judged_by(house: House) -> None:
    found = try_guest(DIRECTOR, SEARCHING_FAMILIES, house.lin, now=LATER)
    told = [(one.at, one.holds, one.found) for one in found.conditions]
    assert told == [("where", True, None), ("where.all[0]", True, 2), ("where.all[1]", True, ("family",))]
    assert [one.found_told for one in found.conditions] == [None, None, Text("亲子", "Family")]
    assert (found.guest_id, found.belongs, found.changes_on, found.today, found.as_of) == (house.lin, True, None, date(2026, 3, 2), NOW)


def test_who_may_not_see_audiences_is_told_nothing_of_them(house: House) -> None:
    blind = replace(DIRECTOR, permissions=DIRECTOR.permissions - {"view_audiences"})
    with pytest.raises(Refused, match="view_audiences"):
        list_catalogue(blind, now=LATER)
    with pytest.raises(Refused, match="view_audiences"):
        try_definition(blind, {"version": 7}, now=LATER)
    with pytest.raises(Refused, match="view_audiences"):
        try_guest(blind, {"version": 7}, house.lin, now=LATER)
