"""Two shapes of one name would be one schema of the OpenAPI document, and the document would lie about one of them."""

from collections import defaultdict
from enum import Enum
from typing import Any, get_args

from pydantic import BaseModel

from xenia.web.api.main import api

INNER = {"BodyParams", "HeaderParams", "PathParams", "QueryParams", "NinjaResponseSchema"}
"""What Ninja makes for each operation; none of it is in the document."""


def test_no_two_shapes_share_a_name() -> None:
    named: dict[str, set[type]] = defaultdict(set)
    for _, router in api._routers:
        for operation in (operation for view in router.path_operations.values() for operation in view.operations):
            for shape in (*operation.models, *filter(None, operation.response_models.values())):
                gather(shape, named)
    assert {name for name, shapes in named.items() if len(shapes) > 1} - INNER == set()


def gather(shape: Any, named: dict[str, set[type]]) -> None:
    for inner in get_args(shape):
        gather(inner, named)
    if not isinstance(shape, type) or not issubclass(shape, BaseModel | Enum) or shape in named[shape.__name__]:
        return
    named[shape.__name__].add(shape)
    for field in getattr(shape, "model_fields", {}).values():
        gather(field.annotation, named)
