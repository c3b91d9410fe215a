"""A mapping, parsed: which columns make which canonical field, through which transform."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from xenia.connect.types.canonical import Kind


class Transform(StrEnum):
    """Named transforms; see docs/mapping.md for their arguments."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    SUM = "sum"
    BOOLEAN = "boolean"
    DATE = "date"
    INSTANT = "instant"
    MONEY = "money"
    ENUM = "enum"
    LIST = "list"
    SPLIT = "split"
    CONCAT = "concat"
    PHONE = "phone"
    NAME = "name"


@dataclass(frozen=True)
class FieldMapping:
    """`columns` are read in order; `const` stands in place of columns; `arguments` are the transform's own."""

    columns: tuple[str, ...] = ()
    const: str | None = None
    transform: Transform = Transform.TEXT
    default: str | None = None
    arguments: dict[str, Any] = field(default_factory=dict, hash=False)

    def extra_columns(self) -> tuple[str, ...]:
        """Columns that the arguments name: a currency's, factors', days'."""
        currency = self.arguments.get("currency")
        named = [currency["from"]] if isinstance(currency, dict) else []
        factors = [column for factor in self.factors for column in factor]
        return tuple(dict.fromkeys((*named, *factors, *self.arguments.get("plus_days", ()), *self.arguments.get("minus_days", ()))))

    @property
    def factors(self) -> tuple[tuple[str, ...], ...]:
        """What money is multiplied by: each factor is a column, or the sum of several."""
        return tuple((factor,) if isinstance(factor, str) else tuple(factor) for factor in self.arguments.get("times", ()))


@dataclass(frozen=True)
class RecordMapping:
    """One canonical record made of each row; `fields` may hold `attributes.<name>` beside the canonical ones."""

    kind: Kind
    fields: dict[str, FieldMapping] = field(hash=False)


@dataclass(frozen=True)
class ParsedMapping:
    """The first record is the primary one: a run counts its rows by what became of that record. `nulls` are texts that mean nothing."""

    name: str
    records: tuple[RecordMapping, ...]
    nulls: tuple[str, ...] = ()

    @property
    def columns(self) -> frozenset[str]:
        fields = [field for record in self.records for field in record.fields.values()]
        return frozenset(column for field in fields for column in (*field.columns, *field.extra_columns()))
