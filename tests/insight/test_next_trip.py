"""The next trip: rules TA8 to TA11 on a small company whose travellers are known, and worked by hand."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from tests.insight import planted
from tests.insight.travellers import (
    AGENCY,
    AS_OF,
    FESTIVAL_GUESTS,
    LOOKING,
    LOVING,
    ONCE,
    ONLY_CANCELLED,
    PLACES,
    asking,
    company,
    scores,
    session,
    trip,
)
from tests.insight.travellers import filled as filled
from tests.insight.travellers import model as model
from tests.insight.travellers import said as said
from tests.insight.travellers import trained as trained
from xenia.insight.modelling import NotEnough, Trained
from xenia.insight.taste import destinations, next_model, rhythm, seasons
from xenia.insight.taste.journeys import Journeys
from xenia.insight.taste.next_model import State
from xenia.insight.taste.next_trip import KIND, Model
from xenia.insight.taste.trips import Trips, first_new, trips_of
from xenia.lake.engine import Lake

pytestmark = pytest.mark.slow
DAY = seasons.day_number(AS_OF.date())


@pytest.fixture(scope="module")
def state(filled: Lake) -> State:
    with session(filled) as opened:
        return next_model.state_at(asking(opened), 0)


def journeys(*rows: tuple[int, int, int, str, str, str]) -> Journeys:
    """Rows of person, first and last day, origin, goal and place; every booking stands and was made 30 days before."""
    person, start, end = (np.array([row[at] for row in rows], dtype=float) for at in range(3))
    texts = {name: pd.Categorical([row[at] or None for row in rows]) for name, at in (("origin", 3), ("goal", 4), ("place", 5))}
    guests = np.unique(person.astype(int))
    return Journeys(
        guests, guests.astype(str).astype(object), np.searchsorted(guests, person), start - 30, start, end, np.ones(len(rows), bool),
        np.array([f"B{n}" for n in range(len(rows))], dtype=object), np.full(len(rows), np.nan), {}, texts | {"line": pd.Categorical(["air"] * len(rows))},
    )  # fmt: skip


def travelled(*rows: tuple[int, int, str], guests: int = 1) -> Trips:
    """Trips of person, first day and place, made ten days before."""
    person, start = (np.array([row[at] for row in rows]) for at in range(2))
    place = np.array([row[2] for row in rows], dtype=object)
    return Trips(np.arange(guests), person, start, start - 10, place, np.full(len(rows), "air", dtype=object), seasons.season_of(start))


def test_ta8_flight_hotel_and_way_back_are_one_trip_and_a_way_back_is_no_destination() -> None:
    found = trips_of(journeys((1, 100, 100, "上海", "三亚", "三亚"), (1, 100, 105, "", "", "三亚"), (1, 105, 105, "三亚", "上海", "上海"),
                              (1, 140, 140, "上海", "三亚", "三亚"), (2, 106, 107, "", "", "")))  # fmt: skip

    assert found.start.tolist() == [100, 140, 106]
    assert found.place.tolist() == ["三亚", "三亚", ""]
    assert found.made.tolist() == [70, 110, 76]


def test_ta8_after_a_way_back_comes_a_way_out_and_later_than_30_days_nothing_leads_back() -> None:
    there, back = ("上海", "三亚", "三亚"), ("三亚", "上海", "上海")
    again = trips_of(journeys((1, 100, 100, *there), (1, 110, 110, *back), (1, 120, 120, *there), (1, 130, 130, *back)))
    late = trips_of(journeys((1, 100, 100, *there), (1, 131, 131, *back)))

    assert again.start.tolist() == [100, 120]
    assert late.place.tolist() == ["三亚", "上海"]


def test_ta8_the_next_trip_is_one_that_is_not_booked_yet() -> None:
    trips = travelled((0, 105, "三亚"), (0, 115, "上海"), (0, 130, "北京"), (1, 300, "上海"), guests=2)

    assert first_new(trips, 100, 190).place.tolist() == ["上海"]  # the trip of day 105 was booked on day 95
    assert len(first_new(trips, 100, 110)) == 0


def test_ta9_the_festival_is_a_season_of_its_own_wherever_it_falls() -> None:
    days = [
        date(2027, 2, 6),
        date(2027, 2, 16),
        date(2027, 2, 17),
        date(2026, 2, 6),
        date(2026, 2, 17),
        date(2026, 10, 1),
        date(2026, 10, 8),
    ]
    found = seasons.season_of(np.array([seasons.day_number(day) for day in days]))

    assert found.tolist() == [seasons.FESTIVAL, seasons.FESTIVAL, 1, 1, seasons.FESTIVAL, seasons.NATIONAL_DAY, 9]
    assert seasons.days_a_year().sum() == pytest.approx(365.25, abs=0.1)
    assert [seasons.date_of(first) for first, _ in seasons.months_ahead(date(2026, 12, 31), 2)] == [date(2027, 1, 1), date(2027, 1, 1)]


def test_ta9_worked_numbers_of_a_rhythm() -> None:
    usual = rhythm.Rhythm(
        1e9, 100.0, {"": 0.004, "air": 0.004}, (seasons.days_a_year() / 365.25).tolist(), 1e9, [1.0] * 181, [1.0] * 4, 1.0
    )
    trips = travelled((0, 1000, "三亚"), (0, 1100, "三亚"), (0, 1200, "三亚"), (1, 1300, "三亚"), guests=2)
    past = rhythm.past_of(trips, 1300, 1e9, np.zeros(2, bool))
    expected = rhythm.expected(usual, past, 1300, [(1301, 1401)])[:, 0]

    assert past.trips == pytest.approx([2.0, 0.0])
    assert past.days == pytest.approx([300, 0], abs=0.01)
    assert expected == pytest.approx([100 * 2.4 / 400, 100 * 0.4 / 100], rel=0.01)  # (2 + 100 x 0.004) / (300 + 100) a day
    assert rhythm.chance(usual, expected, past.group) == pytest.approx([1 - np.exp(-0.6), 1 - np.exp(-0.4)], rel=0.01)


def test_ta9_weights_make_what_came_likeliest() -> None:
    values = np.tile([0.5, 0.0, 0.0, 0.0, 0.0, 0.02], (300, 1))
    weights = destinations.fit_weights(values, np.full(300, 4))

    assert weights.shape == (destinations.PATTERNS, len(destinations.COMPONENTS))
    assert weights.sum(axis=1) == pytest.approx(1)
    assert weights[4, 0] > 0.9


def test_ta9_kinds_of_guests_are_found_by_where_they_go() -> None:
    beach, snow = np.tile([3, 3, 0, 0], (150, 1)), np.tile([0, 0, 3, 3], (150, 1))
    kinds, mix = destinations.kinds_of_guests(sparse.csr_matrix(np.vstack([beach, snow])), np.full(4, 0.25))
    few, one = destinations.kinds_of_guests(sparse.csr_matrix(beach), np.full(4, 0.25))

    assert mix.sum() == pytest.approx(1)
    assert all(row[:2].sum() > 0.8 or row[2:].sum() > 0.8 for row, share in zip(kinds, mix, strict=True) if share > 0.1)
    assert (few.tolist(), one.tolist()) == ([[0.25] * 4], [1.0])


def test_ta9_chances_of_places_add_up_to_one_and_silence_falls_back_to_the_season(state: State, model: Model) -> None:
    given = next_model.where_to(model.next_trip, state)
    found = destinations.chances(model.next_trip.places, given, np.arange(len(state.ids)))

    assert found.sum(axis=1) == pytest.approx(1)
    assert (found >= 0).all()
    assert destinations.at_truth(given, np.array([0]), np.array([-1])).tolist() == [[0.0] * 6]


def test_a_guest_who_goes_to_sanya_each_spring_festival_is_told_so(said: dict[str, dict[str, Any]]) -> None:
    rows = [said[who] for who in FESTIVAL_GUESTS]

    assert {row["next_trip_place"] for row in rows} == {"三亚"}
    assert sum(row["next_trip_month"] == date(2027, 2, 1) for row in rows) > 20
    assert np.mean([row["next_trip_place_chance"] for row in rows]) > 0.4
    assert said[LOVING[2]]["next_trip_place"] == PLACES[2]


def test_a_guest_who_looked_for_a_place_and_never_went_anywhere_is_told_that_place(said: dict[str, dict[str, Any]]) -> None:
    row = said[LOOKING]

    assert [row["next_trip_purpose"], row["next_trip_place"] in (*PLACES, "三亚")] == [None, True]
    assert 0 < row["next_trip_chance_90d"] < 1


def test_agencies_are_left_out_and_one_booking_or_only_cancellations_get_a_chance(said: dict[str, dict[str, Any]]) -> None:
    assert AGENCY not in said
    assert 0 < said[ONCE]["next_trip_chance_90d"] < 1
    assert said[ONLY_CANCELLED]["next_trip_purpose"] is None
    assert set(said[ONCE]) == {"guest_id", *(one.name for one in KIND.scores)}


def test_when_and_where_are_told_better_than_the_season_on_a_later_window(trained: Trained) -> None:
    measures = {one.name: one for one in trained.judged.measures}

    assert next(iter(measures)) == "next_trip_log_loss"
    assert measures["next_trip_log_loss"].gain.low > 0  # type: ignore[union-attr]
    assert measures["where_hit_5"].gain.value > 0  # type: ignore[union-attr]
    assert trained.judged.fitted_until == trained.judged.judged_from == AS_OF.date() - timedelta(days=89)
    assert trained.judged.worth_publishing


def test_nothing_after_the_day_is_seen_although_a_leak_is_planted(lake: Lake) -> None:
    planted.add(lake, "booking_versions", *company()[:200])
    with session(lake) as opened:
        before = next_model.state_at(asking(opened), 90)
    planted.add(lake, "booking_versions", trip(FESTIVAL_GUESTS[0], AS_OF.date() - timedelta(days=40), "巴黎"))
    with session(lake) as opened:
        after, now = next_model.state_at(asking(opened), 90), next_model.state_at(asking(opened), 0)

    assert after.trips.start.tolist() == before.trips.start.tolist()
    assert "巴黎" not in after.trips.place
    assert next_model.came_of(after, now).place.tolist().count("巴黎") == 1


def test_ta11_too_few_departures_are_a_clear_refusal_and_a_kept_model_scores_as_before(
    filled: Lake, trained: Trained, state: State, said: dict[str, dict[str, Any]], tmp_path: Path
) -> None:
    trained.save(tmp_path)
    nobody = next_model.Came(np.zeros(len(state.ids)), np.zeros(0, int), np.zeros(0, dtype=object))
    with pytest.raises(NotEnough) as refused:
        next_model.check(nobody, state)

    assert "0 known guests left" in str(refused.value)
    assert {path.suffix for path in tmp_path.rglob("*.*")} == {".json", ".txt", ".npz"}
    assert scores(KIND, KIND.load(tmp_path), filled) == said


def test_reasons_name_the_guests_own_trips_and_searches(filled: Lake, model: Model) -> None:
    with session(filled) as opened:
        told = {one.name: one.words for one in KIND.explain(model, asking(opened), FESTIVAL_GUESTS[0])}
        nothing = KIND.explain(model, asking(opened), "nobody")
        table = KIND.features_of(model, asking(opened))

    assert told["own"].zh == "2026 年 2 月去过三亚，近三年共 3 次"
    assert told["own"].en == "Was in 三亚 in February 2026, 3 times in three years"
    assert told["rhythm"].zh.startswith("自身节奏约")
    assert nothing == ()
    assert "line" in table.column_names


def test_a_company_of_millions_is_scored_part_by_part(
    filled: Lake, model: Model, said: dict[str, dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xenia.insight.taste.journeys.PART", 50)
    monkeypatch.setattr("xenia.insight.taste.destinations.CELLS", 100)

    assert scores(KIND, model, filled) == said


def test_places_that_the_model_never_saw_change_nothing(state: State, model: Model) -> None:
    elsewhere = replace(state, wishes=state.wishes.assign(place="火星"))
    found = destinations.chances(model.next_trip.places, next_model.where_to(model.next_trip, elsewhere), np.arange(3))

    assert found.sum(axis=1) == pytest.approx(1)
