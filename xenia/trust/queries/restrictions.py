"""Whether a guest's data may be worked with at all: every module that decides or sends something asks here first."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from xenia.kernel.actor import Actor
from xenia.trust.models.consent import GuestGroup
from xenia.trust.models.requests import Restriction
from xenia.trust.rows.guest_groups import ids_of
from xenia.trust.types.access import Permission

PROCESSING, PROFILING = "processing", "profiling"
IN_FORCE = "r.since <= %(now)s AND (r.until IS NULL OR r.until > %(now)s) AND r.kind = ANY(%(restrictions)s)"
"""Whether the row `r` of trust_restriction counts at `now`, as SQL for reads of many guests."""


def kinds_against(purpose: str) -> list[str]:
    """Which restrictions stand against a purpose: one of all processing always, an objection to profiling only against that. No secret."""
    return [PROCESSING, PROFILING] if purpose == PROFILING else [PROCESSING]


def is_restricted(actor: Actor, guest_id: UUID, *, now: datetime) -> bool:
    """Whether nothing may be done with this guest's data but keep it (rule X5). Tells a yes or no, so any actor may ask."""
    return bool(restricted_among(actor, [guest_id], now=now))


def objects_to_profiling(actor: Actor, guest_id: UUID, *, now: datetime) -> bool:
    """Whether the guest objected to profiling (PIPL 24), or is restricted altogether. Tells a yes or no, so any actor may ask."""
    return bool(_in_force(now).filter(guest_id__in=ids_of(guest_id)).exists())


def restrictions_of(actor: Actor, guest_id: UUID, *, now: datetime) -> list[str]:
    """Returns the kinds of restriction in force for the guest; tells no more than a yes or no to each, so any actor may ask."""
    return list(_in_force(now).filter(guest_id__in=ids_of(guest_id)).values_list("kind", flat=True).distinct())


def restricted_among(actor: Actor, guest_ids: Collection[UUID], *, now: datetime) -> frozenset[UUID]:
    """Returns those of the guests with whose data nothing may be done: for lists of any length, in two looks."""
    resting = _in_force(now).filter(kind=PROCESSING)
    groups = GuestGroup.objects.filter(guest_id__in=resting.values("guest_id")).values("current_id")
    together = GuestGroup.objects.filter(guest_id__in=list(guest_ids), current_id__in=groups)
    alone = resting.filter(guest_id__in=list(guest_ids))
    return frozenset((*alone.values_list("guest_id", flat=True), *together.values_list("guest_id", flat=True)))


def objecting(actor: Actor, *, now: datetime) -> frozenset[UUID]:
    """Returns every id of every guest who objected to profiling (PIPL 24) or is restricted altogether, of the whole company."""
    actor.require_for_company(Permission.VIEW_GUESTS)
    against = _in_force(now).filter(kind__in=kinds_against(PROFILING))
    groups = GuestGroup.objects.filter(guest_id__in=against.values("guest_id")).values("current_id")
    together = GuestGroup.objects.filter(current_id__in=groups).values_list("guest_id", flat=True)
    return frozenset((*against.values_list("guest_id", flat=True), *together))


def _in_force(now: datetime):  # type: ignore[no-untyped-def] # a QuerySet of this module's own rows
    return Restriction.objects.filter(Q(until__isnull=True) | Q(until__gt=now), since__lte=now)
