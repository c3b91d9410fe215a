"""Showing sealed values of a guest: whatever is shown in clear leaves an entry in the audit log, in the same transaction."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from xenia.connect.queries.guests import get_guest
from xenia.connect.rows import SEALED_FIELDS, opened, record_of
from xenia.connect.rules import reveal as rules
from xenia.connect.types.guests import GuestPage, RevealPurpose
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Invalid
from xenia.trust.actions.audit import record
from xenia.trust.types.access import Permission
from xenia.trust.types.audit import Subject, SubjectKind


@dataclass(frozen=True)
class Reveal:
    """Which sealed value, what for, and the booking or ticket number it is for."""

    field: str
    purpose: RevealPurpose
    reference: str = ""


@transaction.atomic
def show_guest(*, actor: Actor, record_id: UUID, now: datetime) -> GuestPage:
    """Returns the guest's page with the fields in clear that the actor's role shows so; records that page view where there are any.

    Raises NotFound where the actor does not see the record.
    """
    page = get_guest(actor, record_id, clear=actor.clear_fields)
    if page.clear:
        details = {"fields": list(page.clear), "unit_id": page.unit_id}
        record(actor, "contact.shown", subject=Subject(SubjectKind.RECORD, str(record_id)), details=details, now=now)
    return page


@transaction.atomic
def reveal_contact(*, actor: Actor, record_id: UUID, reveal: Reveal, now: datetime) -> str:
    """Returns one sealed value in clear, empty where there is none, and records who saw which field of whom and what for.

    Raises Refused, NotFound, or Invalid for a field that is not sealed and for a reference that is personal.
    """
    actor.require(Permission.REVEAL_CONTACTS)
    if reveal.field not in SEALED_FIELDS:
        raise Invalid("field_not_sealed", f"{reveal.field!r} is not a sealed field; give one of {', '.join(SEALED_FIELDS)}.")
    reference = reveal.reference.strip()
    rules.require_purpose(reveal.purpose, reference)
    row = record_of(actor, record_id)
    if reference and any(rules.is_value(reference, opened(row, field)) for field in SEALED_FIELDS):
        raise Invalid(
            "reference_personal",
            "The reference is a contact value of this guest; give a booking or ticket number.",
            "参考编号是这位客人的联系方式；请填写预订号或工单号。",
        )
    details = {"field": reveal.field, "unit_id": row.unit_id} | ({"reference": reference} if reference else {})
    subject = Subject(SubjectKind.RECORD, str(record_id))
    record(actor, "contact.revealed", subject=subject, purpose=reveal.purpose, details=details, now=now)
    return opened(row, reveal.field)
