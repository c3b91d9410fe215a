"""The day on which membership changes by itself, against every day asked for by itself."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings

from tests.segment.cast import LIN, TODAY, TWICE_LATELY, did, is_so, of
from tests.segment.worlds import Case, cases
from xenia.segment.rules.changing import next_change_on
from xenia.segment.rules.deciding import holds
from xenia.segment.types.guests import GuestFacts
from xenia.segment.types.operators import Op
from xenia.segment.types.tree import Definition, LastDays

DAYS = 45


def day_by_day(definition: Definition, guest: GuestFacts, today: date) -> date | None:
    now = holds(definition, guest, today)
    days = (today + timedelta(days=number) for number in range(1, DAYS + 1))
    return next((day for day in days if holds(definition, guest, day) is not now), None)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), database=None, derandomize=True)
@given(cases())
def test_au12_the_next_change_is_the_first_day_that_differs(case: Case) -> None:
    for person in case.people:
        guest = person.facts()
        asked = next_change_on(case.definition, guest, case.today, case.today + timedelta(days=DAYS))
        assert asked == day_by_day(case.definition, guest, case.today)


def test_au12_lin_leaves_when_the_window_ends() -> None:
    assert next_change_on(of(TWICE_LATELY), LIN, TODAY, date(2027, 6, 15)) == date(2026, 6, 16)


def test_au12_a_birthday_comes_round_over_years_without_its_day() -> None:
    birthday = of(is_so("profile.birthday", Op.ANNIVERSARY_WITHIN_NEXT, 1))
    assert next_change_on(birthday, LIN, TODAY, date(2036, 1, 1)) == date(2027, 3, 1)
    assert next_change_on(birthday, LIN, date(2027, 3, 2), date(2036, 1, 1)) == date(2028, 2, 29)


def test_au12_what_does_not_look_at_today_never_changes() -> None:
    assert next_change_on(of(is_so("feature.bookings", Op.AT_LEAST, 3)), LIN, TODAY, date.max) is None
    assert next_change_on(of(did("searched")), LIN, TODAY, date.max) is None


def test_au12_a_change_after_the_last_day_asked_for_is_not_told() -> None:
    later = of(replace(TWICE_LATELY, during=LastDays(30)))
    assert (next_change_on(later, LIN, TODAY, date(2026, 7, 1)), next_change_on(later, LIN, TODAY, date(2026, 7, 2))) == (
        None,
        date(2026, 7, 2),
    )
