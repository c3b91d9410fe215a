"""How good a probability is: measures against scikit-learn, intervals, paired comparison, calibration."""

import numpy as np
import pytest
from sklearn.metrics import brier_score_loss, roc_auc_score
from sklearn.metrics import log_loss as sklearn_log_loss

from xenia.insight import calibration, judging
from xenia.insight.calibration import Calibration
from xenia.insight.judging import NothingToJudge, Rows


def made_up(rows: int, seed: int = 3) -> tuple[np.ndarray, np.ndarray]:
    """Chances that mean what they say, and what came of them."""
    random = np.random.default_rng(seed)
    chance = random.beta(1, 3, rows)
    return (random.random(rows) < chance).astype(float), chance


def test_the_measures_are_those_of_scikit_learn_with_ties_and_weights() -> None:
    truth, chance = made_up(500)
    chance, weight = np.round(chance, 1), np.random.default_rng(1).integers(0, 4, 500).astype(float)
    inside = np.clip(chance, 1e-7, 1 - 1e-7)

    assert judging.auc(truth, chance, weight) == pytest.approx(roc_auc_score(truth, chance, sample_weight=weight))
    assert judging.log_loss(truth, chance, weight) == pytest.approx(sklearn_log_loss(truth, inside, sample_weight=weight))
    assert judging.brier(truth, chance, weight) == pytest.approx(brier_score_loss(truth, chance, sample_weight=weight))


def test_an_interval_holds_the_value_and_narrows_with_more_rows() -> None:
    widths = []
    for rows in (200, 20_000):
        truth, chance = made_up(rows)
        found = judging.interval(judging.auc, truth, chance, judging.draws_of(rows, None, 200, 1))
        assert found.low < found.value < found.high
        widths.append(found.high - found.low)

    assert widths[1] < widths[0] / 5


def test_rows_of_one_block_are_drawn_together_and_widen_the_interval() -> None:
    truth, chance = made_up(100)
    truth, chance, blocks = np.repeat(truth, 20), np.repeat(chance, 20), np.repeat(np.arange(100), 20)
    weights = judging.draws_of(2_000, blocks, 200, 1)
    apart = judging.interval(judging.auc, truth, chance, judging.draws_of(2_000, None, 200, 1))
    together = judging.interval(judging.auc, truth, chance, weights)

    assert (weights[:, :20] == weights[:, :1]).all()
    assert together.high - together.low > 2 * (apart.high - apart.low)


def test_a_paired_gain_is_nought_for_equal_models_and_sure_for_a_better_one() -> None:
    truth, chance = made_up(5_000)
    worse = np.clip(chance + np.random.default_rng(2).normal(0, 0.3, 5_000), 0, 1)
    weights = judging.draws_of(5_000, None, 200, 1)

    same = judging.paired(judging.auc, Rows(truth, chance, chance), weights)
    better = judging.paired(judging.auc, Rows(truth, chance, worse), weights)

    assert (same.value, same.low, same.high) == (0.0, 0.0, 0.0)
    assert better.low > 0


def test_a_back_test_says_whether_a_model_is_worth_publishing() -> None:
    truth, chance = made_up(3_000)
    noise = np.random.default_rng(5).random(3_000)

    assert judging.judge(Rows(truth, chance, noise), {}, seed=1).worth_publishing
    assert not judging.judge(Rows(truth, noise, chance), {}, seed=1).worth_publishing


def test_chances_that_mean_what_they_say_lie_in_the_intervals_of_the_table() -> None:
    truth, chance = made_up(20_000)
    table = judging.calibration_table(truth, chance)

    assert [one.rows for one in table] == [2_000] * 10
    assert sum(one.low <= one.said <= one.high for one in table) >= 8
    assert judging.calibration_error(table) < 0.02


def test_equal_chances_make_one_bin() -> None:
    table = judging.calibration_table(np.array([0.0, 1.0, 0.0, 0.0]), np.full(4, 0.25))

    assert [(one.rows, one.said, one.came) for one in table] == [(4, 0.25, 0.25)]


def test_fairness_tells_each_large_enough_slice_and_names_the_unknown() -> None:
    truth, chance = made_up(400)
    sex = np.array(["男"] * 200 + [""] * 190 + ["女"] * 10)
    found = judging.fairness(truth, chance, {"sex": sex}, seed=1)

    assert [(one.value, one.rows) for one in found] == [("男", 200), ("unknown", 190)]
    assert found[0].auc is not None


@pytest.mark.parametrize("truth", [np.zeros(50), np.ones(50), np.zeros(0)])
def test_one_outcome_alone_is_refused_with_what_to_do(truth: np.ndarray) -> None:
    with pytest.raises(NothingToJudge, match="window with both outcomes"):
        judging.judge(Rows(truth, truth, truth), {}, seed=1)


def test_log_odds_that_are_too_sure_are_put_right() -> None:
    truth, chance = made_up(4_000)
    odds = 3 * np.log(np.clip(chance, 1e-4, 1) / np.clip(1 - chance, 1e-4, 1))
    how = calibration.choose(odds, truth, seed=1)
    ones = np.ones(4_000)

    assert how.kind != "plain"
    assert judging.log_loss(truth, calibration.apply(how, odds), ones) < judging.log_loss(truth, calibration.chance_of(odds), ones)


def test_a_calibration_never_turns_the_order_of_two_guests() -> None:
    truth, chance = made_up(4_000)
    odds = np.sort(np.log(np.clip(chance, 1e-4, 1) / np.clip(1 - chance, 1e-4, 1)))
    for kind in ("plain", "platt", "isotonic"):
        said = calibration.apply(calibration._fit(kind, odds, truth), odds)
        assert (np.diff(said) >= 0).all()


def test_nothing_is_calibrated_on_fewer_than_ten_examples() -> None:
    truth = np.r_[np.ones(9), np.zeros(500)]

    assert calibration.choose(np.linspace(-3, 3, 509), truth, seed=1) == Calibration()


def test_a_calibration_is_kept_as_plain_numbers() -> None:
    how = Calibration("isotonic", 1.1, -0.2, (-1.0, 0.5), (0.1, 0.6))

    assert calibration.of_document(calibration.as_document(how)) == how
