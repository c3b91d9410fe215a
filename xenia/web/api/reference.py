"""What ships with the product: mappings by preset, and the canonical kinds with their fields."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from xenia.connect.queries import sources
from xenia.connect.types.canonical import FieldType
from xenia.connect.types.sources import Preset
from xenia.kernel.texts import Text
from xenia.web.shapes import list_of, shape

router = Router(tags=["reference"])


class CodeOption(Schema):
    value: str
    title: shape(Text)  # type: ignore[valid-type]


class KindField(Schema):
    """`options` are the codes the field may hold, where it holds one of our own enumerations."""

    name: str
    title: shape(Text)  # type: ignore[valid-type]
    type: FieldType
    required: bool
    personal: bool
    options: list[CodeOption]


class CanonicalKind(Schema):
    kind: str
    title: shape(Text)  # type: ignore[valid-type]
    fields: list[KindField]


@router.get("/presets", response=list_of(Preset))
def list_presets(request: HttpRequest) -> list[Preset]:
    """The mappings that ship with the product."""
    return sources.list_presets()


@router.get("/kinds", response=list[CanonicalKind])
def list_kinds(request: HttpRequest) -> list[dict[str, Any]]:
    """The canonical kinds of record and the fields of each, for the mapping page."""
    return sources.list_kinds()
