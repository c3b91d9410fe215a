"""Reads of names: what a property is called whose code a source wrote."""

from collections.abc import Iterable
from uuid import UUID

from xenia.connect import models
from xenia.kernel.actor import Actor
from xenia.kernel.texts import Text
from xenia.trust.queries.people import list_units
from xenia.trust.types.access import UnitKind

SourceAndCode = tuple[UUID, str]


def property_names(actor: Actor, asked: Iterable[SourceAndCode]) -> dict[SourceAndCode, Text]:
    """Returns the names that are known: as the source itself calls the place, else the unit of that code, else as another source does.

    What a place is called is no secret, so names of other units' sources are given too; units are those the actor sees.
    """
    wanted = {(source_id, code) for source_id, code in asked if code}
    if not wanted:
        return {}
    rows = models.Place.objects.filter(place_key__in={code for _, code in wanted}).order_by("order_at", "id")
    places = {(row.source_id, row.place_key): Text(row.name, row.name_en or row.name) for row in rows}
    anywhere = {code: name for (_, code), name in places.items()}
    units = {unit.code.lower(): unit.name for unit in list_units(actor) if unit.kind is UnitKind.PROPERTY}
    names = {one: places.get(one) or units.get(one[1].lower()) or anywhere.get(one[1]) for one in wanted}
    return {one: name for one, name in names.items() if name is not None}
