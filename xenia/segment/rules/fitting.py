"""One guest against every audience at the moment something happens: rule AU25 of docs/algorithms/audiences.md. Pure."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from uuid import UUID

from xenia.segment.rules.deciding import holds
from xenia.segment.rules.freezing import findings_of
from xenia.segment.rules.nesting import asked_in, order_of
from xenia.segment.types.catalogue import Catalogue
from xenia.segment.types.guests import GuestFacts
from xenia.segment.types.tree import Definition, Leaf


def fitted(
    definitions: Mapping[UUID, Definition], guest: GuestFacts, catalogue: Catalogue, *, today: date, kept: Mapping[UUID, bool]
) -> frozenset[UUID]:
    """Returns the audiences that the guest fits. Each comes after those it asks about; a frozen one holds whom it held (AU14). `kept`:
    every audience and list there is, and whether the guest is in it. Raises Conflict for a circle."""
    found, remembered = dict(kept), dict[Leaf, bool]()
    there = kept.keys() | definitions.keys()
    for one in order_of(definitions, {}):
        definition = definitions[one]
        if not findings_of(definition, catalogue, there):
            found[one] = holds(definition, _within(guest, definition, found), today, remembered)
    return frozenset(one for one in definitions if found.get(one, False))


def _within(guest: GuestFacts, definition: Definition, found: Mapping[UUID, bool]) -> GuestFacts:
    """The guest, with those of the audiences and lists the definition asks about that hold them."""
    asked = asked_in([definition])
    return replace(guest, belongs_to=frozenset(one for one in asked if found.get(one, False))) if asked else guest
