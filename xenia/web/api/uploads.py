"""Uploads: a file comes in, is looked at, mapped and previewed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field

from xenia.connect.actions import uploads as actions
from xenia.connect.queries import uploads as queries
from xenia.connect.types.runs import Preview
from xenia.connect.types.sources import Upload
from xenia.web.api.sources import Created, MappingDocument
from xenia.web.incoming import file_of
from xenia.web.session import actor_of
from xenia.web.shapes import shape

router = Router(tags=["uploads"])
FILE_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {"type": "object", "required": ["file"], "properties": {"file": {"type": "string", "format": "binary"}}}
            }
        },
    }
}


class ReadOptions(Schema):
    """How to read the file where the guess was wrong; None means guess. `header_row` counts from 1, 0: none. `member`: a file in a zip."""

    encoding: str | None = Field(default=None, max_length=40)
    delimiter: str | None = Field(default=None, max_length=4)
    header_row: int | None = Field(default=None, ge=0, le=1000)
    sheet: str | None = Field(default=None, max_length=200)
    quote: str | None = Field(default=None, max_length=1)
    member: str | None = Field(default=None, max_length=500)


@router.post("/sources/{uuid:source_id}/uploads", response={201: Created}, openapi_extra=FILE_BODY)
def store_upload(request: HttpRequest, source_id: UUID, as_of: datetime | None = None) -> dict[str, UUID]:
    """Takes one file as multipart/form-data under the name `file`; `as_of` is the instant the file's contents were true."""
    with file_of(request) as file:
        made = actions.store_upload(
            actor=actor_of(request), source_id=source_id, file_name=file.name, stream=file.stream, as_of=as_of, now=timezone.now()
        )
    return {"id": made}


@router.get("/uploads/{uuid:upload_id}", response=shape(Upload))
def get_upload(request: HttpRequest, upload_id: UUID) -> Upload:
    """One upload and what its inspection found."""
    return queries.get_upload(actor_of(request), upload_id)


@router.post("/uploads/{uuid:upload_id}/inspect", response=shape(Upload))
def inspect_upload(request: HttpRequest, upload_id: UUID, options: ReadOptions) -> Upload:
    """Looks at the file again with other options."""
    return actions.inspect_upload(actor=actor_of(request), upload_id=upload_id, options=options.dict(exclude_none=True))


@router.post("/uploads/{uuid:upload_id}/suggest", response=MappingDocument)
def suggest_mapping(request: HttpRequest, upload_id: UUID) -> dict[str, Any]:
    """A mapping guessed from the header and the values."""
    return {"document": queries.suggest_mapping(actor_of(request), upload_id)}


@router.post("/uploads/{uuid:upload_id}/preview", response=shape(Preview))
def preview_mapping(request: HttpRequest, upload_id: UUID, mapping: MappingDocument) -> Preview:
    """The first rows of the file under a mapping, with their faults; nothing is written."""
    return queries.preview_mapping(actor_of(request), upload_id, mapping.document)
