"""The contract as Ibis conditions: for each field and record, the rules of `connect.rules.faults` and when a row breaks them.

The rules have numbers, and worked examples, in docs/algorithms/contract.md: C1 to C14 look at one field (C11, which airport, at the kind of
its item too), C15 to C18 at several fields of a record. C19 to C25 are the reader's (`lake.intake`).
"""

from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from xenia.connect.rules.codes import code_list
from xenia.connect.types.canonical import Field, FieldType, Kind
from xenia.connect.types.mapping import FieldMapping, Transform

TEXT_LENGTH_MAX = 20_000
KEY_LENGTH_MAX = 500
"""A database index holds no more; nobody's key is longer."""
DAY_MIN, DAY_MAX = "1900-01-01", "2099-12-31"
UNREADABLE = {
    Transform.INTEGER: "number_unreadable",
    Transform.SUM: "number_unreadable",
    Transform.DECIMAL: "number_unreadable",
    Transform.MONEY: "amount_unreadable",
    Transform.DATE: "date_unreadable",
    Transform.INSTANT: "instant_unreadable",
    Transform.BOOLEAN: "boolean_unreadable",
    Transform.ENUM: "code_unknown",
}
IDENTIFYING = ("guest_key", "name", "surname", "name_latin", "phone", "email", "wechat_id", "id_number")
PERIODS = (("starts_on", "ends_on"), ("departs_at", "arrives_at"), ("at", "ended_at"))

COMMON = {"currency": ("CNY", "USD", "EUR", "JPY", "HKD"), "country": ("CN", "HK", "TW", "US", "JP", "KR", "SG", "TH", "GB")}
"""Codes asked first: a long list is compared one code after the other, and most rows hold one of these."""

Faults = list[tuple[str, ir.BooleanValue]]


@dataclass(frozen=True)
class Made:
    """One field of one record: its cleaned text, its typed value (null where unreadable), and its currency where it is money."""

    name: str
    mapping: FieldMapping
    known: Field | None
    text: ir.StringValue
    value: ir.Value
    currency: ir.StringValue | None


def field_faults(one: Made) -> Faults:
    """Pairs of a rule's code and the condition under which the field breaks it: C1 to C10, C12 to C14."""
    faults: Faults = []
    is_read = one.mapping.const is None
    if is_read and one.mapping.transform in UNREADABLE:
        faults.append((UNREADABLE[one.mapping.transform], one.text.notnull() & one.value.isnull()))
    if is_read and isinstance(one.value, ir.StringValue):
        faults.append(("text_unreadable", one.text.contains("�")))
        faults.append(("text_too_long", _longer(one.text, TEXT_LENGTH_MAX)))
    if isinstance(one.value, ir.ArrayValue):
        faults.append(("text_too_long", _longer(one.text, TEXT_LENGTH_MAX)))
    if one.name.endswith(("_key", "_keys")) and is_read:
        faults.append(("key_too_long", _has_long_key(one)))
    if isinstance(one.value, ir.DateValue | ir.TimestampValue):
        faults.append(("date_out_of_range", ~one.value.between(*_range_of(one.value))))
    if one.currency is not None:
        faults.append(("currency_unknown", one.text.notnull() & _outside(one.currency, "currency")))
    return faults + _known_faults(one)


def _longer(text: ir.StringValue, characters: int) -> ir.BooleanValue:
    """Counting bytes is cheap, counting characters is not: only a text with more bytes is asked for its characters."""
    return ibis.ifelse(_bytes_of(text) > characters, text.length() > characters, False)


def _has_long_key(one: Made) -> ir.BooleanValue:
    if isinstance(one.value, ir.ArrayValue):
        return ibis.ifelse(
            _bytes_of(one.text) > KEY_LENGTH_MAX, one.value.filter(lambda key: key.length() > KEY_LENGTH_MAX).length() > 0, False
        )
    return _longer(one.text, KEY_LENGTH_MAX)


@ibis.udf.scalar.builtin(name="strlen", signature=(("string",), "int64"))
def _bytes_of(text):  # type: ignore[no-untyped-def]
    """DuckDB: how many bytes the text has."""


def _range_of(value: ir.Value) -> tuple[ir.Value, ir.Value]:
    """Compared as they are, so that DuckDB's infinite dates are outside too; taking the year of each would cost three times as much."""
    if isinstance(value, ir.DateValue):
        return ibis.date(DAY_MIN), ibis.date(DAY_MAX)
    zone = "timestamp('UTC')"
    return ibis.literal(f"{DAY_MIN} 00:00:00+00:00", type=zone), ibis.literal(f"{DAY_MAX} 23:59:59+00:00", type=zone)


def _known_faults(one: Made) -> Faults:
    known = one.known
    if known is None:
        return []
    faults: Faults = []
    if known.required and one.mapping.const is None:
        faults.append(("required_missing", one.text.isnull()))
    if known.type is FieldType.CODE and isinstance(one.value, ir.StringValue):
        faults.append(("code_unknown", _outside(one.value, known.codes)))
    if known.low is not None and isinstance(one.value, ir.NumericValue):
        faults.append(("number_out_of_range", ~one.value.between(known.low, known.high if known.high is not None else 1e18)))
    return faults


def cross_faults(ordinal: int, kind: Kind, made: list[Made]) -> Faults:
    """Pairs of `field|rule` and the condition, for the rules that look at several fields of a record: C11, C15 to C18."""
    value = {one.name: one.value for one in made}
    faults = [(f"{end}|ends_before_starts", value[end] < value[start]) for start, end in PERIODS if {start, end} <= value.keys()]
    if {"cancelled_on", "ends_on"} <= value.keys():
        faults.append(("cancelled_on|cancelled_after_end", value["cancelled_on"] > value["ends_on"]))
    if {"rating", "rating_max"} <= value.keys():
        faults.append(("rating|rating_above_best", value["rating"] > value["rating_max"]))
    if kind is Kind.ITEM and _may_fly(made):
        ends = [end for end in ("origin", "destination") if end in value]
        faults += [(f"{end}|airport_unknown", (value["kind"] == "air") & _outside(value[end], "airport")) for end in ends]
    if kind is Kind.GUEST and ordinal == 0:
        named = [value[name].notnull() for name in IDENTIFYING if name in value] or [ibis.literal(False)]
        faults.append(("guest_key|person_unnamed", ~ibis.or_(*named)))
    return faults


def _may_fly(made: list[Made]) -> bool:
    """Whether items of this mapping can be flights: a constant kind other than air spares comparing with every airport."""
    return all(one.mapping.const in (None, "air") for one in made if one.name == "kind")


def _outside(value: ir.Value, codes: str) -> ir.BooleanValue:
    unknown = value.notnull() & ~value.isin(sorted(code_list(codes)))
    return ibis.ifelse(value.isin(COMMON[codes]), False, unknown) if codes in COMMON else unknown
