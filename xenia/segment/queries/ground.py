"""What audiences are tried on: everybody whom they may hold, numbered, with the answer to each condition kept until the next moment.

A screen asks again with every key that somebody presses, and one condition of ten is new then. So each condition is answered by itself, as
a mask over all guests, and the tree is worked out from masks. Rules SB1 and SB2 of docs/algorithms/sandbox.md.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from ibis.expr.types import Table

from xenia.insight.facts.happenings import happenings
from xenia.insight.facts.snapshot import features
from xenia.insight.queries.objections import objecting_guests
from xenia.insight.queries.standing import in_use
from xenia.kernel.actor import Actor, product_actor
from xenia.lake import read
from xenia.segment.facts.ground import (
    NUMBERS,
    as_themselves,
    by_number,
    column_by_number,
    events_by_number,
    in_drawn_order,
    only_numbers,
)
from xenia.segment.facts.membership import World, members_of
from xenia.segment.facts.sources import base_of, given_members
from xenia.segment.queries.base import left_out, links_of_today
from xenia.segment.queries.sources import SOURCES, Asked, Source, scoring_in_use
from xenia.segment.rules.masks import Mask, mask_at, masks_of
from xenia.segment.types.catalogue import Catalogue, Field
from xenia.segment.types.tree import Definition, FieldIs, InAudience, InList, Node, acts_of
from xenia.trust.queries.requests import COMPANY_ZONE
from xenia.trust.types.access import Permission

FRESH = timedelta(minutes=5)
"""A kept ground older than that is read anew."""
EVERYBODY = "everybody"
IDLE_SECONDS = 600
"""Nobody asks for so long: what was kept is let go."""
READER = product_actor("audiences", Permission.VIEW_GUESTS, Permission.VIEW_INSIGHT, Permission.VIEW_LOYALTY)
"""Reads what a kept ground holds: who asks what is decided by the catalogue of whoever asks."""
MASKS_MOST, COLUMNS_MOST = 400, 60
NO_MEMBERS: Mapping[UUID, pa.Array] = {}


@dataclass(frozen=True)
class Place:
    """What a ground is made from: `everybody` whom audiences may hold, the `people` their records are of, the table of a field, one row a
    guest, and happenings by the name of their table. `as_of`: of the snapshot; `read_at`: of all else."""

    everybody: Table
    people: Table
    table_of: Callable[[Field], Table]
    events: Mapping[str, Table]
    today: date
    as_of: datetime
    read_at: datetime


class Ground:
    """Everybody whom audiences may hold at one moment. `guest_ids`: by number. One thread at a time may ask."""

    def __init__(self, session: read.Session, place: Place) -> None:
        self.place, self._session = place, session
        self.guest_ids: pa.Array = session.execute(in_drawn_order(place.everybody))["guest_id"].combine_chunks()
        given = pa.table([self.guest_ids, pa.array(np.arange(len(self.guest_ids)))], schema=NUMBERS)
        self._numbers = session.give("segment_numbers", given)
        self._people = by_number(place.people, self._numbers)
        session.keep(self._people)
        self._events: dict[str, Table] = {}
        self._columns: OrderedDict[str, Table] = OrderedDict()
        self._masks: OrderedDict[Node, Mask] = OrderedDict()

    def __len__(self) -> int:
        return len(self.guest_ids)

    def judge(self, definition: Definition, catalogue: Catalogue, members: Mapping[UUID, pa.Array] = NO_MEMBERS) -> dict[str, Mask]:
        """Returns for each node of the tree, by its place and the whole first, for whom it holds. `members`: ids of other audiences and of
        lists. The definition is whole (`rules.freezing`)."""
        return masks_of(definition, len(self), lambda leaf: self._mask(leaf, catalogue, members))

    def _mask(self, leaf: Node, catalogue: Catalogue, members: Mapping[UUID, pa.Array]) -> Mask:
        if isinstance(leaf, InAudience | InList):  # who is a member may be another one by now
            return np.asarray(pc.is_in(self.guest_ids, members[leaf.id]).to_numpy(zero_copy_only=False))
        if leaf not in self._masks:
            found = self._session.execute(members_of(Definition(leaf), self._world(leaf, catalogue), catalogue, self.place.today))
            self._masks[leaf] = mask_at(found["guest_id"].to_numpy(), len(self))
        self._masks.move_to_end(leaf)
        if len(self._masks) > MASKS_MOST:
            self._masks.popitem(last=False)
        return self._masks[leaf]

    def _world(self, leaf: Node, catalogue: Catalogue) -> World:
        """Everybody stands in the column of a field, so nothing is joined."""
        events, people = self._events_of(leaf, catalogue), as_themselves(self._numbers)
        everybody = self.column(catalogue.fields[leaf.field]) if isinstance(leaf, FieldIs) else only_numbers(self._numbers)
        source = catalogue.fields[leaf.field].source if isinstance(leaf, FieldIs) else EVERYBODY
        return World(people, {source: everybody}, source, events)

    def _events_of(self, leaf: Node, catalogue: Catalogue) -> dict[str, Table]:
        """By the name of their table, only of kinds that are asked about."""
        found: dict[str, Table] = {}
        for kind in dict.fromkeys(act.kind for _, act in acts_of(leaf)):
            name = catalogue.behaviours[kind].table
            if kind not in self._events:
                self._events[kind] = events_by_number(self.place.events[name], kind, self._people)
                self._session.keep(self._events[kind])
            found[name] = found[name].union(self._events[kind]) if name in found else self._events[kind]
        return found

    def column(self, field: Field) -> Table:
        """Returns one row of everybody with the column of a field, missing where its source does not know them. Kept."""
        if field.name not in self._columns:
            self._columns[field.name] = column_by_number(self.place.table_of(field), field.column, self._numbers)
            self._session.keep(self._columns[field.name])
        self._columns.move_to_end(field.name)
        if len(self._columns) > COLUMNS_MOST:
            self._session.let_go(self._columns.popitem(last=False)[1])
        return self._columns[field.name]

    def give(self, name: str, rows: pa.Table) -> Table:
        """Returns rows as an expression reads them; those given before under the name are let go."""
        return self._session.give(name, rows)

    def answer(self, question: Table) -> pa.Table:
        """Returns the answer to an expression over what this ground holds."""
        return self._session.execute(question)


@contextmanager
def open_ground(actor: Actor, *, now: datetime, sources: Sequence[Source] = SOURCES) -> Iterator[Ground]:
    """A ground of this moment. Raises Refused for whoever does not work for the whole company, NotFound before the first snapshot."""
    used, today, people = in_use(actor), now.astimezone(COMPANY_ZONE).date(), links_of_today(actor)
    with read.session(units=None) as session:
        linked = session.give("segment_people", people)
        out = given_members(session, "segment_left_out", left_out(actor, people, used.version, now=now, today=today))
        asked = Asked(actor, now, session, used, base_of(features(used.version), linked, out), people)
        of_name = {one.name: one for one in sources}
        table_of = lambda field: of_name[field.source].table(replace(asked, columns=frozenset({field.column})))  # noqa: E731
        events = happenings(COMPANY_ZONE.key, today)
        yield Ground(session, Place(asked.everybody, linked, table_of, events, today, used.as_of, now))


class KeptGround:
    """One ground for everybody who tries audiences in this process, one at a time. Who objects to profiling meanwhile is left out at once,
    and a new snapshot or scoring is used at once; all else is at most as old as `FRESH`. Let go of when nobody asks any more."""

    def __init__(self, sources: Sequence[Source] = SOURCES) -> None:
        self._sources = sources
        self._lock = threading.Lock()
        self._held: tuple[Ground, _Mark] | None = None
        self._opened = ExitStack()
        self._timer: threading.Timer | None = None

    @contextmanager
    def open(self, actor: Actor, *, now: datetime) -> Iterator[Ground]:
        """Raises as `open_ground`."""
        actor.require_for_company(Permission.VIEW_GUESTS)
        mark = _mark_of(actor, now)
        with self._lock:
            try:
                yield self._of(mark, now)
            except Exception:
                self._let_go()  # a file that was vacuumed, a session the engine forgot: the next who asks starts anew
                raise
            finally:
                self._wait()

    def _of(self, mark: "_Mark", now: datetime) -> Ground:
        if self._held is None or self._held[1] != mark or not timedelta(0) <= now - self._held[0].place.read_at < FRESH:
            self._let_go()
            self._held = (self._opened.enter_context(open_ground(READER, now=now, sources=self._sources)), mark)
        return self._held[0]

    def _let_go(self) -> None:
        self._held = None
        self._opened.close()

    def _wait(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = threading.Timer(IDLE_SECONDS, self.let_go)
        self._timer.daemon = True
        self._timer.start()

    def let_go(self) -> None:
        """Gives back what is kept; whoever asks next has it read anew."""
        with self._lock:
            self._let_go()


@dataclass(frozen=True)
class _Mark:
    """What a ground was made of: it is of no use where any of it is another now."""

    snapshot: UUID
    scoring: UUID | None
    today: date
    objecting: tuple[str, ...]


def _mark_of(actor: Actor, now: datetime) -> _Mark:
    objecting = objecting_guests(actor, now=now)["guest_id"].to_pylist()
    scoring = scoring_in_use(actor)
    today = now.astimezone(COMPANY_ZONE).date()
    return _Mark(in_use(actor).version, scoring.version if scoring else None, today, tuple(objecting))
