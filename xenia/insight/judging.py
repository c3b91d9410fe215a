"""How good a probability is, and how sure we are of that: measures, bootstrap intervals, paired comparison, calibration.

Everything here takes two flat arrays of one length n: `truth` (0 or 1) and `chance` (a probability, 0 to 1). Nothing knows of guests.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import numpy as np

from xenia.insight.types.judged import Bin, Interval, Judged, Slice
from xenia.insight.types.judged import Measure as Measured
from xenia.kernel.errors import Invalid
from xenia.kernel.texts import Text

Array = np.ndarray[Any, Any]
Measure = Callable[[Array, Array, Array], float]
SURE = 0.95
DRAWS = 500
SMALLEST = 1e-7


class NothingToJudge(Invalid):
    """The rows hold one class alone, or none at all: no measure of ranking exists."""


@dataclass(frozen=True)
class BackTest:
    """A model judged on rows it never saw, beside the simple baseline on the same rows.

    `gain` is AUC of the model minus AUC of the baseline, by paired bootstrap: both are measured on the same resampled rows.
    `worth_publishing` is False when the interval of the gain lies wholly at or below nought: the simple baseline is as good.
    """

    rows: int
    came: float
    auc: Interval
    log_loss: Interval
    brier: Interval
    baseline_auc: Interval
    baseline_log_loss: Interval
    baseline_brier: Interval
    gain: Interval
    calibration: tuple[Bin, ...]
    calibration_error: float
    fairness: tuple[Slice, ...]

    @property
    def worth_publishing(self) -> bool:
        return self.gain.high > 0


@dataclass(frozen=True)
class Rows:
    """What is judged: truth and the two probabilities, each of shape (n,). `blocks` names rows that share one fate and are resampled
    together."""

    truth: Array
    chance: Array
    baseline: Array
    blocks: Array | None = None


def auc(truth: Array, chance: Array, weight: Array) -> float:
    """Area under the ROC curve with weights, ties counted half. NaN when one class has no weight."""
    order = np.argsort(chance, kind="stable")
    return _auc_of_sorted(truth[order], _steps(chance[order]), weight[order])


def _steps(ordered: Array) -> Array:
    """Where each run of equal values begins, shape (runs,)."""
    return np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])


def _auc_of_sorted(truth: Array, starts: Array, weight: Array) -> float:
    yes = np.add.reduceat(weight * truth, starts)
    no = np.add.reduceat(weight * (1 - truth), starts)
    below = np.cumsum(no) - no
    total = yes.sum() * no.sum()
    return float((yes * (below + no / 2)).sum() / total) if total > 0 else float("nan")


def log_loss(truth: Array, chance: Array, weight: Array) -> float:
    """Mean of -ln(probability given to what came true), weights applied; a probability is held 1e-7 away from 0 and 1."""
    held = np.clip(chance, SMALLEST, 1 - SMALLEST)
    return float(np.average(-(truth * np.log(held) + (1 - truth) * np.log1p(-held)), weights=weight))


def brier(truth: Array, chance: Array, weight: Array) -> float:
    """Mean squared distance of the probability from what came true."""
    return float(np.average((truth - chance) ** 2, weights=weight))


def draws_of(rows: int, blocks: Array | None, draws: int, seed: int) -> Array:
    """Bootstrap weights, shape (draws, rows), float32: how often each row was drawn. Rows of one block are drawn together."""
    random = np.random.default_rng(seed)
    if blocks is None:
        return random.multinomial(rows, np.full(rows, 1 / rows), size=draws).astype(np.float32)
    _, number = np.unique(blocks, return_inverse=True)
    count = int(number.max()) + 1
    return random.multinomial(count, np.full(count, 1 / count), size=draws).astype(np.float32)[:, number]


def interval(measure: Measure, truth: Array, chance: Array, weights: Array) -> Interval:
    """The measure on all rows with its 95 % percentile interval over the bootstrap weights (shape (draws, n))."""
    return _interval_of(measure(truth, chance, np.ones(len(truth))), _resampled(measure, truth, chance, weights))


def paired(measure: Measure, rows: Rows, weights: Array) -> Interval:
    """Measure of the model minus measure of the baseline, both on the same resampled rows, with its 95 % interval."""
    ones = np.ones(len(rows.truth))
    difference = measure(rows.truth, rows.chance, ones) - measure(rows.truth, rows.baseline, ones)
    ours = _resampled(measure, rows.truth, rows.chance, weights)
    return _interval_of(difference, ours - _resampled(measure, rows.truth, rows.baseline, weights))


def _resampled(measure: Measure, truth: Array, chance: Array, weights: Array) -> Array:
    if measure is not auc:
        return np.array([measure(truth, chance, weight) for weight in weights])
    order = np.argsort(chance, kind="stable")
    ordered, starts = truth[order], _steps(chance[order])
    return np.array([_auc_of_sorted(ordered, starts, weight[order].astype(float)) for weight in weights])


def _interval_of(value: float, resampled: Array) -> Interval:
    known = resampled[np.isfinite(resampled)]
    if len(known) == 0:
        return Interval(value, value, value)
    low, high = np.quantile(known, [(1 - SURE) / 2, (1 + SURE) / 2])
    return Interval(value, float(low), float(high))


def calibration_table(truth: Array, chance: Array, bins: int = 10) -> tuple[Bin, ...]:
    """Rows in order of probability, cut into `bins` equal parts (fewer where equal probabilities fill more than one). Wilson intervals."""
    edges = np.unique(np.quantile(chance, np.linspace(0, 1, bins + 1)[1:-1]))
    part = np.searchsorted(edges, chance, side="left")
    return tuple(_bin(truth[part == one], chance[part == one]) for one in np.unique(part))


def _bin(truth: Array, chance: Array) -> Bin:
    rows, came, z = len(truth), float(truth.mean()), 1.96
    middle = (came + z * z / (2 * rows)) / (1 + z * z / rows)
    half = z * np.sqrt(came * (1 - came) / rows + z * z / (4 * rows * rows)) / (1 + z * z / rows)
    return Bin(rows, float(chance.mean()), came, max(0.0, float(middle - half)), min(1.0, float(middle + half)))


def calibration_error(table: tuple[Bin, ...]) -> float:
    """Mean distance between what was said and what came true over the table, weighted by rows."""
    return sum(one.rows * abs(one.said - one.came) for one in table) / sum(one.rows for one in table)


def fairness(truth: Array, chance: Array, traits: dict[str, Array], seed: int, rows_min: int = 30) -> tuple[Slice, ...]:
    """One slice per value of each trait (arrays of text, shape (n,)) that has at least `rows_min` rows, the largest first.

    AUC is None where a slice holds one class alone. An empty text reads `unknown`.
    """
    found = []
    for trait, values in traits.items():
        named = np.where(values == "", "unknown", values)
        counted = sorted(zip(*np.unique(named, return_counts=True), strict=True), key=lambda pair: -pair[1])
        for value, rows in counted:
            if rows >= rows_min:
                here = named == value
                found.append(_slice(trait, str(value), truth[here], chance[here], seed))
    return tuple(found)


def _slice(trait: str, value: str, truth: Array, chance: Array, seed: int) -> Slice:
    came = float(truth.mean())
    area = None if came in (0.0, 1.0) else interval(auc, truth, chance, draws_of(len(truth), None, 100, seed))
    return Slice(trait, value, len(truth), came, float(chance.mean()), area)


def judge(rows: Rows, traits: dict[str, Array], *, seed: int, draws: int = DRAWS) -> BackTest:
    """The whole back-test of one model beside its baseline. Raises NothingToJudge where the truth holds fewer than two classes."""
    truth = rows.truth.astype(float)
    if len(truth) == 0 or truth.min() == truth.max():
        raise NothingToJudge(
            "nothing_to_judge",
            f"The {len(truth)} rows to judge on hold one outcome alone; judge on a window with both outcomes.",
            f"用于评估的 {len(truth)} 行只有一种结果；请换一个两种结果都有的时段。",
        )
    held = Rows(truth, rows.chance.astype(float), rows.baseline.astype(float), rows.blocks)
    weights = draws_of(len(truth), rows.blocks, draws, seed)
    table = calibration_table(truth, held.chance)
    ours = [interval(measure, truth, held.chance, weights) for measure in (auc, log_loss, brier)]
    theirs = [interval(measure, truth, held.baseline, weights) for measure in (auc, log_loss, brier)]
    return BackTest(
        rows=len(truth),
        came=float(truth.mean()),
        auc=ours[0],
        log_loss=ours[1],
        brier=ours[2],
        baseline_auc=theirs[0],
        baseline_log_loss=theirs[1],
        baseline_brier=theirs[2],
        gain=paired(auc, held, weights),
        calibration=table,
        calibration_error=calibration_error(table),
        fairness=fairness(truth, held.chance, traits, seed),
    )


def as_document(found: BackTest) -> dict[str, Any]:
    """The back-test as plain lists and dicts, for JSON."""
    return asdict(found) | {"worth_publishing": found.worth_publishing}


@dataclass(frozen=True)
class Windows:
    """Where the rows of a back-test come from: fitted on the one, [from, until), judged on the other."""

    fitted_from: date
    fitted_until: date
    judged_from: date
    judged_until: date
    fitted_rows: int


def as_judged(found: BackTest, windows: Windows, baseline: Text) -> Judged:
    """The back-test as the model register keeps it; AUC decides."""
    told = (
        Measured("auc", Text("区分力（AUC）", "Telling apart (AUC)"), found.auc, found.baseline_auc, found.gain),
        Measured("log_loss", Text("对数损失", "Log loss"), found.log_loss, found.baseline_log_loss, None),
        Measured("brier", Text("布里尔分", "Brier score"), found.brier, found.baseline_brier, None),
    )
    return Judged(
        fitted_from=windows.fitted_from,
        fitted_until=windows.fitted_until,
        judged_from=windows.judged_from,
        judged_until=windows.judged_until,
        fitted_rows=windows.fitted_rows,
        judged_rows=found.rows,
        baseline=baseline,
        measures=told,
        calibration=found.calibration,
        fairness=found.fairness,
    )
