"""`next_trip` for the model register: when a guest leaves next on a trip that is not booked yet, where to, and for what."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
from scipy import sparse

from xenia.insight import boosting, drift, judging
from xenia.insight.judging import Array
from xenia.insight.modelling import Asked, ModelKind, NotEnough, Trained
from xenia.insight.rules.taste import AHEAD_DAYS, PURPOSES
from xenia.insight.taste import destinations, journeys, next_model, next_words, product, profile, purpose, rhythm
from xenia.insight.taste.destinations import Places
from xenia.insight.taste.journeys import Part
from xenia.insight.taste.next_model import NextTrip, State
from xenia.insight.taste.next_words import MONTHS, SCORES
from xenia.insight.taste.seasons import date_of, months_ahead
from xenia.insight.types.judged import Judged, ReasonLine, Subject
from xenia.kernel.texts import Text

FEATURES = ("trips", "days_since_trip", "trips_ahead", "wishes", "line")
DRIFT_ROWS = 50_000
DENSE = ("usual", "kinds", "mix", "weights")


@dataclass(frozen=True)
class Model:
    """When and where to; `taste` tells the purpose, None where too few bookings state theirs."""

    next_trip: NextTrip
    taste: product.Taste | None


def train(asked: Asked, seed: int) -> Trained:
    """Fits on the 90 days to 90 days ago and judges on the 90 days since; then fits anew on those. Raises NotEnough."""
    states = []
    for days_back in (2 * AHEAD_DAYS, AHEAD_DAYS, 0):
        asked.step(f"reading {days_back}")
        states.append(next_model.state_at(asked, days_back))
    oldest, older, now = states
    asked.step("judging")
    judged = _judged(asked, oldest, older, now, seed)
    asked.step("fitting")
    model = Model(next_model.fit(older, now), _taste(now, seed))
    histograms = drift.histograms_of(_features(now), FEATURES)
    return Trained(judged, lambda folder: save(model, folder), FEATURES, histograms)


def _judged(asked: Asked, oldest: State, older: State, now: State, seed: int) -> Judged:
    earlier = next_model.fit(oldest, older)
    came = next_model.came_of(older, now)
    next_model.check(came, older)
    measures, chance = next_model.measured(earlier, older, came, seed)
    traits = product.traits_of(asked, older.trips.guests)
    return Judged(
        fitted_from=date_of(oldest.day + 1),
        fitted_until=date_of(older.day + 1),
        judged_from=date_of(older.day + 1),
        judged_until=date_of(now.day + 1),
        fitted_rows=len(oldest.trips.guests),
        judged_rows=len(older.trips.guests),
        baseline=Text(
            "公司平均的出行频率，加上本季各目的地的热度", "The company's mean rate of trips, with how popular each place is in the season"
        ),
        measures=measures,
        calibration=judging.calibration_table(came.departed, chance),
        fairness=judging.fairness(came.departed, chance, traits, seed),
    )


def _taste(state: State, seed: int) -> product.Taste | None:
    """What tells the purpose; None where the bookings do not carry it."""
    rows = state.rows
    columns = purpose.features_of(rows)
    alone = purpose.one_a_booking(rows)
    try:
        model = purpose.fit(rows, columns, alone[purpose.stated_of(rows)[alone] >= 0], seed=seed)
    except NotEnough:
        return None
    return product.Taste(model, profile.usual_of(rows, model, columns))


def _features(state: State) -> pa.Table:
    trips, guests = state.trips, len(state.trips.guests)
    gone = trips.where(trips.start <= state.day)
    last = np.full(guests, np.nan)
    last[gone.person] = state.day - gone.start
    line = np.full(guests, None, dtype=object)
    line[gone.person] = gone.line
    looked = state.wishes.groupby("guest_no")["times"].sum().reindex(trips.guests, fill_value=0)
    return pa.table(
        {
            "trips": np.bincount(gone.person, minlength=guests).astype(float),
            "days_since_trip": pa.array(last, from_pandas=True),
            "trips_ahead": np.bincount(trips.person[trips.start > state.day], minlength=guests).astype(float),
            "wishes": looked.to_numpy(dtype=float),
            "line": pa.array(line, pa.string()),
        }
    )


def features_of(model: Model, asked: Asked) -> pa.Table:
    """What is known of guests now, in the columns of the histograms."""
    found = _features(_state_now(asked))
    return found.slice(0, DRIFT_ROWS)


def _state_now(asked: Asked) -> State:
    return _state_of(next(journeys.parts_of(asked, is_priced=False)), asked)


def _state_of(part: Part, asked: Asked) -> State:
    return next_model.state_of(part.rows(journeys.OF_TRIPS), part.wishes(), asked.as_of)


def score(model: Model, asked: Asked) -> Iterator[pa.RecordBatch]:
    """One row a guest who booked or looked for anything; part by part, so that memory stays flat."""
    for part in journeys.parts_of(asked, is_priced=False):
        state = _state_of(part, asked)
        if len(state.ids):
            said = None if model.taste is None else product.purposes_told(model.taste, asked, part)
            yield from product.batches_of(_scored(model, state, asked.as_of, said), SCORES)


def _scored(model: Model, state: State, as_of: datetime, said_of: tuple[Array, Array] | None) -> pd.DataFrame:
    months = months_ahead(as_of.date(), MONTHS)
    said = next_model.when_of(model.next_trip, state, [state.window, *months])
    code, chance = destinations.best(model.next_trip.places, next_model.where_to(model.next_trip, state))
    names = np.asarray([*model.next_trip.places.names, ""], dtype=object)
    none = len(model.next_trip.places.names) == 0
    found = {
        "next_trip_chance_90d": said[:, 0],
        "next_trip_month": _month(said[:, 1:], as_of),
        "next_trip_place": names[code],
        "next_trip_place_chance": np.where(none, np.nan, chance),
        "next_trip_purpose": _purposes(state, said_of),
        **{f"next_trip_chance_month_{place + 1}": said[:, place + 1] for place in range(MONTHS)},
    }
    return pd.DataFrame(found, index=pd.Index(state.ids, name="guest_id"))


def _month(said: Array, as_of: datetime) -> Array:
    """The month in which the first departure is likeliest, as its first day."""
    stayed = np.cumprod(np.c_[np.ones(len(said)), 1 - said[:, :-1]], axis=1)
    first = [date_of(one[0]).replace(day=1) for one in months_ahead(as_of.date(), MONTHS)]
    return np.asarray(np.array(first, dtype=object)[(stayed * said).argmax(axis=1)])


def _purposes(state: State, said: tuple[Array, Array] | None) -> Array:
    found = np.full(len(state.ids), "", dtype=object)
    if said is not None:
        guests, shares = said
        found[np.searchsorted(state.trips.guests, guests)] = np.array(PURPOSES, dtype=object)[shares.argmax(axis=1)]
    return found


def explain(model: Model, asked: Asked, guest_id: str) -> tuple[ReasonLine, ...]:
    """What speaks for the place and the time, with the guest's own trips and searches; [] for one of whom nothing is known."""
    rows, wished = journeys.of_guest(asked, guest_id)
    state = next_model.state_of(rows, wished, asked.as_of)
    return next_words.reasons(model.next_trip, state) if len(state.ids) else ()


def save(model: Model, folder: Path) -> None:
    """Writes model.json, places.npz and the trees as text; nothing in it is code (TA11)."""
    places = model.next_trip.places
    taste = (
        None
        if model.taste is None
        else {"purposes": purpose.save(model.taste.purposes, folder), "usual": profile.as_document(model.taste.usual)}
    )
    boosting.write_document(
        folder, {"rhythm": rhythm.as_document(model.next_trip.rhythm), "names": places.names.astype(str).tolist(), "taste": taste}
    )
    onward = places.next
    dense = {name: getattr(places, name) for name in DENSE}
    np.savez(folder / "places.npz", **dense, data=onward.data, indices=onward.indices, indptr=onward.indptr)


def load(folder: Path) -> Model:
    """The model that `save` wrote; it scores exactly as before."""
    said = boosting.read_document(folder)
    with np.load(folder / "places.npz", allow_pickle=False) as held:
        size = len(said["names"])
        onward = sparse.csr_matrix((held["data"], held["indices"], held["indptr"]), shape=(size, size))
        places = Places(np.array(said["names"], dtype=str), next=onward, **{name: held[name] for name in DENSE})
    taste = said["taste"]
    told = None if taste is None else product.Taste(purpose.load(taste["purposes"], folder), profile.of_document(taste["usual"]))
    return Model(NextTrip(rhythm.of_document(said["rhythm"]), places), told)


KIND = ModelKind(
    name="next_trip",
    label=Text("下次出行", "Next trip"),
    question=next_words.QUESTION,
    needs=next_words.NEEDS,
    subject=Subject.GUEST,
    scores=SCORES,
    train=train,
    load=load,
    score=score,
    explain=explain,
    features_of=features_of,
    parts=5,
)
