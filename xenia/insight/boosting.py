"""Boosted trees with several seeds on named columns: fitted, averaged, kept as text, and taken apart into reasons.

Estimator: gradient boosting with histogram trees (Ke et al., LightGBM, NIPS 2017), logistic loss; the log-odds of the seeds are averaged.
Reasons are exact TreeSHAP values (Lundberg et al., Nature Machine Intelligence 2020) of the same trees: they add up to the log-odds.
"""

import json
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from sklearn.model_selection import KFold

from xenia.insight.judging import Array
from xenia.kernel.errors import Invalid

try:
    import lightgbm
except OSError as missing:  # its wheel does not bring libgomp along
    raise Invalid(
        "trees_library_missing",
        f"Boosted trees need the system library libgomp, and this machine has none ({missing}); on Debian and Ubuntu: "
        "apt-get install libgomp1",
        f"提升树模型需要系统库 libgomp，本机没有（{missing}）；Debian 和 Ubuntu 请运行 apt-get install libgomp1。",
    ) from missing

THREADS = 0
"""As many as OpenMP may use: the cores, or OMP_NUM_THREADS."""
EXAMPLES_MIN = 10
"""Of each outcome: with fewer nothing can be learnt, and nothing is."""


class TooFewExamples(Invalid):
    """One of the two outcomes has fewer than ten examples to learn from."""


@dataclass(frozen=True)
class Recipe:
    """How trees are grown. `rounds` trees for each of `seeds`; `rows_min` is the least number of rows of a leaf.

    `is_forest`: the trees are grown apart, each from the mean of all on its own draw of rows, and averaged (Breiman 2001); `columns_share`
    is drawn anew for each split then, and `rate` says nothing.
    """

    rounds: int
    rate: float
    leaves: int
    rows_min: int
    columns_share: float
    rows_share: float = 0.8
    l2: float = 5.0
    category_smooth: float = 20.0
    seeds: int = 1
    is_forest: bool = False


@dataclass(frozen=True)
class Boosted:
    """A fitted ensemble. `names` are its columns in order; those in `choices` hold text, each with the texts it knows; `trees` are
    LightGBM's
    own text, one per seed."""

    names: tuple[str, ...]
    choices: dict[str, tuple[str, ...]]
    trees: tuple[str, ...]


def matrix_of(names: tuple[str, ...], choices: dict[str, tuple[str, ...]], columns: dict[str, Array], rows: int) -> Array:
    """Columns as float32 of shape (rows, len(names)): a text by its place among the known ones. A column that is absent is NaN throughout,
    as are unknown texts and infinite numbers."""
    found = np.full((rows, len(names)), np.nan, dtype=np.float32)
    for place, name in enumerate(names):
        if name not in columns:
            continue
        if name in choices:
            known = {text: float(number) for number, text in enumerate(choices[name])}
            found[:, place] = pd.Series(columns[name]).map(known).to_numpy(dtype=np.float32)
        else:
            values = columns[name]
            found[:, place] = np.where(np.isfinite(values), values, np.nan)
    return found


def known_texts(values: Array, rows_min: int = 20) -> tuple[str, ...]:
    """The texts that stand in at least `rows_min` rows, sorted, without the empty one."""
    texts, counts = np.unique(values.astype(str), return_counts=True)
    return tuple(str(text) for text, count in zip(texts, counts, strict=True) if text and count >= rows_min)


def check_examples(truth: Array) -> None:
    """Raises TooFewExamples where either outcome has fewer than ten rows."""
    yes, no = int(truth.sum()), int(len(truth) - truth.sum())
    if min(yes, no) < EXAMPLES_MIN:
        raise TooFewExamples(
            "too_few_examples",
            f"There are {yes} rows with the outcome and {no} without; {EXAMPLES_MIN} of each are needed: train on a longer window.",
            f"有此结果的 {yes} 行，没有的 {no} 行；每种至少要 {EXAMPLES_MIN} 行，请用更长的时段训练。",
        )


def grow(matrix: Array, truth: Array, recipe: Recipe, *, categories: list[int], seed: int, weight: Array | None = None) -> tuple[str, ...]:
    """Trees for each seed, as text. matrix (n, k) float32, truth (n,) 0 or 1, weight (n,) or None. Few rows get smaller leaves."""
    names = [f"f{place}" for place in range(matrix.shape[1])]
    grown = []
    for turn in range(recipe.seeds):
        data = lightgbm.Dataset(matrix, truth, weight=weight, feature_name=names, categorical_feature=categories, free_raw_data=False)
        grown.append(lightgbm.train(_settings(recipe, len(truth), seed + turn), data, recipe.rounds).model_to_string())
    return tuple(grown)


def _settings(recipe: Recipe, rows: int, seed: int) -> dict[str, Any]:
    return {
        "objective": "binary",
        "boosting": "rf" if recipe.is_forest else "gbdt",
        "learning_rate": recipe.rate,
        "num_leaves": recipe.leaves,
        "min_data_in_leaf": max(1, min(recipe.rows_min, rows // 20)),
        "feature_fraction_bynode" if recipe.is_forest else "feature_fraction": recipe.columns_share,
        "min_sum_hessian_in_leaf": 0.0 if recipe.is_forest else 1e-3,
        "bagging_fraction": recipe.rows_share,
        "bagging_freq": 1,
        "lambda_l2": recipe.l2,
        "cat_smooth": recipe.category_smooth,
        "cat_l2": recipe.category_smooth,
        "max_cat_threshold": 16,
        "seed": seed,
        "deterministic": True,
        "force_row_wise": True,
        "num_threads": THREADS,
        "verbosity": -1,
    }


@lru_cache(maxsize=32)
def _booster(text: str) -> lightgbm.Booster:
    return lightgbm.Booster(model_str=text)


def _turns(text: str) -> int:
    """How many trees raw sums are to be divided by: all of a forest, else one."""
    return _booster(text).num_trees() if "\naverage_output\n" in text.partition("\n\n")[0] else 1


def odds_of(trees: tuple[str, ...], matrix: Array, *, rounds: int | None = None) -> Array:
    """Mean log-odds of the seeds, shape (n,); of the first `rounds` trees alone where they are named."""
    total = np.zeros(len(matrix))
    if len(matrix):
        for text in trees:
            total += np.asarray(_booster(text).predict(matrix, raw_score=True, num_threads=THREADS, num_iteration=rounds)) / _turns(text)
    return total / len(trees)


def shares_of(trees: tuple[str, ...], matrix: Array) -> Array:
    """TreeSHAP: what each column adds to the log-odds, shape (n, k + 1); the last column is what everybody starts from."""
    total = np.zeros((len(matrix), matrix.shape[1] + 1))
    if len(matrix):
        for text in trees:
            total += np.asarray(_booster(text).predict(matrix, pred_contrib=True, num_threads=THREADS)) / _turns(text)
    return total / len(trees)


def held_out_odds(matrix: Array, truth: Array, recipe: Recipe, *, categories: list[int], seed: int, folds: int = 4) -> Array:
    """Log-odds of each row from trees that never saw it, shape (n,): what a calibration is chosen on."""
    found = np.zeros(len(truth))
    for known, unseen in KFold(folds, shuffle=True, random_state=seed).split(matrix):
        trees = grow(matrix[known], truth[known], recipe, categories=categories, seed=seed)
        found[unseen] = odds_of(trees, matrix[unseen])
    return found


def save(model: Boosted, folder: Path) -> dict[str, Any]:
    """The trees as one text file each; answers what to write into the document beside them."""
    folder.mkdir(parents=True, exist_ok=True)
    files = [f"trees-{turn}.txt" for turn in range(len(model.trees))]
    for file, text in zip(files, model.trees, strict=True):
        (folder / file).write_text(text, encoding="utf-8")
    return {"names": list(model.names), "choices": {name: list(texts) for name, texts in model.choices.items()}, "trees": files}


def load(said: dict[str, Any], folder: Path) -> Boosted:
    trees = tuple((folder / file).read_text(encoding="utf-8") for file in said["trees"])
    return Boosted(tuple(said["names"]), {name: tuple(texts) for name, texts in said["choices"].items()}, trees)


def write_document(folder: Path, said: dict[str, Any]) -> None:
    (folder / "model.json").write_text(json.dumps(said, ensure_ascii=False, indent=1), encoding="utf-8")


def read_document(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    return found


def recipe_as_document(recipe: Recipe) -> dict[str, Any]:
    return asdict(recipe)
