"""`taste` for the model register: what a guest travels for, at what price, when, how long, with whom and where, and what is wanted now."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from xenia.insight import boosting, drift, judging
from xenia.insight.facts import taste as facts
from xenia.insight.judging import Array
from xenia.insight.modelling import Asked, ModelKind, NotEnough, Trained
from xenia.insight.rules.taste import EXAMPLES_MIN, PURPOSES, band_of
from xenia.insight.taste import journeys, purpose
from xenia.insight.taste.journeys import Journeys, Part
from xenia.insight.taste.measuring import losses, mean_measure
from xenia.insight.taste.profile import COMPANY, Profiles, Usual, as_document, of_document, profiles_of, purposes_of, usual_of
from xenia.insight.taste.purpose import PurposeModel
from xenia.insight.taste.seasons import date_of
from xenia.insight.taste.words import NEEDS, QUESTION, SCORES, baseline_words, reasons
from xenia.insight.types.judged import Judged, Measure, ReasonLine, Score, ScoreKind, Slice, Subject
from xenia.kernel.texts import Text

JUDGED_SHARE = 0.25
"""The newest quarter of the bookings that state a purpose is judged on (TA3)."""
DRIFT_ROWS = 50_000


@dataclass(frozen=True)
class Taste:
    """What is kept: the model of purposes and what is usual."""

    purposes: PurposeModel
    usual: Usual


def train(asked: Asked, seed: int) -> Trained:
    """Fits on all bookings that state their purpose, judges the same recipe on the newest quarter of them. Raises NotEnough."""
    asked.step("reading")
    session = asked.session
    rows = journeys.read_journeys(session.execute(facts.priced(facts.journeys(asked.as_of, backfilled=True))))
    stated = _stated(rows)
    columns = purpose.features_of(rows)
    asked.step("judging")
    judged = _judged(asked, rows, columns, stated, seed)
    asked.step("fitting")
    model = purpose.fit(rows, columns, stated, seed=seed)
    kept = Taste(model, usual_of(rows, model, columns))
    histograms = drift.histograms_of(_table(columns, stated), purpose.NAMES)
    return Trained(judged, lambda folder: save(kept, folder), purpose.NAMES, histograms)


def _stated(rows: Journeys) -> Array:
    """Places of one row for each booking that states its purpose."""
    stated = purpose.stated_of(rows)
    alone = purpose.one_a_booking(rows)
    return np.asarray(alone[stated[alone] >= 0])


def _judged(asked: Asked, rows: Journeys, columns: dict[str, Array], stated: Array, seed: int) -> Judged:
    made = rows.made[stated]
    cut = np.quantile(made, 1 - JUDGED_SHARE) if len(made) else 0.0
    older, newer = stated[made <= cut], stated[made > cut]
    model = purpose.fit(rows, columns, older, seed=seed)
    known = [PURPOSES.index(name) for name in model.purposes]
    newer = newer[np.isin(purpose.stated_of(rows)[newer], known)]
    if len(newer) < EXAMPLES_MIN:
        raise NotEnough(
            "too_few_purposes_later",
            f"Only {len(newer)} bookings made after {date_of(int(cut))} state a known purpose; 10 are needed to judge. Wait, or map it.",
            f"{date_of(int(cut))} 之后写明已知目的的预订只有 {len(newer)} 条，评估至少需要 10 条。请等待更多数据，或映射该字段。",
        )
    truth = np.searchsorted(known, purpose.stated_of(rows)[newer])
    ours = purpose.chances(model, {name: values[newer] for name, values in columns.items()}, len(newer))
    plain = purpose.usual_chances(model, rows.texts["line"][newer])
    right = (ours.argmax(axis=1) == truth).astype(float)
    return Judged(
        fitted_from=date_of(int(rows.made[older].min())),
        fitted_until=date_of(int(cut) + 1),
        judged_from=date_of(int(cut) + 1),
        judged_until=asked.as_of.date() + timedelta(days=1),
        fitted_rows=len(older),
        judged_rows=len(newer),
        baseline=baseline_words(model),
        measures=measures_of(truth, ours, plain, rows.person[newer], seed),
        calibration=judging.calibration_table(right, ours.max(axis=1)),
        fairness=_fairness(asked, rows, newer, right, ours.max(axis=1), seed),
    )


def measures_of(truth: Array, ours: Array, plain: Array, guests: Array, seed: int) -> tuple[Measure, ...]:
    """Log loss decides; then the share foretold right. `truth` (n,) are places in the columns of `ours` and `plain` (n, purposes)."""
    at = np.arange(len(truth))
    lost = (losses(ours[at, truth]), losses(plain[at, truth]))
    right = tuple((said.argmax(axis=1) == truth).astype(float) for said in (ours, plain))
    return (
        mean_measure("purpose_log_loss", Text("目的：对数损失", "Purpose: log loss"), lost, guests, higher=False, seed=seed),
        mean_measure(
            "purpose_accuracy",
            Text("目的：判断正确的比例", "Purpose: share foretold right"),
            (right[0], right[1]),
            guests,
            higher=True,
            seed=seed,
        ),
    )


def _fairness(asked: Asked, rows: Journeys, chosen: Array, right: Array, said: Array, seed: int) -> tuple[Slice, ...]:
    return judging.fairness(right, said, traits_of(asked, rows.guests[rows.person[chosen]]), seed)


def traits_of(asked: Asked, guests: Array) -> dict[str, Array]:
    """Age band, sex and region of guests by number, '' where unknown; shape (n,) each."""
    known = asked.session.execute(facts.people(asked.as_of)).to_pandas().set_index("guest_no")
    held = known.reindex(guests).fillna("")
    names = {"age": "birth_year_band", "sex": "gender", "region": "province"}
    return {trait: held[column].to_numpy(dtype=str) for trait, column in names.items()}


def _table(columns: dict[str, Array], chosen: Array) -> pa.Table:
    found = {}
    for name in purpose.NAMES:
        values: Any = columns[name][chosen]
        found[name] = (
            pa.array(values.astype(object), pa.string(), from_pandas=True)
            if name in purpose.CHOICES
            else pa.array(values, from_pandas=True)
        )
    return pa.table(found)


def features_of(model: Taste, asked: Asked) -> pa.Table:
    """Features of the newest bookings, the ones that drift is to be seen in."""
    rows = journeys.journeys_at(asked.session, asked.as_of, backfilled=False)
    alone = purpose.one_a_booking(rows)
    newest = np.argsort(rows.made[alone], kind="stable")[-DRIFT_ROWS:]
    return _table(purpose.features_of(rows), alone[newest])


def score(model: Taste, asked: Asked) -> Iterator[pa.RecordBatch]:
    """One row a guest with a booking that stands or a wish; part by part, so that memory stays flat."""
    for part in journeys.parts_of(asked, is_priced=True):
        rows = part.rows()
        profiles = profiles_of(rows, model.usual, purposes_told(model, asked, part, rows)[1])
        yield from _batches(rows, profiles, part.wishes())


def purposes_told(model: Taste, asked: Asked, part: Part, rows: Journeys | None = None) -> tuple[Array, Array]:
    """TA12: the numbers of the guests of a part who have bookings that stand, and the shares of their purposes; worked out by whoever asks
    first in a session. `rows` are the part's where they are read already."""

    def work_out() -> tuple[Array, Array]:
        read = part.rows() if rows is None else rows
        who, shares = purposes_of(read, model.usual, model.purposes, purpose.features_of(read), asked.as_of.date())
        return read.guests[who], shares

    return part.session.remember(("purposes", part.first, fingerprint(model)), work_out)


def fingerprint(model: Taste) -> str:
    """What tells two models of purposes apart."""
    trees = {name: [one.names, one.choices, one.trees] for name, one in model.purposes.trees.items()}
    said = [model.purposes.purposes, trees, model.usual.purposes, model.usual.strength["purposes"]]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _batches(rows: Journeys, found: Profiles, wished: pa.Table) -> Iterator[pa.RecordBatch]:
    ids = rows.ids[found.person]
    shares = {f"{name}_share": found.purposes[:, place] for place, name in enumerate(PURPOSES)}
    table = {
        "purpose": np.array(PURPOSES, dtype=object)[found.purposes.argmax(axis=1)],
        "purpose_chance": found.purposes.max(axis=1),
        **shares,
        "price_band": np.array([band_of(rank) if np.isfinite(rank) else None for rank in found.price_rank], dtype=object),
        "price_rank": found.price_rank,
        "price_sure": found.price_sure,
        "lead_days_usual": found.lead_days,
        "nights_usual": found.nights,
        "company": np.array([*COMPANY, None], dtype=object)[found.company],
        "company_share": found.company_share,
        **{f"place_{place + 1}": found.places[:, place] for place in range(found.places.shape[1])},
        **{f"place_{place + 1}_share": found.place_shares[:, place] for place in range(found.places.shape[1])},
        "room_usual": found.room,
        "cabin_usual": found.cabin,
        "taste_bookings": found.bookings,
    }
    everybody = pd.DataFrame(table, index=pd.Index(ids, name="guest_id")).join(top_wishes(wished), how="outer")
    yield from batches_of(everybody, SCORES)


TYPES = {"text": pa.string(), "chance": pa.float64(), "real": pa.float64(), "whole": pa.int64(), "date": pa.date32()}


def batches_of(found: pd.DataFrame, scores: tuple[Score, ...]) -> Iterator[pa.RecordBatch]:
    """Rows by guest id as a batch of the columns of the scores; '' and NaN are null. Nothing where there are no rows."""
    columns = [pa.array(found.index.to_numpy(dtype=object), pa.string())]
    for one in scores:
        values = found[one.name]
        values = values.replace("", None) if one.kind is ScoreKind.TEXT else values
        columns.append(pa.Array.from_pandas(values, type=TYPES[one.kind.value], safe=False))
    if len(found):
        yield pa.record_batch(columns, names=["guest_id", *(one.name for one in scores)])


def top_wishes(wished: pa.Table) -> pd.DataFrame:
    """Of each guest with wishes not booked since the strongest (TA7): `wish_place`, `wish_strength`, `wish_times` by guest id."""
    rows = wished.select(["guest_id", "place", "strength", "times", "is_booked"]).to_pandas()
    rows = rows[~rows["is_booked"].astype(bool)].sort_values(["guest_id", "strength", "place"], ascending=[True, False, True])
    first = rows.drop_duplicates("guest_id").set_index("guest_id")
    return first.rename(columns={"place": "wish_place", "strength": "wish_strength", "times": "wish_times"}).drop(columns="is_booked")


def explain(model: Taste, asked: Asked, guest_id: str) -> tuple[ReasonLine, ...]:
    """What the guest's likeliest purpose rests on, with the numbers, the heaviest first; [] for one without a booking that stands."""
    rows, wished = journeys.of_guest(asked, guest_id)
    if not rows.kept.any():
        return ()
    columns = purpose.features_of(rows)
    found = profiles_of(rows, model.usual, purposes_of(rows, model.usual, model.purposes, columns, asked.as_of.date())[1])
    return reasons(model.purposes, rows, columns, found, top_wishes(wished))


def save(model: Taste, folder: Path) -> None:
    """Writes model.json and the trees as LightGBM's text; nothing in it is code (TA11)."""
    said = {"purposes": purpose.save(model.purposes, folder), "usual": as_document(model.usual)}
    boosting.write_document(folder, said)


def load(folder: Path) -> Taste:
    """The model that `save` wrote; it scores exactly as before."""
    said = boosting.read_document(folder)
    return Taste(purpose.load(said["purposes"], folder), of_document(said["usual"]))


KIND = ModelKind(
    name="taste",
    label=Text("偏好与目的", "Taste and purpose"),
    question=QUESTION,
    needs=NEEDS,
    subject=Subject.GUEST,
    scores=SCORES,
    train=train,
    load=load,
    score=score,
    explain=explain,
    features_of=features_of,
)
