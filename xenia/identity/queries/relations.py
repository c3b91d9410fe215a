"""Reads of how guests stand to each other: those of one guest, and the picture of the people around up to two steps."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from xenia.connect.queries.guests import names_of
from xenia.connect.queries.together import companies_of
from xenia.identity import models
from xenia.identity.queries.links import guest_of, list_records
from xenia.identity.rules.relations import employer_chance, in_order, stands, sureness_of
from xenia.identity.types import (
    Employer,
    GraphPerson,
    GraphTie,
    GuestGraph,
    GuestRelations,
    RelationKind,
    RelationLine,
    RelationState,
)
from xenia.kernel.actor import Actor
from xenia.kernel.errors import NotFound
from xenia.trust.queries.colleagues import peer_names
from xenia.trust.types.access import Permission

PEOPLE_MAX = 40
RELATIONS_MAX = 2_000
EMPLOYERS_MAX = 5
OF_GUESTS = """
SELECT r.id, one.guest_id, other.guest_id, r.kind, r.confidence, r.bookings, r.state, r.said_by, r.changed_at
FROM identity_relation r
JOIN identity_guestlink one ON one.home_id = r.from_id JOIN identity_guestlink other ON other.home_id = r.to_id
WHERE one.guest_id <> other.guest_id
  AND r.id IN (SELECT id FROM identity_relation WHERE from_id = ANY(%(homes)s)
               UNION SELECT id FROM identity_relation WHERE to_id = ANY(%(homes)s))
ORDER BY r.confidence DESC, r.id LIMIT %(most)s
"""


@dataclass(frozen=True)
class _Tie:
    """A relation between the guests that its ids mean today, rows of the same meaning joined."""

    id: UUID
    from_id: UUID
    to_id: UUID
    kind: RelationKind
    confidence: float
    bookings: int
    state: RelationState
    row: models.Relation

    def other(self, guest_id: UUID) -> UUID:
        return self.to_id if guest_id == self.from_id else self.from_id


@dataclass(frozen=True)
class _Seen:
    """The guests of whom the actor sees a record: what to call them, and which records those are."""

    names: dict[UUID, str]
    records: dict[UUID, list[UUID]]


def get_relations(actor: Actor, identifier: UUID) -> GuestRelations:
    """Returns how a guest stands to others, the surest first, denied ones last; people the actor does not see are counted, not named.

    Raises NotFound where the actor sees nothing of the guest.
    """
    guest_id = _seen_guest(actor, identifier)
    ties = _ties([guest_id])
    seen = _seen(actor, {tie.other(guest_id) for tie in ties})
    shown = [tie for tie in ties if tie.other(guest_id) in seen.names]
    hidden = {tie.other(guest_id) for tie in ties if tie.state is not RelationState.DENIED} - set(seen.names)
    said_by = peer_names(actor, (tie.row.said_by for tie in shown))
    return GuestRelations(
        guest_id=guest_id,
        relations=tuple(_line(tie, guest_id, seen.names[tie.other(guest_id)], said_by) for tie in sorted(shown, key=_surest)),
        unseen=len(hidden),
        employers=_employers(actor, _seen(actor, [guest_id])),
    )


def get_graph(actor: Actor, identifier: UUID) -> GuestGraph:
    """Returns the people around a guest up to two steps and what ties them, `PEOPLE_MAX` at most, those tied the surest; nothing denied.

    Nobody is reached through a person the actor does not see. Raises NotFound where the actor sees nothing of the guest.
    """
    guest_id = _seen_guest(actor, identifier)
    near = _Around(actor, {guest_id})
    near.grow([guest_id], PEOPLE_MAX - 1)
    first = [one for one in near.steps if near.steps[one] == 1]
    if first:
        near.grow(first, PEOPLE_MAX - len(near.steps))
    inner = [tie for tie in near.ties.values() if tie.from_id in near.steps and tie.to_id in near.steps]
    people = [GraphPerson(one, near.seen.names[one], steps) for one, steps in near.steps.items()]
    return GuestGraph(
        guest_id=guest_id,
        people=tuple(people),
        ties=tuple(_drawn(tie) for tie in sorted(inner, key=_surest)),
        employers=_employers(actor, _Seen(near.seen.names, {one: near.seen.records[one] for one in near.steps})),
        unseen=len(near.hidden),
        left_out=len(near.left_out),
    )


class _Around:
    """People found step by step: `steps` away, those hidden from the actor, and those there was no room for."""

    def __init__(self, actor: Actor, start: Collection[UUID]) -> None:
        self._actor = actor
        self.seen = _seen(actor, start)
        self.steps = dict.fromkeys(start, 0)
        self.ties: dict[UUID, _Tie] = {}
        self.hidden: set[UUID] = set()
        self.left_out: set[UUID] = set()

    def grow(self, guests: Sequence[UUID], room: int) -> None:
        """Takes in who is tied to these, the surest first, as far as there is room."""
        step = max(self.steps.values()) + 1
        ties = [tie for tie in _ties(guests) if tie.state is not RelationState.DENIED]
        self.ties |= {tie.id: tie for tie in ties}
        found = dict.fromkeys(one for tie in sorted(ties, key=_surest) for one in (tie.from_id, tie.to_id) if one not in self.steps)
        more = _seen(self._actor, found)
        self.seen = _Seen(self.seen.names | more.names, self.seen.records | more.records)
        self.hidden |= set(found) - set(more.names)
        shown = [one for one in found if one in more.names]
        self.steps |= dict.fromkeys(shown[: max(room, 0)], step)
        self.left_out |= set(shown[max(room, 0) :])


def _ties(guest_ids: Sequence[UUID]) -> list[_Tie]:
    """The relations of these guests, by the guests their ids mean today; what came to mean one guest on both sides is gone."""
    homes = list(models.GuestLink.objects.filter(guest_id__in=list(guest_ids)).values_list("home_id", flat=True))
    same: dict[tuple[UUID, UUID, RelationKind], list[models.Relation]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(OF_GUESTS, {"homes": homes, "most": RELATIONS_MAX})
        for relation_id, from_id, to_id, kind, confidence, bookings, state, said_by, changed_at in cursor.fetchall():
            row = models.Relation(
                id=relation_id, kind=kind, confidence=confidence, bookings=bookings, state=state, said_by=said_by, changed_at=changed_at
            )
            same[(*in_order(from_id, to_id, RelationKind(kind)), RelationKind(kind))].append(row)
    return [_one(*key, rows) for key, rows in same.items()]


def _one(from_id: UUID, to_id: UUID, kind: RelationKind, rows: Sequence[models.Relation]) -> _Tie:
    state = stands({RelationState(row.state) for row in rows})
    row = max((row for row in rows if row.state == state), key=lambda one: (one.confidence, one.changed_at, one.id))
    return _Tie(row.id, from_id, to_id, kind, row.confidence, max(one.bookings for one in rows), state, row)


def _surest(tie: _Tie) -> tuple[int, float, int, UUID]:
    order = (RelationState.CONFIRMED, RelationState.INFERRED, RelationState.DENIED)
    return order.index(tie.state), -tie.confidence, -tie.bookings, tie.id


def _seen_guest(actor: Actor, identifier: UUID) -> UUID:
    actor.require(Permission.VIEW_GUESTS)
    guest_id = guest_of(actor, identifier)
    if guest_id is None or guest_id not in _seen(actor, [guest_id]).names:
        raise NotFound(
            "guest_not_found",
            f"There is no guest {identifier} that you may see; search by name or phone instead.",
            f"没有您可查看的客人 {identifier}；请用姓名或手机号搜索。",
        )
    return guest_id


def _seen(actor: Actor, guest_ids: Iterable[UUID]) -> _Seen:
    records: dict[UUID, list[UUID]] = defaultdict(list)
    for link in list_records(actor, list(guest_ids)):
        records[link.guest_id].append(link.record_id)
    named = names_of(actor, [record for found in records.values() for record in found])
    seen = {guest: kept for guest, found in records.items() if (kept := sorted(record for record in found if record in named))}
    return _Seen({guest: next((named[one] for one in found if named[one]), "") for guest, found in seen.items()}, seen)


def _employers(actor: Actor, seen: _Seen) -> tuple[Employer, ...]:
    """The companies that records the actor sees name, with how sure the surest of these guests works there (rule G13)."""
    companies = companies_of(actor, [record for found in seen.records.values() for record in found])
    sure: dict[str, dict[UUID, float]] = defaultdict(dict)
    for guest, records in seen.records.items():
        told = Counter(companies[record] for record in records if record in companies)
        for company, naming in told.items():
            sure[company][guest] = employer_chance(naming, told.total())
    found = [Employer(company, max(guests.values()), tuple(sorted(guests))) for company, guests in sure.items()]
    return tuple(sorted(found, key=lambda one: (-len(one.guest_ids), -one.confidence, one.name))[:EMPLOYERS_MAX])


def _line(tie: _Tie, guest_id: UUID, name: str, said_by: dict[UUID, str]) -> RelationLine:
    return RelationLine(
        id=tie.id,
        guest_id=tie.other(guest_id),
        name=name,
        kind=tie.kind,
        is_from=tie.from_id == guest_id,
        confidence=tie.confidence,
        sureness=sureness_of(tie.confidence, tie.state),
        bookings=tie.bookings,
        state=tie.state,
        said_by=said_by.get(tie.row.said_by, "") if tie.row.said_by else "",
        changed_at=tie.row.changed_at,
    )


def _drawn(tie: _Tie) -> GraphTie:
    sure = sureness_of(tie.confidence, tie.state)
    return GraphTie(tie.id, tie.from_id, tie.to_id, tie.kind, tie.confidence, sure, tie.state, tie.bookings)
