"""Arrivals of the next 28 days: rules D1 to D8 on made-up hotels, and the real set where it is there."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.insight import hotels
from xenia.insight.demand import books, calendar, evaluation, smoothing
from xenia.insight.demand import model as demand
from xenia.insight.demand.features import columns_of, naive_of
from xenia.insight.reading.hotels import read_hotels

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "hotel_bookings" / "hotel_bookings.csv.gz"
QUICK = demand.Growth(rounds=40, rate=0.1, rows_min=20)
CITY, RESORT = "City Hotel", "Resort Hotel"


@pytest.fixture(scope="module")
def bookings(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    return read_hotels(hotels.write(tmp_path_factory.mktemp("hotels") / "bookings.csv", rows=4_000))


@pytest.fixture(scope="module")
def split(bookings: pd.DataFrame) -> int:
    return int(bookings["arrives"].max()) - 45


@pytest.fixture(scope="module")
def model(bookings: pd.DataFrame, split: int) -> demand.Model:
    return demand.train(bookings[bookings["arrives"] <= split], growth=QUICK)


def same(left: dict[str, demand.Forecast], right: dict[str, demand.Forecast]) -> bool:
    return set(left) == set(right) and all(np.allclose(left[name].arrivals, right[name].arrivals) for name in left)


def book(counts: list[float]) -> books.Book:
    arrived = np.array(counts, dtype=float)
    return books.Book("one", 0, arrived, np.zeros((len(arrived), books.LEADS + 1)), np.zeros((len(arrived), books.LEADS + 1)))


def test_d1_bookings_made_later_and_ends_of_later_arrivals_change_no_forecast(
    bookings: pd.DataFrame, model: demand.Model, split: int
) -> None:
    clean = demand.forecast(model, bookings, origin=split)
    planted = bookings.copy()
    later = planted["arrives"] > split
    planted.loc[later, "cancelled"] = 1 - planted.loc[later, "cancelled"]
    crowd = planted[later].head(50).assign(arrives=split + 10.0, lead_days=3.0, booked=split + 7.0)

    assert same(clean, demand.forecast(model, pd.concat([planted, crowd], ignore_index=True), origin=split))
    assert not same(clean, demand.forecast(model, pd.concat([planted, crowd.assign(lead_days=20.0)], ignore_index=True), origin=split))


def test_d1_a_rolling_back_test_knows_at_each_origin_what_a_forecast_made_then_knows(
    bookings: pd.DataFrame, model: demand.Model, split: int
) -> None:
    held = demand.book_all(model, bookings, int(bookings["arrives"].max()))
    ahead = np.arange(1, 29)
    rolled = demand.predict(model, held, np.full(28, split + 5 - held[0].first), ahead)

    assert rolled["all"] == pytest.approx(demand.forecast(model, bookings, origin=split + 5)["all"].arrivals)


def test_d2_few_bookings_of_a_kind_are_drawn_towards_the_rate_of_all(bookings: pd.DataFrame) -> None:
    rates = books.KeptRates({}, {}, 0.6)
    kind = books._kinds(bookings.iloc[:1]).iloc[0]

    assert books.expected_of(rates, bookings.iloc[:1]) == pytest.approx([0.6])
    assert books.expected_of(books.KeptRates({kind: 0.0}, {kind: 5.0}, 0.6), bookings.iloc[:1]) == pytest.approx([0.48])


def test_d2_in_training_no_booking_tells_its_own_end(bookings: pd.DataFrame) -> None:
    flipped = bookings.copy()
    flipped.loc[0, "cancelled"] = 1 - flipped.loc[0, "cancelled"]

    assert books.expected_unseen(flipped)[0] == books.expected_unseen(bookings)[0]


def test_d3_a_month_without_data_is_not_known_and_a_day_without_arrivals_is_nought(bookings: pd.DataFrame) -> None:
    first = int(bookings["arrives"].min())
    gone = (bookings["arrives"] >= first + 60) & (bookings["arrives"] < first + 90) | (bookings["arrives"] == first + 20)
    lacking = bookings[~gone]
    held = books.books_of(lacking, np.ones(len(lacking)), first=first, last=first + 199)[0]

    assert np.flatnonzero(np.isnan(held.arrived)).tolist() == list(range(60, 90))
    assert held.arrived[20] == 0
    found = demand.forecast(demand.train(lacking, growth=QUICK), lacking, origin=first + 95)
    assert np.isfinite(found["all"].arrivals).all()


@pytest.mark.parametrize(
    ("day", "off", "make_up"), [(date(2017, 1, 29), 1, 0), (date(2017, 1, 22), 0, 1), (date(2017, 1, 23), 0, 0), (date(2017, 1, 21), 1, 0)]
)
def test_d4_days_off_in_china_know_their_make_up_days(day: date, off: float, make_up: float) -> None:
    found = calendar.calendar_of(np.array([(day - calendar.EPOCH).days]))

    assert (found["rest_cn"][0], found["make_up_cn"][0]) == (off, make_up)
    assert np.isnan(calendar.is_rest_cn(date(2090, 1, 1)))


@pytest.mark.parametrize(("year", "easter"), [(2016, date(2016, 3, 27)), (2017, date(2017, 4, 16)), (2024, date(2024, 3, 31))])
def test_d4_the_holidays_of_portugal_move_with_easter(year: int, easter: date) -> None:
    assert calendar.easter_of(year) == easter
    assert calendar.is_holiday_pt(easter)
    assert calendar.is_holiday_pt(date(year, 4, 25))
    assert not calendar.is_holiday_pt(date(year, 4, 26))


def test_d5_intervals_hold_about_as_many_days_as_they_say(bookings: pd.DataFrame, split: int) -> None:
    found = evaluation.back_test(bookings[bookings["arrives"] <= split], bookings[bookings["arrives"] > split], growth=QUICK)["all"]

    assert 0.65 < found.coverage_80.value < 0.95
    assert found.coverage_80.value < found.coverage_95.value


def test_d5_a_wider_interval_holds_the_narrower_and_nothing_is_below_nought(
    bookings: pd.DataFrame, model: demand.Model, split: int
) -> None:
    one = demand.forecast(model, bookings, origin=split)["all"]

    assert (one.low[1] <= one.low[0]).all()
    assert (one.high[0] <= one.high[1]).all()
    assert (one.low >= 0).all()


def test_d5_the_correction_for_few_errors_counts_weeks() -> None:
    errors = np.arange(1, 101) / 100

    assert demand._quantile(errors, 15, 0.80) == pytest.approx(0.86)
    assert demand._quantile(errors, 15, 0.95) == 1
    assert demand._quantile(errors[:0], 0, 0.80) == 0


def test_d6_reasons_are_arrivals_that_add_up_to_the_forecast(bookings: pd.DataFrame, model: demand.Model, split: int) -> None:
    told = demand.explain(model, bookings, origin=split, most=10)[CITY]
    said = demand.forecast(model, bookings, origin=split)[CITY].arrivals

    assert [sum(one.weight for one in day) for day in told] == pytest.approx(said.tolist(), abs=1e-3)
    assert all(one.words.zh and one.words.en for one in told[0])


def test_d7_a_kept_model_is_text_alone_and_forecasts_as_before(
    bookings: pd.DataFrame, model: demand.Model, split: int, tmp_path: Path
) -> None:
    demand.save(model, tmp_path)

    assert {path.suffix for path in tmp_path.rglob("*.*")} == {".json", ".txt"}
    assert demand.load(tmp_path) == model
    assert same(demand.forecast(demand.load(tmp_path), bookings, origin=split), demand.forecast(model, bookings, origin=split))


def test_d8_the_scale_is_the_mean_change_from_week_to_week_and_the_naive_repeats_the_last_week_that_is_over() -> None:
    counts = [10.0] * 7 + [35.0] * 7 + [np.nan] * 7
    naive = naive_of(book([*range(14), *[np.nan] * 28]), np.array([13, 13, 13]), np.array([1, 8, 28]))

    assert evaluation.scale_of(np.array(counts)) == 25
    assert naive.tolist() == [7, 7, 13]
    assert np.isnan(evaluation.scale_of(np.full(5, 3.0)))


def test_a_series_that_never_changes_is_forecast_and_has_no_mase(bookings: pd.DataFrame) -> None:
    days = np.repeat(np.arange(17_000.0, 17_200.0), 3)
    even = bookings.iloc[np.zeros(len(days), dtype=int)].assign(arrives=days, cancelled=0, lead_days=5.0).reset_index(drop=True)
    found = evaluation.back_test(even[even["arrives"] < 17_150], even[even["arrives"] >= 17_150], growth=QUICK)["all"]

    assert found.mase is None
    assert found.mean_error.value == pytest.approx(0, abs=0.05)


@pytest.mark.parametrize(("days", "learns"), [(139, False), (140, True)])
def test_140_days_are_learnt_from_and_139_are_refused(bookings: pd.DataFrame, days: int, learns: bool) -> None:
    few = bookings[bookings["arrives"] < bookings["arrives"].min() + days]
    if learns:
        assert demand.train(few, growth=QUICK).last == few["arrives"].max()
        return
    with pytest.raises(demand.TooShort, match="cover 139 days"):
        demand.train(few, growth=QUICK)


def test_past_bookings_without_an_outcome_and_days_that_are_not_later_are_refused(bookings: pd.DataFrame) -> None:
    with pytest.raises(books.OutcomeUnknown, match="is_canceled"):
        demand.train(bookings.assign(cancelled=-1))
    with pytest.raises(evaluation.NotLater, match="arrives after"):
        evaluation.back_test(bookings, bookings)


def test_negative_counts_are_refused_and_short_or_constant_series_are_smoothed_to_their_mean() -> None:
    with pytest.raises(books.BadCounts, match="Day 1 has -2"):
        smoothing.smoothed(np.array([3.0, -2.0]))

    assert smoothing.smoothed(np.array([4.0, np.nan, 6.0]), days=2).tolist() == pytest.approx([14 / 3] * 2)
    assert smoothing.smoothed(np.full(60, 5.0), days=3).tolist() == [5, 5, 5]


def test_a_weekly_season_is_smoothed_onwards() -> None:
    week = np.array([1.0, 2, 3, 4, 5, 9, 8]) * 10
    counts = np.tile(week, 12) + np.random.default_rng(1).normal(0, 1, 84)

    assert smoothing.smoothed(counts, days=7) == pytest.approx(week, abs=4)


def test_a_property_never_seen_and_no_bookings_at_all_do_no_harm(bookings: pd.DataFrame, model: demand.Model, split: int) -> None:
    renamed = bookings.assign(property=bookings["property"].replace(RESORT, "Castle"))

    assert np.isfinite(demand.forecast(model, renamed, origin=split)["Castle"].high).all()
    assert demand.forecast(model, bookings.iloc[:0], origin=split) == {}


def test_a_booking_made_after_its_arrival_counts_as_made_on_the_day(bookings: pd.DataFrame) -> None:
    odd = bookings.iloc[:1].assign(lead_days=-4.0)
    held = books.books_of(odd, np.ones(1), first=int(odd["arrives"].iloc[0]), last=int(odd["arrives"].iloc[0]))[0]

    assert held.booked[0, :2].tolist() == [1, 0]


def test_the_pick_up_curve_falls_with_the_days_before_arrival(bookings: pd.DataFrame) -> None:
    held = books.books_of(
        bookings, books.expected_unseen(bookings), first=int(bookings["arrives"].min()), last=int(bookings["arrives"].max())
    )
    curve = books.pick_up_curve(held[0])

    assert curve.shape == (29,)
    assert (np.diff(curve) <= 0).all()
    assert set(columns_of(held[0], np.array([100]), np.array([3]))) | {"property"} == set(demand.NAMES)


@pytest.mark.slow
@pytest.mark.skipif(not REAL.exists(), reason=f"the real set is not at {REAL}")
def test_on_the_real_bookings_the_goal_of_080_is_met_on_later_months() -> None:
    bookings = read_hotels(REAL)
    parts = bookings["arrives"] < 17_136, (bookings["arrives"] >= 17_136) & (bookings["arrives"] < 17_200)
    found = evaluation.back_test(bookings[parts[0]], bookings[parts[1]], growth=demand.Growth(rounds=80, rate=0.1))["all"]

    assert found.mase is not None
    assert found.mase.high < 0.8
    assert found.relative is not None
    assert found.relative.high < 0.8


@pytest.mark.slow
def test_evaluate_fits_on_one_file_and_judges_on_a_later_one(tmp_path: Path) -> None:
    train = hotels.write(tmp_path / "a" / "bookings.csv", rows=1_200)
    test = hotels.write(tmp_path / "b" / "bookings.csv", rows=500, seed=2, first="2016-07-19")
    said = evaluation.evaluate(train, test.parent)

    assert (said["task"], said["days_ahead"], set(said["properties"])) == ("demand", 28, {CITY, RESORT})
    assert said["mase"]["low"] <= said["mase"]["value"] <= said["mase"]["high"]
    assert said["deduplicated"]["forecasts"] > 0
