"""Guests of the lake as the model reads them: the frames that `reading.guides` makes of files, as of any moment."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from xenia.insight.judging import Array
from xenia.insight.per_guest import Ids, ordered
from xenia.insight.reading.guides import ACTIONS, GuideFrames

DAY = 86_400.0
PLACES = ("city", "country", "continent")
TRAITS = ("gender", "province", "age")


@dataclass(frozen=True)
class Known:
    """All that is known of some guests until today: `frames` without a label, `ids` of their guests in the same order, and when each review
    was written, seconds, NaN where nobody knows."""

    frames: GuideFrames
    ids: Array
    reviewed: Array

    def at(self, instant: float) -> GuideFrames:
        """The frames for a look at the moment: a dated review counts from its date, one without as rule U1 says."""
        seen = ~(self.reviewed > instant)
        return replace(self.frames, reviews=self.frames.reviews[seen])


def known_of(guests: pa.Table, orders: pa.Table, visits: pa.Table, reviews: pa.Table) -> Known:
    """In: the tables of `facts.premium`. Orders are numbered by time; a review of an order that is not among them has the number -1."""
    guests = guests.sort_by("guest_no")
    people = pd.DataFrame({"guest": guests["guest_no"].to_numpy()})
    for name in TRAITS:
        people[name] = _texts(guests, name)
    number = np.arange(orders.num_rows)
    order = ordered(Ids(orders["booking_id"].combine_chunks(), number), orders["placed_at"].cast(pa.int64()).to_numpy())
    placed = pd.DataFrame({"guest": orders["guest_no"].to_numpy()[order], "order": number, "at": seconds_of(orders, "placed_at")[order]})
    placed["premium"] = orders["premium"].cast(pa.int64()).to_numpy()[order]
    for name in PLACES:
        placed[name] = _texts(orders, name)[order]
    visited = pd.DataFrame({"guest": visits["guest_no"].to_numpy()})
    visited["began"], visited["ended"] = seconds_of(visits, "began_at"), seconds_of(visits, "ended_at")
    for action in ACTIONS:
        visited[action] = visits[action].to_numpy()
    about = orders["booking_id"].take(pa.array(order)).combine_chunks() if reviews.num_rows else pa.array([], pa.string())
    place = pc.index_in(reviews["booking_id"], value_set=about, skip_nulls=True)
    said = pd.DataFrame({"guest": reviews["guest_no"].to_numpy(), "order": place.fill_null(-1).cast(pa.int64()).to_numpy()})
    said["rating"] = reviews["rating"].cast(pa.float64()).fill_null(np.nan).to_numpy()
    said["tags"], said["words"] = _texts(reviews, "tags"), _texts(reviews, "words")
    frames = GuideFrames(people, placed, visited, said, None)
    return Known(frames, guests["guest_id"].to_numpy(zero_copy_only=False), seconds_of(reviews, "said_at"))


def labelled(known: Known, instant: float, until: float) -> tuple[GuideFrames, Array]:
    """Rule U9: the guests known of before the moment who ordered after it and until the other, as frames for a look at the moment with the
    label, and their ids. The label is 1 where the next order is premium; all orders of that day are one decision."""
    frames = known.at(instant)
    orders = frames.orders
    after = orders[(orders["at"] > instant) & (orders["at"] <= until)]
    first = after.groupby("guest")["at"].min()
    same_day = np.floor(after["at"].to_numpy() / DAY) == np.floor(first.reindex(after["guest"]).to_numpy() / DAY)
    bought = after[same_day].groupby("guest")["premium"].max()
    before = np.union1d(orders["guest"][orders["at"] <= instant], frames.sessions["guest"][frames.sessions["ended"] <= instant])
    guest = frames.guests["guest"].to_numpy()
    chosen = np.isin(guest, before) & np.isin(guest, bought.index.to_numpy())
    return replace(_of(frames, chosen), label=bought.reindex(guest[chosen]).to_numpy(dtype=np.int64)), known.ids[chosen]


def some_of(known: Known, chosen: Array) -> Known:
    """Only the guests of a mask of shape (guests,)."""
    reviewers = known.frames.reviews["guest"].isin(known.frames.guests["guest"][chosen]).to_numpy()
    return Known(_of(known.frames, chosen), known.ids[chosen], known.reviewed[reviewers])


def _of(frames: GuideFrames, chosen: Array) -> GuideFrames:
    people = frames.guests[chosen].reset_index(drop=True)
    orders, sessions, reviews = (one[one["guest"].isin(people["guest"])] for one in (frames.orders, frames.sessions, frames.reviews))
    return GuideFrames(people, orders, sessions, reviews, None)


def seconds_of(rows: pa.Table, name: str) -> Array:
    """A column of instants as float64 seconds since 1970, NaN where it is absent."""
    micros = rows[name].cast(pa.timestamp("us", tz="UTC")).cast(pa.int64()).cast(pa.float64())
    return np.asarray(micros.fill_null(np.nan).to_numpy()) / 1e6


def _texts(rows: pa.Table, name: str) -> Array:
    """A column of texts, the empty one where it is absent; equal texts are one object, which is quick to make."""
    found = rows[name].combine_chunks().dictionary_encode()
    names = np.append(found.dictionary.to_numpy(zero_copy_only=False).astype(object), "")
    return np.asarray(names[found.indices.fill_null(-1).to_numpy()])
