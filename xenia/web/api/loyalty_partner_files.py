"""Partners' files over HTTP: an upload of a source is checked, then carried out; each line that was not booked is told."""

from uuid import UUID

from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from ninja import Router, Schema, Status

from xenia.kernel.paging import Page
from xenia.loyalty.actions import partner_files as actions
from xenia.loyalty.queries import partner_files as queries
from xenia.loyalty.types.partners import PartnerFault, PartnerFaultCount, PartnerFile
from xenia.web.api.loyalty import MadeId
from xenia.web.api.loyalty_take_over import FILE_ANSWER
from xenia.web.downloads import csv_download
from xenia.web.session import actor_of
from xenia.web.shapes import list_of, page_of, shape

router = Router(tags=["loyalty"])


class NewPartnerFile(Schema):
    """An upload of a source."""

    upload_id: UUID


@router.get("/loyalty/partners/{uuid:partner_id}/files", response=list_of(PartnerFile))
def list_partner_files(request: HttpRequest, partner_id: UUID) -> list[PartnerFile]:
    """The files of a partner, the newest on top."""
    return queries.list_partner_files(actor_of(request), partner_id)


@router.post("/loyalty/partners/{uuid:partner_id}/files", response={202: MadeId})
def check_partner_file(request: HttpRequest, partner_id: UUID, wanted: NewPartnerFile) -> Status[dict[str, UUID]]:
    """Looks at every line and books nothing; a worker does it. Watch it with get_partner_file."""
    actor = actor_of(request)
    made = actions.order_partner_check(actor=actor, partner_id=partner_id, upload_id=wanted.upload_id, now=timezone.now())
    return Status(202, {"id": made})


@router.get("/loyalty/partner-files/{uuid:file_id}", response=shape(PartnerFile))
def get_partner_file(request: HttpRequest, file_id: UUID) -> PartnerFile:
    """One file: how far it is, and what was found or booked."""
    return queries.get_partner_file(actor_of(request), file_id)


@router.post("/loyalty/partner-files/{uuid:file_id}/carry-out", response={202: None})
def carry_out_partner_file(request: HttpRequest, file_id: UUID) -> Status[None]:
    """Books what the check found, or goes on where it was stopped; a worker does it."""
    actions.carry_out_partner_file(actor=actor_of(request), file_id=file_id, now=timezone.now())
    return Status(202, None)


@router.post("/loyalty/partner-files/{uuid:file_id}/cancel", response={204: None})
def cancel_partner_file(request: HttpRequest, file_id: UUID) -> Status[None]:
    """Stops it after its present lines; what was booked stays."""
    actions.cancel_partner_file(actor=actor_of(request), file_id=file_id, now=timezone.now())
    return Status(204, None)


@router.get("/loyalty/partner-files/{uuid:file_id}/fault-counts", response=list_of(PartnerFaultCount))
def count_partner_faults(request: HttpRequest, file_id: UUID) -> list[PartnerFaultCount]:
    """How many lines were not booked, by reason."""
    return queries.list_partner_fault_counts(actor_of(request), file_id)


@router.get("/loyalty/partner-files/{uuid:file_id}/faults", response=page_of(PartnerFault))
def list_partner_faults(request: HttpRequest, file_id: UUID, page: str | None = None, size: int = 50) -> Page[PartnerFault]:
    """The lines that were not booked, with the reason of each."""
    return queries.list_partner_faults(actor_of(request), file_id, page=page, size=size)


@router.get("/loyalty/partner-files/{uuid:file_id}/faults.csv", response={200: None}, openapi_extra=FILE_ANSWER)
def download_partner_faults(request: HttpRequest, file_id: UUID) -> StreamingHttpResponse:
    """The same as a file, with each line as it was sent."""
    content = actions.fetch_partner_faults(actor=actor_of(request), file_id=file_id, now=timezone.now())
    return csv_download("partner-faults.csv", content)
