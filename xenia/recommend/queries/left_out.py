"""To whom nothing is recommended: who objects to profiling, and children without a guardian's consent (rule RS9)."""

from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc

from xenia.connect.queries.records import child_records
from xenia.insight.queries.objections import people_for_models
from xenia.kernel.actor import Actor
from xenia.kernel.errors import NotFound
from xenia.trust.queries.consent import may_many
from xenia.trust.queries.purposes import get_purpose
from xenia.trust.types.consent import CHILD_BELOW_YEARS, Channel

PROFILING = "profiling"
"""The purpose for which a guardian agrees or not."""


def people_to_recommend_to(actor: Actor, *, now: datetime, at_most: int | None = None, seed: int = 1) -> pa.Table:
    """Returns the map of guests as `insight.queries.objections.people_for_models` does, in which children under 14 without a guardian's
    consent are not wanted either."""
    people = people_for_models(actor, now=now, at_most=at_most, seed=seed)
    children = child_records(actor, child_below_years=CHILD_BELOW_YEARS, today=now.date())
    if not children:
        return people
    records = pa.array([str(one) for one in children], pa.string())
    young = pc.unique(people.filter(pc.is_in(people["record_id"], records))["guest_id"].combine_chunks())
    alone = young.filter(pc.invert(pc.is_in(young, _agreed(actor, young, now))))
    wanted = pc.and_(people["is_wanted"], pc.invert(pc.is_in(people["guest_id"], alone)))
    place = people.schema.get_field_index("is_wanted")
    return people.set_column(place, people.schema.field(place), wanted)


def _agreed(actor: Actor, children: pa.Array, now: datetime) -> pa.Array:
    """Where the company asks nobody for consent to profiling, no guardian gave one."""
    try:
        purpose = get_purpose(actor, PROFILING)
    except NotFound:
        return pa.array([], pa.string())
    if not (purpose.needs_consent and purpose.guardian and Channel.ALL in purpose.channels):
        return pa.array([], pa.string())
    ids = may_many(actor, children, PROFILING, Channel.ALL, now=now).guest_ids
    return ids.combine_chunks() if isinstance(ids, pa.ChunkedArray) else ids
