"""How guests stand to each other, by number: the worked examples of docs/algorithms/relations.md."""

from datetime import date
from uuid import UUID

import pytest

from xenia.connect.types.together import PairCounts, Side
from xenia.identity.rules.relations import (
    Age,
    age_of,
    chance,
    employer_chance,
    in_order,
    infer,
    leads_back,
    needs_ages,
    stands,
    sureness_of,
)
from xenia.identity.types import RelationKind, RelationState

A, B, C = UUID(int=1), UUID(int=2), UUID(int=3)
DENIED, CONFIRMED, INFERRED = RelationState.DENIED, RelationState.CONFIRMED, RelationState.INFERRED
GROWN, CHILD = Age(date(1988, 3, 9)), Age(date(2018, 6, 1), True)


def pair(left: dict[str, int] | None = None, right: dict[str, int] | None = None, **both: int | bool) -> PairCounts:
    return PairCounts(Side(A, **(left or {})), Side(B, **(right or {})), **both)


def found(*args, **more) -> dict[str, float]:
    """Kind and confidence of what is inferred; `booker_for` is from A to B, `booker_for<` from B to A."""
    return {tie.kind + ("<" if tie.from_id == B else ""): tie.confidence for tie in infer(*args, **more)}


def test_g1_two_who_have_nothing_in_common_are_nothing_to_each_other() -> None:
    assert found(pair({"travels": 9}, {"travels": 9})) == {}


def test_g2_an_office_is_nobodys_family_but_may_be_a_companion() -> None:
    desk = {"travels": 2, "booked_for": 5_000, "books": 9}
    assert found(pair(desk, {"travels": 9}, shares_phone=True)) == {}
    assert found(pair(desk, {"travels": 2}, together=1, shares_phone=True)) == {"companion": 0.4}
    assert found(pair({"paid_for": 21, "pays": 9}, {"travels": 9})) == {}
    assert found(pair({"paid_for": 20, "pays": 9}, {"travels": 9})) == {"payer_for": 0.833}


@pytest.mark.parametrize(("times", "occasions", "expected"), [(1, 1, 0.5), (3, 3, 0.667), (9, 9, 0.833), (1, 10, 0.154), (0, 0, 0.333)])
def test_g3_the_chance_of_the_next_time(times: int, occasions: int, expected: float) -> None:
    assert chance(times, occasions) == expected


def test_g4_companions_are_measured_by_the_trips_of_the_one_who_travels_less() -> None:
    assert found(pair({"travels": 3}, {"travels": 1}, together=1)) == {"companion": 0.5}
    assert found(pair({"travels": 9}, {"travels": 9}, together=1)) == {}


@pytest.mark.parametrize(
    ("counts", "ages", "expected"),
    [
        ({"shares_phone": True}, (Age(), Age()), 0.625),
        ({"shares_phone": True, "same_surname": True, "together": 2}, (Age(), Age()), 0.714),
        ({"same_surname": True, "together": 1}, (Age(), Age()), 0.5),
        ({"same_surname": True, "together": 1}, (GROWN, Age(date(1958, 3, 9))), 0.571),
        ({"shares_phone": True, "same_company": True}, (Age(), Age()), 0.5),
        ({"same_surname": True}, (Age(), Age()), None),
        ({"together": 1}, (GROWN, CHILD), 0.6),
        ({"together": 1, "with_children": 1}, (GROWN, CHILD), 0.647),
        ({"together": 4, "with_children": 4}, (Age(), Age()), None),
    ],
)
def test_g5_signs_of_one_home_add_up(counts: dict[str, int], ages: tuple[Age, Age], expected: float | None) -> None:
    assert found(pair(**counts), ages).get("household") == expected


def test_g5_a_child_is_who_is_under_18_on_the_day_whatever_the_title() -> None:
    born = date(2008, 3, 2)
    assert age_of(born, False, date(2026, 3, 1)).is_child
    assert not age_of(born, True, date(2026, 3, 2)).is_child
    assert age_of(None, True, date(2026, 3, 2)).is_child


def test_g5_two_children_or_a_child_with_a_youth_of_ten_years_more_are_no_sign() -> None:
    assert found(pair({"travels": 1}, {"travels": 1}, together=1), (CHILD, CHILD)) == {"companion": 0.5}
    assert found(pair({"travels": 1}, {"travels": 1}, together=1), (CHILD, Age(date(2007, 1, 1)))) == {"companion": 0.5}


def test_g5_ages_are_looked_up_only_where_they_can_matter() -> None:
    assert needs_ages(pair(together=1))
    assert not needs_ages(pair(together=1, shares_phone=True))
    assert not needs_ages(pair(shares_email=True))


def test_g6_who_books_and_stays_at_home_is_a_booker_from_the_second_time() -> None:
    assert found(pair({"books": 2}, {"travels": 2})) == {"booker_for": 0.6}
    assert found(pair({"books": 2}, {"travels": 9})) == {}
    assert found(pair({"books": 1}, {"travels": 1})) == {}
    assert found(pair({"travels": 2}, {"books": 2})) == {"booker_for<": 0.6}


def test_g7_an_assistant_books_again_and_again_for_the_company_and_is_no_kin() -> None:
    assert found(pair({"books": 4}, {"travels": 4}, same_company=True)) == {"assistant_of": 0.667}
    assert found(pair({"books": 4}, {"travels": 4}, same_surname=True)) == {"booker_for": 0.714}
    assert found(pair({"books": 6, "booked_for": 3}, {"travels": 6})) == {"assistant_of": 0.625}


def test_g8_who_pays_may_travel_along() -> None:
    assert found(pair({"travels": 9, "pays": 3}, {"travels": 4})) == {"payer_for": 0.571}
    assert found(pair({"pays": 1}, {"travels": 1})) == {}


def test_g9_a_household_takes_the_place_of_companions_and_one_of_two_assists() -> None:
    assert found(pair({"travels": 2}, {"travels": 2}, together=2, shares_phone=True)) == {"household": 0.667}
    both = found(pair({"books": 6, "travels": 6, "booked_for": 9}, {"books": 5, "travels": 6}, same_company=True))
    assert set(both) == {"assistant_of", "booker_for<"}
    assert in_order(B, A, RelationKind.COMPANION) == (A, B)
    assert in_order(B, A, RelationKind.PAYER_FOR) == (B, A)


def test_g10_what_a_person_said_is_not_inferred_and_what_was_hidden_behind_it_is() -> None:
    together = pair({"travels": 10}, {"travels": 10}, together=10, shares_phone=True)
    assert found(together, said={(A, B, RelationKind.HOUSEHOLD): DENIED}) == {"companion": 0.846}
    assert found(together, said={(A, B, RelationKind.HOUSEHOLD): CONFIRMED}) == {}
    said = {(A, B, RelationKind.HOUSEHOLD): DENIED, (A, B, RelationKind.COMPANION): DENIED}
    assert found(together, said=said) == {}
    assert [stands(one) for one in ({INFERRED}, {INFERRED, CONFIRMED}, {CONFIRMED, DENIED})] == [INFERRED, CONFIRMED, DENIED]


def test_g10_of_a_denied_assistant_the_booker_is_left() -> None:
    booked = pair({"books": 4}, {"travels": 4}, same_company=True)
    assert found(booked, said={(A, B, RelationKind.ASSISTANT_OF): DENIED}) == {"booker_for": 0.714}
    assert found(booked, said={(A, B, RelationKind.ASSISTANT_OF): CONFIRMED}) == {}


def test_g11_assistants_go_in_no_circle() -> None:
    assisted_by = {A: {B}, B: {C}}
    assert leads_back(C, A, assisted_by)
    assert leads_back(B, A, assisted_by)
    assert leads_back(A, A, {})
    assert not leads_back(A, C, assisted_by)
    assert leads_back(A, B, {A: {B}, B: {A}})
    assert "assistant_of" not in found(
        pair({"books": 4}, {"travels": 4}, same_company=True), said={(B, A, RelationKind.ASSISTANT_OF): CONFIRMED}
    )


@pytest.mark.parametrize(("confidence", "word"), [(0.8, "very_likely"), (0.75, "very_likely"), (0.5, "likely"), (0.499, "perhaps")])
def test_g12_confidence_in_words(confidence: float, word: str) -> None:
    assert sureness_of(confidence, INFERRED) == word
    assert sureness_of(confidence, CONFIRMED) == sureness_of(confidence, DENIED) == "said"


def test_g13_an_employer_is_as_sure_as_records_agree() -> None:
    assert (employer_chance(2, 2), employer_chance(1, 3)) == (0.6, 0.333)
