"""Who is satisfied, and the drivers: rules J1 to J6 on a small made-up survey, and the real set where it is there."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.insight import ratings
from xenia.insight.boosting import Recipe, TooFewExamples, matrix_of, odds_of
from xenia.insight.judging import NothingToJudge
from xenia.insight.reading.ratings import TOUCHPOINTS, read_ratings
from xenia.insight.reading.tables import Unreadable
from xenia.insight.satisfaction import model as satisfaction
from xenia.insight.satisfaction.catalogue import FEATURES, REASON_OF, REASONS
from xenia.insight.satisfaction.drivers import drivers_of
from xenia.insight.satisfaction.evaluation import evaluate

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "airline_satisfaction" / "ratings.csv.gz"
QUICK = (Recipe(rounds=40, rate=0.1, leaves=8, rows_min=10, columns_share=0.5),)


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    return read_ratings(ratings.write(tmp_path_factory.mktemp("ratings") / "known.csv"))


@pytest.fixture(scope="module")
def unseen(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    return read_ratings(ratings.write(tmp_path_factory.mktemp("ratings") / "unseen.csv", seed=2))


@pytest.fixture(scope="module")
def model(known: pd.DataFrame) -> satisfaction.Model:
    return satisfaction.train(known, recipes=QUICK)


def test_j1_a_rating_of_nought_is_not_applicable_and_none_is_a_low_one(known: pd.DataFrame) -> None:
    assert 0.05 < known["entertainment"].isna().mean() < 0.15
    assert known[list(TOUCHPOINTS.values())].min().min() == 1
    assert sorted(known["purpose"].unique()) == ["business", "leisure"]


@pytest.mark.parametrize(("satisfied", "learns"), [(9, False), (10, True)])
def test_j2_ten_of_either_verdict_are_learnt_from_and_nine_are_refused(known: pd.DataFrame, satisfied: int, learns: bool) -> None:
    rare = known.assign(satisfied=(np.arange(len(known)) < satisfied).astype(int))
    if learns:
        assert satisfaction.score(satisfaction.train(rare, recipes=QUICK), rare).mean() < 0.1
        return
    with pytest.raises(TooFewExamples, match="9 rows with the outcome"):
        satisfaction.train(rare, recipes=QUICK)


def test_j3_accuracy_is_the_share_on_the_right_side_of_one_half_with_its_interval(model: satisfaction.Model, unseen: pd.DataFrame) -> None:
    found = satisfaction.judge(model, unseen, draws=100)
    right = (satisfaction.score(model, unseen) >= 0.5) == (unseen["satisfied"] == 1)

    assert found.accuracy.value == pytest.approx(right.mean())
    assert 0.75 < found.accuracy.low < found.accuracy.value < found.accuracy.high
    assert satisfaction.accuracy(np.array([1, 0, 0]), np.array([0.5, 0.5, 0.1]), np.ones(3)) == pytest.approx(2 / 3)


def test_j4_two_methods_find_the_planted_drivers_for_either_purpose(
    model: satisfaction.Model, known: pd.DataFrame, unseen: pd.DataFrame
) -> None:
    found = drivers_of(model, known, unseen)

    assert [one.purpose for one in found] == ["business", "leisure"]
    for one in found:
        assert [driver.touchpoint for driver in one.drivers[:2]] == ["boarding", "wifi"]
        assert one.drivers[0].by_regression.low > one.drivers[-1].by_regression.high
        assert one.drivers[0].satisfied_when_low < 0.3 < 0.7 < one.drivers[0].satisfied_when_high
        assert one.agreement.low <= one.agreement.value <= 1


def test_j4_a_purpose_with_few_rows_is_left_out(model: satisfaction.Model, known: pd.DataFrame, unseen: pd.DataFrame) -> None:
    alone = known.assign(purpose=np.where(np.arange(len(known)) < 5, "leisure", "business"))

    assert [one.purpose for one in drivers_of(model, alone, unseen)] == ["business"]


def test_j5_every_column_has_words_and_reasons_are_parts_of_the_score(model: satisfaction.Model, unseen: pd.DataFrame) -> None:
    told = satisfaction.explain(model, unseen, most=3)
    weights = [abs(one.weight) for one in told[0]]

    assert set(model.main.names) == set(REASON_OF) == {feature.name for feature in FEATURES}
    assert set(REASON_OF.values()) == set(REASONS)
    assert weights == sorted(weights, reverse=True)
    assert all(one.words.zh and one.words.en for one in told[0])


def test_j6_a_kept_model_is_text_alone_and_scores_as_before(model: satisfaction.Model, unseen: pd.DataFrame, tmp_path: Path) -> None:
    satisfaction.save(model, tmp_path)

    assert {path.suffix for path in tmp_path.rglob("*.*")} == {".json", ".txt"}
    assert np.array_equal(satisfaction.score(satisfaction.load(tmp_path), unseen), satisfaction.score(model, unseen))


def test_j7_a_forest_joins_the_boosted_trees_in_the_mean_and_its_reasons_add_up(known: pd.DataFrame, unseen: pd.DataFrame) -> None:
    forest = Recipe(rounds=6, rate=1.0, leaves=16, rows_min=5, columns_share=0.5, is_forest=True)
    mixed = satisfaction.train(known, recipes=(*QUICK, forest))
    matrix = matrix_of(mixed.main.names, mixed.main.choices, dict(unseen), len(unseen))
    boosted, averaged = (odds_of((text,), matrix) for text in mixed.main.trees)

    assert satisfaction.shares(mixed, unseen).sum(axis=1) == pytest.approx((boosted + averaged) / 2)
    assert np.abs(averaged).max() < 4


def test_verdicts_are_no_features_and_columns_missing_at_scoring_count_as_not_known(
    model: satisfaction.Model, unseen: pd.DataFrame
) -> None:
    said = satisfaction.score(model, unseen)

    assert np.array_equal(said, satisfaction.score(model, unseen.assign(satisfied=-1)))
    assert np.isfinite(satisfaction.score(model, unseen.drop(columns=["boarding", "cabin"]))).all()
    assert satisfaction.score(model, unseen.iloc[:0]).shape == (0,)


def test_rows_without_verdict_are_refused_and_one_verdict_alone_is_not_judged(model: satisfaction.Model, unseen: pd.DataFrame) -> None:
    with pytest.raises(satisfaction.NoVerdict, match="add it"):
        satisfaction.train(unseen.assign(satisfied=-1))
    with pytest.raises(NothingToJudge):
        satisfaction.judge(model, unseen[unseen["satisfied"] == 1])


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [
        ("Seat comfort", 7, "line 2: Seat comfort is 7"),
        ("satisfaction", "so so", "line 2: satisfaction is 'so so'"),
        ("Age", "old", "Age is 'old'"),
    ],
)
def test_a_file_that_is_not_what_it_should_be_is_named_with_what_to_do(tmp_path: Path, column: str, value: object, says: str) -> None:
    path = ratings.write(tmp_path / "ratings.csv", rows=30)
    table = pd.read_csv(path).astype({column: object})
    table.loc[0, column] = value
    table.to_csv(path, index=False)
    with pytest.raises(Unreadable, match=says):
        read_ratings(path)


def test_a_constant_rating_does_no_harm(known: pd.DataFrame, unseen: pd.DataFrame) -> None:
    same = known.assign(seat=3.0)
    model = satisfaction.train(same, recipes=QUICK)

    assert np.isfinite(satisfaction.score(model, unseen)).all()
    assert len(drivers_of(model, same, unseen.assign(food=np.nan))) == 2


@pytest.mark.slow
@pytest.mark.skipif(not REAL.exists(), reason=f"the real set is not at {REAL}")
def test_on_the_real_survey_a_tenth_suffices_for_95_in_100_and_the_methods_agree() -> None:
    rows = read_ratings(REAL).sample(16_000, random_state=1)
    model = satisfaction.train(rows[:12_000], recipes=(Recipe(rounds=150, rate=0.1, leaves=31, rows_min=20, columns_share=0.5),))
    business = drivers_of(model, rows[:12_000], rows[12_000:])[0]

    assert satisfaction.judge(model, rows[12_000:], draws=100).accuracy.value > 0.945
    assert business.agreement.value > 0.6


@pytest.mark.slow
def test_evaluate_fits_on_one_file_and_judges_on_another(tmp_path: Path) -> None:
    train, test = (ratings.write(tmp_path / name / "ratings.csv", rows=400, seed=seed) for seed, name in enumerate(("a", "b")))
    said = evaluate(train, test.parent)

    assert said["task"] == "satisfaction"
    assert said["accuracy"]["low"] <= said["accuracy"]["value"] <= said["accuracy"]["high"]
    assert set(said["drivers"]) == {"business", "leisure"}
