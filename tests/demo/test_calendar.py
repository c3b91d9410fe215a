"""When trips start: the long holidays, the summer, weekends, and the quiet of business in between."""

from datetime import date

import pytest

from xenia.demo.calendar import business_weight, leisure_weight, season_until, start_of

ORDINARY = date(2025, 3, 13)


@pytest.mark.parametrize(
    "day", [date(2024, 10, 1), date(2025, 10, 3), date(2024, 2, 8), date(2025, 1, 30), date(2026, 2, 18), date(2025, 5, 1)]
)
def test_holidays_draw_half_as_many_leisure_trips_again_as_an_ordinary_thursday(day: date) -> None:
    assert leisure_weight(day) > 1.5 * leisure_weight(ORDINARY)


@pytest.mark.parametrize("day", [date(2024, 10, 1), date(2025, 1, 30), date(2026, 2, 18)])
def test_business_rests_in_the_long_holidays(day: date) -> None:
    assert business_weight(day) < 0.3 * business_weight(ORDINARY)


def test_spring_festival_moves_with_the_moon() -> None:
    assert leisure_weight(date(2025, 1, 29)) > 2 * leisure_weight(date(2025, 2, 12))
    assert leisure_weight(date(2026, 2, 17)) > 2 * leisure_weight(date(2026, 1, 28))


@pytest.mark.parametrize(("until", "first"), [(date(2026, 10, 31), date(2023, 11, 1)), (date(2024, 2, 29), date(2021, 3, 1))])
def test_the_export_covers_three_years(until: date, first: date) -> None:
    assert start_of(until) == first
    assert season_until(until).first == first
