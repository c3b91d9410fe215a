"""The shape of a canonical record: its kind, its fields, and what each field must be."""

from dataclasses import dataclass
from enum import StrEnum

from xenia.kernel.texts import Text


class FieldType(StrEnum):
    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"
    DATE = "date"
    INSTANT = "instant"
    MONEY = "money"
    LIST = "list"
    CODE = "code"


class Kind(StrEnum):
    """The kinds of canonical record a row of a file can feed."""

    GUEST = "guest"
    BOOKING = "booking"
    ITEM = "item"
    PAYMENT = "payment"
    STATUS = "status"
    EVENT = "event"
    INTERACTION = "interaction"
    FEEDBACK = "feedback"
    TRAIT = "trait"
    PLACE = "place"


@dataclass(frozen=True)
class Field:
    """`codes` names a code list (see `connect.rules.codes`); `low` and `high` bound a number; `hints` are header words that suggest it."""

    name: str
    title: Text
    type: FieldType = FieldType.TEXT
    required: bool = False
    personal: bool = False
    codes: str = ""
    low: float | None = None
    high: float | None = None
    hints: tuple[str, ...] = ()


@dataclass(frozen=True)
class Record:
    """`key` is the field that names the record within its source; `guest_keys` are the fields that name people by their source's key."""

    kind: Kind
    title: Text
    table: str
    key: str
    fields: tuple[Field, ...]
    guest_keys: tuple[str, ...] = ()

    def field(self, name: str) -> Field | None:
        return next((field for field in self.fields if field.name == name), None)
