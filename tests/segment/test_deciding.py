"""The worked numbers of docs/algorithms/audiences.md, asked of one guest."""

from datetime import date

import pytest

from tests.segment.cast import CHEN, LIN, SEARCHED_TOKYO, TODAY, TWICE, TWICE_LATELY, did, event, is_so, of
from xenia.segment.rules.comparing import passes
from xenia.segment.rules.days import codes_within_next, first_of_last, last_of_next, longest_ago, window_of
from xenia.segment.rules.deciding import holds, judge
from xenia.segment.types.guests import GuestFacts, Reason, Value
from xenia.segment.types.operators import Comparison, Op, Operand
from xenia.segment.types.tree import (
    Act,
    All,
    AnyOf,
    Between,
    Did,
    Ever,
    Everyone,
    HowOften,
    LastDays,
    Node,
    Not,
    PropertyIs,
    Sequence,
    Step,
    Times,
)

IN_BEIJING = is_so("feature.city_top", Op.IS_ONE_OF, ("北京",))
ELSEWHERE = is_so("feature.city_top", Op.IS_NONE_OF, ("北京",))
NAN = float("nan")


def is_in(node: Node, guest: GuestFacts = LIN, today: date = TODAY) -> bool:
    return holds(of(node), guest, today)


@pytest.mark.parametrize("missing", [None, NAN, ""])
@pytest.mark.parametrize("op", [Op.IS_NONE_OF, Op.IS_ONE_OF, Op.CONTAINS, Op.IS_KNOWN])
def test_au3_a_missing_value_passes_no_test(missing: Value, op: Op) -> None:
    assert not passes(Comparison(op, ("北京",)), missing, TODAY)
    assert passes(Comparison(Op.IS_EMPTY), missing, TODAY)


@pytest.mark.parametrize(
    ("value", "op", "other", "is_so"),
    [
        (2, Op.AT_LEAST, 2, True), (2, Op.ABOVE, 2, False), (2, Op.AT_MOST, 2, True), (2, Op.BELOW, 2, False), (2, Op.IS, 2.0, True),
        (2, Op.BETWEEN, (2, 3), True), (3, Op.BETWEEN, (2, 3), True), (3.01, Op.BETWEEN, (2, 3), False), (0.1 + 0.2, Op.IS, 0.3, False),
        ("Tokyo", Op.IS_ONE_OF, ("tokyo",), False), ("东京都", Op.CONTAINS, "东京", True), ("东京", Op.CONTAINS, "东京都", False),
        (False, Op.IS_FALSE, None, True), (None, Op.IS_FALSE, None, False), (True, Op.IS_TRUE, None, True),
        (frozenset({"a", "b"}), Op.HAS_ANY, ("b", "c"), True), (frozenset({"a", "b"}), Op.HAS_ALL, ("b", "c"), False),
        (frozenset({"a"}), Op.HAS_NONE, ("b", "c"), True), (frozenset(), Op.HAS_NONE, ("b",), True), (None, Op.HAS_NONE, ("b",), False),
        (frozenset(), Op.IS_EMPTY, None, True), (frozenset(), Op.IS_KNOWN, None, False),
        (date(2026, 6, 1), Op.BEFORE, date(2026, 6, 1), False), (date(2026, 6, 2), Op.AFTER, date(2026, 6, 1), True),
        (date(2026, 6, 1), Op.FROM_TO, (date(2026, 6, 1), date(2026, 6, 1)), True),
    ],
)  # fmt: skip
def test_au3_values_are_compared_as_they_are(value: Value, op: Op, other: Operand, is_so: bool) -> None:
    assert passes(Comparison(op, other), value, TODAY) is is_so


def test_au4_not_holds_where_nothing_is_known_and_none_of_does_not() -> None:
    assert (is_in(IN_BEIJING, CHEN), is_in(ELSEWHERE, CHEN), is_in(Not(IN_BEIJING), CHEN)) == (False, False, True)
    assert (is_in(IN_BEIJING), is_in(ELSEWHERE), is_in(Not(IN_BEIJING))) == (False, True, True)


def test_au4_groups_say_all_any_and_nobody() -> None:
    assert (is_in(All((Everyone(), IN_BEIJING))), is_in(AnyOf((Everyone(), IN_BEIJING))), is_in(Not(Everyone()))) == (False, True, False)


def test_au5_an_event_counts_from_its_day_on() -> None:
    tomorrow = GuestFacts(events=(event("departed", 6, 16),))
    tonight = GuestFacts(events=(event("searched", 6, 15, 20),))
    assert (is_in(did("departed"), tomorrow), is_in(did("departed"), tomorrow, date(2026, 6, 16))) == (False, True)
    assert is_in(did("searched"), tonight)


def test_au5_a_property_that_is_not_said_is_missing() -> None:
    elsewhere = Did(Act("searched", (PropertyIs("destination", Comparison(Op.IS_NONE_OF, ("东京",))),)), Times(HowOften.AT_LEAST, 1))
    assert not is_in(elsewhere, GuestFacts(events=(event("searched", 6, 1),)))


def test_au6_today_is_the_last_of_the_last_days_and_the_first_of_the_next() -> None:
    assert (first_of_last(14, TODAY), last_of_next(7, TODAY), longest_ago(14, TODAY)) == (
        date(2026, 6, 2),
        date(2026, 6, 21),
        date(2026, 6, 1),
    )


@pytest.mark.parametrize(
    ("day", "last", "nearest", "ago"),
    [
        (date(2026, 6, 1), False, False, True), (date(2026, 6, 2), True, False, False), (TODAY, True, True, False),
        (date(2026, 6, 28), False, True, False), (date(2026, 6, 29), False, False, False),
    ],
)  # fmt: skip
def test_au6_the_edges_of_14_days(day: date, last: bool, nearest: bool, ago: bool) -> None:
    found = [passes(Comparison(op, 14), day, TODAY) for op in (Op.WITHIN_LAST, Op.WITHIN_NEXT, Op.LONGER_AGO)]
    assert found == [last, nearest, ago]


def test_au7_a_window_never_reaches_beyond_today() -> None:
    may, july = date(2026, 5, 1), date(2026, 7, 1)
    assert window_of(LastDays(14), TODAY) == (date(2026, 6, 2), TODAY)
    assert (window_of(Between(may, july), TODAY), window_of(Between(None, may), TODAY)) == ((may, TODAY), (None, may))
    assert window_of(Ever(), TODAY) == (None, TODAY)


def test_au7_lin_leaves_on_the_day_after_the_window() -> None:
    assert (is_in(TWICE_LATELY), is_in(TWICE_LATELY, today=date(2026, 6, 16))) == (True, False)


@pytest.mark.parametrize(
    ("today", "is_near"),
    [(date(2027, 2, 26), False), (date(2027, 2, 27), True), (date(2027, 3, 1), True), (date(2027, 3, 2), False), (date(2028, 2, 26), False),
     (date(2028, 2, 27), True), (date(2028, 2, 29), True), (date(2028, 3, 1), False)],
)  # fmt: skip
def test_au8_29_february_falls_on_1_march_in_other_years(today: date, is_near: bool) -> None:
    assert is_in(is_so("profile.birthday", Op.ANNIVERSARY_WITHIN_NEXT, 3), today=today) is is_near


def test_au8_a_month_is_that_of_the_birthday_itself() -> None:
    this_month = is_so("profile.birthday", Op.IN_THIS_MONTH)
    assert [is_in(this_month, today=day) for day in (date(2027, 2, 1), date(2027, 2, 28), date(2027, 3, 1))] == [True, True, False]
    assert passes(Comparison(Op.IN_MONTHS, (1, 2)), date(1984, 2, 29), TODAY)


def test_au8_a_year_ahead_is_everybody() -> None:
    assert (len(codes_within_next(366, TODAY)), len(codes_within_next(3_660, TODAY))) == (366, 366)


def test_au9_events_days_and_values_are_counted() -> None:
    often, days, places = (Did(SEARCHED_TOKYO, TWICE, once_per=once) for once in (None, "day", "destination"))
    assert [judge(of(one), LIN, TODAY).found for one in (often, days, places)] == [2, 2, 1]


@pytest.mark.parametrize(("times", "is_so"), [(Times(HowOften.AT_MOST, 2), True), (Times(HowOften.EXACTLY, 0), True), (TWICE, False)])
def test_au9_who_never_did_it_did_it_0_times(times: Times, is_so: bool) -> None:
    assert is_in(did("searched", times), CHEN) is is_so


def test_au9_an_event_that_does_not_say_the_property_is_not_counted_by_it() -> None:
    guest = GuestFacts(
        events=(event("searched", 6, 1), event("searched", 6, 2, destination=""), event("searched", 6, 3, destination="三亚"))
    )
    assert judge(of(did("searched", once_per="destination")), guest, TODAY).found == 1


def viewed_and_not_booked(days: int) -> Sequence:
    return Sequence(Act("viewed"), (Step(Act("booked"), days, is_absent=True),))


def test_au10_a_step_comes_within_its_days() -> None:
    within = [is_in(Sequence(SEARCHED_TOKYO, (Step(Act("viewed"), days),))) for days in (7, 8)]
    assert within == [False, True]


@pytest.mark.parametrize(("days", "today", "is_so"), [(3, 13, False), (3, 14, True), (3, 15, True), (4, 15, False)])
def test_au10_what_did_not_follow_is_sure_when_its_days_are_over(days: int, today: int, is_so: bool) -> None:
    assert is_in(viewed_and_not_booked(days), today=date(2026, 6, today)) is is_so


@pytest.mark.parametrize(("today", "is_so"), [(18, False), (19, True)])
def test_au10_nothing_is_absent_before_its_time(today: int, is_so: bool) -> None:
    sequence = Sequence(SEARCHED_TOKYO, (Step(Act("booked"), 3, is_absent=True),), Between(TODAY, None))
    assert is_in(sequence, today=date(2026, 6, today)) is is_so


def test_au10_what_happens_at_the_same_instant_does_not_follow() -> None:
    both = GuestFacts(events=(event("searched", 6, 1), event("viewed", 6, 1)))
    assert not is_in(Sequence(Act("searched"), (Step(Act("viewed"), 3),)), both)


def test_au11_every_condition_says_what_it_was_judged_by() -> None:
    reason = judge(of(All((TWICE_LATELY, Not(did("booked"))))), LIN, TODAY)
    booked = Reason("where.all[1].not", True, 1)
    assert reason == Reason("where", False, None, (Reason("where.all[0]", True, 2), Reason("where.all[1]", False, None, (booked,))))
