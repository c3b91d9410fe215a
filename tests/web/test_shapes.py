"""Every shape of the API has a name of its own: of two with one name, the document would silently keep the later."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from xenia.web.api.main import api
from xenia.web.shapes import shape as shape_of


def shapes_in(annotation: Any, seen: set[Any]) -> Iterator[type]:
    """The models and enums an annotation is made of."""
    for part in (annotation, *get_args(annotation)):
        if not isinstance(part, type):
            if part is not annotation:
                yield from shapes_in(part, seen)
        elif part not in seen and issubclass(part, BaseModel | Enum):
            seen.add(part)
            yield part
            for field in getattr(part, "model_fields", {}).values():
                yield from shapes_in(field.annotation, seen)


def models_of_the_api() -> Iterator[Any]:
    for _, router in api._routers:
        for view in router.path_operations.values():
            for operation in view.operations:
                yield from operation.models
                yield from (answer for answer in operation.response_models.values() if answer not in (None, type(None)))


def test_no_two_shapes_of_the_api_share_a_name() -> None:
    named: dict[str, set[type]] = defaultdict(set)
    seen: set[Any] = set()
    for model in models_of_the_api():
        for field in model.model_fields.values():
            for shape in shapes_in(field.annotation, seen):
                named[shape.__name__].add(shape)
    assert {name: sorted(f"{one.__module__}: {one.__doc__}" for one in shapes) for name, shapes in named.items() if len(shapes) > 1} == {}
    assert len(named) > 50


def test_a_pair_without_names_is_refused() -> None:
    @dataclass(frozen=True)
    class Priced:
        parts: tuple[tuple[str, int], ...]

    with pytest.raises(TypeError, match="make it a dataclass"):
        shape_of(Priced)
