"""The risk that a booking is cancelled or not shown up for, on the day it is made: fitted on earlier bookings, told in reasons.

Estimator: the mean of the log-odds of boosted ensembles (see `boosting`), newer bookings weighing more where an inner split by time
says so,
made a probability by the calibration that the newest bookings trained on choose.
"""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from xenia.insight import boosting, calibration, judging
from xenia.insight.boosting import Boosted, Recipe
from xenia.insight.calibration import Calibration
from xenia.insight.cancellation import history
from xenia.insight.cancellation.catalogue import REASON_OF, REASONS
from xenia.insight.cancellation.features import BLOCK, CHOICES, Table, table_of
from xenia.insight.explaining import Reason, reasons_of
from xenia.insight.judging import Array, BackTest
from xenia.kernel.errors import Invalid

RECIPE = Recipe(rounds=400, rate=0.04, leaves=31, rows_min=50, columns_share=0.4, seeds=2)
PLAIN = Recipe(rounds=150, rate=0.06, leaves=31, rows_min=20, columns_share=1.0, rows_share=1.0, l2=0.0)
PLAIN_NUMBERS = (
    "lead_days", "weekend_nights", "week_nights", "adults", "children", "babies", "repeated", "cancelled_before", "kept_before", "price",
    "arrival_week", "arrival_month", "arrival_day_of_month",
)  # fmt: skip
HALF_LIVES: tuple[float | None, ...] = (None, 360.0, 180.0)
"""Days after which a booking weighs half; None weighs all the same."""
ROUNDS_SHARES = (1.0, 0.5, 0.25, 0.125)
"""Of the rounds of a recipe: where bookings say little, many trees learn by heart."""
INNER_SHARE = 0.25
TIMED_ROWS_MIN = 2_000
BETTER_BY = 0.001


class NoOutcome(Invalid):
    """Bookings whose outcome is not known cannot be learnt from or judged on."""


@dataclass(frozen=True)
class Model:
    """A fitted model. `main` and `calibration` are what the product runs; `baseline` are plain trees on the booking's own fields.
    `ledgers` hold what became of the bookings trained on, by key and day. `half_life` is the weighting that the inner split chose."""

    main: Boosted
    calibration: Calibration
    baseline: Boosted
    ledgers: dict[str, history.Ledger]
    half_life: float | None


def outcome_of(bookings: pd.DataFrame) -> Array:
    """1 cancelled or not shown up for, 0 kept; shape (n,). Raises NoOutcome where a row has none."""
    truth = np.asarray(bookings["cancelled"].to_numpy(dtype=np.int64))
    if (truth < 0).any():
        raise NoOutcome(
            "no_outcome",
            "The bookings have no is_canceled; add the column.",
            "预订没有 is_canceled 列；请补上。",
        )
    return truth


def _weights(arrives: Array, half_life: float | None) -> Array | None:
    return None if half_life is None else np.asarray(0.5 ** ((arrives.max() - arrives) / half_life))


def _categories(names: tuple[str, ...], choices: dict[str, tuple[str, ...]]) -> list[int]:
    return [place for place, name in enumerate(names) if name in choices]


def _matrix(names: tuple[str, ...], choices: dict[str, tuple[str, ...]], table: Table, rows: int) -> Array:
    return boosting.matrix_of(names, choices, table.numbers | table.choices, rows)


def train(bookings: pd.DataFrame, *, seed: int = 1, recipe: Recipe = RECIPE) -> Model:
    """A model of bookings with an outcome, as `reading.hotels` reads them. Raises NoOutcome, and TooFewExamples below ten of either
    outcome."""
    truth = outcome_of(bookings)
    boosting.check_examples(truth)
    classed = history.with_classes(bookings)
    ledgers = history.ledgers_of(classed)
    table = table_of(classed, ledgers)
    choices = {name: boosting.known_texts(table.choices[name]) for name in CHOICES}
    names, plain_names = (*table.numbers, *CHOICES), (*PLAIN_NUMBERS, *CHOICES)
    matrix, categories = _matrix(names, choices, table, len(truth)), _categories(names, choices)
    arrives = bookings["arrives"].to_numpy()
    half_life, recipe, how = _chosen(matrix, truth, arrives, recipe, categories, seed)
    main = boosting.grow(matrix, truth, recipe, categories=categories, seed=seed, weight=_weights(arrives, half_life))
    plain = _matrix(plain_names, choices, table, len(truth))
    baseline = boosting.grow(plain, truth, PLAIN, categories=_categories(plain_names, choices), seed=seed)
    return Model(Boosted(names, choices, main), how, Boosted(plain_names, choices, baseline), ledgers, half_life)


def _chosen(
    matrix: Array, truth: Array, arrives: Array, recipe: Recipe, categories: list[int], seed: int
) -> tuple[float | None, Recipe, Calibration]:
    """Rule R6: the half-life, the number of trees and the calibration, chosen on the newest quarter of arrivals by trees grown on those
    before; with few rows none of them."""
    newest = arrives > np.quantile(arrives, 1 - INNER_SHARE)
    older = ~newest
    enough = len(truth) >= TIMED_ROWS_MIN and all(len(np.unique(part)) == 2 for part in (truth[newest], truth[older]))
    if not enough:
        return None, recipe, Calibration()
    one = replace(recipe, seeds=1)
    best, rounds, least, odds = None, recipe.rounds, np.inf, np.zeros(int(newest.sum()))
    for half_life in HALF_LIVES:
        weight = _weights(arrives[older], half_life)
        trees = boosting.grow(matrix[older], truth[older], one, categories=categories, seed=seed, weight=weight)
        for tried in [max(1, round(share * recipe.rounds)) for share in ROUNDS_SHARES]:
            said = boosting.odds_of(trees, matrix[newest], rounds=tried)
            lost = 1 - judging.auc(truth[newest], said, np.ones(len(said)))
            if lost < least - BETTER_BY:
                best, rounds, least, odds = half_life, tried, lost, said
    return best, replace(recipe, rounds=rounds), calibration.choose(odds, truth[newest], seed=seed)


def _table(model: Model, bookings: pd.DataFrame) -> Table:
    return table_of(history.with_classes(bookings), model.ledgers)


def matrix_of(model: Model, bookings: pd.DataFrame) -> Array:
    """What the trees read of each booking, (n, features): each is seen beside all the others."""
    return _matrix(model.main.names, model.main.choices, _table(model, bookings), len(bookings))


def score(model: Model, bookings: pd.DataFrame) -> Array:
    """The probability of each booking, shape (n,), in the order of the rows. Outcomes in `bookings` are not looked at."""
    return score_matrix(model, matrix_of(model, bookings))


def score_matrix(model: Model, matrix: Array) -> Array:
    """The same from some rows of `matrix_of`."""
    return calibration.apply(model.calibration, boosting.odds_of(model.main.trees, matrix))


def score_table(model: Model, table: Table, rows: int) -> Array:
    """The same from features; a feature that the table lacks counts as absent."""
    return score_matrix(model, _matrix(model.main.names, model.main.choices, table, rows))


def score_baseline(model: Model, bookings: pd.DataFrame) -> Array:
    """What plain boosted trees on the booking's own fields say, shape (n,)."""
    matrix = _matrix(model.baseline.names, model.baseline.choices, _table(model, bookings), len(bookings))
    return calibration.chance_of(boosting.odds_of(model.baseline.trees, matrix))


def explain(model: Model, bookings: pd.DataFrame, *, most: int = 5, rows: Array | None = None) -> list[tuple[Reason, ...]]:
    """The heaviest reasons of each booking, in the order of the rows; they are the score's own parts, added up by what they tell of.

    `rows`: the places of those asked about, all of them where it is None. The others are seen as their company.
    """
    matrix = matrix_of(model, bookings)
    return explain_matrix(model, matrix if rows is None else matrix[rows], most=most)


def explain_matrix(model: Model, matrix: Array, *, most: int = 5) -> list[tuple[Reason, ...]]:
    """The same of some rows of `matrix_of`."""
    return reasons_of(boosting.shares_of(model.main.trees, matrix), model.main.names, REASON_OF, REASONS, most)


def save(model: Model, folder: Path) -> None:
    """Rule R8: writes model.json and the trees as LightGBM's text into a folder; nothing in it is code."""
    said = {"main": boosting.save(model.main, folder / "main"), "baseline": boosting.save(model.baseline, folder / "baseline")}
    said["ledgers"] = {name: history.as_document(ledger) for name, ledger in model.ledgers.items()}
    boosting.write_document(folder, said | {"calibration": calibration.as_document(model.calibration), "half_life": model.half_life})


def load(folder: Path) -> Model:
    """The model that `save` wrote; it scores exactly as before."""
    said = boosting.read_document(folder)
    main, baseline = boosting.load(said["main"], folder / "main"), boosting.load(said["baseline"], folder / "baseline")
    ledgers = {name: history.of_document(one) for name, one in said["ledgers"].items()}
    return Model(main, calibration.of_document(said["calibration"]), baseline, ledgers, said["half_life"])


def back_test(earlier: pd.DataFrame, later: pd.DataFrame, *, seed: int = 1) -> tuple[BackTest, BackTest]:
    """Fits on earlier bookings and judges on later ones beside the plain baseline: on all rows, and on rows that are no exact repeat
    of another.

    Rule R5: lines of one block share their fate, so the intervals are drawn by blocks. Raises as `train`, and NothingToJudge.
    """
    truth = outcome_of(later)
    model = train(earlier, seed=seed)
    said, plain = score(model, later), score_baseline(model, later)
    blocks = block_of(later)
    fresh = ~later.duplicated().to_numpy()
    traits = {"region": _regions(later), "property": later["property"].to_numpy(dtype=str)}
    every = judging.judge(judging.Rows(truth, said, plain, blocks), traits, seed=seed)
    once = judging.Rows(truth[fresh], said[fresh], plain[fresh], blocks[fresh])
    return every, judging.judge(once, {name: values[fresh] for name, values in traits.items()}, seed=seed)


def block_of(bookings: pd.DataFrame) -> Array:
    """The number of each row's block, shape (n,): lines of one agent made on one day for one arrival."""
    return np.asarray(bookings.groupby(list(BLOCK), sort=False, dropna=False).ngroup().to_numpy())


def _regions(bookings: pd.DataFrame) -> Array:
    """Countries of at least 200 rows by name, the others together."""
    named = bookings["country"].to_numpy(dtype=str)
    texts, number, counts = np.unique(named, return_inverse=True, return_counts=True)
    return np.where((counts[number] >= 200) | (texts[number] == ""), named, "others")
