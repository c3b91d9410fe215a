"""Where every guest stands as of a snapshot: stage of the relation, RFM scores and groups. One row a guest, written beside the features."""

from datetime import datetime
from uuid import UUID

import ibis
import pyarrow as pa
from ibis.expr.types import Table

from xenia.insight.facts import lifecycle, rfm
from xenia.insight.facts.known import guest_map
from xenia.insight.facts.snapshot import features
from xenia.insight.types.policies import RfmThresholds
from xenia.insight.types.standing import Stage
from xenia.lake import read

STANDING = "guest_standing"
_SCORED = ("minor", "recency_days", "bookings_730d", *rfm.SCORES)
SCHEMA = pa.schema(
    [
        ("guest_id", pa.string()), ("is_agency", pa.bool_()), ("bookings", pa.int64()), ("last_booked_on", pa.date32()),
        ("stage", pa.string()), ("since", pa.date32()), ("typical_days", pa.int64()),
        ("first_line", pa.string()), ("days_ago", pa.list_(pa.int64())),
        *((name, pa.int64()) for name in _SCORED), ("group", pa.string()), ("group_bound", pa.string()),
    ]
)  # fmt: skip
"""`first_line`: the line in which the relation began. `days_ago`: the days with a booking, as days before the day of the snapshot. Of an
agency in disguise and of who never booked, what cannot be said is null."""


def standing(version: UUID | None = None) -> Table:
    """The table as it was written, unbound."""
    return read.snapshot(STANDING, SCHEMA, version)


def stage_moves(version: UUID | None = None) -> Table:
    """Every change of stage until the snapshot, as it was written, unbound: one row a guest and day."""
    return read.snapshot(lifecycle.MOVES, lifecycle.MOVES_SCHEMA, version)


def standing_of(visits: Table, as_of: datetime, version: UUID, bounds: RfmThresholds) -> Table:
    """In: `lifecycle.visits` of all guests, the features of the version, and the bounds of the business. Out: `SCHEMA`, one row a guest of
    the snapshot."""
    rows = features(version)
    life = _named(lifecycle.stages(visits))
    last = lifecycle.stage_moves(visits, as_of)
    began = _named(lifecycle.with_days(last.group_by("guest_no").aggregate(ago=last.ago.min()), as_of))
    scored = rfm.scores(rows.select(*rfm.INPUT_SCHEMA.names), bounds)
    joined = rows.select("guest_id", "is_agency", "bookings", "last_booked_on").left_join(life, "guest_id").drop("guest_id_right")
    joined = joined.left_join(began.select("guest_id", since=began.moved_on), "guest_id").drop("guest_id_right")
    joined = joined.left_join(scored, "guest_id").drop("guest_id_right")
    stage = joined.is_agency.ifelse(ibis.null("string"), ibis.coalesce(joined.stage, Stage.PROSPECT.value))
    whole = joined.mutate(stage=stage, since=joined.is_agency.ifelse(ibis.null("date"), joined.since))
    types = ibis.Schema.from_pyarrow(SCHEMA)
    return whole.select(**{name: whole[name].cast(types[name]) for name in SCHEMA.names})


def moves_of(visits: Table, as_of: datetime, version: UUID) -> Table:
    """In: the same. Out: `lifecycle.MOVES_SCHEMA`, of guests of the snapshot that are no agencies."""
    rows = features(version)
    moved = _named(lifecycle.with_days(lifecycle.stage_moves(visits, as_of), as_of))
    return moved.semi_join(rows.filter(~rows.is_agency), "guest_id").select(*lifecycle.MOVES_SCHEMA.names)


def _named(rows: Table) -> Table:
    people = guest_map().select("guest_no", "guest_id").distinct()
    return rows.join(people, "guest_no")
