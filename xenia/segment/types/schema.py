"""The JSON form of a definition as a JSON Schema (2020-12), made from the operators and limits that reading goes by."""

from typing import Any

from xenia.segment.types.documents import CONDITIONS_MAX, COUNT_MAX
from xenia.segment.types.operators import DAYS_MAX, NUMBER_MAX, OPERATORS, TEXT_LENGTH_MAX, TEXTS_MAX, Shape
from xenia.segment.types.refusals import NAME_LENGTH_MAX
from xenia.segment.types.tree import DEPTH_MAX, NODES_MAX, STEPS_MAX, VERSION, HowOften

_NUMBER = {"type": "number", "minimum": -NUMBER_MAX, "maximum": NUMBER_MAX}
_TEXT = {"type": "string", "minLength": 1, "maxLength": TEXT_LENGTH_MAX}
_DATE = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_NAME = {"type": "string", "maxLength": NAME_LENGTH_MAX, "pattern": r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$"}
_ID = {"type": "string", "format": "uuid"}
_VALUES: dict[Shape, dict[str, Any]] = {
    Shape.NUMBER: _NUMBER,
    Shape.NUMBERS: {"type": "array", "items": _NUMBER, "minItems": 2, "maxItems": 2},
    Shape.TEXT: _TEXT,
    Shape.TEXTS: {"type": "array", "items": _TEXT, "minItems": 1, "maxItems": TEXTS_MAX},
    Shape.DATE: _DATE,
    Shape.DATES: {"type": "array", "items": _DATE, "minItems": 2, "maxItems": 2},
    Shape.DAYS: {"type": "integer", "minimum": 1, "maximum": DAYS_MAX},
    Shape.MONTHS: {"type": "array", "items": {"type": "integer", "minimum": 1, "maximum": 12}, "minItems": 1, "maxItems": 12},
}


def schema() -> dict[str, Any]:
    """Returns the whole schema. What it cannot say is in the rules: at most `DEPTH_MAX` groups within groups, the lesser end first, and
    only the last step of a sequence absent."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Audience",
        "description": f"At most {DEPTH_MAX} groups within groups and {NODES_MAX} conditions. Meanings: docs/algorithms/audiences.md",
        **_object({"version": {"const": VERSION}, "where": {"$ref": "#/$defs/node"}}),
        "$defs": {
            "node": {"oneOf": [{"$ref": f"#/$defs/{name}"} for name in _nodes()]},
            **_nodes(),
            "act": {"type": "array", "items": {"$ref": "#/$defs/condition"}, "minItems": 1, "maxItems": CONDITIONS_MAX},
            "condition": {"oneOf": _compared("property")},
            "times": {"oneOf": [_object({how.value: _count(how)}) for how in HowOften]},
            "during": {
                "oneOf": [_object({"last_days": _VALUES[Shape.DAYS]}), _object({}, {"from": _DATE, "to": _DATE}) | {"minProperties": 1}]
            },
        },
    }


def _nodes() -> dict[str, dict[str, Any]]:
    group = {"type": "array", "items": {"$ref": "#/$defs/node"}, "minItems": 1, "maxItems": NODES_MAX}
    during, where = {"$ref": "#/$defs/during"}, {"$ref": "#/$defs/act"}
    first = _object({"did": _NAME}, {"where": where})
    within = {"type": "integer", "minimum": 0, "maximum": DAYS_MAX}
    step = _object({"did": _NAME, "within_days": within}, {"where": where, "absent": {"type": "boolean"}})
    steps = {"type": "array", "prefixItems": [first], "items": step, "minItems": 2, "maxItems": STEPS_MAX + 1}
    return {
        "all": _object({"all": group}),
        "any": _object({"any": group}),
        "not": _object({"not": {"$ref": "#/$defs/node"}}),
        "everyone": _object({"everyone": {"const": True}}),
        "field": {"oneOf": _compared("field")},
        "did": _object({"did": _NAME}, {"where": where, "times": {"$ref": "#/$defs/times"}, "during": during, "once_per": _NAME}),
        "sequence": _object({"sequence": steps}, {"during": during}),
        "audience": _object({"audience": _ID}),
        "list": _object({"list": _ID}),
    }


def _compared(subject: str) -> list[dict[str, Any]]:
    """One form for each thing a value can be compared with, with the operators that take it."""
    forms = []
    for shape in Shape:
        ops = [line.op.value for line in OPERATORS.values() if line.shape is shape]
        value = {} if shape is Shape.NOTHING else {"value": _VALUES[shape]}
        forms.append(_object({subject: _NAME, "op": {"enum": ops}, **value}))
    return forms


def _count(how: HowOften) -> dict[str, Any]:
    return {"type": "integer", "minimum": 1 if how is HowOften.AT_LEAST else 0, "maximum": COUNT_MAX}


def _object(must: dict[str, Any], may: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"type": "object", "properties": must | (may or {}), "required": list(must), "additionalProperties": False}
