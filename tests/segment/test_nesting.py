"""Audiences of each other, and what happens when something they ask about goes."""

from uuid import UUID

import pytest

from tests.segment.cast import SEARCHED_TOKYO, did, is_so, of
from tests.segment.worlds import CATALOGUE
from xenia.kernel.errors import Conflict
from xenia.kernel.texts import Text
from xenia.segment.rules.freezing import findings_of, require_whole
from xenia.segment.rules.nesting import order_of
from xenia.segment.types.catalogue import Catalogue
from xenia.segment.types.guests import Finding
from xenia.segment.types.operators import Comparison, Op
from xenia.segment.types.tree import Act, All, Definition, Everyone, InAudience, InList, Node, Not, PropertyIs, Sequence, Step

A, B, C, GONE = (UUID(int=number) for number in (10, 11, 12, 99))
NAMES = {A: "A", B: "B", C: "C"}


def asks(*others: UUID) -> Definition:
    return Definition(All((Everyone(), *(Not(InAudience(one)) for one in others))))


def test_au13_each_audience_comes_after_those_it_asks_about() -> None:
    assert order_of({A: asks(B, C), B: asks(C), C: asks(GONE)}, NAMES) == (C, B, A)


@pytest.mark.parametrize("asked", [{A: asks(B), B: asks(C), C: asks(A)}, {C: asks(A), B: asks(C), A: asks(B)}])
def test_au13_a_circle_is_refused_with_the_way_round_it(asked: dict[UUID, Definition]) -> None:
    with pytest.raises(Conflict) as refused:
        order_of(asked, NAMES)
    assert refused.value.context["path"] == ["A", "B", "C", "A"]
    assert "A → B → C → A" in refused.value.message_zh


def test_au13_an_audience_that_asks_about_itself_is_a_circle() -> None:
    with pytest.raises(Conflict, match="A → A"):
        order_of({A: asks(A)}, NAMES)


def test_au14_a_field_that_is_gone_freezes_the_audience() -> None:
    gone = of(All((is_so("feature.spend_minor_30d", Op.AT_LEAST, 1), is_so("feature.real", Op.AT_LEAST, 1))))
    told = Text("字段 feature.spend_minor_30d 已不存在", "the field feature.spend_minor_30d is gone")
    assert findings_of(gone, CATALOGUE, ()) == (Finding("where.all[0]", "field_gone", "feature.spend_minor_30d", told),)


TOO_MUCH = PropertyIs("amount", Comparison(Op.CONTAINS, "1"))
FOUND: list[tuple[Node, str, str]] = [
    (InAudience(GONE), "where", "audience_gone"),
    (Not(InList(GONE)), "where.not", "list_gone"),
    (is_so("feature.real", Op.HAS_ANY, ("x",)), "where", "kind_changed"),
    (did("flew"), "where", "behaviour_gone"),
    (did("booked", once_per="amount"), "where.once_per", "kind_changed"),
    (did("booked", once_per="airport"), "where.once_per", "property_gone"),
    (Sequence(SEARCHED_TOKYO, (Step(Act("flew"), 1),)), "where.sequence[1]", "behaviour_gone"),
    (Sequence(SEARCHED_TOKYO, (Step(Act("booked", (TOO_MUCH,)), 1),)), "where.sequence[1].where[0]", "kind_changed"),
]


@pytest.mark.parametrize(("node", "at", "code"), FOUND)
def test_au14_what_is_gone_is_told_with_its_place(node: Node, at: str, code: str) -> None:
    assert [(one.at, one.code) for one in findings_of(of(node), CATALOGUE, {A})] == [(at, code)]


def test_au14_what_is_there_has_no_findings() -> None:
    assert findings_of(of(All((did("booked", once_per="day"), InAudience(A)))), CATALOGUE, {A}) == ()


def test_au14_a_frozen_audience_is_not_evaluated() -> None:
    with pytest.raises(Conflict, match=r"the field feature.real is gone \(where\)") as refused:
        require_whole(of(is_so("feature.real", Op.IS_KNOWN)), Catalogue(), ())
    assert "已冻结" in refused.value.message_zh
