"""Taking a programme over, over HTTP: two uploads of a source are checked, then carried out; each line that was not brought is told."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from ninja import Router, Schema, Status

from xenia.kernel.paging import Page
from xenia.loyalty.actions import take_overs as actions
from xenia.loyalty.queries import take_overs as queries
from xenia.loyalty.types.take_over import FaultCount, FaultShown, TakeOver, TakeOverFiles, TakeOverProof
from xenia.web.api.loyalty import MadeId
from xenia.web.downloads import csv_download
from xenia.web.session import actor_of
from xenia.web.shapes import list_of, page_of, shape

router = Router(tags=["loyalty"])
FILE_ANSWER = {"responses": {200: {"description": "OK", "content": {"text/csv": {"schema": {"type": "string", "format": "binary"}}}}}}


class NewTakeOver(Schema):
    """Two uploads of one source: members, and what each has. `as_of` is the day of the books of the balances, else today."""

    source_id: UUID
    members_upload: UUID
    balances_upload: UUID
    as_of: date | None = None


@router.get("/loyalty/programmes/{uuid:programme_id}/take-overs", response=list_of(TakeOver))
def list_take_overs(request: HttpRequest, programme_id: UUID) -> list[TakeOver]:
    """The take-overs of a programme, the newest on top."""
    return queries.list_take_overs(actor_of(request), programme_id)


@router.post("/loyalty/programmes/{uuid:programme_id}/take-overs", response={202: MadeId})
def check_take_over(request: HttpRequest, programme_id: UUID, wanted: NewTakeOver) -> Status[dict[str, UUID]]:
    """Looks at the files and writes nothing; a worker does it. Watch it with get_take_over."""
    files = TakeOverFiles(wanted.source_id, wanted.members_upload, wanted.balances_upload, wanted.as_of)
    return Status(202, {"id": actions.order_check(actor=actor_of(request), programme_id=programme_id, files=files, now=timezone.now())})


@router.get("/loyalty/take-overs/{uuid:take_over_id}", response=shape(TakeOver))
def get_take_over(request: HttpRequest, take_over_id: UUID) -> TakeOver:
    """One take-over: how far it is, and its statement."""
    return queries.get_take_over(actor_of(request), take_over_id)


@router.post("/loyalty/take-overs/{uuid:take_over_id}/carry-out", response={202: None})
def carry_out_take_over(request: HttpRequest, take_over_id: UUID) -> Status[None]:
    """Brings what the check found, or goes on where it was stopped; a worker does it."""
    actions.carry_out(actor=actor_of(request), take_over_id=take_over_id, now=timezone.now())
    return Status(202, None)


@router.post("/loyalty/take-overs/{uuid:take_over_id}/cancel", response={204: None})
def cancel_take_over(request: HttpRequest, take_over_id: UUID) -> Status[None]:
    """Stops it after its present part; what was brought stays."""
    actions.cancel_take_over(actor=actor_of(request), take_over_id=take_over_id, now=timezone.now())
    return Status(204, None)


@router.get("/loyalty/take-overs/{uuid:take_over_id}/fault-counts", response=list_of(FaultCount))
def count_take_over_faults(request: HttpRequest, take_over_id: UUID) -> list[FaultCount]:
    """How many lines were not brought, by reason."""
    return queries.list_fault_counts(actor_of(request), take_over_id)


@router.get("/loyalty/take-overs/{uuid:take_over_id}/faults", response=page_of(FaultShown))
def list_take_over_faults(request: HttpRequest, take_over_id: UUID, page: str | None = None, size: int = 50) -> Page[FaultShown]:
    """The lines that were not brought, with the reason of each."""
    return queries.list_faults(actor_of(request), take_over_id, page=page, size=size)


@router.get("/loyalty/take-overs/{uuid:take_over_id}/faults.csv", response={200: None}, openapi_extra=FILE_ANSWER)
def download_take_over_faults(request: HttpRequest, take_over_id: UUID) -> StreamingHttpResponse:
    """The same as a file, with each line as it was sent."""
    return csv_download(
        "take-over-faults.csv", actions.fetch_faults(actor=actor_of(request), take_over_id=take_over_id, now=timezone.now())
    )


@router.get("/loyalty/take-overs/{uuid:take_over_id}/proof", response=shape(TakeOverProof))
def prove_take_over(request: HttpRequest, take_over_id: UUID) -> TakeOverProof:
    """What the ledger itself says was brought."""
    return queries.prove_take_over(actor_of(request), take_over_id)
