"""Writes of calls that people of the house had with a guest."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from xenia.kernel.actor import Actor
from xenia.kernel.ids import new_id
from xenia.profile.actions.notes import subject_of
from xenia.profile.models.staff import Call
from xenia.profile.queries.sealed_words import CALL_FIELD, sealed
from xenia.profile.queries.seen import editable_guest
from xenia.profile.queries.staff import call_row
from xenia.profile.rules.staff import SUMMARY_LETTERS_MAX, check_call, clean_text
from xenia.profile.types.staff import NewCall
from xenia.trust.actions.audit import record


@transaction.atomic
def log_call(*, actor: Actor, guest_id: UUID, call: NewCall, now: datetime) -> UUID:
    """Returns the id of the call. Raises Invalid for one that lies ahead or has no summary, NotFound."""
    guest = editable_guest(actor, guest_id)
    check_call(call, now)
    row = Call(id=new_id(), guest_id=guest.guest_id, direction=call.direction.value, outcome=call.outcome.value, logged_by=actor.user_id)
    row.began_at, row.duration_seconds, row.logged_at = call.began_at, call.duration_seconds, now
    row.summary_sealed = sealed(clean_text(call.summary, SUMMARY_LETTERS_MAX), CALL_FIELD, row.id)
    row.save(force_insert=True)
    record(actor, "call.logged", subject=subject_of(guest.guest_id), details={"call": str(row.id)}, now=now)
    return row.id


@transaction.atomic
def delete_call(*, actor: Actor, call_id: UUID, now: datetime) -> None:
    """Takes the call from everybody's sight; who deleted it and when stays known. Raises NotFound."""
    guest = editable_guest(actor, call_row(actor, call_id).guest_id)
    Call.objects.filter(id=call_id).update(deleted_by=actor.user_id, deleted_at=now)
    record(actor, "call.deleted", subject=subject_of(guest.guest_id), details={"call": str(call_id)}, now=now)
