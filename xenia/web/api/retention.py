"""Retention: how long each kind of data is kept, what the nights came to, legal holds."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema, Status
from pydantic import Field

from xenia.trust.actions import retention as actions
from xenia.trust.queries import retention as queries
from xenia.trust.types.retention import LegalHold, NewHold, RetentionReport, RetentionRule
from xenia.web.api.sources import Created
from xenia.web.session import actor_of
from xenia.web.shapes import list_of, shape
from xenia.wiring import RETENTION, RIGHTS

router = Router(tags=["retention"])


class RetentionChange(Schema):
    days: int = Field(ge=1, le=36_500)
    is_on: bool = True


class ReportOrder(Schema):
    """A dry report counts what would go and ends nothing."""

    is_dry: bool = True


class HoldPlace(Schema):
    """Of guest records, or of one booking; `until` left out: until it is lifted."""

    reason: str = Field(min_length=2, max_length=500)
    record_ids: list[UUID] = Field(default_factory=list, max_length=1000)
    booking_id: UUID | None = None
    until: date | None = None


@router.get("/retention/rules", response=list_of(RetentionRule))
def list_retention_rules(request: HttpRequest) -> list[RetentionRule]:
    """Each kind of data: kept how long after what, why, and what then."""
    return queries.list_rules(actor_of(request), RETENTION)


@router.put("/retention/rules/{code}", response={204: None})
def change_retention_rule(request: HttpRequest, code: str, change: RetentionChange) -> Status[None]:
    """Changes how long a kind of data is kept, from the next night on."""
    wanted = actions.RuleChange(change.days, change.is_on)
    actions.change_rule(actor=actor_of(request), code=code, change=wanted, kinds=RETENTION, now=timezone.now())
    return Status(204, None)


@router.get("/retention/reports", response=list_of(RetentionReport))
def list_retention_reports(request: HttpRequest) -> list[RetentionReport]:
    """What was too old and what went, the newest first."""
    return queries.list_reports(actor_of(request))


@router.post("/retention/reports", response={201: Created})
def order_retention_report(request: HttpRequest, order: ReportOrder) -> dict[str, UUID]:
    """Orders a report: counted first and then, unless it is dry, ended."""
    return {"id": actions.order_report(actor=actor_of(request), is_dry=order.is_dry, now=timezone.now())}


@router.get("/retention/reports/{uuid:report_id}", response=shape(RetentionReport))
def get_retention_report(request: HttpRequest, report_id: UUID) -> RetentionReport:
    """One report, also while it is being filled."""
    return queries.get_report(actor_of(request), report_id)


@router.get("/retention/holds", response=list_of(LegalHold))
def list_legal_holds(request: HttpRequest) -> list[LegalHold]:
    """Legal holds, those in force first."""
    return queries.list_holds(actor_of(request), now=timezone.now())


@router.post("/retention/holds", response={201: Created})
def place_legal_hold(request: HttpRequest, hold: HoldPlace) -> dict[str, UUID]:
    """Keeps everything about guests or a booking, whatever retention or an erasure would do."""
    new = NewHold(hold.reason, tuple(hold.record_ids), hold.booking_id, hold.until)
    return {"id": actions.place_hold(actor=actor_of(request), hold=new, rights=RIGHTS, now=timezone.now())}


@router.post("/retention/holds/{uuid:hold_id}/lift", response={204: None})
def lift_legal_hold(request: HttpRequest, hold_id: UUID) -> Status[None]:
    """Ends a hold."""
    actions.lift_hold(actor=actor_of(request), hold_id=hold_id, now=timezone.now())
    return Status(204, None)
