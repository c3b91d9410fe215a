"""Entry points for the worker: the work of requests, and the nights of retention."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from xenia.trust.actions import request_work, retention
from xenia.trust.types.retention import RetentionKind
from xenia.trust.types.rights import Rights


def clock() -> datetime:
    return datetime.now(UTC)


def work_request(request_id: str, *, rights: Rights) -> None:
    """Does what is left of one request."""
    request_work.perform_request(request_id=UUID(request_id), rights=rights, clock=clock)


def retain(report_id: str, *, kinds: Sequence[RetentionKind]) -> None:
    """Fills one report, and ends what it counted where it is not dry."""
    retention.perform_report(report_id=UUID(report_id), kinds=kinds, clock=clock)


def order_night() -> None:
    """Orders the night's report: counted first, then ended."""
    retention.order_report(actor=retention.ACTOR, is_dry=False, now=clock())
