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
from xenia.lake.read import Session

PART = 200_000
"""So many guests are scored at a time: what bounds memory, whatever the company's size."""
TEXTS = ("line", "channel", "place", "purpose", "market_code", "rate_code", "origin", "goal", "cabin", "room")
NUMBERS = ("hour", "lead", "nights", "rooms", "party", "has_children", "has_company", "is_domestic", "is_buyer")


@dataclass(frozen=True)
class Journeys:
    """Rows (n,) in order of person and day of booking. `person` is a place in `guests` (guests,), the sorted guest numbers; days are
    days since 1970, NaN where unknown; `texts` are categories; `rank` is the rank of price, NaN where none was asked for."""

    guests: Array
    ids: Array
    person: Array
    made: Array
    starts: Array
    ends: Array
    kept: Array
    booking: Array
    rank: Array
    numbers: dict[str, Array]
    texts: dict[str, pd.Categorical]

    def __len__(self) -> int:
        return len(self.person)

    def where(self, chosen: Array) -> "Journeys":
        """The rows of a mask or an order; the guests stay."""
        rows = {field.name: getattr(self, field.name)[chosen] for field in fields(self) if field.name not in WHOLE}
        numbers = {name: values[chosen] for name, values in self.numbers.items()}
        return replace(self, **rows, numbers=numbers, texts={name: values[chosen] for name, values in self.texts.items()})


WHOLE = ("guests", "ids", "numbers", "texts")


def read_journeys(rows: pa.Table, ids: Array | None = None) -> Journeys:
    """The answer of `facts.taste.journeys` (with `price_rank` or without) as arrays. `ids`: those of all guests by number, where the rows
    do not say them."""
    guest, booking = rows["guest_no"].to_numpy(), rows["booking_id"].to_numpy(zero_copy_only=False)
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
        numbers={name: _real(rows, name) for name in NUMBERS},
        texts={name: _texts(rows, name) for name in TEXTS},
    )
    return found.where(order)


def ordered(texts: Array, *keys: Array) -> Array:
    """The order by the last of the keys, then by those before it, then by the texts. Texts are slow to compare: only rows whose keys are
    all alike are."""
    order = np.lexsort(keys)
    alike = np.ones(max(len(order) - 1, 0), dtype=bool)
    for key in keys:
        alike &= key[order][1:] == key[order][:-1]
    tied = np.flatnonzero(np.r_[alike, False] | np.r_[False, alike]) if len(order) else order
    rows = order[tied]
    order[tied] = rows[np.lexsort((texts[rows].astype(str), *(key[rows] for key in keys)))]
    return np.asarray(order)


def _real(rows: pa.Table, name: str) -> Array:
    column = rows[name]
    column = column.cast(pa.int8()) if pa.types.is_boolean(column.type) else column
    return np.asarray(column.cast(pa.float64()).to_numpy())


def _days(rows: pa.Table, name: str) -> Array:
    return np.asarray(rows[name].cast(pa.date32()).cast(pa.int32()).cast(pa.float64()).to_numpy())


def _texts(rows: pa.Table, name: str) -> pd.Categorical:
    return pd.Categorical(rows[name].combine_chunks().dictionary_encode().to_pandas())


def keep_shared(session: Session, as_of: datetime, *, backfilled: bool) -> None:
    """Computes once what journeys and wishes of a moment both read."""
    for is_party in (False, True):
        session.keep(fully_booked(as_of, backfilled=backfilled, is_party=is_party))
    session.keep(taste.agencies(as_of, backfilled=backfilled))


def journeys_at(session: Session, as_of: datetime, *, backfilled: bool) -> Journeys:
    """Every wanted guest's journeys as they were at the moment, without ranks of price."""
    return read_journeys(session.execute(taste.journeys(as_of, backfilled=backfilled)))


def parts_of(asked: Asked, *, is_priced: bool) -> Iterator[tuple[Journeys, pa.Table]]:
    """Journeys and wishes of everybody, so many guests at a time; computed once in the engine, for all who ask."""
    session, (journeys, wished) = asked.session, _asked_of(asked)
    session.keep(taste.agencies(asked.as_of, snapshot=asked.snapshot))
    whole = journeys.drop("guest_id")  # twelve million times the same million ids would not fit into memory
    session.keep(whole)
    session.keep(wished)
    if is_priced:
        session.keep(taste.price_ranks(whole))
        whole = taste.priced(whole)
    ids = _ids_by_number(session)
    for first in range(0, len(ids), PART):
        rows = session.execute(whole.filter(whole.guest_no.between(first, first + PART - 1)))
        yield read_journeys(rows, ids), session.execute(wished.filter(wished.guest_no.between(first, first + PART - 1)))


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
