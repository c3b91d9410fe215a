"""What sets a group apart, and how groups overlap: the worked numbers of docs/algorithms/sandbox.md, SB3 to SB6."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xenia.segment.rules.contrast import choose_traits, cohens_h, cuts_of, differs, rounded
from xenia.segment.rules.overlap import crossings_of
from xenia.segment.types.contrast import Part, Trait
from xenia.segment.types.operators import Comparison, FieldKind, Op
from xenia.segment.types.tree import FieldIs


def trait(field: str, inside: Part, against: Part, op: Op = Op.IS_KNOWN) -> Trait:
    return Trait(FieldIs(field, Comparison(op)), inside, against, cohens_h(inside, against))


def test_sb3_small_shares_count_by_cohens_h() -> None:
    assert cohens_h(Part(3, 100), Part(1, 100)) == pytest.approx(0.148, abs=0.0005)
    assert cohens_h(Part(19, 100), Part(12, 100)) == pytest.approx(0.195, abs=0.0005)
    assert cohens_h(Part(80, 100), Part(25, 100)) == pytest.approx(1.167, abs=0.0005)
    assert cohens_h(Part(0, 0), Part(1, 2)) == 0.0


def test_sb3_shares_swapped_are_as_far_apart_the_other_way() -> None:
    assert cohens_h(Part(1, 4), Part(3, 4)) == -cohens_h(Part(3, 4), Part(1, 4))


def test_sb4_a_difference_that_chance_makes_is_not_told() -> None:
    assert not differs(Part(12, 20), Part(300, 1_000))
    assert differs(Part(120, 200), Part(300, 1_000))
    assert not differs(Part(0, 0), Part(300, 1_000))


def test_sb4_of_each_field_the_furthest_is_told_and_little_differences_are_not() -> None:
    much, more = Part(600, 1_000), Part(800, 1_000)
    found = choose_traits([
        trait("spend", much, Part(250, 1_000)),
        trait("spend", more, Part(250, 1_000), Op.IS_EMPTY),
        trait("nights", Part(260, 1_000), Part(250, 1_000)),
        trait("lead", Part(100, 1_000), Part(900, 1_000)),
    ])  # fmt: skip
    assert [(one.where.field, one.inside.guests) for one in found] == [("lead", 100), ("spend", 800)]


def test_sb4_twelve_are_told_at_most() -> None:
    assert len(choose_traits([trait(f"f{number}", Part(900, 1_000), Part(100, 1_000)) for number in range(30)])) == 12


def test_sb3_cuts_are_quartiles_of_two_digits() -> None:
    money = cuts_of(FieldKind.MINOR, [1_234_567.0, 2_000_000.0, 98_765_432.0])
    assert money == (Comparison(Op.AT_MOST, 1_200_000), Comparison(Op.AT_LEAST, 2_000_000), Comparison(Op.AT_LEAST, 98_000_000))
    assert cuts_of(FieldKind.WHOLE, [0.0, 1.0, 1.0]) == (Comparison(Op.AT_MOST, 0), Comparison(Op.AT_LEAST, 1))
    assert cuts_of(FieldKind.SHARE, [None, None, None]) == ()


@pytest.mark.parametrize(
    ("number", "kind", "told"),
    [
        (0.4567, FieldKind.SHARE, 0.45),
        (0.004567, FieldKind.SHARE, 0.0045),
        (3.14159, FieldKind.REAL, 3.1),
        (123.456, FieldKind.REAL, 120),
        (7.9, FieldKind.WHOLE, 7),
        (-12.5, FieldKind.REAL, -13),
    ],
)
def test_sb3_a_cut_is_rounded_down(number: float, kind: FieldKind, told: float) -> None:
    assert rounded(number, kind) == told


def test_sb6_guests_are_counted_once_by_the_groups_they_are_in() -> None:
    gold, family, near = ([1, 1, 0, 0, 1], [1, 0, 1, 0, 1], [0, 0, 0, 0, 1])
    found = crossings_of([np.array(one, dtype=bool) for one in (gold, family, near)])
    assert found == (((0,), 1), ((1,), 1), ((0, 1), 1), ((0, 1, 2), 1))


@given(st.lists(st.lists(st.booleans(), min_size=7, max_size=7), min_size=1, max_size=6))
def test_sb6_crossings_are_what_counting_guest_by_guest_gives(groups: list[list[bool]]) -> None:
    one_by_one = Counter(tuple(place for place, group in enumerate(groups) if group[guest]) for guest in range(7))
    one_by_one.pop((), None)
    assert dict(crossings_of([np.array(group) for group in groups])) == dict(one_by_one)
