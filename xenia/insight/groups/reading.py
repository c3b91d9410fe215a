"""What groups are made of: guests with a booking that stands, without agencies, as of a day. Reads through the session it is given."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa
from ibis.expr.types import Table

from xenia.insight.facts.known import guest_map
from xenia.insight.facts.snapshot import SHARED, features, guest_features
from xenia.insight.groups.catalogue import NAMES
from xenia.insight.judging import Array
from xenia.insight.modelling import Asked

COLUMNS = ("guest_id", *NAMES)


def learnt_from(asked: Asked, as_of: datetime) -> pa.Table:
    """Guests as they were at the moment, one row each: `guest_id`, `first_booked_on` and the traits, in the order of their ids."""
    for shared in SHARED:
        asked.session.keep(shared(as_of, backfilled=True))
    rows = _grouped(guest_features(as_of, backfilled=True))
    return asked.session.execute(rows.select(*COLUMNS, "first_booked_on")).sort_by("guest_id")


def placed(asked: Asked) -> Iterator[pa.RecordBatch]:
    """The guests to be placed, from the snapshot that is named, else computed for the moment: `guest_id` and the traits."""
    yield from asked.session.stream(_today(asked).select(*COLUMNS))


def one_guest(asked: Asked, guest_id: str) -> dict[str, Any] | None:
    """The traits of one guest, None where there is nobody to place."""
    rows = _today(asked)
    found: list[dict[str, Any]] = asked.session.execute(rows.filter(rows.guest_id == guest_id).select(*COLUMNS)).to_pylist()
    return found[0] if found else None


def values_of(rows: pa.Table | pa.RecordBatch, names: tuple[str, ...]) -> Array:
    """The traits as (guests, traits), NaN where unknown; a trait that the rows lack is unknown of everybody."""
    held = set(rows.schema.names)
    absent = np.full(rows.num_rows, np.nan)
    columns = [
        rows.column(name).cast(pa.float64(), safe=False).to_numpy(zero_copy_only=False) if name in held else absent for name in names
    ]
    return np.column_stack(columns).astype(np.float64) if columns else np.zeros((rows.num_rows, 0))


def _today(asked: Asked) -> Table:
    if asked.snapshot is None:
        return _grouped(guest_features(asked.as_of, backfilled=True))
    people = guest_map()
    wanted = people.filter(people.is_wanted).select("guest_id").distinct()
    return _grouped(features(asked.snapshot).semi_join(wanted, "guest_id"))


def _grouped(rows: Table) -> Table:
    """Rule GR1: who has a booking that stands and is no agency in disguise."""
    return rows.filter((rows.bookings > 0) & ~rows.is_agency)
