"""Journeys of guests as arrays: read from the lake for some guests at a time, in order of guest and day of booking."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import datetime

import numpy as np
import pandas as pd
import pyarrow as pa
from ibis.expr.types import Table

from xenia.insight.facts import taste
from xenia.insight.facts.booked import fully_booked
from xenia.insight.facts.known import guest_map
from xenia.insight.judging import Array
from xenia.insight.modelling import Asked
from xenia.insight.per_guest import Ids, ordered
from xenia.lake.read import Session

PART = 200_000
"""So many guests are scored at a time: what bounds memory, whatever the company's size."""
KEYS = ("guest_no", "booking_id", "is_kept", "made_on", "starts_on", "ends_on")
TEXTS = ("line", "channel", "place", "purpose", "market_code", "rate_code", "origin", "goal", "cabin", "room")
NUMBERS = ("hour", "lead", "nights", "rooms", "party", "has_children", "has_company", "is_domestic", "is_buyer")
WIDE = (*KEYS, *TEXTS, *NUMBERS)
OF_TRIPS = (*KEYS, "line", "place", "origin", "goal")
"""What trips are made of."""


@dataclass(frozen=True)
class Prices:
    """Of each guest (guests,): how many bookings have a rank of price, and the sum of what these lie from the middle."""

    bookings: Array
    away: Array


@dataclass(frozen=True)
class Journeys:
    """Rows (n,) in order of person and day of booking. `person` is a place in `guests` (guests,), the sorted guest numbers; days are
    days since 1970, NaN where unknown; `texts` are categories in order; `rank` is the rank of price, NaN where none was asked for, and
    `prices` what the engine made of them where it did."""

    guests: Array
    ids: Array
    person: Array
    made: Array
    starts: Array
    ends: Array
    kept: Array
    booking: Array | Ids
    rank: Array
    numbers: dict[str, Array]
    texts: dict[str, pd.Categorical]
    prices: Prices | None = None

    def __len__(self) -> int:
        return len(self.person)

    def where(self, chosen: Array) -> "Journeys":
        """The rows of a mask or an order; the guests stay."""
        rows = {field.name: getattr(self, field.name)[chosen] for field in fields(self) if field.name not in WHOLE}
        numbers = {name: values[chosen] for name, values in self.numbers.items()}
        return replace(self, **rows, numbers=numbers, texts={name: values[chosen] for name, values in self.texts.items()})


WHOLE = ("guests", "ids", "numbers", "texts", "prices")


def read_journeys(rows: pa.Table, ids: Array | None = None) -> Journeys:
    """The answer of `facts.taste.journeys` (with `price_rank` or without, all of its columns or some) as arrays. `ids`: those of all guests
    by number, where the rows do not say them."""
    guest, booking = rows["guest_no"].to_numpy(), Ids(rows["booking_id"].combine_chunks(), np.arange(rows.num_rows))
    made = _days(rows, "made_on")
    order = ordered(booking, made, guest)
    guests, first, person = np.unique(guest, return_index=True, return_inverse=True)
    rank = _real(rows, "price_rank") if "price_rank" in rows.column_names else np.full(len(guest), np.nan)
    found = Journeys(
        guests=guests,
        ids=rows["guest_id"].to_numpy(zero_copy_only=False)[first] if ids is None else ids[guests],
        person=person,
        made=made,
        starts=_days(rows, "starts_on"),
        ends=_days(rows, "ends_on"),
        kept=_real(rows, "is_kept") > 0,
        booking=booking,
        rank=rank,
        numbers={name: _real(rows, name) for name in NUMBERS if name in rows.column_names},
        texts={name: _texts(rows, name) for name in TEXTS if name in rows.column_names},
    )
    return found.where(order)


def _real(rows: pa.Table, name: str) -> Array:
    column = rows[name]
    column = column.cast(pa.int8()) if pa.types.is_boolean(column.type) else column
    return np.asarray(column.cast(pa.float64()).to_numpy())


def _days(rows: pa.Table, name: str) -> Array:
    return np.asarray(rows[name].cast(pa.date32()).cast(pa.int32()).cast(pa.float64()).to_numpy())


def _texts(rows: pa.Table, name: str) -> pd.Categorical:
    """A column of texts as categories in the order of the alphabet: what is first among equals must not hang on how rows came."""
    found = rows[name].combine_chunks().dictionary_encode()
    names = found.dictionary.to_numpy(zero_copy_only=False)
    order = np.argsort(names.astype(str), kind="stable")
    place = np.full(len(names) + 1, -1)
    place[order] = np.arange(len(names))
    return pd.Categorical.from_codes(place[found.indices.fill_null(-1).to_numpy()], categories=names[order])


def keep_shared(session: Session, as_of: datetime, *, backfilled: bool) -> None:
    """Computes once what journeys and wishes of a moment both read."""
    for is_party in (False, True):
        session.keep(fully_booked(as_of, backfilled=backfilled, is_party=is_party))
    session.keep(taste.agencies(as_of, backfilled=backfilled))


def journeys_at(session: Session, as_of: datetime, *, backfilled: bool) -> Journeys:
    """Every wanted guest's journeys as they were at the moment, without ranks of price."""
    return read_journeys(session.execute(taste.journeys(as_of, backfilled=backfilled)))


@dataclass(frozen=True)
class Part:
    """Some of the guests, from the number `first` on: their journeys and wishes, read when they are asked for."""

    session: Session
    first: int
    ids: Array
    journeys: Table
    wished: Table
    prices: Table | None

    def rows(self, columns: tuple[str, ...] = WIDE) -> Journeys:
        """Their journeys, of which no more is read than these columns."""
        found = read_journeys(self._of(self.journeys.select(*columns)), self.ids)
        return found if self.prices is None else replace(found, prices=_prices(self._of(self.prices), found.guests))

    def wishes(self) -> pa.Table:
        return self._of(self.wished)

    def _of(self, rows: Table) -> pa.Table:
        return self.session.execute(rows.filter(rows.guest_no.between(self.first, self.first + PART - 1)))


def parts_of(asked: Asked, *, is_priced: bool) -> Iterator[Part]:
    """Everybody, so many guests at a time; journeys and wishes are computed once in the engine, for all who ask."""
    session, (journeys, wished) = asked.session, _asked_of(asked)
    session.keep(taste.agencies(asked.as_of, snapshot=asked.snapshot))
    whole = journeys.drop("guest_id")  # twelve million times the same million ids would not fit into memory
    session.keep(whole)
    session.keep(wished)
    prices = taste.price_sums(whole) if is_priced else None
    if prices is not None:
        session.keep(prices)
    ids = _ids_by_number(session)
    for first in range(0, len(ids), PART):
        yield Part(session, first, ids, whole, wished, prices)


def _prices(rows: pa.Table, guests: Array) -> Prices:
    """In: `facts.taste.price_sums`, whose guests are among `guests`."""
    place = np.searchsorted(guests, rows["guest_no"].to_numpy())
    bookings, away = np.zeros(len(guests), dtype=np.int64), np.zeros(len(guests))
    bookings[place], away[place] = rows["price_bookings"].to_numpy(), rows["price_away"].to_numpy()
    return Prices(bookings, away)


def _asked_of(asked: Asked) -> tuple[Table, Table]:
    journeys = taste.journeys(asked.as_of, snapshot=asked.snapshot)
    return journeys, taste.wishes(asked.as_of, snapshot=asked.snapshot)


def _ids_by_number(session: Session) -> Array:
    """The id of each guest of the map at the place of its number, (guests,)."""
    rows = session.execute(guest_map().select("guest_no", "guest_id"))
    numbers = rows["guest_no"].to_numpy()
    found = np.full(int(numbers.max(initial=-1)) + 1, "", dtype=object)
    found[numbers] = rows["guest_id"].to_numpy(zero_copy_only=False)
    return found


def of_guest(asked: Asked, guest_id: str) -> tuple[Journeys, pa.Table]:
    """Journeys and wishes of one guest."""
    rows, wished = _asked_of(asked)
    found = asked.session.execute(rows.filter(rows.guest_id == guest_id))
    return read_journeys(found), asked.session.execute(wished.filter(wished.guest_id == guest_id))
