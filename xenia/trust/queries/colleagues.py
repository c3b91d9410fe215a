"""Colleagues by name, and who of them may see something: for tasks, mentions and owners. Contact values and roles stay with trust."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Q

from xenia.kernel.actor import Actor
from xenia.kernel.texts import Text
from xenia.trust.models import people as models
from xenia.trust.rows import people as rows
from xenia.trust.types.access import Permission
from xenia.trust.types.colleagues import Peer

PEERS_MAX = 50


def peer_names(actor: Actor, user_ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Returns what each of these people is called, also of those who left; an id that nobody has is left out."""
    actor.require(Permission.VIEW_GUESTS)
    wanted = {one for one in user_ids if one}
    return dict(models.User.objects.filter(id__in=wanted).values_list("id", "name")) if wanted else {}


def list_peers(actor: Actor, *, permission: Permission, unit_ids: Collection[UUID], text: str = "") -> list[Peer]:
    """Returns up to fifty active people, by name, who hold the permission and work for one of the units or for one above it."""
    actor.require(Permission.VIEW_GUESTS)
    found = _holders(permission, unit_ids)
    if said := text.strip():
        found = found.filter(Q(name__icontains=said) | Q(title__icontains=said))
    return [Peer(row.id, row.name, row.title) for row in found.order_by("name", "id")[:PEERS_MAX]]


def peers_among(actor: Actor, user_ids: Iterable[UUID], *, permission: Permission, unit_ids: Collection[UUID]) -> frozenset[UUID]:
    """Returns those of the people who hold the permission and work for one of the units or for one above it."""
    actor.require(Permission.VIEW_GUESTS)
    return frozenset(_holders(permission, unit_ids).filter(id__in=list(user_ids)).values_list("id", flat=True))


def unit_names(actor: Actor, unit_ids: Iterable[UUID | None]) -> dict[UUID, Text]:
    """Returns what each of these units is called: a team's name beside a guest is no secret to whoever sees the guest."""
    actor.require(Permission.VIEW_GUESTS)
    found = models.Unit.objects.filter(id__in={one for one in unit_ids if one})
    return {row.id: Text(row.name_zh, row.name_en) for row in found}


def _holders(permission: Permission, unit_ids: Collection[UUID]):  # type: ignore[no-untyped-def] # a QuerySet of this module's own rows
    parent_of = rows.parents()
    above = {unit for one in unit_ids for unit in _upwards(one, parent_of)}
    roles = models.Role.objects.filter(permissions__contains=[permission.value]).values("code")
    people = models.User.objects.filter(rows.JOINED, is_active=True, roles__in=roles)
    through = models.User.units.through.objects.filter(unit__in=above).values("user")
    return people.filter(id__in=through).distinct()


def _upwards(unit_id: UUID, parent_of: dict[UUID, UUID | None]) -> list[UUID]:
    line: list[UUID] = []
    at: UUID | None = unit_id
    while at is not None and at not in line:
        line.append(at)
        at = parent_of.get(at)
    return line
