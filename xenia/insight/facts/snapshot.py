"""`guest_features`: one row a guest of the guest map, every feature of the catalogue. Of whom a theme knows nothing is there too."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol
from uuid import UUID

import ibis
import pyarrow as pa
from ibis.expr.types import Table, Value

from xenia.insight.facts import behaviour, bookings, trips
from xenia.insight.facts.booked import booked
from xenia.insight.facts.known import days_before, guest_map
from xenia.insight.rules.catalogue import FEATURES, NEVER_NULL
from xenia.insight.rules.windows import AGENCY_BOOKINGS_OVER, AGENCY_TRAVELLERS_OVER, DAYS_A_MONTH
from xenia.insight.types.features import FeatureKind
from xenia.lake import read

NAME = "guest_features"


class Theme(Protocol):
    """Part of the features, point-in-time correct: one row a guest of whom it knows anything."""

    def __call__(self, as_of: datetime, *, backfilled: bool = False) -> Table: ...


THEMES: dict[str, Theme] = {
    "records": behaviour.records,
    "bookings": bookings.as_buyer,
    "rhythm": bookings.rhythm,
    "channels": bookings.channels,
    "trips": trips.as_traveller,
    "companions": trips.companions,
    "people_booked": trips.people_booked,
    "segments": trips.segments,
    "places": trips.places,
    "visits": behaviour.visits,
    "contacts": behaviour.contacts,
    "reviews": behaviour.reviews,
}
"""In the order in which a run goes through them; records are the guests themselves."""
SHARED = (booked, trips.parties)
"""What several themes read: whoever asks for all of them keeps these for the session (`xenia.lake.read.Session.keep`)."""
_TYPES = {
    FeatureKind.WHOLE: pa.int64(),
    FeatureKind.MINOR: pa.int64(),
    FeatureKind.REAL: pa.float64(),
    FeatureKind.SHARE: pa.float64(),
    FeatureKind.TEXT: pa.string(),
    FeatureKind.DATE: pa.date32(),
    FeatureKind.FLAG: pa.bool_(),
}
SCHEMA = pa.schema([pa.field("guest_id", pa.string()), *(pa.field(one.name, _TYPES[one.kind]) for one in FEATURES)])
"""The columns of the snapshot, in the order of the catalogue."""


def features(version: UUID | None = None) -> Table:
    """The snapshot as it was written, unbound: one row a guest; the newest version, or the one named."""
    return read.snapshot(NAME, SCHEMA, version)


def guest_features(as_of: datetime, *, backfilled: bool = False, parts: Mapping[str, Table] | None = None) -> Table:
    """One row a wanted guest of the given `guest_map`: the columns of `SCHEMA` as they were at the moment.

    `parts` are themes that were computed before, by name; without it the whole is one expression.
    """
    found = parts or {name: theme(as_of, backfilled=backfilled) for name, theme in THEMES.items()}
    joined = found["records"]
    for name in list(THEMES)[1:]:
        joined = joined.left_join(found[name], "guest_no").drop("guest_no_right")
    return finished(joined, as_of)


def every_guest(as_of: datetime, parts: Mapping[str, Table], before: UUID | None) -> Table:
    """The snapshot from themes computed for the wanted guests: they, and where there is a version before, the others as they were there,
    moved to the day. Who is in no map any more is left out."""
    computed = guest_features(as_of, parts=parts)
    if before is None:
        return computed
    people = guest_map()
    same = people.filter(~people.is_wanted).select("guest_id").distinct()
    return computed.union(finished(features(before).semi_join(same, "guest_id"), as_of))


def finished(rows: Table, as_of: datetime) -> Table:
    """In: what themes found, one row a guest. Out: the columns of `SCHEMA`: counts of nothing are 0, and what follows from the day."""
    whole = rows.mutate(**{name: ibis.coalesce(rows[name], 0) for name in NEVER_NULL if name in rows.columns})
    dated = whole.mutate(**_moving(whole, as_of))
    types = ibis.Schema.from_pyarrow(SCHEMA)
    return dated.select(**{name: dated[name].cast(types[name]) for name in SCHEMA.names})


def _moving(rows: Table, as_of: datetime) -> dict[str, Value]:
    """What changes by itself from day to day, although nothing happens: cheap, and so computed for everybody each time."""
    recency, age = days_before(as_of, rows.last_booked_on), days_before(as_of, rows.first_booked_on)
    return {
        "recency_days": recency,
        "age_days": age,
        "overdue_ratio": recency / rows.gap_days_mean.nullif(0),
        "lrfmc_length_months": age.cast("float64") / DAYS_A_MONTH,
        "lrfmc_recency_months": recency.cast("float64") / DAYS_A_MONTH,
        "last_trip_days": days_before(as_of, rows.last_trip_on),
        "next_departure_days": -days_before(as_of, rows.next_departure_on),
        "last_visit_days": days_before(as_of, rows.last_visit_on),
        "last_contact_days": days_before(as_of, rows.last_contact_on),
        "is_agency": (rows.bookings_asked > AGENCY_BOOKINGS_OVER) | (rows.travellers_booked > AGENCY_TRAVELLERS_OVER),
    }


MOVING = (
    "recency_days", "age_days", "overdue_ratio", "lrfmc_length_months", "lrfmc_recency_months", "last_trip_days", "next_departure_days",
    "last_visit_days", "last_contact_days", "is_agency",
)  # fmt: skip
