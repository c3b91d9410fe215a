"""What conditions may ask about, as an actor may see it."""

from collections.abc import Collection, Sequence
from datetime import datetime

from xenia.kernel.actor import Actor
from xenia.segment.queries.sources import SOURCES, Source
from xenia.segment.rules.behaviours import BEHAVIOURS
from xenia.segment.types.catalogue import Catalogue, catalogue_of
from xenia.trust.types.access import Permission


def get_catalogue(actor: Actor, *, now: datetime, sources: Sequence[Source] = SOURCES) -> Catalogue:
    """Returns every field and behaviour the actor may ask about, in the order of a menu. Raises Refused for whoever does not work for the
    whole company: an audience is of all its guests."""
    return _catalogue(actor, sources, now)


def catalogue_for(actor: Actor, names: Collection[str], *, now: datetime, sources: Sequence[Source] = SOURCES) -> Catalogue:
    """Returns the catalogue of no more fields than these, with every behaviour: what an evaluation needs. A field that is gone is missing.
    Raises as `get_catalogue`."""
    wanted = {name.partition(".")[0] for name in names}
    found = _catalogue(actor, [one for one in sources if one.name in wanted], now)
    return Catalogue({name: found.fields[name] for name in names if name in found.fields}, found.behaviours)


def _catalogue(actor: Actor, sources: Sequence[Source], now: datetime) -> Catalogue:
    actor.require(Permission.VIEW_GUESTS)
    actor.require(Permission.VIEW_AUDIENCES)
    actor.require_for_company(Permission.VIEW_INSIGHT)
    return catalogue_of(tuple(field for source in sources for field in source.fields(actor, now)), BEHAVIOURS)
