"""Members of audiences made anew, many on one ground: rules AU13, AU14 and AU19 of docs/algorithms/audiences.md. A condition that several
audiences ask about is answered once."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from xenia.insight.queries.standing import in_use
from xenia.kernel.actor import Actor
from xenia.segment.queries.catalogue import catalogue_for
from xenia.segment.queries.ground import Ground, open_ground
from xenia.segment.queries.kept import members_today
from xenia.segment.rules.bits import Numbers
from xenia.segment.rules.freezing import findings_of
from xenia.segment.rules.nesting import asked_in
from xenia.segment.types.catalogue import Catalogue
from xenia.segment.types.guests import Finding
from xenia.segment.types.tree import Definition, named_fields

NUMBERED = pa.schema([("number", pa.int64()), ("guest_id", pa.string())])
Numbering = Callable[[pa.Array], pa.Table]
"""Gives every guest a number, and returns all numbers there are as `NUMBERED`."""


@dataclass(frozen=True)
class Made:
    """The numbers of the members of one audience, in order; or why it is frozen."""

    numbers: Numbers | None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Making:
    """What members are made in: call `make` in an order in which each audience comes after those it asks about. `numbers`: of the guests of
    the ground, in its order. `members`: of audiences that were made, and of those asked about that are not made here."""

    ground: Ground
    catalogue: Catalogue
    numbers: Numbers
    members: dict[UUID, pa.Array]
    snapshot_id: UUID

    @property
    def base(self) -> int:
        return len(self.ground)

    @property
    def today(self) -> date:
        return self.ground.place.today

    def make(self, audience_id: UUID, definition: Definition, *, is_asked_about: bool) -> Made:
        """Returns who belongs to the audience today. `is_asked_about` by others still to be made."""
        findings = findings_of(definition, self.catalogue, self.members)
        if findings:
            return Made(None, findings)
        whole = next(iter(self.ground.judge(definition, self.catalogue, self.members).values()))
        if is_asked_about:
            self.members[audience_id] = self.ground.guest_ids.filter(pa.array(whole))
        return Made(np.sort(self.numbers[whole]))


@contextmanager
def open_making(actor: Actor, definitions: Mapping[UUID, Definition], *, numbering: Numbering, now: datetime) -> Iterator[Making]:
    """What these audiences can be made in. Others that they ask about are as they are kept. Raises as `open_ground`."""
    names = dict.fromkeys(name for one in definitions.values() for name in named_fields(one))
    catalogue, kept = catalogue_for(actor, list(names), now=now), members_today(actor, asked_in(definitions.values()))
    used = in_use(actor)
    with open_ground(actor, now=now) as ground:
        numbered = numbering(ground.guest_ids)
        places = pc.index_in(ground.guest_ids, numbered["guest_id"].combine_chunks())
        numbers = numbered["number"].combine_chunks().take(places).to_numpy()
        yield Making(ground, catalogue, numbers, dict(kept), used.version)
