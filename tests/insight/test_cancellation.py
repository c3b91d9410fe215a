"""The risk that a booking is cancelled: rules R1 to R8 on a small made-up hotel, and the real set where it is there."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.insight import hotels
from xenia.insight import judging
from xenia.insight.boosting import Recipe, TooFewExamples
from xenia.insight.cancellation import history
from xenia.insight.cancellation import model as cancellation
from xenia.insight.cancellation.catalogue import FEATURES, REASON_OF, REASONS
from xenia.insight.cancellation.evaluation import evaluate
from xenia.insight.cancellation.features import table_of
from xenia.insight.judging import NothingToJudge
from xenia.insight.reading.hotels import read_hotels
from xenia.insight.reading.tables import Unreadable

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "hotel_bookings" / "hotel_bookings.csv.gz"
QUICK = Recipe(rounds=40, rate=0.1, leaves=8, rows_min=10, columns_share=0.5)


@pytest.fixture(scope="module")
def bookings(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    return read_hotels(hotels.write(tmp_path_factory.mktemp("hotels") / "bookings.csv"))


@pytest.fixture(scope="module")
def model(bookings: pd.DataFrame) -> cancellation.Model:
    return cancellation.train(bookings, recipe=QUICK)


def features(bookings: pd.DataFrame, known: pd.DataFrame) -> dict[str, np.ndarray]:
    return table_of(history.with_classes(bookings), history.ledgers_of(history.with_classes(known))).numbers


def test_r1_columns_that_tell_or_follow_the_outcome_are_never_read(tmp_path: Path, bookings: pd.DataFrame) -> None:
    path = hotels.write(tmp_path / "bookings.csv")
    told = pd.read_csv(path, keep_default_na=False)
    told["reservation_status"] = np.where(told["is_canceled"] == 1, "Canceled", "Check-Out")
    for column in (
        "booking_changes",
        "required_car_parking_spaces",
        "total_of_special_requests",
        "days_in_waiting_list",
        "assigned_room_type",
    ):
        told[column] = told["is_canceled"]
    told.to_csv(path, index=False)

    pd.testing.assert_frame_equal(read_hotels(path), bookings)


def test_r2_outcomes_of_arrivals_from_the_day_of_booking_on_change_nothing(bookings: pd.DataFrame) -> None:
    one = bookings.iloc[[700]]
    later = bookings["arrives"] >= float(one["booked"].iloc[0])
    planted = bookings.assign(cancelled=np.where(later, 1 - bookings["cancelled"], bookings["cancelled"]))
    earlier = bookings.assign(cancelled=np.where(later, bookings["cancelled"], 1 - bookings["cancelled"]))

    clean, leaked, moved = (features(one, known) for known in (bookings, planted, earlier))
    assert all(np.array_equal(clean[name], leaked[name], equal_nan=True) for name in clean)
    assert any(not np.array_equal(clean[name], moved[name], equal_nan=True) for name in clean)


def test_r2_the_outcome_of_what_is_scored_is_not_looked_at(bookings: pd.DataFrame, model: cancellation.Model) -> None:
    assert np.array_equal(cancellation.score(model, bookings.assign(cancelled=-1)), cancellation.score(model, bookings))


def test_r3_few_earlier_bookings_are_drawn_towards_all() -> None:
    seen = history.Seen(rows=np.array([5.0, 0.0]), cancelled=np.array([3.0, 0.0]), price=np.zeros(2), priced=np.zeros(2))

    assert history.rate_of(seen, np.array([0.3, 0.3])) == pytest.approx([0.36, 0.3])


def test_r4_lines_made_together_are_one_block(bookings: pd.DataFrame) -> None:
    block = pd.concat([bookings.iloc[[0]]] * 3 + [bookings.iloc[[0]].assign(price=999.0)], ignore_index=True)
    found = features(block, bookings)

    assert found["block_lines"].tolist() == [4.0] * 4
    assert found["same_lines"].tolist() == [3.0, 3.0, 3.0, 1.0]
    assert len(set(cancellation.block_of(block))) == 1


def test_r5_a_back_test_draws_by_blocks_and_judges_without_repeats_too(bookings: pd.DataFrame) -> None:
    earlier, later = bookings.iloc[:1000], bookings.iloc[1000:]
    every, once = cancellation.back_test(earlier, pd.concat([later, later], ignore_index=True))

    assert (every.rows, once.rows) == (1000, 500)
    assert once.auc.low < once.auc.value < once.auc.high


def test_r6_few_bookings_choose_no_weighting_and_no_calibration(model: cancellation.Model) -> None:
    assert (model.half_life, model.calibration.kind) == (None, "plain")


def test_r7_every_feature_is_in_the_catalogue_with_words_and_a_reason(model: cancellation.Model) -> None:
    names = [feature.name for feature in FEATURES]

    assert len(set(names)) == len(names)
    assert set(model.main.names) <= set(names)
    assert all(text for feature in FEATURES for text in (feature.zh, feature.en, feature.absent_zh, feature.absent_en))
    assert set(REASON_OF.values()) <= set(REASONS)


def test_r7_reasons_name_the_agent_whose_bookings_are_cancelled(bookings: pd.DataFrame, model: cancellation.Model) -> None:
    told = cancellation.explain(model, bookings[bookings["agent"] == "240"], most=2)
    channel = [one for reasons in told for one in reasons if one.name == "channel"]

    assert len(channel) > 0.8 * len(told)
    assert np.mean([one.raises for one in channel]) > 0.8


def test_r8_a_kept_model_is_text_alone_and_scores_as_before(bookings: pd.DataFrame, model: cancellation.Model, tmp_path: Path) -> None:
    cancellation.save(model, tmp_path)

    assert {path.suffix for path in tmp_path.rglob("*.*")} == {".json", ".txt"}
    assert np.array_equal(cancellation.score(cancellation.load(tmp_path), bookings), cancellation.score(model, bookings))


def test_later_bookings_are_ranked_better_than_by_chance(bookings: pd.DataFrame) -> None:
    fitted = cancellation.train(bookings.iloc[:1000], recipe=QUICK)
    later = bookings.iloc[1000:]

    assert judging.auc(later["cancelled"].to_numpy(), cancellation.score(fitted, later), np.ones(500)) > 0.7


@pytest.mark.parametrize(
    "odd", [{"price": -6.38}, {"price": 0.0, "adults": 0.0}, {"agent": "new", "country": "ZZZ", "room": "?"}, {"lead_days": 737.0}]
)
def test_one_odd_booking_gets_a_chance(bookings: pd.DataFrame, model: cancellation.Model, odd: dict[str, object]) -> None:
    said = cancellation.score(model, bookings.iloc[[3]].assign(**odd))

    assert said.shape == (1,)
    assert 0 < said[0] < 1


def test_no_bookings_get_no_chances(bookings: pd.DataFrame, model: cancellation.Model) -> None:
    assert cancellation.score(model, bookings.iloc[:0]).shape == (0,)
    assert cancellation.explain(model, bookings.iloc[:0]) == []


def test_features_missing_at_scoring_time_count_as_absent(bookings: pd.DataFrame, model: cancellation.Model) -> None:
    table = table_of(history.with_classes(bookings), model.ledgers)
    lacking = replace(table, choices={name: values for name, values in table.choices.items() if name != "agent"})

    assert np.isfinite(cancellation.score_table(model, lacking, len(bookings))).all()


@pytest.mark.parametrize(("cancelled", "learns"), [(9, False), (10, True)])
def test_ten_examples_are_learnt_from_and_nine_are_refused(bookings: pd.DataFrame, cancelled: int, learns: bool) -> None:
    rare = bookings.assign(cancelled=(np.arange(len(bookings)) < cancelled).astype(int))
    if learns:
        assert cancellation.score(cancellation.train(rare, recipe=QUICK), rare).mean() < 0.1
        return
    with pytest.raises(TooFewExamples, match="9 rows with the outcome"):
        cancellation.train(rare, recipe=QUICK)


def test_a_window_with_one_outcome_cannot_judge(bookings: pd.DataFrame) -> None:
    with pytest.raises(NothingToJudge):
        cancellation.back_test(bookings.iloc[:1000], bookings.iloc[1000:].assign(cancelled=0))


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [
        ("lead_time", "soon", "lead_time is 'soon'"),
        ("arrival_date_month", "Brumaire", "there is no day '2016 Brumaire"),
        ("is_canceled", "2", "is_canceled is 1 or 0"),
    ],
)
def test_a_file_that_is_not_what_it_should_be_is_named_with_what_to_do(tmp_path: Path, column: str, value: str, says: str) -> None:
    path = hotels.write(tmp_path / "bookings.csv", rows=20)
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    table.loc[4, column] = value
    table.to_csv(path, index=False)
    with pytest.raises(Unreadable, match=says):
        read_hotels(tmp_path)


def test_a_folder_without_bookings_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"no \.csv"):
        read_hotels(tmp_path)


def test_evaluate_reads_two_files_and_answers_with_intervals_for_all_rows_and_without_repeats(tmp_path: Path) -> None:
    train, test = hotels.write(tmp_path / "a" / "bookings.csv"), hotels.write(tmp_path / "b" / "bookings.csv", 400, 2, "2016-08-01")
    found = evaluate(train, test.parent)

    assert (found["task"], found["rows"]) == ("cancellation", 400)
    assert found["gain"]["low"] <= found["gain"]["value"] <= found["gain"]["high"]
    assert found["deduplicated"]["auc"]["value"] > 0.6


@pytest.mark.slow
@pytest.mark.skipif(not REAL.exists(), reason=f"the real set is not at {REAL}")
def test_on_the_real_bookings_a_model_beats_plain_trees_on_later_arrivals() -> None:
    everything = read_hotels(REAL)
    cut = everything["arrives"].quantile(0.75)
    earlier, later = everything[everything["arrives"] < cut], everything[everything["arrives"] >= cut]
    fitted = cancellation.train(earlier, recipe=replace(cancellation.RECIPE, rounds=80, rate=0.12, seeds=1))
    truth, ones = later["cancelled"].to_numpy(), np.ones(len(later))
    ours, plain = cancellation.score(fitted, later), cancellation.score_baseline(fitted, later)

    assert judging.auc(truth, ours, ones) > max(0.87, judging.auc(truth, plain, ones))
