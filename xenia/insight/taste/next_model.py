"""The next trip that is not booked yet: when and where to, fitted on what came after one day and judged on what came after a later one."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np
import pandas as pd
import pyarrow as pa

from xenia.insight.facts import taste as facts
from xenia.insight.judging import Array
from xenia.insight.modelling import Asked, NotEnough
from xenia.insight.rules.taste import AHEAD_DAYS, EXAMPLES_MIN
from xenia.insight.taste import destinations, rhythm
from xenia.insight.taste.destinations import Places, Said
from xenia.insight.taste.journeys import Journeys, journeys_at, keep_shared
from xenia.insight.taste.measuring import losses, mean_measure, squares, yes_no_losses
from xenia.insight.taste.rhythm import Rhythm
from xenia.insight.taste.seasons import date_of, day_number
from xenia.insight.taste.trips import Trips, first_new, trips_of
from xenia.insight.types.judged import Measure
from xenia.kernel.texts import Text

HITS = 5


@dataclass(frozen=True)
class State:
    """What is known at a day: `trips` of the guests who booked or looked for anything, their `ids`, and `wishes` not booked since."""

    day: int
    rows: Journeys
    trips: Trips
    ids: Array
    wishes: pd.DataFrame

    @property
    def wishing(self) -> Array:
        return np.isin(self.trips.guests, self.wishes["guest_no"].to_numpy())

    @property
    def window(self) -> tuple[int, int]:
        """The 90 days to come."""
        return self.day + 1, self.day + 1 + AHEAD_DAYS


@dataclass(frozen=True)
class NextTrip:
    """When and where to, as of a day."""

    rhythm: Rhythm
    places: Places


def state_of(rows: Journeys, wished: pa.Table, as_of: datetime) -> State:
    """Journeys and wishes of the same guests."""
    wishes = wished.to_pandas()
    wishes = wishes[~wishes["is_booked"].astype(bool)]
    trips = trips_of(rows)
    named = pd.concat([pd.Series(rows.ids, index=rows.guests), wishes.drop_duplicates("guest_no").set_index("guest_no")["guest_id"]])
    named = named[~named.index.duplicated()].sort_index()
    guests = named.index.to_numpy(dtype=np.int64)
    person = np.searchsorted(guests, trips.guests)[trips.person] if len(trips) else trips.person
    moved = Trips(guests, person, trips.start, trips.made, trips.place, trips.line, trips.season)
    return State(day_number(as_of.date()), rows, moved, named.to_numpy(dtype=object), wishes)


def state_at(asked: Asked, days_back: int) -> State:
    """Everybody as of so many days before."""
    as_of = asked.as_of - timedelta(days=days_back)
    keep_shared(asked.session, as_of, backfilled=True)
    rows = journeys_at(asked.session, as_of, backfilled=True)
    return state_of(rows, asked.session.execute(facts.wishes(as_of, backfilled=True)), as_of)


@dataclass(frozen=True)
class Came:
    """What came of the guests of a state in its 90 days: `departed` (guests,), and of those who did their `person` and the `place`
    ('' where not known)."""

    departed: Array
    person: Array
    place: Array


def came_of(state: State, later: State) -> Came:
    """The first trips booked after the state's day and begun in its window, as a later state tells."""
    new = first_new(later.trips, state.day, state.day + AHEAD_DAYS)
    numbers = later.trips.guests[new.person]
    known = np.isin(numbers, state.trips.guests)
    person = np.searchsorted(state.trips.guests, numbers[known])
    departed = np.zeros(len(state.trips.guests))
    departed[person] = 1.0
    return Came(departed, person, new.place[known])


def check(came: Came, state: State) -> None:
    """Raises NotEnough with fewer than ten departures, or ten guests who stayed."""
    yes, no = int(came.departed.sum()), int(len(came.departed) - came.departed.sum())
    if min(yes, no) < EXAMPLES_MIN:
        raise NotEnough(
            "too_few_departures",
            f"In the {AHEAD_DAYS} days after {date_of(state.day)} {yes} known guests left on a new trip and {no} did not; "
            "10 of each are needed. Connect a longer history of bookings.",
            f"{date_of(state.day)} 之后 {AHEAD_DAYS} 天内，{yes} 位已知客人有新的出行，{no} 位没有；各需至少 10 位。请接入更长的预订历史。",
        )


def fit(state: State, later: State) -> NextTrip:
    """The recipe: chosen by what came after `state`, with what is usual as of `later`. Nothing after `later` is seen."""
    came = came_of(state, later)
    check(came, state)
    when = rhythm.fit(state.trips, state.wishing, state.day, came.departed, state.window)
    places = destinations.known_places(state.trips, state.day)
    said = where_to(NextTrip(when, places), state)
    with_place = came.place != ""
    values = destinations.at_truth(said, came.person[with_place], destinations.code_of(places, came.place[with_place]))
    weights = destinations.fit_weights(values, said.pattern[came.person[with_place]])
    newer = destinations.known_places(later.trips, later.day)
    return NextTrip(rhythm.moved_to(when, later.trips, later.day), replace(newer, weights=weights))


def where_to(model: NextTrip, state: State) -> Said:
    """The answers of all components for the 90 days after the state's day."""
    return destinations.answers(model.places, state.trips, state.wishes, state.day, state.window, np.array(model.rhythm.seasons))


def when_of(model: NextTrip, state: State, windows: list[tuple[int, int]]) -> Array:
    """The chance of a departure not yet booked in each window, shape (guests, windows)."""
    past = rhythm.past_of(state.trips, state.day, model.rhythm.half_life, state.wishing)
    return rhythm.chance(model.rhythm, rhythm.expected(model.rhythm, past, state.day, windows), past.group)


def measured(model: NextTrip, state: State, came: Came, seed: int) -> tuple[tuple[Measure, ...], Array]:
    """The measures of a model on a window it never saw, and the chances of departing that it gave. The first decides: log loss of all
    that is said of a guest, whether they leave and where to."""
    chance = when_of(model, state, [state.window])[:, 0]
    company = rhythm.company_expected(model.rhythm, state.day, state.window)
    plain = np.full(len(chance), 1 - np.exp(-company * model.rhythm.company_factor))
    person = came.person[came.place != ""]
    said = where_to(model, state)
    ours, usual, hits = _places_judged(model.places, said, person, destinations.code_of(model.places, came.place[came.place != ""]))
    when = (yes_no_losses(came.departed, chance), yes_no_losses(came.departed, plain))
    whole = tuple(lost.copy() for lost in when)
    whole[0][person] += ours
    whole[1][person] += usual
    everybody, movers = np.arange(len(chance)), person
    brier = (squares(came.departed, chance), squares(came.departed, plain))
    lines = [
        ("next_trip_log_loss", Text("是否出行与去哪：对数损失", "Leaving and where to: log loss"), (whole[0], whole[1]), everybody, False),
        ("when_log_loss", Text("90 天内出行：对数损失", "Leaving in 90 days: log loss"), when, everybody, False),
        ("when_brier", Text("90 天内出行：Brier", "Leaving in 90 days: Brier"), brier, everybody, False),
        ("where_hit_5", Text("目的地在前五之中", "Destination among the first five"), hits, movers, True),
        ("where_log_loss", Text("目的地：对数损失", "Destination: log loss"), (ours, usual), movers, False),
    ]
    found = [
        mean_measure(name, label, pair, guests, higher=higher, seed=seed) for name, label, pair, guests, higher in lines if len(guests)
    ]
    return tuple(found), chance


def _places_judged(places: Places, said: Said, person: Array, code: Array) -> tuple[Array, Array, tuple[Array, Array]]:
    """Log losses of ours and of the season's shares, and hits among the first five of both; shape (n,) each."""
    values = destinations.at_truth(said, person, code)
    ours = (values * places.weights[said.pattern[person]]).sum(axis=1)
    top = np.argsort(-said.usual, kind="stable")[:HITS]
    hits = np.zeros(len(person))
    step = max(1, destinations.CELLS // max(1, len(places.names)))
    for first in range(0, len(person), step):
        part = slice(first, first + step)
        found = destinations.chances(places, said, person[part])
        hits[part] = (np.argsort(-found, axis=1, kind="stable")[:, :HITS] == code[part, None]).any(axis=1)
    return losses(ours), losses(values[:, -1]), (hits, np.isin(code, top).astype(float))
