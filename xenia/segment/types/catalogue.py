"""What conditions may ask about: fields with one value a guest, and kinds of events. Open: whoever knows something of guests adds to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from xenia.kernel.texts import Text
from xenia.segment.types.operators import FieldKind, Operator, operators_for

NOTHING = Text("", "")


@dataclass(frozen=True)
class Option:
    """A value a text can have, and how people call it: `sleeping` is 沉睡."""

    value: str
    label: Text


@dataclass(frozen=True)
class Field:
    """One value a guest. `name` is source and column, `feature.bookings_365d`; it never changes its meaning.

    `source` is the table it stands in, one row a guest, and `column` the column there. `decimals`: how many places of a stored number are
    behind the point when people read it (money of minor units: 2). `yes` and `no` say a flag as a clause of its own.
    """

    name: str
    kind: FieldKind
    label: Text
    source: str
    column: str
    unit: Text = NOTHING
    meaning: Text = NOTHING
    decimals: int = 0
    options: tuple[Option, ...] = ()
    yes: Text = NOTHING
    no: Text = NOTHING
    is_sensitive: bool = False

    @property
    def operators(self) -> tuple[Operator, ...]:
        return operators_for(self.kind)


@dataclass(frozen=True)
class Property:
    """What is known of one event. Texts can be counted once per value."""

    name: str
    kind: FieldKind
    label: Text
    column: str
    options: tuple[Option, ...] = ()
    unit: Text = NOTHING
    decimals: int = 0

    @property
    def operators(self) -> tuple[Operator, ...]:
        return operators_for(self.kind)


@dataclass(frozen=True)
class Behaviour:
    """A kind of event. `verb` is said of the guest: 搜索, `searched`. `table` is the table of happenings that holds it."""

    kind: str
    verb: Text
    table: str
    properties: tuple[Property, ...] = ()

    def find(self, name: str) -> Property | None:
        """Returns the property of this name; None where it has none."""
        return next((one for one in self.properties if one.name == name), None)


@dataclass(frozen=True)
class Catalogue:
    """Everything conditions may ask about, by name."""

    fields: Mapping[str, Field] = field(default_factory=dict)
    behaviours: Mapping[str, Behaviour] = field(default_factory=dict)


def catalogue_of(fields: tuple[Field, ...], behaviours: tuple[Behaviour, ...]) -> Catalogue:
    """Returns the catalogue, by name."""
    return Catalogue({one.name: one for one in fields}, {one.kind: one for one in behaviours})
