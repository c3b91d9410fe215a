"""How well leaving is foretold in a later window, beside the best of three simple answers on the same guests (LV9)."""

from collections.abc import Mapping, Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from xenia.insight import judging
from xenia.insight.judging import Array, BackTest
from xenia.insight.leaving.model import Model, Seen, chance
from xenia.insight.leaving.table import Columns
from xenia.insight.rules.leaving import Window
from xenia.insight.types.judged import Interval, Judged, Measure
from xenia.kernel.texts import Text

SIMPLE = {
    "rfm": Text("距上次预订、预订次数与客龄的逻辑回归", "Logistic regression on silence, number of bookings and age"),
    "alive": Text("仅按“是否仍在”的概率（MBG/NBD）", "The chance of still being there alone (MBG/NBD)"),
    "expected": Text("仅按观察期内的期望预订数（MBG/NBD）", "The bookings to be expected within the horizon alone (MBG/NBD)"),
}
LABELS = {
    "auc": Text("区分力（AUC）", "Telling apart (AUC)"),
    "log_loss": Text("对数损失", "Log loss"),
    "brier": Text("布里尔分", "Brier score"),
}


def simple_answers(learned: Sequence[Seen], asked: Seen) -> dict[str, Array]:
    """What each simple answer says of the guests asked about, (n,), fitted on the same windows as the model. One that cannot be told of
    every guest is left out."""
    left = np.concatenate([one.left for one in learned])
    found = {}
    for name in SIMPLE:
        known, unseen = np.concatenate([_inputs(name, one.columns) for one in learned]), _inputs(name, asked.columns)
        if np.isfinite(known).all() and np.isfinite(unseen).all():
            scale = StandardScaler().fit(known)
            line = LogisticRegression(C=100.0, max_iter=500).fit(scale.transform(known), left)
            found[name] = line.predict_proba(scale.transform(unseen))[:, 1]
    return found


def _inputs(name: str, columns: Columns) -> Array:
    if name == "rfm":
        return np.asarray(np.log1p(np.stack([columns["recency_days"], columns["bookings"], columns["age_days"]], axis=1)))
    if name == "expected":
        return np.asarray(np.log(np.maximum(columns["expected_bookings"], 1e-6))[:, None])
    alive = np.clip(columns["alive"], 1e-6, 1 - 1e-6)
    return np.asarray(np.log(alive / (1 - alive))[:, None])


def judged(model: Model, windows: Mapping[Window, Seen], traits: Mapping[str, Array], seed: int) -> Judged:
    """The model, learned from all windows but the newest, on the guests of the newest: beside the simple answer that does best on these
    very guests. Raises judging.NothingToJudge where all or none of them left."""
    (last, asked), *learned = windows.items()
    said = chance(model, asked.columns, len(asked.left))
    answers = simple_answers([one for _, one in learned], asked)
    ones = np.ones(len(asked.left))
    best = max(answers, key=lambda name: np.nan_to_num(judging.auc(asked.left, answers[name], ones)))
    rows = judging.Rows(asked.left, said, answers[best])
    found = judging.judge(rows, dict(traits), seed=seed)
    return Judged(
        fitted_from=min(window.begins for window, _ in learned),
        fitted_until=max(window.ends for window, _ in learned),
        judged_from=last.begins,
        judged_until=last.ends,
        fitted_rows=sum(len(one.left) for _, one in learned),
        judged_rows=found.rows,
        baseline=SIMPLE[best],
        measures=_measures(found, rows, seed),
        calibration=found.calibration,
        fairness=found.fairness,
    )


def _measures(found: BackTest, rows: judging.Rows, seed: int) -> tuple[Measure, ...]:
    """AUC, which decides, then log loss and Brier score; a gain above nought is better in each."""
    weights = judging.draws_of(len(rows.truth), rows.blocks, judging.DRAWS, seed)
    told = (
        ("auc", found.auc, found.baseline_auc, found.gain),
        ("log_loss", found.log_loss, found.baseline_log_loss, _turned(judging.paired(judging.log_loss, rows, weights))),
        ("brier", found.brier, found.baseline_brier, _turned(judging.paired(judging.brier, rows, weights))),
    )
    return tuple(Measure(name, LABELS[name], ours, theirs, gain) for name, ours, theirs, gain in told)


def _turned(less: Interval) -> Interval:
    """Of a measure that is better when it is less."""
    return Interval(-less.value, -less.high, -less.low)
