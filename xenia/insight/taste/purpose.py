"""What a booking is for: business, leisure, family or group, learned from the bookings that state it.

Estimator: boosted trees (see `boosting`), one ensemble a purpose against the others; the chances are brought to a sum of one. A purpose
with fewer than ten examples is left out.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from xenia.insight import boosting
from xenia.insight.boosting import Boosted, Recipe
from xenia.insight.calibration import chance_of
from xenia.insight.judging import Array
from xenia.insight.modelling import NotEnough
from xenia.insight.rules.taste import EXAMPLES_MIN, PURPOSE_NAMES, PURPOSES
from xenia.insight.taste.journeys import Journeys

RECIPE = Recipe(rounds=60, rate=0.12, leaves=12, rows_min=20, columns_share=0.6)
ROWS_MOST = 150_000
"""The newest rows are enough to learn from."""
CHOICES = ("line", "channel", "market_code", "rate_code", "cabin", "room")
NUMBERS = ("hour", "lead", "nights", "rooms", "party", "has_children", "has_company", "is_domestic", "is_buyer")
EARLIER = tuple(f"{purpose}_before" for purpose in PURPOSES)
NAMES = ("weekday", "month", "made_weekday", *NUMBERS, *EARLIER, "stated_before", *CHOICES)
REASON_OF = (
    {"weekday": "weekday", "month": "when", "made_weekday": "when", "hour": "when", "lead": "lead", "nights": "nights"}
    | {"party": "party", "rooms": "party", "has_children": "party", "has_company": "payer", "is_domestic": "kind", "is_buyer": "party"}
    | dict.fromkeys((*EARLIER, "stated_before"), "before")
    | {"line": "kind", "cabin": "kind", "room": "kind", "channel": "payer", "market_code": "payer", "rate_code": "payer"}
)


@dataclass(frozen=True)
class PurposeModel:
    """`purposes` that are known and one ensemble for each; `left_out` says how few examples the others had; `by_line` are shares of the
    purposes by line of those trained on ('' for all lines), the simple baseline."""

    purposes: tuple[str, ...]
    trees: dict[str, Boosted]
    left_out: dict[str, int]
    by_line: dict[str, list[float]]


def features_of(rows: Journeys) -> dict[str, Array]:
    """Columns NAMES of each row: what was known when the booking was made (TA2). Share of purposes are of the guest's bookings made on
    earlier days that state theirs, NaN where none does."""
    found: dict[str, Any] = {name: rows.numbers[name] for name in NUMBERS} | {name: rows.texts[name] for name in CHOICES}
    month = np.full(len(rows), np.nan)
    known = np.isfinite(rows.starts)
    month[known] = rows.starts[known].astype("datetime64[D]").astype("datetime64[M]").astype(int) % 12 + 1
    before = _earlier(rows)
    total = before.sum(axis=1)
    shares = np.divide(before, total[:, None], out=np.full(before.shape, np.nan), where=total[:, None] > 0)
    return found | {
        "weekday": (rows.starts + 3) % 7,
        "made_weekday": (rows.made + 3) % 7,
        "month": month,
        "stated_before": np.minimum(total, 10.0),
        **{name: shares[:, place] for place, name in enumerate(EARLIER)},
    }


def stated_of(rows: Journeys) -> Array:
    """The purpose that each row states as a place in PURPOSES, -1 where it states none."""
    known = np.array([PURPOSES.index(str(text)) for text in rows.texts["purpose"].categories] + [-1])
    return np.asarray(known[rows.texts["purpose"].codes])


def _earlier(rows: Journeys) -> Array:
    """How often the guest stated each purpose on days before, shape (n, 4). Rows are in order of guest and day."""
    if not len(rows):
        return np.zeros((0, len(PURPOSES)))
    stated = stated_of(rows)
    ones = (stated[:, None] == np.arange(len(PURPOSES))).astype(float)
    running = np.vstack([np.zeros(len(PURPOSES)), np.cumsum(ones, axis=0)])
    new_guest = np.r_[True, rows.person[1:] != rows.person[:-1]]
    new_day = new_guest | np.r_[True, rows.made[1:] != rows.made[:-1]]
    at = np.arange(len(rows))
    day_began, guest_began = (np.maximum.accumulate(np.where(flags, at, 0)) for flags in (new_day, new_guest))
    return np.asarray(running[day_began] - running[guest_began])


def one_a_booking(rows: Journeys) -> Array:
    """Places of one row for each booking: that of the buyer where the buyer travels, else of the first guest; in order of place."""
    booking = rows.booking.astype(str)
    order = np.lexsort((rows.person, -rows.numbers["is_buyer"], booking))
    names = booking[order]
    return np.sort(order[np.r_[True, names[1:] != names[:-1]]]) if len(order) else order


def fit(rows: Journeys, columns: dict[str, Array], chosen: Array, *, seed: int) -> PurposeModel:
    """A model of the rows `chosen` (places), each stating its purpose. Raises NotEnough with fewer than two purposes of ten examples."""
    stated = stated_of(rows)[chosen]
    counts = np.bincount(stated, minlength=len(PURPOSES))
    purposes = tuple(name for name, count in zip(PURPOSES, counts, strict=True) if count >= EXAMPLES_MIN)
    if len(purposes) < 2:
        raise _too_few(dict(zip(PURPOSES, counts.tolist(), strict=True)))
    kept = np.isin(stated, [PURPOSES.index(name) for name in purposes])
    chosen, stated = chosen[kept], stated[kept]
    newest = np.sort(np.argsort(rows.made[chosen], kind="stable")[-ROWS_MOST:])
    learnt, truth = chosen[newest], stated[newest]
    part = {name: values[learnt] for name, values in columns.items()}
    choices = {name: boosting.known_texts(_texts(part[name])) for name in CHOICES}
    matrix = boosting.matrix_of(NAMES, choices, part, len(learnt))
    categories = [place for place, name in enumerate(NAMES) if choices.get(name)]
    grown = {
        name: Boosted(
            NAMES, choices, boosting.grow(matrix, (truth == PURPOSES.index(name)).astype(int), RECIPE, categories=categories, seed=seed)
        )
        for name in purposes
    }
    left_out = {name: int(count) for name, count in zip(PURPOSES, counts, strict=True) if name not in purposes}
    return PurposeModel(purposes, grown, left_out, _shares_by_line(rows.texts["line"][chosen], stated, purposes))


def _texts(values: Any) -> Array:
    return np.asarray(pd.Series(values).astype(object).fillna("").to_numpy(dtype=str))


def _too_few(counts: dict[str, int]) -> NotEnough:
    said = ", ".join(f"{name} {count}" for name, count in counts.items())
    listed = "、".join(f"{PURPOSE_NAMES[name].zh} {count}" for name, count in counts.items())
    return NotEnough(
        "too_few_purposes",
        f"Bookings that state their purpose: {said}; at least two purposes need {EXAMPLES_MIN} each. Map the purpose in a source.",
        f"写明目的的预订：{listed}；至少两种目的各需 {EXAMPLES_MIN} 条。请在数据源中映射预订的出行目的。",
    )


def _shares_by_line(lines: pd.Categorical, stated: Array, purposes: tuple[str, ...]) -> dict[str, list[float]]:
    known = [PURPOSES.index(name) for name in purposes]
    ones = (stated[:, None] == np.array(known)).astype(float)
    usual = (ones.sum(axis=0) + 1) / (len(ones) + len(known))
    found = {"": usual.tolist()}
    for code, name in enumerate(lines.categories):
        mine = ones[lines.codes == code]
        found[str(name)] = ((mine.sum(axis=0) + 5 * usual) / (len(mine) + 5)).tolist()
    return found


def chances(model: PurposeModel, columns: dict[str, Array], rows: int) -> Array:
    """The chance of each known purpose, shape (n, purposes), summing to one. A column that is missing counts as absent."""
    one = model.trees[model.purposes[0]]
    part = {name: columns[name] if name in columns else _absent(name, rows) for name in NAMES}
    matrix = boosting.matrix_of(one.names, one.choices, part, rows)
    said = np.stack([chance_of(boosting.odds_of(model.trees[name].trees, matrix)) for name in model.purposes], axis=1)
    return np.asarray(said / said.sum(axis=1, keepdims=True))


def _absent(name: str, rows: int) -> Any:
    return pd.Categorical([None] * rows) if name in CHOICES else np.full(rows, np.nan)


def usual_chances(model: PurposeModel, lines: pd.Categorical) -> Array:
    """What the simple baseline says: the shares of the line, shape (n, purposes)."""
    table = np.array([model.by_line.get(str(name), model.by_line[""]) for name in lines.categories] + [model.by_line[""]])
    return np.asarray(table[lines.codes])


def known_or_said(model: PurposeModel, rows: Journeys, columns: dict[str, Array]) -> Array:
    """The purpose of each row as chances over the four PURPOSES, shape (n, 4): certain where the booking states it (TA3)."""
    found = np.zeros((len(rows), len(PURPOSES)))
    stated = stated_of(rows)
    silent = np.flatnonzero(stated < 0)
    if len(silent):
        part = {name: values[silent] for name, values in columns.items()}
        told = np.array([PURPOSES.index(name) for name in model.purposes])
        found[silent[:, None], told[None, :]] = chances(model, part, len(silent))
    sure = np.flatnonzero(stated >= 0)
    found[sure, stated[sure]] = 1.0
    return found


def save(model: PurposeModel, folder: Path) -> dict[str, Any]:
    """Writes the trees as text below a folder; answers what to write into the document beside them."""
    trees = {name: boosting.save(one, folder / f"purpose-{name}") for name, one in model.trees.items()}
    return {"purposes": list(model.purposes), "trees": trees, "left_out": model.left_out, "by_line": model.by_line}


def load(said: dict[str, Any], folder: Path) -> PurposeModel:
    trees = {name: boosting.load(one, folder / f"purpose-{name}") for name, one in said["trees"].items()}
    return PurposeModel(tuple(said["purposes"]), trees, said["left_out"], said["by_line"])
