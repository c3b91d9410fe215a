"""What guests said goes with them when records turn out to be one person, and stays apart when they do not (rules N14, N15)."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from xenia.kernel.actor import Actor
from xenia.trust.models.consent import GuestGroup, Purpose
from xenia.trust.rows.consent import purpose_of, store_decisions
from xenia.trust.types.access import Permission
from xenia.trust.types.consent import Channel, NewDecision, Said, Way

LINKS = "link_records"
"""The permission with which the product itself tells records apart."""
REFUSED_TOGETHER = """
SELECT mine.guest_id, c.guest_id, c.purpose_id, c.channel, c.said, c.notice_version, c.decided_at, d.language, d.way, d.unit_id,
       d.by_guardian, d.reference
FROM trust_guestgroup mine
JOIN trust_guestgroup other ON other.current_id = mine.current_id AND other.guest_id <> mine.guest_id
JOIN trust_currentconsent c ON c.guest_id = other.guest_id AND c.said <> 'given' AND c.decided_at >= greatest(mine.since, other.since)
JOIN trust_consentdecision d ON d.id = c.decision_id
LEFT JOIN trust_currentconsent own ON own.guest_id = mine.guest_id AND own.purpose_id = c.purpose_id AND own.channel = c.channel
WHERE mine.guest_id = ANY(%s) AND (own.decided_at IS NULL OR own.decided_at < c.decided_at)
"""
KEEP = """
INSERT INTO trust_guestgroup (guest_id, current_id, since)
SELECT * FROM unnest(%s::uuid[], %s::uuid[], %s::timestamptz[])
ON CONFLICT (guest_id) DO UPDATE SET current_id = EXCLUDED.current_id, since = EXCLUDED.since
"""


@dataclass(frozen=True)
class _Group:
    current_id: UUID
    since: datetime


@transaction.atomic
def regroup_guests(*, actor: Actor, guests: Mapping[UUID, UUID], now: datetime) -> None:
    """Takes to heart which ids mean which guest from now on: `guests` maps every id of each guest concerned to the one it goes by.

    An id that means a guest of its own is mapped to itself. Called in the transaction that decides it; safe to repeat.
    """
    if not actor.may(Permission.RESOLVE_GUESTS):
        actor.require(LINKS)
    rows = GuestGroup.objects.filter(guest_id__in=list(guests)).values_list("guest_id", "current_id", "since")
    before = {guest_id: _Group(current_id, since) for guest_id, current_id, since in rows}
    _refuse_apart(actor, before, guests, now)
    members: dict[UUID, list[UUID]] = defaultdict(list)
    for guest_id, current in guests.items():
        members[current].append(guest_id)
    kept = {one: _Group(current, _since(one, ids, before, now)) for current, ids in members.items() if len(ids) > 1 for one in ids}
    GuestGroup.objects.filter(guest_id__in=[one for one in before if one not in kept]).delete()
    changed = {one: group for one, group in kept.items() if before.get(one) != group}
    if changed:
        currents, instants = [group.current_id for group in changed.values()], [group.since for group in changed.values()]
        with connection.cursor() as cursor:
            cursor.execute(KEEP, [list(changed), currents, instants])


def _since(one: UUID, ids: list[UUID], before: Mapping[UUID, _Group], now: datetime) -> datetime:
    """Of the groups that come together the largest keeps its instants: what its guest said since still counts when one more joins."""
    sizes = Counter(before[guest_id].current_id for guest_id in ids if guest_id in before)
    largest = max(sizes, key=lambda current: (sizes[current], current), default=None)
    held = before.get(one)
    return held.since if held and held.current_id == largest else now


def _refuse_apart(actor: Actor, before: Mapping[UUID, _Group], guests: Mapping[UUID, UUID], now: datetime) -> None:
    """A refusal or withdrawal said while two ids were one guest stays with both when they part (N15)."""
    parting = _parting(before, guests)
    if not parting:
        return
    with connection.cursor() as cursor:
        cursor.execute(REFUSED_TOGETHER, [parting])
        rows = [row for row in cursor.fetchall() if guests[row[0]] != guests.get(row[1])]
    purposes = {row.code: purpose_of(row) for row in Purpose.objects.all()} if rows else {}
    said = [(_decision(row), purposes[row[2]]) for row in rows]
    if said:
        store_decisions(actor, said, now)


def _parting(before: Mapping[UUID, _Group], guests: Mapping[UUID, UUID]) -> list[UUID]:
    """The ids of groups that do not stay whole, also for the loss of the id they went by."""
    leads: dict[UUID, set[UUID]] = defaultdict(set)
    for guest_id, group in before.items():
        leads[group.current_id].add(guests[guest_id])
    return [guest_id for guest_id, group in before.items() if len(leads[group.current_id]) > 1 or group.current_id not in guests]


def _decision(row: tuple) -> NewDecision:  # type: ignore[type-arg] # a row of REFUSED_TOGETHER
    guest_id, _, purpose, channel, said, version, decided_at, language, way, unit_id, by_guardian, reference = row
    return NewDecision(
        guest_id=guest_id, purpose=purpose, channel=Channel(channel), said=Said(said), decided_at=decided_at, way=Way(way),
        notice_version=version, language=language, unit_id=unit_id, by_guardian=by_guardian, reference=reference,
    )  # fmt: skip
