"""Exports: ask, watch, cancel, fetch; the register, its counts and its policy; exchanges with partners."""

from datetime import datetime
from urllib.parse import quote
from uuid import UUID

from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from ninja import Router, Schema, Status
from pydantic import Field

from xenia import wiring
from xenia.kernel.paging import Page
from xenia.trust.actions import exports as actions
from xenia.trust.queries import exports as queries
from xenia.trust.types.exports import Counters, Exchange, Export, ExportFormat, ExportOrder, PolicyCode, Recipient
from xenia.web.api.sources import Created
from xenia.web.instants import Instant
from xenia.web.session import actor_of
from xenia.web.shapes import page_of, shape

router = Router(tags=["exports"])
FILE_ANSWER = {
    "responses": {200: {"description": "OK", "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}}
}


class ExportRecipient(Schema):
    """`name` is `internal` for the company itself; anyone else needs an agreement. `country` is an ISO 3166 code."""

    name: str = Field(min_length=1, max_length=200)
    country: str = Field(min_length=2, max_length=2)
    purpose: str = Field(min_length=1, max_length=200)
    agreement: str = Field(default="", max_length=200)


class NewExport(Schema):
    """`kind` is guests, bookings, quarantine, loyalty_journal or loyalty_partner_lines; `where` the filter of its list, as in its
    address."""

    kind: str = Field(max_length=32)
    where: dict[str, str] = Field(default_factory=dict, max_length=20)
    format: ExportFormat = ExportFormat.CSV
    recipient: ExportRecipient
    with_contacts: bool = False


class NewExchange(Schema):
    """Data that a partner got in another way: what (a short word such as room_list), which fields, how many people, when."""

    recipient: ExportRecipient
    what: str = Field(min_length=1, max_length=32)
    fields_sent: list[str] = Field(max_length=100)
    people: int = Field(ge=1, le=2_000_000_000)
    is_sensitive: bool
    sent_at: Instant


class PolicyValue(Schema):
    value: str = Field(max_length=16)


@router.get("/exports", response=page_of(Export))
def list_exports(request: HttpRequest, kind: str | None = None, page: str | None = None, size: int = 50) -> Page[Export]:
    """The register, newest first: all of it for those who watch over it, their own for everyone else."""
    return queries.list_exports(actor_of(request), kind=kind, page=page, size=size)


@router.post("/exports", response={202: Created})
def order_export(request: HttpRequest, new: NewExport) -> Status[dict[str, UUID]]:
    """Asks for an export; watch it with get_export. Many people's data wait for a second person's word."""
    order = ExportOrder(new.kind, new.where, new.format, Recipient(**new.recipient.dict()), new.with_contacts)
    made = actions.order_export(actor=actor_of(request), order=order, exporters=wiring.EXPORTERS, now=timezone.now())
    return Status(202, {"id": made})


@router.get("/exports/counters", response=shape(Counters))
def get_export_counters(request: HttpRequest) -> Counters:
    """How many different people's data went to whom in which year, against the company's limits."""
    return queries.get_counters(actor_of(request))


@router.put("/exports/policy/{code}", response={204: None})
def change_export_policy(request: HttpRequest, code: PolicyCode, new: PolicyValue) -> Status[None]:
    """Changes one decision of the company about exports."""
    actions.change_export_policy(actor=actor_of(request), code=code, value=new.value, now=timezone.now())
    return Status(204, None)


@router.post("/exports/exchanges", response={201: Created})
def record_exchange(request: HttpRequest, new: NewExchange) -> Status[dict[str, UUID]]:
    """Enters data sent to a partner into the register and the audit log."""
    sent_at: datetime = new.sent_at
    exchange = Exchange(Recipient(**new.recipient.dict()), new.what, tuple(new.fields_sent), new.people, new.is_sensitive, sent_at)
    return Status(201, {"id": actions.record_exchange(actor=actor_of(request), exchange=exchange, now=timezone.now())})


@router.get("/exports/{uuid:export_id}", response=shape(Export))
def get_export(request: HttpRequest, export_id: UUID) -> Export:
    """One export: how far it is, and until when it can be fetched."""
    return queries.get_export(actor_of(request), export_id)


@router.post("/exports/{uuid:export_id}/cancel", response={204: None})
def cancel_export(request: HttpRequest, export_id: UUID) -> Status[None]:
    """Stops one's own export; nothing of it is kept."""
    actions.cancel_export(actor=actor_of(request), export_id=export_id, now=timezone.now())
    return Status(204, None)


@router.get("/exports/{uuid:export_id}/file", response={200: None}, openapi_extra=FILE_ANSWER)
def download_export(request: HttpRequest, export_id: UUID) -> StreamingHttpResponse:
    """The file, for the one who asked for it; each fetch is recorded."""
    file = actions.open_export(actor=actor_of(request), export_id=export_id, now=timezone.now())
    response = StreamingHttpResponse(file.blocks, content_type=file.media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file.name)}"
    response["Content-Length"] = str(file.size_bytes)
    response["Cache-Control"] = "no-store"
    return response
