"""Which guest is meant, and whether the actor sees them: what every read and write about one guest asks first."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from xenia.connect.queries.by_hand import units_showing
from xenia.connect.queries.guests import names_of
from xenia.identity.queries.links import homes_of, list_records
from xenia.identity.queries.meanings import guests_meant
from xenia.kernel.actor import Actor
from xenia.profile.rows import seen_guest
from xenia.profile.types.staff import GuestName
from xenia.trust.types.access import Permission


@dataclass(frozen=True)
class KeptGuest:
    """Where things are kept of a guest: under every id the guest ever had. All records, and those the actor sees (the earliest first)."""

    guest_id: UUID
    homes: tuple[UUID, ...]
    record_ids: tuple[UUID, ...]
    seen_ids: tuple[UUID, ...]


def kept_guest(actor: Actor, identifier: UUID) -> KeptGuest:
    """Returns the guest that a record's id, or any guest's id ever given, means; raises NotFound where the actor sees none of them."""
    seen = seen_guest(actor, identifier)
    records = tuple(link.record_id for link in list_records(actor, [seen.guest_id]))
    return KeptGuest(seen.guest_id, tuple(homes_of(actor, [seen.guest_id])), records, seen.record_ids)


def editable_guest(actor: Actor, identifier: UUID) -> KeptGuest:
    """The same for somebody who writes something down; raises Refused without the permission."""
    actor.require(Permission.EDIT_GUESTS)
    return kept_guest(actor, identifier)


def guest_names(actor: Actor, kept_ids: Collection[UUID]) -> dict[UUID, GuestName]:
    """Returns, for each id under which something was kept, the guest it means today and the name the actor sees; several in few looks."""
    actor.require(Permission.VIEW_GUESTS)
    meant = guests_meant(actor, kept_ids)
    records: dict[UUID, list[UUID]] = {}
    for link in list_records(actor, list(set(meant.values()))):
        records.setdefault(link.guest_id, []).append(link.record_id)
    names = names_of(actor, [record for found in records.values() for record in found])
    named = {guest: _name(guest, found, names) for guest, found in records.items()}
    return {kept: named.get(meant[kept], GuestName(None, "")) if kept in meant else GuestName(None, "") for kept in set(kept_ids)}


def _name(guest_id: UUID, records: list[UUID], names: dict[UUID, str]) -> GuestName:
    seen = [record for record in sorted(records) if record in names]
    return GuestName(guest_id, next((names[one] for one in seen if names[one]), "")) if seen else GuestName(None, "")


def units_of_guest(actor: Actor, guest: KeptGuest) -> frozenset[UUID]:
    """Returns the units whose people see the guest through any record: they may be given tasks and mentioned."""
    actor.require(Permission.VIEW_GUESTS)
    return units_showing(actor, guest.record_ids)
