"""The definition of an audience: a tree of conditions, as frozen words. What each of them means stands in docs/algorithms/audiences.md."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from xenia.segment.types.operators import Comparison

VERSION = 1
"""Of the JSON form. A later form gets the next number, and reads this one."""
DEPTH_MAX = 12
"""Groups within groups; nobody can read more of them."""
NODES_MAX = 300
STEPS_MAX = 4
"""What may follow the first act of a sequence."""
DAY = "day"
"""Counted once a day; any other word of `once_per` names a property."""


@dataclass(frozen=True)
class PropertyIs:
    """What must be so of an event: a property of it, and the test."""

    property: str
    test: Comparison


@dataclass(frozen=True)
class Act:
    """Events of one kind that fit every condition."""

    kind: str
    where: tuple[PropertyIs, ...] = ()


@dataclass(frozen=True)
class LastDays:
    """Today and the days before it, `days` in all."""

    days: int


@dataclass(frozen=True)
class Between:
    """From the first day to the last, both among them; None is open. Days to come do not count before they come."""

    first: date | None
    last: date | None


@dataclass(frozen=True)
class Ever:
    """Every day until today."""


Window = LastDays | Between | Ever


class HowOften(StrEnum):
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    EXACTLY = "exactly"


@dataclass(frozen=True)
class Times:
    """How many: exactly 0 is none at all."""

    how: HowOften
    count: int

    @property
    def is_none(self) -> bool:
        return self.count == 0 and self.how is not HowOften.AT_LEAST


@dataclass(frozen=True)
class FieldIs:
    """A value of the guest, and the test."""

    field: str
    test: Comparison


@dataclass(frozen=True)
class Did:
    """How often the guest did something. `once_per`: None counts every event, `day` days, a property its different values."""

    act: Act
    times: Times
    during: Window = Ever()
    once_per: str | None = None


@dataclass(frozen=True)
class Step:
    """What follows within so many days; `is_absent`: what does not follow, and the days are over."""

    act: Act
    within_days: int
    is_absent: bool = False


@dataclass(frozen=True)
class Sequence:
    """First one act in the window, then each step after the one before it. Only the last step may be absent."""

    first: Act
    steps: tuple[Step, ...]
    during: Window = Ever()


@dataclass(frozen=True)
class InAudience:
    """A member of another audience."""

    id: UUID


@dataclass(frozen=True)
class InList:
    """Among the guests of a list that was read from a file."""

    id: UUID


@dataclass(frozen=True)
class Everyone:
    """Every guest there is; `Not(Everyone())` is nobody."""


@dataclass(frozen=True)
class All:
    parts: tuple["Node", ...]


@dataclass(frozen=True)
class AnyOf:
    parts: tuple["Node", ...]


@dataclass(frozen=True)
class Not:
    part: "Node"


Leaf = FieldIs | Did | Sequence | InAudience | InList | Everyone
Node = All | AnyOf | Not | Leaf


@dataclass(frozen=True)
class Definition:
    """Who belongs to an audience."""

    where: Node


@dataclass(frozen=True)
class Placed:
    """A condition with its place in the tree, such as `where.all[2].not`."""

    at: str
    node: Node


def parts_of(placed: Placed) -> tuple[Placed, ...]:
    """What a group is made of, each with its place; nothing for a leaf."""
    match placed.node:
        case All(parts):
            return tuple(Placed(f"{placed.at}.all[{place}]", part) for place, part in enumerate(parts))
        case AnyOf(parts):
            return tuple(Placed(f"{placed.at}.any[{place}]", part) for place, part in enumerate(parts))
        case Not(part):
            return (Placed(f"{placed.at}.not", part),)
    return ()


def root_of(definition: Definition) -> Placed:
    """The whole tree with its place."""
    return Placed("where", definition.where)


def leaves_of(placed: Placed) -> Iterator[Placed]:
    """Every condition that is no group, from left to right."""
    parts = parts_of(placed)
    if not parts:
        yield placed
    for part in parts:
        yield from leaves_of(part)


def leaves_in(node: Node) -> Iterator[Node]:
    """The same without their places, which takes a third of the time."""
    match node:
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from leaves_in(part)
        case Not(part):
            yield from leaves_in(part)
        case _:
            yield node


def nodes_of(placed: Placed) -> Iterator[Placed]:
    """Every node of the tree, each before its parts, from left to right."""
    yield placed
    for part in parts_of(placed):
        yield from nodes_of(part)


def acts_of(node: Node) -> tuple[tuple[str, Act], ...]:
    """The acts a leaf names, each with its place below the leaf."""
    match node:
        case Did(act):
            return (("", act),)
        case Sequence(first, steps):
            return ((".sequence[0]", first), *((f".sequence[{place}]", step.act) for place, step in enumerate(steps, 1)))
    return ()


def named_audiences(definition: Definition) -> frozenset[UUID]:
    """The other audiences a definition asks about directly."""
    return frozenset(leaf.id for leaf in leaves_in(definition.where) if isinstance(leaf, InAudience))


def named_fields(definition: Definition) -> tuple[str, ...]:
    """The fields a definition asks about, each once, in the order of the tree."""
    return tuple(dict.fromkeys(leaf.field for leaf in leaves_in(definition.where) if isinstance(leaf, FieldIs)))


def named_lists(definition: Definition) -> frozenset[UUID]:
    """The lists a definition asks about."""
    return frozenset(leaf.id for leaf in leaves_in(definition.where) if isinstance(leaf, InList))
