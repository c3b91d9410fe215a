"""Propensity to buy the premium product: fitted on guests whose next order is known, scored for anybody, told in reasons.

Estimator: the mean of the log-odds of several boosted ensembles (see `boosting`), made a probability by the calibration that held-out
guests
choose. The guest's number is never a feature: it stands for the channel and day of signing up in one company's data and for nothing in
another's.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from xenia.insight import boosting, calibration, judging
from xenia.insight.boosting import Boosted, Recipe
from xenia.insight.calibration import Calibration
from xenia.insight.explaining import Reason, reasons_of
from xenia.insight.judging import Array, BackTest
from xenia.insight.premium.catalogue import REASON_OF, REASONS
from xenia.insight.premium.features import CHOICES, Table, table_of
from xenia.insight.reading.guides import ACTIONS, GuideFrames
from xenia.kernel.errors import Invalid

RECIPE = Recipe(rounds=200, rate=0.07, leaves=12, rows_min=40, columns_share=0.2, seeds=2)
PLAIN = Recipe(rounds=100, rate=0.06, leaves=31, rows_min=20, columns_share=1.0, rows_share=1.0, l2=0.0)
PLAIN_NUMBERS = (
    *("orders", "premium_orders", "days_since_order", "visits", "days_since_visit", "days_since_first_visit", "visit_hours_mean"),
    *(f"{action}_total" for action in ACTIONS),
    *(f"{action}_visit_0" for action in ACTIONS),
    *("reviews", "rating_mean"),
)
PLAIN_CHOICES = ("gender", "province", "age")


class NoLabel(Invalid):
    """Guests without a known next order cannot be learnt from or judged on."""


@dataclass(frozen=True)
class Model:
    """A fitted model. `main` and its `calibration` are what the product runs; `baseline` are plain trees on simple counts, for comparison.
    `as_of` is the instant (seconds since 1970) up to which it was trained."""

    main: Boosted
    calibration: Calibration
    baseline: Boosted
    as_of: float


def _columns(table: Table) -> dict[str, Array]:
    return table.numbers | table.choices


def _categories(names: tuple[str, ...], choices: dict[str, tuple[str, ...]]) -> list[int]:
    return [place for place, name in enumerate(names) if name in choices]


def label_of(frames: GuideFrames) -> Array:
    """The outcome of each guest, shape (guests,). Raises NoLabel where it is not known."""
    if frames.label is None:
        raise NoLabel(
            "no_label",
            "The data has no premium_order_label.csv; add it beside profiles.csv.",
            "数据没有 premium_order_label.csv;请放在 profiles.csv 旁。",
        )
    return frames.label


def train(frames: GuideFrames, *, as_of: float | None = None, seed: int = 1, recipe: Recipe = RECIPE) -> Model:
    """A model of guests with a label. Same frames and seed, same model. Raises NoLabel, and TooFewExamples below ten of either outcome."""
    truth = label_of(frames)
    boosting.check_examples(truth)
    instant = frames.until if as_of is None else as_of
    table = table_of(frames, instant)
    columns = _columns(table)
    choices = {name: boosting.known_texts(table.choices[name]) for name in CHOICES}
    names = (*table.numbers, *CHOICES)
    main, how = _fitted(boosting.matrix_of(names, choices, columns, len(truth)), truth, recipe, _categories(names, choices), seed)
    plain_names = (*PLAIN_NUMBERS, *PLAIN_CHOICES)
    plain = {name: choices[name] for name in PLAIN_CHOICES}
    matrix = boosting.matrix_of(plain_names, plain, columns, len(truth))
    baseline = boosting.grow(matrix, truth, PLAIN, categories=_categories(plain_names, plain), seed=seed)
    return Model(Boosted(names, choices, main), how, Boosted(plain_names, plain, baseline), instant)


def _fitted(matrix: Array, truth: Array, recipe: Recipe, categories: list[int], seed: int) -> tuple[tuple[str, ...], Calibration]:
    """The trees, and the calibration that unseen guests choose (rule U4)."""
    one = Recipe(**{**boosting.recipe_as_document(recipe), "seeds": 1})
    held_out = boosting.held_out_odds(matrix, truth, one, categories=categories, seed=seed)
    return boosting.grow(matrix, truth, recipe, categories=categories, seed=seed), calibration.choose(held_out, truth, seed=seed)


def _instant(model: Model, frames: GuideFrames, as_of: float | None) -> float:
    return max(model.as_of, frames.until) if as_of is None else as_of


def _matrix(boosted: Boosted, table: Table) -> Array:
    return boosting.matrix_of(boosted.names, boosted.choices, _columns(table), len(table.guests))


def score(model: Model, frames: GuideFrames, *, as_of: float | None = None) -> Array:
    """The probability of each guest, shape (guests,), in the order of `frames.guests`; no guests, no rows.

    Rules U2 and U3: labels and numbers are not looked at, and nobody's score depends on who else is scored.
    """
    return score_table(model, table_of(frames, _instant(model, frames, as_of)))


def score_table(model: Model, table: Table) -> Array:
    """The same from features; a feature that the table lacks counts as absent."""
    return calibration.apply(model.calibration, boosting.odds_of(model.main.trees, _matrix(model.main, table)))


def score_baseline(model: Model, frames: GuideFrames, *, as_of: float | None = None) -> Array:
    """What plain boosted trees on simple counts say, shape (guests,)."""
    table = table_of(frames, _instant(model, frames, as_of))
    return calibration.chance_of(boosting.odds_of(model.baseline.trees, _matrix(model.baseline, table)))


def explain(model: Model, frames: GuideFrames, *, as_of: float | None = None, most: int = 5) -> list[tuple[Reason, ...]]:
    """The heaviest reasons of each guest, in the order of `frames.guests`. Rule U6: they are the score's own parts, added up by what
    they tell of."""
    shares = boosting.shares_of(model.main.trees, _matrix(model.main, table_of(frames, _instant(model, frames, as_of))))
    return reasons_of(shares, model.main.names, REASON_OF, REASONS, most)


def back_test(
    train_frames: GuideFrames, test_frames: GuideFrames, *, seed: int = 1, as_of: tuple[float | None, float | None] = (None, None)
) -> BackTest:
    """Fits on one set of guests and judges on another, with the plain baseline on the same guests. `as_of`: the instants at which the one
    and the other are seen, the last that each knows of where it is None. Raises as `train`, and NothingToJudge."""
    truth = label_of(test_frames)
    fitted_at, judged_at = as_of
    model = train(train_frames, as_of=fitted_at, seed=seed)
    said, plain = score(model, test_frames, as_of=judged_at), score_baseline(model, test_frames, as_of=judged_at)
    traits = {"age": "age", "sex": "gender", "region": "province"}
    values = {trait: test_frames.guests[column].to_numpy(dtype=str) for trait, column in traits.items()}
    return judging.judge(judging.Rows(truth, said, plain), values, seed=seed)


def save(model: Model, folder: Path) -> None:
    """Rule U7: writes model.json and the trees as LightGBM's text into a folder; nothing in it is code."""
    said = {"main": boosting.save(model.main, folder / "main"), "baseline": boosting.save(model.baseline, folder / "baseline")}
    boosting.write_document(folder, said | {"calibration": calibration.as_document(model.calibration), "as_of": model.as_of})


def load(folder: Path) -> Model:
    """The model that `save` wrote; it scores exactly as before."""
    said = boosting.read_document(folder)
    main, baseline = boosting.load(said["main"], folder / "main"), boosting.load(said["baseline"], folder / "baseline")
    return Model(main, calibration.of_document(said["calibration"]), baseline, float(np.float64(said["as_of"])))
