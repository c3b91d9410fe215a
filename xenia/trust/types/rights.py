"""What every module offers for the rights of a person, as `wiring` hands it to trust: reading, erasing, searching. No table, no module."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from xenia.kernel.actor import Actor
from xenia.kernel.personal import Store
from xenia.kernel.texts import Text

Position = Mapping[str, Any]


@dataclass(frozen=True)
class Section:
    """A part of a person's data, ready to be read: `columns` are (code, title), `rows` hold plain values by code."""

    code: str
    module: str
    title: Text
    columns: tuple[tuple[str, Text], ...]
    rows: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Trace:
    """A value that leads to the person. `is_whole`: it counts only as a whole cell (a short key or name says nothing inside other text)."""

    kind: str
    value: str
    is_whole: bool = False


SPACED = ("phone", "document")
"""Kinds that people write with spaces or hyphens between the digits."""
WORDS = ("key", "membership")
"""Kinds that count only between other signs: six digits of a key also stand in the middle of some id."""


def pattern_of(traces: Iterable[Trace]) -> str:
    """Returns one regular expression for Python, RE2 and PostgreSQL that finds any trace inside a text; "" where there is none.

    Whole traces are left out: see `wholes_of`.
    """
    wanted = dict.fromkeys(_expression(trace) for trace in traces if not trace.is_whole)
    return "|".join(wanted)


def wholes_of(traces: Iterable[Trace]) -> frozenset[str]:
    """The values that count only as a whole cell."""
    return frozenset(trace.value for trace in traces if trace.is_whole)


def _expression(trace: Trace) -> str:
    if trace.kind in SPACED:
        return "[ -]?".join(re.escape(character) for character in trace.value)
    if trace.kind in WORDS:
        return f"(?:^|[^0-9A-Za-z]){re.escape(trace.value)}(?:$|[^0-9A-Za-z])"
    return re.escape(trace.value)


@dataclass(frozen=True)
class Suppressed:
    """A blind index by which the person would be known again; `source_id` narrows a source's own key."""

    way: str
    index: bytes
    source_id: UUID | None = None


@dataclass(frozen=True)
class Erased:
    """A line of the erasure ledger: which request began to erase which records and when, and what they would be known again by."""

    at: datetime
    request_id: UUID
    law: str
    intake: str
    record_ids: tuple[UUID, ...]
    suppressed: tuple[Suppressed, ...]


@dataclass(frozen=True)
class Known:
    """What is known of people before they are erased. `left_out` says what is not searched for, and why."""

    traces: tuple[Trace, ...]
    suppressed: tuple[Suppressed, ...]
    source_ids: tuple[UUID, ...]
    left_out: tuple[Text, ...]


@dataclass(frozen=True)
class Erasure:
    """One erasure while it is carried out. `pseudonyms` are the random ids that take the records' place in facts that stay."""

    request_id: UUID
    record_ids: tuple[UUID, ...]
    guest_ids: tuple[UUID, ...]
    source_ids: tuple[UUID, ...]
    pseudonyms: Mapping[UUID, UUID]
    traces: tuple[Trace, ...]
    suppressed: tuple[Suppressed, ...]


@dataclass(frozen=True)
class Worked:
    """How far a step came: `position` is given to the next call until `done`; `counts` add up over the calls."""

    position: dict[str, Any]
    done: bool
    counts: dict[str, int]


EraseCall = Callable[[Actor, Erasure, Position, datetime], Worked]
"""Does a part of the work, safe to repeat from the same position."""


@dataclass(frozen=True)
class EraseStep:
    """`in_transaction`: the work and its position are committed together; else (files, the lake) the position follows the work."""

    code: str
    title: Text
    work: EraseCall
    in_transaction: bool = True


@dataclass(frozen=True)
class Hits:
    """How often traces stand in one store that is not a table of PostgreSQL."""

    store: str
    count: int


@dataclass(frozen=True)
class ModuleRights:
    """One module's part. `export` gives a person's data, `search` looks through stores outside PostgreSQL for traces."""

    code: str
    title: Text
    stores: tuple[Store, ...]
    export: Callable[[Actor, Sequence[UUID], datetime], Sequence[Section]] | None = None
    search: Callable[[Actor, Sequence[Trace]], Sequence[Hits]] | None = None


@dataclass(frozen=True)
class Rights:
    """What `wiring` composes. `steps` are (module, step) in the order in which an erasure carries them out.

    `learn` tells what leads to the records before they go; `match` compares given values with what is held; `units` are the units of
    records, and raises NotFound for one the actor does not see; `guests` are the guests of records,
    `bookings` their current bookings.
    """

    modules: tuple[ModuleRights, ...]
    steps: tuple[tuple[str, EraseStep], ...]
    learn: Callable[[Actor, Sequence[UUID]], Known]
    match: Callable[[Actor, Sequence[UUID], Mapping[str, str]], Mapping[str, bool | None]]
    units: Callable[[Actor, Sequence[UUID]], Sequence[UUID]]
    guests: Callable[[Actor, Sequence[UUID]], Sequence[UUID]]
    bookings: Callable[[Actor, Sequence[UUID]], Sequence[UUID]]

    @property
    def stores(self) -> tuple[Store, ...]:
        return tuple(one for module in self.modules for one in module.stores)
