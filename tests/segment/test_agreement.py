"""Both evaluators say the same of random audiences and random guests, and a mistake in one of them would be found."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis.strategies import SearchStrategy

from tests.segment.worlds import (
    LEAP_TODAY,
    Case,
    Person,
    an_event,
    by_facts,
    by_masks,
    by_rules,
    cases,
    deeds,
    dids,
    edge_definitions,
    edge_people,
    sequences,
    world_of,
)
from xenia.lake import read
from xenia.lake.engine import Lake
from xenia.segment.types.operators import Comparison, Op
from xenia.segment.types.tree import Act, All, AnyOf, Definition, Did, FieldIs, HowOften, LastDays, Node, Not, Sequence, Times

EXAMPLES = {"duckdb": 60, "sail": 20}
TODAY = date(2026, 6, 15)


def agree_on(strategy: SearchStrategy[Case], session: read.Session, engine: str) -> None:
    quiet = settings(
        max_examples=EXAMPLES.get(engine, EXAMPLES["sail"]), deadline=None, suppress_health_check=list(HealthCheck), database=None
    )

    @quiet
    @given(strategy)
    def agree(case: Case) -> None:
        assert by_facts(case, session) == by_rules(case)

    agree()


def test_au4_both_evaluators_agree_on_random_audiences_and_guests(session: read.Session, engine: str) -> None:
    agree_on(cases(), session, engine)


def test_au9_both_evaluators_agree_on_random_deeds(session: read.Session, engine: str) -> None:
    agree_on(deeds(), session, engine)


@pytest.mark.parametrize("kinds", [cases(), deeds()], ids=["cases", "deeds"])
def test_sb1_kept_answers_to_each_condition_say_the_same(kinds: SearchStrategy[Case], nowhere: Lake) -> None:
    @settings(max_examples=6 if nowhere.is_spark else 30, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(kinds)
    def agree(case: Case) -> None:
        with read.session(units=None, lake=nowhere) as own:
            assert by_masks(case, own) == by_rules(case)

    agree()


def test_au3_both_evaluators_agree_at_every_edge_of_every_operator(session: read.Session) -> None:
    people, every = edge_people(), edge_definitions()
    world = world_of(Case(every[0], people, LEAP_TODAY), session)
    for definition in (*every, Definition(Not(AnyOf(tuple(one.where for one in every))))):
        case = Case(definition, people, LEAP_TODAY)
        assert by_facts(case, session, world) == by_rules(case), definition


def test_a_planted_disagreement_is_found_by_the_comparison(session: read.Session) -> None:
    searched = Did(Act("searched"), Times(HowOften.AT_LEAST, 1), LastDays(3))
    people = (Person({}, ((an_event("searched", 3, TODAY),),)), Person({}, ()))
    case = Case(Definition(searched), people, TODAY)
    planted = replace(case, definition=Definition(replace(searched, during=LastDays(4))))
    assert (by_facts(case, session), by_rules(case), by_rules(planted)) == (set(), set(), {"g0"})


def a_day_longer(node: Node) -> Node:
    is_last = isinstance(node, Did | Sequence) and isinstance(node.during, LastDays)
    return replace(node, during=LastDays(node.during.days + 1)) if is_last else node


def above_for_at_least(node: Node) -> Node:
    is_so = isinstance(node, FieldIs) and node.test.op is Op.AT_LEAST
    return replace(node, test=Comparison(Op.ABOVE, node.test.value)) if is_so else node


def last_day_left_out(node: Node) -> Node:
    is_so = isinstance(node, FieldIs) and node.test.op is Op.WITHIN_LAST and node.test.value > 1
    return replace(node, test=Comparison(Op.WITHIN_LAST, node.test.value - 1)) if is_so else node


def nothing_known_is_never_so(node: Node) -> Node:
    """What three values of truth would say: `not` of a missing value does not hold."""
    of_field = isinstance(node, Not) and isinstance(node.part, FieldIs) and node.part.test.op is not Op.IS_EMPTY
    return All((node, FieldIs(node.part.field, Comparison(Op.IS_KNOWN)))) if of_field else node


def every_event_counts(node: Node) -> Node:
    return replace(node, once_per=None) if isinstance(node, Did) else node


def a_step_too_late(node: Node) -> Node:
    return (
        replace(node, steps=tuple(replace(one, within_days=one.within_days + 1) for one in node.steps))
        if isinstance(node, Sequence)
        else node
    )


def nobody_did_nothing(node: Node) -> Node:
    """What an inner join would say: who has no event is not counted at all."""
    return All((node, Did(node.act, Times(HowOften.AT_LEAST, 1)))) if isinstance(node, Did) and node.times.is_none else node


def is_shown(mistake: Callable[[Node], Node], case: Case) -> bool:
    return by_rules(case) != by_rules(replace(case, definition=Definition(mistake(case.definition.where))))


@pytest.mark.parametrize("mistake", [above_for_at_least, last_day_left_out, nothing_known_is_never_so])
def test_the_edges_would_show_a_mistake(mistake: Callable[[Node], Node]) -> None:
    definitions = [turned for one in edge_definitions() for turned in (one, Definition(Not(one.where)))]
    assert any(is_shown(mistake, Case(one, edge_people(), LEAP_TODAY)) for one in definitions)


@pytest.mark.parametrize(
    ("mistake", "asked"),
    [(a_day_longer, dids), (a_day_longer, sequences), (every_event_counts, dids), (a_step_too_late, sequences), (nobody_did_nothing, dids)],
)
def test_the_random_deeds_would_show_a_mistake(mistake: Callable[[Node], Node], asked: Callable[[date], SearchStrategy[Node]]) -> None:
    quick = settings(max_examples=600, phases=[Phase.generate], database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    found = find(deeds(asked(TODAY)), lambda case: is_shown(mistake, case), settings=quick)
    assert is_shown(mistake, found)
