"""Writes of what a guest likes and needs: a person's word, a model's, and those that sources tell."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from xenia.connect.queries.by_hand import list_told_traits
from xenia.connect.types.by_hand import ToldTrait
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Invalid
from xenia.kernel.ids import derived_id, new_id
from xenia.profile.actions.notes import subject_of
from xenia.profile.models.traits import Trait
from xenia.profile.queries.sealed_words import TRAIT_FIELD, sealed
from xenia.profile.queries.seen import editable_guest, kept_guest
from xenia.profile.queries.traits import said_of, trait_row
from xenia.profile.rules.preferences import SENSITIVE, checked_value, code_told, require_kind
from xenia.profile.rules.traits import RECORD_CONFIDENCE, STAFF_CONFIDENCE, ended_by, is_in_force
from xenia.profile.types.traits import NewTrait, TraitSource
from xenia.settings import ENV
from xenia.trust.actions.audit import record
from xenia.trust.queries.restrictions import objects_to_profiling
from xenia.trust.types.access import Permission
from xenia.trust.vault import vault_of

NAME_LETTERS_MAX = 60
ROWS_A_WRITE = 2_000


@transaction.atomic
def say_trait(*, actor: Actor, guest_id: UUID, new: NewTrait, now: datetime) -> UUID:
    """Returns the id of the word. It ends a person's former word of the kind (rule T5). Raises NotFound, Invalid."""
    guest = editable_guest(actor, guest_id)
    kind = require_kind(new.kind)
    value = checked_value(kind, new.value)
    if new.valid_until is not None and new.valid_until <= now:
        raise Invalid("trait_over", "The word would be over at once; give a later end, or none.", "结束时间已过；请填写更晚的时间或留空。")
    rows = Trait.objects.select_for_update().filter(guest_id__in=guest.homes, kind=kind.code, source=TraitSource.STAFF)
    in_force = [said for row in rows if is_in_force(said := said_of(row), now)]
    over = [one.id for one in ended_by(kind.code, value, in_force)]
    Trait.objects.filter(id__in=over).update(valid_until=now, ended_by=actor.user_id)
    row = Trait(id=new_id(), guest_id=guest.guest_id, kind=kind.code, source=TraitSource.STAFF.value, confidence=STAFF_CONFIDENCE)
    row.valid_from, row.valid_until, row.said_by, row.said_at = now, new.valid_until, actor.user_id, now
    _write_value(row, value)
    row.save(force_insert=True)
    record(actor, "trait.said", subject=subject_of(guest.guest_id), details={"kind": kind.code, "trait": str(row.id)}, now=now)
    return row.id


@transaction.atomic
def end_trait(*, actor: Actor, trait_id: UUID, now: datetime) -> None:
    """Ends a person's word now; it stays in the history. Raises NotFound for a word of a source or a model, or one that is over."""
    actor.require(Permission.EDIT_GUESTS)
    row = trait_row(actor, trait_id, now)
    Trait.objects.filter(id=row.id).update(valid_until=now, ended_by=actor.user_id)
    guest_id = kept_guest(actor, row.guest_id).guest_id if row.guest_id else row.id
    record(actor, "trait.ended", subject=subject_of(guest_id), details={"kind": row.kind, "trait": str(row.id)}, now=now)


@transaction.atomic
def tell_model_trait(*, actor: Actor, guest_id: UUID, new: NewTrait, model_name: str, confidence: float, now: datetime) -> UUID | None:
    """Returns the id of a model's word, which ends the model's former ones of the kind; None for a guest who objects to profiling (T6)."""
    guest = editable_guest(actor, guest_id)
    if objects_to_profiling(actor, guest.guest_id, now=now):
        return None
    kind = require_kind(new.kind)
    value = checked_value(kind, new.value)
    former = Trait.objects.filter(guest_id__in=guest.homes, kind=kind.code, source=TraitSource.MODEL, model_name=model_name)
    former.filter(valid_until__isnull=True).update(valid_until=now)
    row = Trait(id=new_id(), guest_id=guest.guest_id, kind=kind.code, source=TraitSource.MODEL.value, confidence=confidence)
    row.model_name, row.valid_from, row.valid_until, row.said_at = model_name, now, new.valid_until, now
    _write_value(row, value)
    row.save(force_insert=True)
    return row.id


def import_told_traits(*, actor: Actor, run_id: UUID) -> int:
    """Keeps the traits that a run of a source brought, each under its record; returns how many it told. Safe to repeat."""
    actor.require(Permission.VIEW_GUESTS)
    told = 0
    for batch in list_told_traits(actor, run_id):
        rows = [_told(one) for one in batch]
        with transaction.atomic():
            Trait.objects.bulk_create(rows, ROWS_A_WRITE, ignore_conflicts=True)
        told += len(rows)
    return told


def _told(one: ToldTrait) -> Trait:
    known = code_told(one.name, one.value)
    kind, value = known or (" ".join(one.name.split())[:NAME_LETTERS_MAX], one.value)
    vault = vault_of(ENV.key_file)
    name = f"trait|{one.record_id}|{kind}|{value}|{one.at.isoformat()}"
    row_id = derived_id(made_at_ms=int(one.at.timestamp() * 1000), secret=vault.ids_secret, name=name)
    row = Trait(id=row_id, record_id=one.record_id, kind=kind, source=TraitSource.RECORD.value, confidence=RECORD_CONFIDENCE)
    row.valid_from, row.said_at = one.at, one.at
    _write_value(row, value or "yes")
    return row


def _write_value(row: Trait, value: str) -> None:
    """In clear, or sealed where the kind is sensitive."""
    if row.kind in SENSITIVE:
        row.value_sealed = sealed(value, TRAIT_FIELD, row.id)
    else:
        row.value = value


def forget_record_traits(*, actor: Actor, record_ids: Sequence[UUID]) -> int:
    """Deletes what sources told of these records; returns how many words went. For erasures."""
    actor.require(Permission.HANDLE_REQUESTS)
    return Trait.objects.filter(record_id__in=list(record_ids)).delete()[0]
