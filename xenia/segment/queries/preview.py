"""The sandbox's numbers: who fits a definition that nobody has saved yet. Rule AU17 of docs/algorithms/audiences.md."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import pyarrow as pa
from ibis.expr.types import Table

from xenia.kernel.actor import Actor
from xenia.segment.facts.membership import judged_of
from xenia.segment.facts.preview import members_among, sample_of, sums_of
from xenia.segment.queries.catalogue import catalogue_for
from xenia.segment.queries.sources import SOURCES, Source
from xenia.segment.queries.world import NO_MEMBERS, Setting, open_setting
from xenia.segment.rules.freezing import findings_of
from xenia.segment.types.preview import AudiencePreview, ConditionCount, Counted
from xenia.segment.types.tree import Definition, named_fields
from xenia.trust.queries.consent import count_reach

SAMPLE = 10


def preview_audience(
    actor: Actor,
    definition: Definition,
    *,
    now: datetime,
    sources: Sequence[Source] = SOURCES,
    members: Mapping[UUID, Table] = NO_MEMBERS,
) -> AudiencePreview:
    """Returns the numbers of a definition today, or the findings where something it asks about is gone (AU14): a field the actor may not
    ask about is gone for them. Raises Refused for whoever does not work for the whole company, NotFound before the first snapshot."""
    catalogue = catalogue_for(actor, named_fields(definition), now=now, sources=sources)
    findings = findings_of(definition, catalogue, members)
    if findings:
        return AudiencePreview(findings, None)
    with open_setting(actor, catalogue, now=now, sources=sources, members=members) as setting:
        return AudiencePreview((), _counted(actor, definition, setting, now))


def _counted(actor: Actor, definition: Definition, setting: Setting, now: datetime) -> Counted:
    """Every guest is judged once; the rest is asked of that."""
    session = setting.session
    judged, columns = judged_of(definition, setting.world, setting.catalogue, setting.today)
    session.keep(judged)
    sums = session.execute(sums_of(judged, columns)).to_pylist()[0]
    whole = next(iter(columns.values()))
    guests, base = sums[whole] or 0, sums["base"]
    sample = session.execute(sample_of(judged, whole, SAMPLE))["guest_id"].to_pylist() if guests else []
    ids = session.execute(members_among(judged, whole))["guest_id"].combine_chunks() if guests else pa.array([], pa.string())
    return Counted(
        as_of=setting.used.as_of,
        today=setting.today,
        base=base,
        guests=guests,
        share=guests / base if base else None,
        conditions=tuple(ConditionCount(at, sums[column] or 0) for at, column in columns.items()),
        sample=tuple(UUID(one) for one in sample),
        reach=tuple(count_reach(actor, ids, now=now)),
    )
