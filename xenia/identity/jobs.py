"""What identity does when it hears news, and at night."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from xenia.connect.queries.runs import list_record_ids
from xenia.identity.actions.links import link_records
from xenia.identity.actions.relations import infer_relations
from xenia.identity.actions.resolving import resolve_records
from xenia.identity.actions.runs import order_run, perform_run
from xenia.identity.queries.readiness import is_full_run_due, is_worth_full_run
from xenia.kernel.actor import product_actor

ACTOR = product_actor("identity", "link_records")
AT_ONCE = 200
"""Records resolved in one transaction: few enough that nobody waits long for a guest."""


def on_records_arrived(payload: dict[str, Any]) -> None:
    """Gives every record of the run a guest of one where it has none, then finds out who they are: one by one, or all anew."""
    arrived: list[UUID] = []
    for record_ids in list_record_ids(ACTOR, UUID(payload["run_id"])):
        link_records(actor=ACTOR, record_ids=record_ids, now=_now())
        arrived += record_ids
    if is_worth_full_run(ACTOR, len(arrived)):
        order_run(actor=ACTOR, now=_now())
        return
    for start in range(0, len(arrived), AT_ONCE):
        resolve_records(actor=ACTOR, record_ids=arrived[start : start + AT_ONCE], now=_now())


def on_guests_changed(payload: dict[str, Any]) -> None:
    """Infers anew how these guests stand to others; where a full run is due, that does it for everybody."""
    _infer([UUID(one) for one in payload["guest_ids"]])


def on_guests_merged(payload: dict[str, Any]) -> None:
    """Infers anew how guests who became one stand to others."""
    _infer([UUID(one["guest_id"]) for one in payload["merges"]])


def on_guest_split(payload: dict[str, Any]) -> None:
    """Infers anew how those stand to others who are several again."""
    _infer([UUID(guest) for one in payload["splits"] for guest in (one["guest_id"], *one["parted_ids"])])


def _infer(guest_ids: list[UUID]) -> None:
    if not is_full_run_due(ACTOR):
        infer_relations(actor=ACTOR, guest_ids=guest_ids, now=_now())


def match_all(run_id: str) -> None:
    """Does a full run."""
    perform_run(actor=ACTOR, run_id=UUID(run_id), clock=_now)


def match_nightly() -> None:
    """Orders the full run of the night."""
    order_run(actor=ACTOR, now=_now())


def _now() -> datetime:
    return datetime.now(UTC)
