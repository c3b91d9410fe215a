"""The tables a definition is asked of, for an actor at a moment, in one session of the lake: rule AU16 of docs/algorithms/audiences.md."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from ibis.expr.types import Table

from xenia.insight.facts.happenings import happenings
from xenia.insight.facts.snapshot import features
from xenia.insight.queries.standing import InUse, in_use
from xenia.kernel.actor import Actor
from xenia.lake import read
from xenia.segment.facts.membership import World
from xenia.segment.facts.sources import base_of, given_members
from xenia.segment.queries.base import left_out, links_of_today
from xenia.segment.queries.sources import SOURCES, Asked, Source
from xenia.segment.rules.feature_fields import SOURCE as FEATURE
from xenia.segment.types.catalogue import Catalogue
from xenia.trust.queries.requests import COMPANY_ZONE

NO_MEMBERS: Mapping[UUID, Table] = {}


@dataclass(frozen=True)
class Setting:
    """What a definition is asked in: the session with everything given to it, the snapshot in use, and the day where the company is."""

    session: read.Session
    world: World
    catalogue: Catalogue
    used: InUse
    today: date


@contextmanager
def open_setting(
    actor: Actor, catalogue: Catalogue, *, now: datetime, sources: Sequence[Source] = SOURCES, members: Mapping[UUID, Table] = NO_MEMBERS
) -> Iterator[Setting]:
    """The setting of every field of the catalogue, and of the features. `members` of other audiences and lists, by id. Raises Refused as
    `get_catalogue`, NotFound before the first snapshot."""
    used, today, people = in_use(actor), now.astimezone(COMPANY_ZONE).date(), links_of_today(actor)
    with read.session(units=None) as session:
        linked = session.give("segment_people", people)
        out = given_members(session, "segment_left_out", left_out(actor, people, used.version, now=now, today=today))
        asked = Asked(actor, now, session, used, base_of(features(used.version), linked, out), people)
        events = happenings(COMPANY_ZONE.key, today)
        yield Setting(session, World(linked, _tables(asked, catalogue, sources), FEATURE, events, members), catalogue, used, today)


def _tables(asked: Asked, catalogue: Catalogue, sources: Sequence[Source]) -> dict[str, Table]:
    """Only of sources that are asked about: some read all guests in PostgreSQL."""
    columns = {one.name: frozenset(field.column for field in catalogue.fields.values() if field.source == one.name) for one in sources}
    tables = {one.name: one.table(replace(asked, columns=columns[one.name])) for one in sources if columns[one.name]}
    return {FEATURE: asked.everybody} | tables
