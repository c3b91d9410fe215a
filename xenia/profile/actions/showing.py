"""Showing a guest: whatever is shown in clear leaves an entry in the audit log, in the same transaction."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from xenia.kernel.actor import Actor
from xenia.profile.queries.guests import get_guest
from xenia.profile.types.guests import GuestView
from xenia.trust.actions.audit import record
from xenia.trust.types.audit import Subject, SubjectKind


@transaction.atomic
def show_guest(*, actor: Actor, identifier: UUID, now: datetime) -> GuestView:
    """Returns the guest's page with the fields in clear that the actor's role shows so; records of which record which field was shown.

    Raises NotFound where the actor sees no record of the guest.
    """
    view = get_guest(actor, identifier, clear=actor.clear_fields)
    for one in view.records:
        if shown := _shown_of(view, one.record_id):
            details = {"fields": shown, "unit_id": one.unit_id}
            record(actor, "contact.shown", subject=Subject(SubjectKind.RECORD, str(one.record_id)), details=details, now=now)
    return view


def _shown_of(view: GuestView, record_id: UUID) -> list[str]:
    """The fields whose value from this record stands in clear on the page."""
    clear = [one for one in view.fields if one.field in view.clear]
    voices = {one.field: {voice.record_id for said in (one.best, *one.others) for voice in said.voices} for one in clear}
    return sorted(field for field, records in voices.items() if record_id in records)
