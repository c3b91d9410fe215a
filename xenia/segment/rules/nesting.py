"""Audiences within audiences: rule AU13 of docs/algorithms/audiences.md. Pure."""

from collections.abc import Collection, Iterable, Mapping
from graphlib import CycleError, TopologicalSorter
from uuid import UUID

from xenia.kernel.errors import Conflict
from xenia.segment.types.tree import Definition, named_audiences, named_lists


def order_of(definitions: Mapping[UUID, Definition], names: Mapping[UUID, str]) -> tuple[UUID, ...]:
    """Rule AU13: the audiences in an order in which each comes after all it asks about; of equals the least id first. Audiences that are
    asked about and not given are left out: they are findings. Raises Conflict with the whole way where one asks about itself in the end;
    `names` are how people call them."""
    asked = {one: named_audiences(definition) & set(definitions) for one, definition in definitions.items()}
    sorter = TopologicalSorter(asked)
    try:
        sorter.prepare()
    except CycleError as cycle:
        way = [names.get(one, str(one)) for one in _from_least(cycle.args[1][::-1])]
        raise Conflict(
            "audience_cycle",
            f"These audiences ask about each other in a circle: {' → '.join(way)}. Take one of the conditions out.",
            f"这些受众互相引用，形成了环：{' → '.join(way)}。请删除其中一处引用。",
            path=way,
        ) from None
    ordered: list[UUID] = []
    while sorter.is_active():
        ready = sorted(sorter.get_ready())
        ordered += ready
        sorter.done(*ready)
    return tuple(ordered)


def asked_in(definitions: Iterable[Definition]) -> frozenset[UUID]:
    """Returns the audiences and lists that any of these definitions asks about."""
    return frozenset(found for one in definitions for found in named_audiences(one) | named_lists(one))


def with_all_that_ask(some: Collection[UUID], definitions: Mapping[UUID, Definition]) -> frozenset[UUID]:
    """Returns these audiences and all that ask about any of them in the end: their members follow."""
    found = set(some)
    while more := {one for one, definition in definitions.items() if one not in found and named_audiences(definition) & found}:
        found |= more
    return frozenset(found)


def _from_least(way: Iterable[UUID]) -> list[UUID]:
    """The same circle, told from its least id on, so that it is told alike however it was found."""
    round_once = list(way)[:-1]
    least = round_once.index(min(round_once))
    turned = round_once[least:] + round_once[:least]
    return [*turned, turned[0]]
