"""One guest against a definition: the same sources as for all guests, the rules in Python, every reason. Rules AU11, AU12 and AU16 of
docs/algorithms/audiences.md."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from xenia.insight.queries.features import require_to_see_all
from xenia.insight.queries.objections import require_no_objection
from xenia.kernel.actor import Actor
from xenia.kernel.errors import NotFound
from xenia.profile.queries.seen import KeptGuest, kept_guest
from xenia.segment.facts.one_guest import events_of, row_of
from xenia.segment.queries.catalogue import catalogue_for
from xenia.segment.queries.sources import SOURCES, Source
from xenia.segment.queries.world import Setting, open_setting
from xenia.segment.rules.changing import next_change_on
from xenia.segment.rules.deciding import judge
from xenia.segment.rules.fitting import fitted
from xenia.segment.rules.freezing import require_whole
from xenia.segment.types.catalogue import Behaviour, Catalogue
from xenia.segment.types.guests import Event, GuestFacts, Value
from xenia.segment.types.preview import GuestExplained
from xenia.segment.types.tree import Definition, acts_of, leaves_of, named_fields, root_of

AHEAD_DAYS = 366


def explain_guest(
    actor: Actor,
    definition: Definition,
    identifier: UUID,
    *,
    now: datetime,
    sources: Sequence[Source] = SOURCES,
    belongs_to: Mapping[UUID, bool] | None = None,
) -> GuestExplained:
    """Returns whether the guest that an id means belongs today, why, and the next day in a year on which that changes by itself.
    `belongs_to`: every audience and list the definition asks about, and whether the guest is in it. Raises NotFound where the actor sees no
    record of theirs or no audience can hold them, Refused as `insight.queries.features.get_features` does and as `get_catalogue`, Conflict
    where anything the definition asks about is gone (AU14)."""
    said = belongs_to or {}
    catalogue = catalogue_for(actor, named_fields(definition), now=now, sources=sources)
    require_whole(definition, catalogue, said)
    guest = _asked(actor, identifier, now)
    with open_setting(actor, catalogue, now=now, sources=sources) as setting:
        facts = _facts(guest, [definition], setting, frozenset(one for one, is_in in said.items() if is_in))
    today = setting.today
    changes_on = next_change_on(definition, facts, today, today + timedelta(days=AHEAD_DAYS))
    return GuestExplained(guest.guest_id, setting.used.as_of, today, judge(definition, facts, today), changes_on)


def fitting_audiences(
    actor: Actor, definitions: Mapping[UUID, Definition], identifier: UUID, *, now: datetime, kept: Mapping[UUID, bool]
) -> frozenset[UUID]:
    """Returns which of the definitions the guest that an id means fits today (AU25), told from facts read once. `kept`: every audience and
    list there is, and whether the guest is in it. Raises as `explain_guest`, Conflict for a circle (AU13)."""
    guest = _asked(actor, identifier, now)
    names = dict.fromkeys(name for one in definitions.values() for name in named_fields(one))
    catalogue = catalogue_for(actor, list(names), now=now)
    with open_setting(actor, catalogue, now=now) as setting:
        facts = _facts(guest, definitions.values(), setting, frozenset(one for one, is_in in kept.items() if is_in))
    return fitted(definitions, facts, catalogue, today=setting.today, kept=kept)


def _asked(actor: Actor, identifier: UUID, now: datetime) -> KeptGuest:
    """The guest, where the actor may see all of them and they do not object."""
    guest = kept_guest(actor, identifier)
    require_to_see_all(actor, guest)
    require_no_objection(actor, (guest.guest_id, *guest.homes), now=now)
    return guest


def _facts(guest: KeptGuest, definitions: Iterable[Definition], setting: Setting, belongs_to: frozenset[UUID]) -> GuestFacts:
    world, session = setting.world, setting.session
    rows = {
        source: session.execute(row_of(table, str(guest.guest_id), columns)).to_pylist()
        for source, table in world.sources.items()
        if (columns := _columns(source, setting.catalogue)) or source == world.everybody
    }
    if not rows[world.everybody]:
        raise NotFound(
            "guest_in_no_audience",
            f"No audience can hold guest {guest.guest_id}: no snapshot has them yet, or they are a child without a guardian's consent.",
            "该客人不进入任何受众：快照中还没有这位客人，或为未获监护人同意的未成年人。",
        )
    values = {one.name: _value(rows[one.source][0][one.column]) for one in setting.catalogue.fields.values() if rows.get(one.source)}
    kinds = {act.kind for one in definitions for leaf in leaves_of(root_of(one)) for _, act in acts_of(leaf.node)}
    behaviours = [one for kind, one in setting.catalogue.behaviours.items() if kind in kinds]
    return GuestFacts(values, tuple(event for one in behaviours for event in _events(guest, one, setting)), belongs_to)


def _columns(source: str, catalogue: Catalogue) -> list[str]:
    return [one.column for one in catalogue.fields.values() if one.source == source]


def _events(guest: KeptGuest, behaviour: Behaviour, setting: Setting) -> list[Event]:
    """Those of days to come among them: the day of the next change is told from them."""
    table = events_of(setting.world.events[behaviour.table], [str(one) for one in guest.record_ids], behaviour)
    return [_event(row, behaviour) for row in setting.session.execute(table).to_pylist()]


def _event(row: dict[str, Any], behaviour: Behaviour) -> Event:
    return Event(behaviour.kind, row["at"], row["day"], {one.name: _value(row[one.column]) for one in behaviour.properties})


def _value(value: Any) -> Value:
    """As rules read it: several words are a set."""
    found: Value = frozenset(value) if isinstance(value, list) else value
    return found
