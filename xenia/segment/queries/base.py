"""Whom audiences may hold at all: rule AU16 of docs/algorithms/audiences.md."""

from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

import pyarrow as pa
import pyarrow.compute as pc

from xenia.connect.queries.records import child_records
from xenia.identity.queries.links import link_table
from xenia.insight.queries.objections import objecting_guests
from xenia.kernel.actor import Actor, product_actor
from xenia.kernel.errors import NotFound
from xenia.segment.facts.membership import PEOPLE
from xenia.trust.queries.consent import may_many
from xenia.trust.queries.purposes import get_purpose
from xenia.trust.types.access import Permission
from xenia.trust.types.consent import CHILD_BELOW_YEARS, Channel

PROFILING = "profiling"
"""The purpose for which a guardian agrees or not."""
CHILDREN = product_actor("audiences", Permission.VIEW_GUESTS)


def links_of_today(actor: Actor) -> pa.Table:
    """Returns which guest every record belongs to, as `facts.membership.PEOPLE`."""
    return link_table(actor).select(PEOPLE.names).cast(PEOPLE)


def left_out(actor: Actor, people: pa.Table, version: UUID, *, now: datetime, today: date) -> pa.Array:
    """Rule AU16: returns the guests whom no audience may hold, as text: who objects to profiling or has their data at rest, and children
    for whom no guardian agreed to it. `version`: the snapshot in use; birth dates, which are sealed, are opened once a snapshot and day."""
    actor.require_for_company(Permission.VIEW_GUESTS)
    objecting = objecting_guests(actor, now=now)["guest_id"].combine_chunks()
    children = pc.unique(people.filter(pc.is_in(people["record_id"], _records_of_children(version, today)))["guest_id"])
    if not len(children):
        return objecting
    agreed = _agreed(actor, children, now)
    return pa.concat_arrays([_flat(objecting), children.filter(pc.invert(pc.is_in(children, _flat(agreed))))])


def _agreed(actor: Actor, children: pa.Array, now: datetime) -> pa.Array:
    """Where the company asks nobody for consent to profiling, no guardian gave one."""
    try:
        purpose = get_purpose(actor, PROFILING)
    except NotFound:
        return pa.array([], pa.string())
    if not (purpose.needs_consent and purpose.guardian and Channel.ALL in purpose.channels):
        return pa.array([], pa.string())
    return may_many(actor, children, PROFILING, Channel.ALL, now=now).guest_ids


@lru_cache(maxsize=2)
def _records_of_children(version: UUID, today: date) -> pa.Array:
    found = child_records(CHILDREN, child_below_years=CHILD_BELOW_YEARS, today=today)
    return pa.array([str(one) for one in found], pa.string())


def _flat(ids: pa.Array | pa.ChunkedArray) -> pa.Array:
    return ids.combine_chunks() if isinstance(ids, pa.ChunkedArray) else ids
