"""Words of models as JSON and back: what the register keeps in its rows."""

from math import isfinite
from typing import Any, TypeVar

from pydantic import TypeAdapter

Word = TypeVar("Word")


def document_of(said: object) -> Any:
    """Returns a frozen word of `types.models` as JSON. An interval of what could not be measured (one class alone) is null."""
    return _measurable(TypeAdapter(type(said)).dump_python(said, mode="json"))


def word_of(kind: type[Word], document: Any) -> Word:
    """Returns the word again."""
    return TypeAdapter(kind).validate_python(document)


def _measurable(node: Any) -> Any:
    if isinstance(node, dict):
        numbers = [one for one in node.values() if isinstance(one, float)]
        if set(node) == {"value", "low", "high"} and not all(isfinite(one) for one in numbers):
            return None
        return {name: _measurable(one) for name, one in node.items()}
    return [_measurable(one) for one in node] if isinstance(node, list) else node
