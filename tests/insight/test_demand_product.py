"""Demand from the lake: point in time, series and measures, judged and kept, how the books fill; rules D9 to D16."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from tests.insight.booked_days import NOW, WEEK, at, fill
from tests.insight.planted import add, booking, on
from xenia.insight import holidays, poisson
from xenia.insight.demand import books, lake_frame, product, seasonal
from xenia.insight.facts import demand as facts
from xenia.insight.modelling import Asked, NotEnough, Trained
from xenia.insight.reading.rates import rates_table
from xenia.insight.types.judged import Judged
from xenia.kernel.ids import new_id
from xenia.lake import read
from xenia.lake.engine import Lake


def asked(lake: Lake, ask: Any, as_of: datetime = NOW) -> Any:
    """What `ask` makes of the lake as it was known at the moment."""
    with read.session(units=None, given={"rates": rates_table()}, lake=lake) as session:
        return ask(Asked(session, as_of))


def rows_of(lake: Lake, as_of: datetime = NOW) -> list[dict[str, Any]]:
    found = asked(lake, lambda one: one.session.execute(facts.demand_bookings(one.as_of)), as_of)
    return sorted(found.to_pylist(), key=str)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    from xenia.lake.tables import ensure_tables

    folder = str(tmp_path_factory.mktemp("demand") / "lake")
    ensure_tables(folder)
    fill(Lake(folder), days=430, skip=range(180, 210))
    return Lake(folder)


@pytest.fixture(scope="module")
def trained(filled: Lake) -> Trained:
    return asked(filled, lambda one: product.train(one, 1))


@pytest.fixture(scope="module")
def judged(trained: Trained) -> Judged:
    return trained.judged


@pytest.fixture(scope="module")
def model(trained: Trained, tmp_path_factory: pytest.TempPathFactory) -> product.Model:
    folder = tmp_path_factory.mktemp("kept")
    trained.save(folder)
    return product.load(folder)


@pytest.fixture(scope="module")
def scored(filled: Lake, model: product.Model) -> pa.Table:
    return asked(filled, lambda one: pa.Table.from_batches(list(product.score(model, one))))


def test_d10_a_cancellation_that_was_told_later_is_not_seen_before(lake: Lake) -> None:
    first = booking("B1", 30, starts_on=on(10), status="confirmed", came=at(on(-30)))
    add(lake, "booking_versions", first, first | {"status": "cancelled", "cancelled_on": on(-5), "said": at(on(-5)), "came": at(on(-5))})

    assert [(row["is_lost"], row["left_lead"]) for row in rows_of(lake, at(on(-6)))] == [(False, None)]
    assert [(row["is_lost"], row["left_lead"]) for row in rows_of(lake)] == [(True, 15)]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"nights": 3, "rooms": 2}, {"room_nights": 6, "passengers": 1, "revenue": 50_000, "unit_minor": pytest.approx(50_000 / 6)}),
        ({"line": "air", "adults": 2, "children": 1}, {"room_nights": 0, "passengers": 3, "unit_minor": pytest.approx(50_000 / 3)}),
        ({"total_minor": -200, "ends_on": on(7)}, {"room_nights": 2, "revenue": 0, "unit_minor": None}),
        ({"currency": "XXX", "status": "no_show"}, {"revenue": 0, "is_lost": True, "left_lead": None}),
        ({"booked_at": at(on(9)), "came": NOW}, {"lead": 5}),
    ],
)
def test_d10_each_booking_counts_for_its_day_with_its_nights_people_and_money(lake: Lake, said: Any, expected: Any) -> None:
    add(lake, "booking_versions", booking("B1", 30, starts_on=on(5)) | said)
    row = rows_of(lake)[0]

    assert {name: row[name] for name in expected} == expected


def test_d10_requests_and_bookings_without_a_day_are_no_demand(lake: Lake) -> None:
    add(lake, "booking_versions", booking("B1", 30), booking("B2", 30, starts_on=on(5), status="requested"))

    assert rows_of(lake) == []


def test_d14_a_stay_that_two_systems_tell_of_counts_once_as_the_hotel_tells_it(lake: Lake) -> None:
    order = booking("YX1", 30, starts_on=on(5), nights=2)
    stay = order | {"key": "8001", "external_reference": "YX1", "source_id": str(new_id()), "nights": 3}
    add(lake, "booking_versions", order, stay, order | {"key": "YX2"})

    assert sorted(row["room_nights"] for row in rows_of(lake)) == [2, 3]


def nights_of(lake: Lake, column: str) -> list[Any]:
    def told(one: Asked) -> list[dict[str, Any]]:
        rows = facts.by_day(facts.demand_bookings(one.as_of))
        return one.session.execute(rows.filter(rows.room_nights > 0).order_by("day")).to_pylist()

    return [row[column] for row in asked(lake, told)]


def test_d15_a_night_counts_on_the_day_it_is_slept_booked_so_long_before_that_night(lake: Lake) -> None:
    add(lake, "booking_versions", booking("B1", 30, starts_on=on(-3), nights=5, rooms=2))
    days = asked(lake, lambda one: one.session.execute(facts.sums_by_day(facts.demand_bookings(NOW), NOW, since=on(-2), until=on(9))))

    assert (nights_of(lake, "day"), nights_of(lake, "lead")) == ([on(step) for step in range(-3, 2)], [27, 28, 29, 30, 31])
    assert days["room_nights"].to_pylist() == [2, 2, 2, 2]
    assert (sum(days["bookings"].to_pylist()), sum(days["revenue"].to_pylist())) == (0, 0)


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ({"status": "cancelled", "cancelled_on": on(-7), "said": at(on(-7))}, [2, 3, 4]),
        ({"status": "cancelled", "cancelled_on": on(-4), "said": at(on(-4))}, [None, None, 1]),
        ({"status": "no_show"}, [None, 1, 2]),
        ({}, [None, None, None]),
    ],
)
def test_d15_what_is_lost_leaves_the_books_of_each_night_on_the_day_it_is_lost(lake: Lake, said: Any, left: list[Any]) -> None:
    add(lake, "booking_versions", booking("B1", 30, starts_on=on(-5), nights=3) | said)

    assert nights_of(lake, "left_lead") == left


def test_d15_of_a_stay_of_ten_years_one_counts(lake: Lake) -> None:
    add(lake, "booking_versions", booking("B1", 30, starts_on=on(5), ends_on=on(3_655)))

    assert len(nights_of(lake, "day")) == 365


def rounded(row: dict[str, Any]) -> dict[str, Any]:
    """A mean is the same but for the order in which an engine adds: a thousandth of a millionth is no price."""
    return {name: round(value, 9) + 0.0 if isinstance(value, float) else value for name, value in row.items()}


def test_the_facts_are_the_same_on_both_engines(lake: Lake, engine: str) -> None:
    fill(lake, days=40, ahead=5)
    until = NOW.date()

    def sums(one: Asked) -> list[Any]:
        rows = facts.demand_bookings(one.as_of)
        found = facts.cells(rows, since=on(-40), lead_max=20, detailed_from=on(-20))
        parts = [facts.cells_of_part(found, part) for part in facts.PARTS]
        days = facts.sums_by_day(rows, one.as_of, since=on(-40), until=on(5))
        priced = facts.priced_cells(facts.of_series(rows, "line:hotel"), since=on(-40), until=until, edges=(4, 15))
        return [sorted(map(rounded, one.session.execute(part).to_pylist()), key=str) for part in (*parts, days, priced)]

    assert asked(replace(lake, engine=engine), sums) == asked(lake, sums)


def test_d9_a_booking_leaves_the_books_on_the_day_it_is_cancelled(filled: Lake) -> None:
    frame = asked(filled, lambda one: lake_frame.feed_of(one)).frame
    one = frame[(frame["property"] == "company|bookings") & frame["cancelled_lead"].gt(2) & frame["lead_days"].gt(8)].iloc[:1]
    day, lead, left = int(one["arrives"].iloc[0]), int(one["lead_days"].iloc[0]), int(one["cancelled_lead"].iloc[0])
    held = books.books_of(one, np.ones(1), first=day, last=day)[0].booked[0]

    assert np.flatnonzero(held > 0).tolist() == list(range(left + 1, lead + 1))


def test_d16_a_forecast_that_reads_old_days_as_sums_says_what_one_that_reads_every_booking_says(filled: Lake, model: product.Model) -> None:
    whole = asked(filled, lambda one: lake_frame.feed_of(one))
    short = asked(filled, lambda one: lake_frame.feed_of(one, model.scales))
    every = product.outlooks(model, replace(whole, scales=model.scales))

    assert len(short.frame) < len(whole.frame) / 2
    for name, one in product.outlooks(model, short).items():
        assert one.expected == pytest.approx(every[name].expected, rel=1e-9)
        assert one.low == pytest.approx(every[name].low, rel=1e-9)


def test_d9_every_series_is_brought_to_ten_a_day(filled: Lake) -> None:
    feed = asked(filled, lambda one: lake_frame.feed_of(one))
    names = {name.partition("|")[0] for name in feed.scales}
    came = feed.frame[(feed.frame["cancelled"] == 0) & (feed.frame["arrives"] <= feed.origin) & (feed.frame["arrives"] > feed.origin - 365)]

    assert names == {"company", "line:hotel", "market:CN", "property:BZSH"}
    assert came.groupby("property")["weight"].sum().to_numpy() / 365 == pytest.approx(10)


def test_d3_few_bookings_are_no_gap_and_a_month_without_any_is_one() -> None:
    thin = np.tile([1.0, 0, 0, 0, 0, 0, 0, 0, 0, 0], 30)
    month = np.where((np.arange(300) >= 100) & (np.arange(300) < 130), 0.0, 6.0)

    assert not books._gaps(thin).any()
    assert np.flatnonzero(books._gaps(month)).tolist() == list(range(100, 130))


def test_d12_the_model_beats_the_seasonal_naive_and_its_intervals_hold(judged: Judged) -> None:
    found = {one.name: one for one in judged.measures}

    assert (judged.measures[0].name, judged.worth_publishing, judged.judged_until) == ("mase", True, NOW.date())
    assert found["mase"].gain is not None
    assert found["mase"].gain.low > 0
    assert found["coverage_80"].ours.value > 0.7
    assert found["coverage_95"].ours.value > found["coverage_80"].ours.value


def test_a_planted_week_is_foretold_within_intervals_that_hold_each_other(scored: pa.Table, model: product.Model) -> None:
    rows = [row for row in scored.to_pylist() if (row["series"], row["measure"]) == ("company", "bookings")]
    by_weekday = [sum(row["expected"] for row in rows[:28] if row["day"].weekday() == one) / 4 for one in range(7)]

    assert [row["day"] for row in rows] == [NOW.date() + timedelta(days=step) for step in range(model.reach)]
    assert all(row["low_95"] <= row["low_80"] <= row["expected"] <= row["high_80"] <= row["high_95"] for row in rows)
    assert by_weekday == pytest.approx([0.9 * one for one in WEEK], rel=0.4)


def test_scores_have_the_columns_that_the_kind_promises(scored: pa.Table) -> None:
    assert scored.column_names == ["series", "day", *(one.name for one in product.KIND.scores)]
    assert set(scored["measure"].to_pylist()) == set(facts.MEASURES)


def test_d6_the_reasons_of_a_series_add_up_to_what_is_expected(filled: Lake, model: product.Model, scored: pa.Table) -> None:
    told = asked(filled, lambda one: product.explain(model, one, "company"))
    rows = [row for row in scored.to_pylist() if (row["series"], row["measure"]) == ("company", "bookings")][:28]

    assert sum(one.weight for one in told) == pytest.approx(sum(row["expected"] for row in rows), rel=0.02)
    assert asked(filled, lambda one: product.explain(model, one, "market:XX")) == ()


def test_d7_a_kept_model_says_the_same(trained: Trained, filled: Lake, model: product.Model, scored: pa.Table, tmp_path: Path) -> None:
    product.save(model, tmp_path)

    assert {path.suffix for path in tmp_path.rglob("*.*")} == {".json", ".txt"}
    assert product.load(tmp_path) == model


def test_half_a_year_is_asked_for(lake: Lake) -> None:
    fill(lake, days=150, ahead=1)

    with pytest.raises(NotEnough, match="26 weeks"):
        asked(lake, lambda one: product.train(one, 1))


def test_d11_season_and_holiday_of_one_series_are_learnt_and_its_level_is_that_of_the_newest_weeks() -> None:
    first = lake_frame.number_of(date(2024, 1, 1))
    days = np.arange(first, first + 800)
    off = np.array([holidays.holiday_of(seasonal.day_of(day)) is not None and seasonal.day_of(day).month == 10 for day in days])
    values = np.where(off, 30.0, 10.0) + 5.0 * ((days + 3) % 7 >= 5)
    found = seasonal.train({"one": values}, first, days[-1], days[600])
    weekdays = np.array([lake_frame.number_of(date(2026, 9, 7) + timedelta(days=step)) for step in range(7)])

    assert seasonal.expected(found, "one", weekdays) == pytest.approx([10, 10, 10, 10, 10, 15, 15], rel=0.15)
    assert seasonal.expected(found, "one", np.array([lake_frame.number_of(date(2026, 10, 2))]))[0] > 20


@pytest.mark.parametrize(
    ("day", "like"),
    [
        (date(2026, 2, 17), date(2025, 1, 29)),
        (date(2026, 2, 10), date(2025, 1, 22)),
        (date(2026, 10, 3), date(2025, 10, 3)),
        (date(2026, 11, 18), date(2025, 11, 19)),
        (date(2027, 2, 6), date(2026, 2, 17)),
    ],
)
def test_d13_the_like_day_of_last_year_is_of_the_same_holiday_else_of_the_same_weekday(day: date, like: date) -> None:
    assert holidays.same_day_last_year(day) == like


def test_d4_years_that_are_not_decreed_know_their_holidays_and_say_so() -> None:
    found = holidays.holidays_between(date(2027, 2, 1), date(2027, 2, 28))

    assert [(one.name.en, one.begins_on, one.is_decreed) for one in found] == [("Spring Festival", date(2027, 2, 5), False)]
    assert [one.name.zh for one in holidays.holidays_between(date(2026, 9, 20), date(2026, 10, 8))] == ["中秋节", "国庆节"]


def test_poisson_regression_gives_the_logs_of_means() -> None:
    design = np.column_stack([np.ones(6), [0, 0, 0, 1, 1, 1]])
    found = poisson.fitted(design, np.array([1.0, 2, 3, 7, 8, 9]), ridge=np.zeros(2))

    assert np.exp(found) == pytest.approx([2, 4])
