"""Writes of notes: written, changed with the former text kept, deleted; colleagues who are asked to look."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Invalid
from xenia.kernel.ids import new_id
from xenia.profile.models.staff import Mention, Note, NoteText
from xenia.profile.queries.sealed_words import NOTE_FIELD, NOTE_TEXT_FIELD, opened, sealed
from xenia.profile.queries.seen import KeptGuest, editable_guest, units_of_guest
from xenia.profile.queries.staff import note_row
from xenia.profile.rules.staff import MENTIONS_MAX, NOTE_LETTERS_MAX, clean_text, require_version
from xenia.trust.actions.audit import record
from xenia.trust.queries.colleagues import peer_names, peers_among
from xenia.trust.types.access import Permission
from xenia.trust.types.audit import Subject, SubjectKind


@transaction.atomic
def write_note(*, actor: Actor, guest_id: UUID, text: str, mention_ids: Sequence[UUID] = (), now: datetime) -> UUID:
    """Returns the id of the note. Raises Invalid for an empty text, and for a colleague who does not see the guest; NotFound."""
    guest = editable_guest(actor, guest_id)
    said = clean_text(text, NOTE_LETTERS_MAX)
    row = Note(id=new_id(), guest_id=guest.guest_id, written_by=actor.user_id, written_at=now)
    row.text_sealed = sealed(said, NOTE_FIELD, row.id)
    row.save(force_insert=True)
    _mention(actor, guest, row, mention_ids, now)
    record(actor, "note.written", subject=subject_of(guest.guest_id), details={"note": str(row.id)}, now=now)
    return row.id


@transaction.atomic
def change_note(*, actor: Actor, note_id: UUID, text: str, version: int, mention_ids: Sequence[UUID] = (), now: datetime) -> None:
    """Changes the text; the former one stays readable. Raises Conflict where somebody changed the note since `version`."""
    found = note_row(actor, note_id)
    guest = editable_guest(actor, found.guest_id)
    row = Note.objects.select_for_update().get(id=note_id)
    said = clean_text(text, NOTE_LETTERS_MAX)
    by = row.changed_by or row.written_by
    require_version(row.version, version, peer_names(actor, [by]).get(by, "") if by else "")
    before = opened(row.text_sealed, NOTE_FIELD, row.id)
    if said != before:
        _keep(row, before, by)
        row.text_sealed, row.version = sealed(said, NOTE_FIELD, row.id), row.version + 1
        row.changed_by, row.changed_at = actor.user_id, now
        row.save()
        details = {"note": str(row.id), "version": row.version}
        record(actor, "note.changed", subject=subject_of(guest.guest_id), details=details, now=now)
    _mention(actor, guest, row, mention_ids, now)


@transaction.atomic
def delete_note(*, actor: Actor, note_id: UUID, now: datetime) -> None:
    """Takes the note from everybody's sight; who deleted it and when stays known. Raises NotFound."""
    found = note_row(actor, note_id)
    guest = editable_guest(actor, found.guest_id)
    Note.objects.filter(id=note_id).update(deleted_by=actor.user_id, deleted_at=now)
    record(actor, "note.deleted", subject=subject_of(guest.guest_id), details={"note": str(note_id)}, now=now)


@transaction.atomic
def see_mentions(*, actor: Actor, mention_ids: Collection[UUID], now: datetime) -> int:
    """Notes that the actor looked at these mentions of the actor's own; returns how many were new."""
    actor.require(Permission.VIEW_GUESTS)
    return Mention.objects.filter(id__in=list(mention_ids), person_id=actor.user_id or UUID(int=0), seen_at__isnull=True).update(
        seen_at=now
    )


def _keep(row: Note, before: str, by: UUID | None) -> None:
    kept = NoteText(id=new_id(), note=row, guest_id=row.guest_id, version=row.version, said_by=by, said_at=row.changed_at or row.written_at)
    kept.text_sealed = sealed(before, NOTE_TEXT_FIELD, kept.id)
    kept.save(force_insert=True)


def _mention(actor: Actor, guest: KeptGuest, row: Note, mention_ids: Sequence[UUID], now: datetime) -> None:
    wanted = set(mention_ids)
    if not wanted:
        return
    if len(wanted) > MENTIONS_MAX:
        raise Invalid(
            "mentions_too_many", f"A note mentions at most {MENTIONS_MAX} colleagues.", f"一条备注最多提到 {MENTIONS_MAX} 位同事。"
        )
    require_peers(actor, guest, wanted)
    rows = [Mention(note=row, guest_id=row.guest_id, person_id=one, mentioned_by=actor.user_id, mentioned_at=now) for one in sorted(wanted)]
    Mention.objects.bulk_create(rows, ignore_conflicts=True)


def require_peers(actor: Actor, guest: KeptGuest, person_ids: Collection[UUID]) -> None:
    """Raises Invalid where one of the people is not here or does not see the guest."""
    seeing = peers_among(actor, person_ids, permission=Permission.VIEW_GUESTS, unit_ids=units_of_guest(actor, guest))
    blind = [one for one in person_ids if one not in seeing]
    if blind:
        name = peer_names(actor, blind[:1]).get(blind[0], str(blind[0]))
        raise Invalid(
            "peer_without_sight",
            f"{name} does not see this guest, or has left; choose a colleague from the list.",
            f"{name} 看不到这位客人或已离职；请从列表中选择同事。",
        )


def subject_of(guest_id: UUID) -> Subject:
    """The guest as an audit entry names one. It tells nothing, so it takes no actor."""
    return Subject(SubjectKind.GUEST, str(guest_id))
