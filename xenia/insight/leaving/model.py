"""The chance that a guest makes no booking that stands within the horizon: fitted on what guests did after earlier days.

Estimator: boosted trees (see `boosting`) on the features of every window, made a probability by the calibration that guests who were held
out choose. A guest who stands in several windows is held out of all of them at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
from sklearn.model_selection import GroupKFold

from xenia.insight import boosting, calibration
from xenia.insight.boosting import Boosted, Recipe
from xenia.insight.calibration import Calibration
from xenia.insight.explaining import Reason, reasons_of
from xenia.insight.judging import Array
from xenia.insight.leaving.catalogue import CHOICES, NUMBERS, REASON_OF, REASONS
from xenia.insight.leaving.table import Columns, columns_of, fitted

RECIPE = Recipe(rounds=150, rate=0.05, leaves=15, rows_min=40, columns_share=0.4, seeds=2)
FOLDS = 4


@dataclass(frozen=True)
class Model:
    """`main` with its `calibration` says the chance that a guest leaves within the `horizon` it was trained with, in days (LV12); `counts`
    are the log-parameters by which P(alive) is told, None where nobody ever booked again."""

    main: Boosted
    calibration: Calibration
    counts: tuple[float, ...] | None
    horizon: int

    @property
    def log_parameters(self) -> Array | None:
        return None if self.counts is None else np.array(self.counts)


@dataclass(frozen=True)
class Seen:
    """The guests of one window: their columns as of its beginning, whether they left, and who they are, (n,) each."""

    columns: Columns
    left: Array
    guests: Array


def seen(rows: pa.Table, horizon: int) -> Seen:
    """In: `facts.leaving.rows_to_learn_from`, with the `horizon` in days. P(alive) is estimated from the same guests as of the same moment.
    In the order of the ids: the lake has none, and the same seed shall give the same model."""
    rows = rows.sort_by("guest_id")
    left = (rows["bookings_after"].to_numpy() == 0).astype(np.float64)
    return Seen(columns_of(rows, fitted(rows), horizon), left, rows["guest_id"].to_numpy())


def telling(windows: Sequence[Seen]) -> tuple[str, ...]:
    """The features that differ between guests in every window: what was constant in one of them was not known then (LV5)."""
    return tuple(name for name in (*NUMBERS, *CHOICES) if all(_differs(one.columns.get(name)) for one in windows))


def _differs(values: Array | None) -> bool:
    if values is None or not len(values):
        return False
    if values.dtype == object:
        return bool((values != values[0]).any())
    known = values[np.isfinite(values)]
    return len(known) > 0 and (len(known) < len(values) or bool(np.ptp(known) > 0))


def learn(windows: Sequence[Seen], counts: Array | None, horizon: int, *, seed: int, recipe: Recipe = RECIPE) -> Model:
    """Of windows of `horizon` days; same windows and seed, same model. Raises boosting.TooFewExamples below ten guests of either
    outcome."""
    left = np.concatenate([one.left for one in windows])
    boosting.check_examples(left)
    names = telling(windows)
    columns = {name: np.concatenate([one.columns[name] for one in windows]) for name in names}
    choices = {name: boosting.known_texts(columns[name]) for name in names if name in CHOICES}
    matrix = boosting.matrix_of(names, choices, columns, len(left))
    categories = [place for place, name in enumerate(names) if name in choices]
    odds = _held_out(matrix, left, np.concatenate([one.guests for one in windows]), (recipe, categories, seed))
    trees = boosting.grow(matrix, left, recipe, categories=categories, seed=seed)
    how = calibration.choose(odds, left, seed=seed)
    return Model(Boosted(names, choices, trees), how, None if counts is None else tuple(counts.tolist()), horizon)


def _held_out(matrix: Array, left: Array, guests: Array, how: tuple[Recipe, list[int], int]) -> Array:
    """Log-odds of each row from trees that saw no row of its guest, (n,)."""
    recipe, categories, seed = how
    one = Recipe(**{**boosting.recipe_as_document(recipe), "seeds": 1})
    found = np.zeros(len(left))
    for known, unseen in GroupKFold(FOLDS, shuffle=True, random_state=seed).split(matrix, groups=guests):
        trees = boosting.grow(matrix[known], left[known], one, categories=categories, seed=seed)
        found[unseen] = boosting.odds_of(trees, matrix[unseen])
    return found


def matrix_of(model: Model, columns: Columns, rows: int) -> Array:
    """What the trees read; a feature that is missing counts as absent (LV5)."""
    return boosting.matrix_of(model.main.names, model.main.choices, columns, rows)


def chance(model: Model, columns: Columns, rows: int) -> Array:
    """The chance of each guest to leave, (n,): nobody's depends on who else is scored (LV7)."""
    return calibration.apply(model.calibration, boosting.odds_of(model.main.trees, matrix_of(model, columns, rows)))


def reasons(model: Model, columns: Columns, rows: int) -> list[tuple[Reason, ...]]:
    """The reasons of each guest, the heaviest first (LV8)."""
    shares = boosting.shares_of(model.main.trees, matrix_of(model, columns, rows))
    return reasons_of(shares, model.main.names, REASON_OF, REASONS, len(REASONS))


def save(model: Model, folder: Path) -> None:
    """Writes model.json and the trees as LightGBM's text; nothing in it is code."""
    said = {"main": boosting.save(model.main, folder / "main"), "calibration": calibration.as_document(model.calibration)}
    counts = None if model.counts is None else list(model.counts)
    boosting.write_document(folder, said | {"counts": counts, "horizon_days": model.horizon})


def load(folder: Path) -> Model:
    """The model that `save` wrote; it scores exactly as before."""
    said = boosting.read_document(folder)
    counts = None if said["counts"] is None else tuple(said["counts"])
    return Model(boosting.load(said["main"], folder / "main"), calibration.of_document(said["calibration"]), counts, said["horizon_days"])
