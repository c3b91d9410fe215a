"""The sandbox's numbers: who fits a definition that nobody has saved yet. Rule AU17 of docs/algorithms/audiences.md."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

import numpy as np
import pyarrow as pa

from xenia.kernel.actor import Actor
from xenia.segment.queries.catalogue import catalogue_for
from xenia.segment.queries.ground import NO_MEMBERS, Ground, KeptGround, open_ground
from xenia.segment.queries.sources import SOURCES, Source
from xenia.segment.rules.freezing import findings_of
from xenia.segment.types.catalogue import Catalogue
from xenia.segment.types.preview import AudiencePreview, ConditionCount, Counted
from xenia.segment.types.tree import Definition, named_fields
from xenia.trust.queries.consent import count_reach

SAMPLE = 10


@dataclass(frozen=True)
class Trying:
    """`kept`: what is asked again and again; without it everything is read anew. `with_reach`: who may be contacted takes longer than all
    else; without it the reach is empty."""

    kept: KeptGround | None = None
    with_reach: bool = True


ONCE = Trying()


def preview_audience(
    actor: Actor,
    definition: Definition,
    *,
    now: datetime,
    sources: Sequence[Source] = SOURCES,
    members: Mapping[UUID, pa.Array] = NO_MEMBERS,
    trying: Trying = ONCE,
) -> AudiencePreview:
    """Returns the numbers of a definition today, or the findings where something it asks about is gone (AU14): a field the actor may not
    ask about is gone for them. `members`: ids of other audiences and of lists, as text. Raises Refused for whoever does not work for the
    whole company, NotFound before the first snapshot."""
    catalogue = catalogue_for(actor, named_fields(definition), now=now, sources=sources)
    findings = findings_of(definition, catalogue, members)
    if findings:
        return AudiencePreview(findings, None)
    with opened(actor, now=now, trying=trying, sources=sources) as ground:
        counted, guest_ids = _counted(definition, ground, catalogue, members)
    reach = count_reach(actor, guest_ids, now=now) if trying.with_reach else ()
    return AudiencePreview((), replace(counted, reach=tuple(reach)))


def opened(actor: Actor, *, now: datetime, trying: Trying, sources: Sequence[Source] = SOURCES) -> AbstractContextManager[Ground]:
    """The ground that is kept, or one of this moment. Raises as `open_ground`."""
    return trying.kept.open(actor, now=now) if trying.kept else open_ground(actor, now=now, sources=sources)


def _counted(definition: Definition, ground: Ground, catalogue: Catalogue, members: Mapping[UUID, pa.Array]) -> tuple[Counted, pa.Array]:
    """The numbers but for the reach, and who belongs."""
    masks = ground.judge(definition, catalogue, members)
    whole = next(iter(masks.values()))
    numbers = np.flatnonzero(whole)
    counted = Counted(
        as_of=ground.place.as_of,
        today=ground.place.today,
        base=len(ground),
        guests=len(numbers),
        share=len(numbers) / len(ground) if len(ground) else None,
        conditions=tuple(ConditionCount(at, int(np.count_nonzero(mask))) for at, mask in masks.items()),
        sample=tuple(UUID(one) for one in ground.guest_ids.take(numbers[:SAMPLE]).to_pylist()),
        reach=(),
    )
    return counted, ground.guest_ids.take(numbers)
