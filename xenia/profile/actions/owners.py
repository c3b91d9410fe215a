"""Writes of who looks after a guest: a person, a team, or both; what was before stays as history."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Invalid
from xenia.profile.actions.notes import require_peers, subject_of
from xenia.profile.models.staff import Ownership
from xenia.profile.queries.seen import KeptGuest, editable_guest
from xenia.trust.actions.audit import record
from xenia.trust.queries.people import list_units


@transaction.atomic
def give_owner(*, actor: Actor, guest_id: UUID, owner_id: UUID | None, unit_id: UUID | None, now: datetime) -> None:
    """Gives the guest a person and a team (None: none). Raises Invalid for a person who does not see the guest and for a unit the actor
    does not see; nothing happens where both are so already."""
    guest = editable_guest(actor, guest_id)
    if owner_id:
        require_peers(actor, guest, [owner_id])
    if unit_id and unit_id not in {unit.id for unit in list_units(actor)}:
        raise Invalid("unit_unseen", f"Unit {unit_id} is not one of yours; choose another.", "没有您可用的这个单位；请另选一个。")
    open_ones = list(Ownership.objects.select_for_update().filter(guest_id__in=guest.homes, until__isnull=True).order_by("-since", "-id"))
    if open_ones and (open_ones[0].owner_id, open_ones[0].unit_id) == (owner_id, unit_id):
        return
    Ownership.objects.filter(id__in=[one.id for one in open_ones]).update(until=now)
    _begin(actor, guest, owner_id, unit_id, now)


def _begin(actor: Actor, guest: KeptGuest, owner_id: UUID | None, unit_id: UUID | None, now: datetime) -> None:
    if owner_id or unit_id:
        Ownership.objects.create(guest_id=guest.guest_id, owner_id=owner_id, unit_id=unit_id, since=now, given_by=actor.user_id)
    details = {"owner": str(owner_id or ""), "team": str(unit_id or "")}
    record(actor, "owner.changed", subject=subject_of(guest.guest_id), details=details, now=now)
