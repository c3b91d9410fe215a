"""Whether a passenger is satisfied: fitted on answered surveys, scored for anybody, told in reasons.

Estimator: the mean of the log-odds of boosted ensembles and of forests (rule J7, see `boosting`), made a probability by the calibration
that held-out rows choose.
"""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from xenia.insight import boosting, calibration, judging
from xenia.insight.boosting import Boosted, Recipe
from xenia.insight.calibration import Calibration
from xenia.insight.explaining import Reason, reasons_of
from xenia.insight.judging import Array, BackTest
from xenia.insight.satisfaction.catalogue import CHOICES, NUMBERS, REASON_OF, REASONS, TOUCHPOINTS
from xenia.insight.types.judged import Interval
from xenia.kernel.errors import Invalid

RECIPES = (
    Recipe(rounds=400, rate=0.05, leaves=63, rows_min=20, columns_share=0.5, seeds=2),
    Recipe(rounds=500, rate=0.03, leaves=127, rows_min=10, columns_share=0.4, l2=1.0),
    Recipe(
        rounds=50,
        rate=1.0,
        leaves=1_200,
        rows_min=3,
        columns_share=0.5,
        rows_share=0.7,
        l2=0.0,
        category_smooth=3.0,
        seeds=2,
        is_forest=True,
    ),
)
"""Rule J7: three kinds of trees err apart, and their mean errs less than any."""
PLAIN = Recipe(rounds=100, rate=0.1, leaves=31, rows_min=20, columns_share=1.0, rows_share=1.0, l2=0.0)
NAMES = (*TOUCHPOINTS, *NUMBERS, *CHOICES)
CATEGORIES = [place for place, name in enumerate(NAMES) if name in CHOICES]
AGES = (0, 25, 40, 60)


class NoVerdict(Invalid):
    """Rows whose verdict is not known cannot be learnt from or judged on."""


@dataclass(frozen=True)
class Model:
    """A fitted model. `main` and its `calibration` are what the product runs; `baseline` are plain trees with usual settings, for
    comparison."""

    main: Boosted
    calibration: Calibration
    baseline: Boosted


@dataclass(frozen=True)
class Judged:
    """The back-test and its accuracy: the share of rows on the right side of one half, beside that of the plain trees, and the gain."""

    back_test: BackTest
    accuracy: Interval
    baseline_accuracy: Interval
    accuracy_gain: Interval


def verdict_of(ratings: pd.DataFrame) -> Array:
    """1 satisfied, 0 not; shape (n,). Raises NoVerdict where a row has none."""
    truth = np.asarray(ratings["satisfied"].to_numpy(dtype=np.int64))
    if (truth < 0).any():
        raise NoVerdict("no_verdict", "The ratings have no column satisfaction; add it.", "评分没有 satisfaction 列；请补上。")
    return truth


def _matrix(boosted: Boosted, ratings: pd.DataFrame) -> Array:
    columns = {name: ratings[name].to_numpy() for name in boosted.names if name in ratings.columns}
    return boosting.matrix_of(boosted.names, boosted.choices, columns, len(ratings))


def train(ratings: pd.DataFrame, *, seed: int = 1, recipes: tuple[Recipe, ...] = RECIPES) -> Model:
    """A model of rows as `reading.ratings` reads them. Raises NoVerdict, and TooFewExamples below ten of either verdict (rule J2)."""
    truth = verdict_of(ratings)
    boosting.check_examples(truth)
    empty = Boosted(NAMES, {name: boosting.known_texts(ratings[name].to_numpy()) for name in CHOICES}, ())
    matrix = _matrix(empty, ratings)
    held_out = _held_out(matrix, truth, recipes, seed)
    main = tuple(text for one in recipes for text in boosting.grow(matrix, truth, one, categories=CATEGORIES, seed=seed))
    plain = boosting.grow(matrix, truth, PLAIN, categories=CATEGORIES, seed=seed)
    return Model(replace(empty, trees=main), calibration.choose(held_out, truth, seed=seed), replace(empty, trees=plain))


def _held_out(matrix: Array, truth: Array, recipes: tuple[Recipe, ...], seed: int) -> Array:
    """Log-odds of each row from trees that never saw it, mixed as in the model; one seed of each kind stands for all."""
    total = np.zeros(len(truth))
    for one in recipes:
        alone = replace(one, seeds=1)
        total += one.seeds * boosting.held_out_odds(matrix, truth, alone, categories=CATEGORIES, seed=seed, folds=2)
    return total / sum(one.seeds for one in recipes)


def score(model: Model, ratings: pd.DataFrame) -> Array:
    """The probability of each row, shape (n,). Verdicts are not looked at; a column that is absent counts as not known."""
    return calibration.apply(model.calibration, boosting.odds_of(model.main.trees, _matrix(model.main, ratings)))


def score_baseline(model: Model, ratings: pd.DataFrame) -> Array:
    """What plain boosted trees say, shape (n,)."""
    return calibration.chance_of(boosting.odds_of(model.baseline.trees, _matrix(model.baseline, ratings)))


def shares(model: Model, ratings: pd.DataFrame) -> Array:
    """TreeSHAP shares of the log-odds, shape (n, columns + 1), columns as in `model.main.names`."""
    return boosting.shares_of(model.main.trees, _matrix(model.main, ratings))


def explain(model: Model, ratings: pd.DataFrame, *, most: int = 5) -> list[tuple[Reason, ...]]:
    """The heaviest reasons of each row. Rule J5: they are the score's own parts, added up by what they tell of."""
    return reasons_of(shares(model, ratings), model.main.names, REASON_OF, REASONS, most)


def accuracy(truth: Array, chance: Array, weight: Array) -> float:
    """Rule J3: share of the weight on the right side of one half; a chance of exactly one half says satisfied."""
    return float(np.average((chance >= 0.5) == (truth > 0.5), weights=weight))


def judge(model: Model, ratings: pd.DataFrame, *, seed: int = 1, draws: int = judging.DRAWS) -> Judged:
    """The model beside the plain trees on rows it never saw. Raises NoVerdict, NothingToJudge."""
    truth = verdict_of(ratings)
    rows = judging.Rows(truth, score(model, ratings), score_baseline(model, ratings))
    found = judging.judge(rows, _traits(ratings), seed=seed, draws=draws)
    weights = judging.draws_of(len(truth), None, draws, seed)
    ours, theirs = (judging.interval(accuracy, truth, said, weights) for said in (rows.chance, rows.baseline))
    return Judged(found, ours, theirs, judging.paired(accuracy, rows, weights))


def _traits(ratings: pd.DataFrame) -> dict[str, Array]:
    """What fairness is looked at by: sex, band of age, purpose."""
    age = ratings["age"].to_numpy(dtype=float)
    band = np.array([f"{low}+" for low in AGES])[np.clip(np.searchsorted(AGES, np.nan_to_num(age), side="right") - 1, 0, None)]
    sex, purpose = (ratings[name].to_numpy(dtype=str) for name in ("gender", "purpose"))
    return {"age": np.where(np.isfinite(age), band, ""), "sex": sex, "purpose": purpose}


def save(model: Model, folder: Path) -> None:
    """Rule J6: writes model.json and the trees as LightGBM's text into a folder; nothing in it is code."""
    said: dict[str, Any] = {name: boosting.save(getattr(model, name), folder / name) for name in ("main", "baseline")}
    boosting.write_document(folder, said | {"calibration": calibration.as_document(model.calibration)})


def load(folder: Path) -> Model:
    """The model that `save` wrote; it scores exactly as before."""
    said = boosting.read_document(folder)
    main, baseline = (boosting.load(said[name], folder / name) for name in ("main", "baseline"))
    return Model(main, calibration.of_document(said["calibration"]), baseline)
