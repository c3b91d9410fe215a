"""The audit log: entries under filters, one with its proof, checkpoints, verification."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from xenia.identity.queries.links import guest_of, homes_of, list_records
from xenia.kernel.actor import Actor
from xenia.kernel.paging import Page
from xenia.trust.actions import verifying
from xenia.trust.queries import audit as queries
from xenia.trust.queries import audit_tree as tree
from xenia.trust.types.access import Permission
from xenia.trust.types.audit import ActionWords, ConsistencyProof, Entry, EntryFilter, EntryPage, LogVerification, SealState
from xenia.web.api.sources import Created
from xenia.web.instants import Instant
from xenia.web.session import actor_of
from xenia.web.shapes import list_of, page_of, shape

router = Router(tags=["audit"])
NUMBER_MAX = (1 << 63) - 1


class AuditQuery(Schema):
    """`since` is inclusive, `until` exclusive; an `action` that ends with a dot means every action of that noun. `subject_id` of a guest's
    record also finds what stands under the guest."""

    actor_id: UUID | None = None
    action: str | None = Field(default=None, max_length=64)
    subject_kind: str | None = Field(default=None, max_length=16)
    subject_id: str | None = Field(default=None, max_length=64)
    unit_id: UUID | None = None
    purpose: str | None = Field(default=None, max_length=200)
    since: Instant | None = None
    until: Instant | None = None
    page: str | None = None
    size: int = 50


class OldSize(Schema):
    old_size: int = Field(ge=1, le=NUMBER_MAX)


@router.get("/audit", response=page_of(Entry))
def list_audit_entries(request: HttpRequest, where: Annotated[AuditQuery, Query()]) -> Page[Entry]:
    """Entries, newest first; those of the units the actor sees."""
    actor = actor_of(request)
    narrowed = EntryFilter(**where.dict(exclude={"page", "size", "subject_id"}), subject_ids=_ids_of(actor, where.subject_id))
    return queries.list_entries(actor, where=narrowed, page=where.page, size=where.size)


def _ids_of(actor: Actor, subject_id: str | None) -> tuple[str, ...]:
    """What the log calls the subject: a guest or a record also by every record and every id the guest ever had."""
    if not subject_id:
        return ()
    try:
        identifier = UUID(subject_id)
    except ValueError:
        return (subject_id,)
    guest_id = guest_of(actor, identifier) if actor.may(Permission.VIEW_GUESTS) else None
    if guest_id is None:
        return (subject_id,)
    records = [link.record_id for link in list_records(actor, [guest_id])]
    return tuple(dict.fromkeys([subject_id, *map(str, (guest_id, *homes_of(actor, [guest_id]), *records))]))


@router.get("/audit/actions", response=list_of(ActionWords))
def list_audit_actions(request: HttpRequest) -> list[ActionWords]:
    """Every action code with what it means."""
    return queries.list_actions(actor_of(request))


@router.get("/audit/state", response=shape(SealState))
def get_audit_state(request: HttpRequest) -> SealState:
    """How far the log is sealed, what waits, and the newest signed checkpoint."""
    return tree.get_seal_state(actor_of(request))


@router.get("/audit/consistency", response=shape(ConsistencyProof))
def get_audit_consistency(request: HttpRequest, asked: Annotated[OldSize, Query()]) -> ConsistencyProof:
    """The proof that the log begins with what an older checkpoint covered."""
    return tree.get_consistency(actor_of(request), old_size=asked.old_size)


@router.get("/audit/verifications", response=list_of(LogVerification))
def list_audit_verifications(request: HttpRequest) -> list[LogVerification]:
    """The newest verifications of the log."""
    return queries.list_verifications(actor_of(request))


@router.post("/audit/verifications", response={202: Created})
def verify_audit_log(request: HttpRequest) -> Status[dict[str, UUID]]:
    """Asks the worker to verify the whole log; watch it with get_audit_verification."""
    return Status(202, {"id": verifying.ask_verification(actor=actor_of(request), now=timezone.now())})


@router.get("/audit/verifications/{uuid:verification_id}", response=shape(LogVerification))
def get_audit_verification(request: HttpRequest, verification_id: UUID) -> LogVerification:
    """One verification: how far it is, and what it found."""
    return queries.get_verification(actor_of(request), verification_id)


@router.post("/audit/verifications/{uuid:verification_id}/cancel", response={204: None})
def cancel_audit_verification(request: HttpRequest, verification_id: UUID) -> Status[None]:
    """Stops a verification."""
    verifying.cancel_verification(actor=actor_of(request), verification_id=verification_id)
    return Status(204, None)


@router.get("/audit/{int:entry_id}", response=shape(EntryPage))
def get_audit_entry(request: HttpRequest, entry_id: int) -> EntryPage:
    """One entry with the proof that it stands in the log; none while it waits for the sealer."""
    return queries.get_entry(actor_of(request), min(entry_id, NUMBER_MAX))
