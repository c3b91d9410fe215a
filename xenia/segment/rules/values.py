"""Names and values as sentences say them, in either language. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from xenia.kernel.texts import Text
from xenia.segment.types.catalogue import NOTHING, Catalogue, Field, Property
from xenia.segment.types.operators import FieldKind
from xenia.segment.types.tree import Act

INNER = str.maketrans("“”", "‘’")
"""Quotation marks within others."""
SHOWN_MAX = 5
"""So many words of a list are said; of longer ones how many there are."""


@dataclass(frozen=True)
class Words:
    """What things are called."""

    catalogue: Catalogue
    names: Mapping[UUID, str]

    def field(self, name: str) -> Field:
        """The field; of one that is gone its name alone."""
        gone = Field(name, FieldKind.TEXT, Text(name, name), "", "")
        return self.catalogue.fields.get(name, gone)

    def property(self, act: Act, name: str) -> Property:
        """The property; of one that is gone its name alone."""
        behaviour = self.catalogue.behaviours.get(act.kind)
        return (behaviour.find(name) if behaviour else None) or Property(name, FieldKind.TEXT, Text(name, name), "")

    def verb(self, act: Act) -> Text:
        behaviour = self.catalogue.behaviours.get(act.kind)
        return behaviour.verb if behaviour else Text(act.kind, act.kind)

    def name(self, one: UUID) -> str:
        return self.names.get(one, str(one))


Said = Field | Property


def number_text(said: Said, number: object) -> str:
    """A number as people read it, without its unit: 500000 minor units as 5,000, a share of 0.3 as 30%."""
    value = float(str(number))
    if said.kind is FieldKind.SHARE:
        return f"{_plain(value * 100, 4)}%"
    return _plain(value / 10**said.decimals, 6)


def _plain(value: float, places: int) -> str:
    text = f"{value:,.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def labels(said: Said, values: tuple[object, ...]) -> list[Text]:
    """What values are called: the label of an option, else the value itself."""
    known = {option.value: option.label for option in said.options}
    return [known.get(str(value), Text(str(value), str(value))) for value in values]


def unit_of(said: Said) -> Text:
    """The unit; a share has its own sign."""
    return NOTHING if said.kind is FieldKind.SHARE else said.unit


def value_text(said: Said, value: object) -> Text | None:
    """What a guest has, as people read it: numbers with their unit, words by their labels. None of yes, no, days and nothing, which
    screens say themselves.

    1 of a share: 100%. 1234500 minor units: 12,345 元. family of the tags: 亲子.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        number, unit = number_text(said, value), unit_of(said)
        return Text(f"{number} {unit.zh}".rstrip(), f"{number} {unit.en}".rstrip())
    if isinstance(value, str):
        return labels(said, (value,))[0]
    if isinstance(value, frozenset) and value:
        named = labels(said, tuple(sorted(value)))
        return Text("、".join(one.zh for one in named), ", ".join(one.en for one in named))
    return None


def as_days(value: object) -> tuple[date, ...]:
    """The days of an operand."""
    return tuple(one for one in (value if isinstance(value, tuple) else (value,)) if isinstance(one, date))
