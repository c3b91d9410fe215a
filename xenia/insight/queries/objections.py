"""Of whom no profile is made: guests who object (PIPL 24), and those with whose data nothing may be done."""

from datetime import datetime
from uuid import UUID

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from xenia.identity.queries.links import link_table
from xenia.identity.queries.meanings import guests_meant
from xenia.insight.facts.known import GUEST_MAP
from xenia.insight.rows import guest_map_of
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Refused
from xenia.trust.queries.restrictions import objecting, objects_to_profiling
from xenia.trust.types.access import Permission

SCHEMA = pa.schema([("guest_id", pa.string())])


def objecting_guests(actor: Actor, *, now: datetime) -> pa.Table:
    """Returns the guests of the company of whom no profile is made (MR9), one row each id they go by or went by: `guest_id`."""
    actor.require_for_company(Permission.VIEW_GUESTS)
    said = objecting(actor, now=now)
    meant = guests_meant(actor, said).values() if said else ()
    return pa.table([sorted(str(one) for one in {*said, *meant})], schema=SCHEMA)


def people_for_models(actor: Actor, *, now: datetime, at_most: int | None = None, seed: int = 1) -> pa.Table:
    """Returns the map of all guests in which those are wanted at whom a model may look (MR9): nobody who objects, and no more than a sample
    of `at_most` of the others, the same for the same seed and guests."""
    whole, objects = guest_map_of(link_table(actor)), objecting_guests(actor, now=now)
    numbers = whole["guest_no"].to_numpy()
    may = ~pc.is_in(whole["guest_id"], value_set=objects["guest_id"].combine_chunks()).to_numpy()
    guests = np.unique(numbers[may])
    if at_most is not None and len(guests) > at_most:
        by_name = pc.sort_indices(whole["guest_id"].unique()).to_numpy()  # links come in no order, and the sample is to be the same
        guests = np.random.default_rng(seed).choice(by_name[np.isin(by_name, guests)], at_most, replace=False)
    wanted = pa.array(np.isin(numbers, guests) & may)
    return whole.set_column(whole.schema.get_field_index("is_wanted"), GUEST_MAP.field("is_wanted"), wanted)


def require_no_objection(actor: Actor, guest_ids: tuple[UUID, ...], *, now: datetime) -> None:
    """Raises Refused where the guest, under any of these ids, objects to profiling or is restricted (MR9)."""
    actor.require(Permission.VIEW_INSIGHT)
    if any(objects_to_profiling(actor, one, now=now) for one in guest_ids):
        raise Refused(
            "guest_objects",
            f"Guest {guest_ids[0]} objects to being profiled, or has their data at rest; no score of theirs is made or shown.",
            "该客人已拒绝画像或要求停止处理其数据；系统不生成、也不显示其评分。",
        )
