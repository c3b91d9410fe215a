"""What points cost, over HTTP: the liability, closing a month, the comparison with the bookings. The journal leaves as an export."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema, Status
from pydantic import Field

from xenia.kernel.errors import Invalid
from xenia.kernel.paging import Page
from xenia.loyalty.actions import closings, comparisons
from xenia.loyalty.queries import accounting as queries
from xenia.loyalty.types.accounting import (
    AccountingPolicy,
    BookingDifference,
    ClosedMonth,
    Closing,
    Comparison,
    Liability,
    Reconciled,
)
from xenia.web.api.loyalty import MadeId, RulesVersion
from xenia.web.session import actor_of
from xenia.web.shapes import page_of, shape

router = Router(tags=["loyalty"])


class NewClosing(Schema):
    """The month to close, such as 2026-03."""

    month: str = Field(pattern=r"^\d{4}-\d{2}$")


class AccountingRules(Schema):
    """The codes of the accounts, the share of points expected to be redeemed where the ledger cannot tell, the version looked at."""

    seen_number: int
    revenue_account: str = Field(max_length=20)
    deferred_account: str = Field(max_length=20)
    expense_account: str = Field(max_length=20)
    expected_permille: int


@router.get("/loyalty/programmes/{uuid:programme_id}/liability", response=shape(Liability))
def get_liability(request: HttpRequest, programme_id: UUID) -> Liability:
    """What the programme owes, by closed month and month of issue."""
    return queries.get_liability(actor_of(request), programme_id, now=timezone.now())


@router.get("/loyalty/programmes/{uuid:programme_id}/reconciliation", response=shape(Reconciled))
def reconcile_liability(request: HttpRequest, programme_id: UUID) -> Reconciled:
    """The cohorts against the members' accounts, counted now."""
    return queries.reconcile(actor_of(request), programme_id)


@router.get("/loyalty/programmes/{uuid:programme_id}/months/{month}", response=shape(ClosedMonth))
def get_closed_month(request: HttpRequest, programme_id: UUID, month: str) -> ClosedMonth:
    """A closed month: its cohorts and its journal."""
    return queries.get_closed_month(actor_of(request), programme_id, _month(month))


@router.post("/loyalty/programmes/{uuid:programme_id}/closings", response={202: MadeId})
def close_month(request: HttpRequest, programme_id: UUID, wanted: NewClosing) -> Status[dict[str, UUID]]:
    """Closes a month; a worker does it. Watch it with get_closing."""
    actor, month = actor_of(request), _month(wanted.month)
    return Status(202, {"id": closings.order_closing(actor=actor, programme_id=programme_id, month=month, now=timezone.now())})


@router.get("/loyalty/closings/{uuid:closing_id}", response=shape(Closing))
def get_closing(request: HttpRequest, closing_id: UUID) -> Closing:
    """One closing: how far it is, and what it found."""
    return queries.get_closing(actor_of(request), closing_id)


@router.post("/loyalty/closings/{uuid:closing_id}/cancel", response={204: None})
def cancel_closing(request: HttpRequest, closing_id: UUID) -> Status[None]:
    """Stops a closing; the books are open again as before."""
    closings.cancel_closing(actor=actor_of(request), closing_id=closing_id, now=timezone.now())
    return Status(204, None)


@router.put("/loyalty/programmes/{uuid:programme_id}/accounting", response=RulesVersion)
def change_accounting(request: HttpRequest, programme_id: UUID, wanted: AccountingRules) -> dict[str, int]:
    """Keeps the rules of accounting as a new version, for months not yet closed."""
    policy = AccountingPolicy(wanted.revenue_account, wanted.deferred_account, wanted.expense_account, wanted.expected_permille)
    number = closings.set_accounting(
        actor=actor_of(request), programme_id=programme_id, policy=policy, seen_number=wanted.seen_number, now=timezone.now()
    )
    return {"version": number}


@router.get("/loyalty/programmes/{uuid:programme_id}/comparison", response=shape(Comparison) | None)
def find_comparison(request: HttpRequest, programme_id: UUID) -> Comparison | None:
    """The newest comparison of the ledger with the bookings."""
    return queries.find_comparison(actor_of(request), programme_id)


@router.post("/loyalty/programmes/{uuid:programme_id}/comparison", response={202: MadeId})
def compare_bookings(request: HttpRequest, programme_id: UUID) -> Status[dict[str, UUID]]:
    """Compares the points of purchases with the bookings; a worker does it."""
    made = comparisons.order_comparison(actor=actor_of(request), programme_id=programme_id, now=timezone.now())
    return Status(202, {"id": made})


@router.post("/loyalty/programmes/{uuid:programme_id}/comparison/cancel", response={204: None})
def cancel_comparison(request: HttpRequest, programme_id: UUID) -> Status[None]:
    """Ends the comparison that is under way."""
    comparisons.cancel_comparison(actor=actor_of(request), programme_id=programme_id, now=timezone.now())
    return Status(204, None)


@router.get("/loyalty/comparisons/{uuid:comparison_id}/differences", response=page_of(BookingDifference))
def list_booking_differences(request: HttpRequest, comparison_id: UUID, page: str | None = None, size: int = 50) -> Page[BookingDifference]:
    """The bookings whose points are not what the rules give for them."""
    return queries.list_differences(actor_of(request), comparison_id, page=page, size=size)


def _month(said: str) -> date:
    try:
        return date.fromisoformat(f"{said}-01")
    except ValueError as wrong:
        raise Invalid("month_invalid", f"{said} is no month; write it as 2026-03.", f"“{said}”不是月份；请写成 2026-03。") from wrong
