"""Writes of how guests stand to each other: inferred from bookings and contacts, confirmed, denied, added and taken back by people."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import islice
from uuid import UUID

from django.db import connection, transaction

from xenia.connect.queries.together import count_pairs, people_around
from xenia.connect.types.together import PairCounts
from xenia.identity import models
from xenia.identity.rows import readings_of
from xenia.identity.rules.relations import UNKNOWN, Age, Key, Tie, age_of, in_order, infer, needs_ages, stands
from xenia.identity.types import RelationKind, RelationState
from xenia.kernel.actor import Actor

AT_ONCE = 5_000
STAGED = """
DROP TABLE IF EXISTS staged_relation;
CREATE TEMP TABLE staged_relation (from_id uuid, to_id uuid, kind text, confidence float8, bookings int4) ON COMMIT DROP
"""
COPY = "COPY staged_relation FROM STDIN (FORMAT binary)"
STAGED_TYPES = ["uuid", "uuid", "text", "float8", "int4"]
LOCK = "SELECT pg_advisory_xact_lock(hashtext('identity.relations'))"
SAID_MEANWHILE = """
DELETE FROM staged_relation found USING identity_relation said
JOIN identity_guestlink one ON one.home_id = said.from_id JOIN identity_guestlink other ON other.home_id = said.to_id
WHERE said.state <> 'inferred' AND (
    (said.kind = found.kind AND (one.guest_id, other.guest_id) = (found.from_id, found.to_id))
    OR (said.kind = found.kind AND said.kind IN ('household', 'companion')
        AND (other.guest_id, one.guest_id) = (found.from_id, found.to_id))
    OR (said.state = 'confirmed' AND said.kind = 'assistant_of' AND found.kind = said.kind
        AND (other.guest_id, one.guest_id) = (found.from_id, found.to_id)))
"""
GONE = """
DELETE FROM identity_relation kept WHERE kept.state = 'inferred' AND {among} AND NOT EXISTS (
    SELECT FROM staged_relation found WHERE (found.from_id, found.to_id, found.kind) = (kept.from_id, kept.to_id, kept.kind))
"""
ALL = "true"
OF_GUESTS = "(kept.from_id = ANY(%(homes)s) OR kept.to_id = ANY(%(homes)s))"
OF_NOBODY = """
DELETE FROM identity_relation kept WHERE NOT EXISTS (SELECT FROM identity_guestlink l WHERE l.home_id = kept.from_id)
   OR NOT EXISTS (SELECT FROM identity_guestlink l WHERE l.home_id = kept.to_id)
"""
KEPT = """
INSERT INTO identity_relation (id, from_id, to_id, kind, confidence, bookings, state, changed_at)
SELECT gen_random_uuid(), from_id, to_id, kind, confidence, bookings, 'inferred', %(now)s FROM staged_relation
ON CONFLICT (from_id, to_id, kind) DO UPDATE
SET confidence = excluded.confidence, bookings = excluded.bookings, changed_at = excluded.changed_at
WHERE identity_relation.state = 'inferred'
  AND (identity_relation.confidence, identity_relation.bookings) <> (excluded.confidence, excluded.bookings)
"""


def infer_all(actor: Actor, now: datetime, step: Callable[[int], None] = lambda done: None) -> int:
    """Infers the relations of everybody anew and returns how many there are; `step` hears how many pairs were looked at.

    What people said stays (rule G10). One transaction; safe to repeat.
    """
    actor.require("link_records")
    with transaction.atomic():
        everybody = models.GuestLink.objects.values_list("record_id", "guest_id").iterator(chunk_size=50_000)
        pairs = count_pairs(actor, ((record, guest, True) for record, guest in everybody), is_all=True)
        return _keep(_ties(pairs, _said(), now.date(), step), None, now)


def infer_relations(*, actor: Actor, guest_ids: Sequence[UUID], now: datetime) -> int:
    """Infers the relations of these guests anew, and returns how many there are; an id that means nobody is passed over. Safe to repeat."""
    actor.require("link_records")
    with transaction.atomic():
        links = models.GuestLink.objects
        asked = set(links.filter(home_id__in=guest_ids).values_list("guest_id", flat=True))
        records = list(links.filter(guest_id__in=asked).values_list("record_id", flat=True))
        if not records:
            return 0
        around = links.filter(record_id__in=people_around(actor, records)).values_list("guest_id", flat=True)
        known = links.filter(guest_id__in=asked | set(around)).values_list("record_id", "guest_id")
        pairs = count_pairs(actor, [(record, guest, guest in asked) for record, guest in known], is_all=False)
        homes = list(links.filter(guest_id__in=asked).values_list("home_id", flat=True))
        return _keep(_ties(pairs, _said(), now.date(), lambda done: None), homes, now)


def _said() -> dict[Key, RelationState]:
    """What people said of relations, by the guests meant today: there are as many as people had time to say."""
    rows = list(models.Relation.objects.exclude(state=RelationState.INFERRED).values_list("from_id", "to_id", "kind", "state"))
    homes = {home for from_id, to_id, _, _ in rows for home in (from_id, to_id)}
    meant = dict(models.GuestLink.objects.filter(home_id__in=homes).values_list("home_id", "guest_id"))
    said: dict[Key, RelationState] = {}
    for from_id, to_id, told, state in rows:
        if from_id in meant and to_id in meant:
            kind = RelationKind(told)
            key = (*in_order(meant[from_id], meant[to_id], kind), kind)
            said[key] = stands([RelationState(state), *([said[key]] if key in said else [])])
    return said


def _ties(pairs: Iterable[PairCounts], said: Mapping[Key, RelationState], today: date, step: Callable[[int], None]) -> Iterator[list[Tie]]:
    """What the counts speak for, some thousand pairs at a time; ages are looked up only where they matter."""
    rest, done = iter(pairs), 0
    while batch := list(islice(rest, AT_ONCE)):
        ages = _ages(batch, today)
        yield [
            tie
            for pair in batch
            for tie in infer(pair, (ages.get(pair.left.person_id, UNKNOWN), ages.get(pair.right.person_id, UNKNOWN)), said)
        ]
        done += len(batch)
        step(done)


def _ages(pairs: Sequence[PairCounts], today: date) -> Mapping[UUID, Age]:
    people = {side.person_id for pair in pairs if needs_ages(pair) for side in (pair.left, pair.right)}
    if not people:
        return {}
    guest = dict(models.GuestLink.objects.filter(guest_id__in=people).values_list("record_id", "guest_id"))
    ages: dict[UUID, Age] = {}
    for record_id, reading in sorted(readings_of(list(guest)).items()):
        told = age_of(reading.birth_date, reading.is_child, today)
        known = ages.get(guest[record_id])
        if known is None or (known.birth_date is None and (told.birth_date or told.is_child)):
            ages[guest[record_id]] = told
    return ages


def _keep(batches: Iterable[list[Tie]], homes: Sequence[UUID] | None, now: datetime) -> int:
    """Puts what was inferred in place of what was inferred before, of these guests or of all; returns how many there are."""
    found = 0
    with connection.cursor() as cursor:
        cursor.execute(STAGED)
        for ties in batches:
            found += len(ties)
            with cursor.copy(COPY) as copy:
                copy.set_types(STAGED_TYPES)
                for tie in ties:
                    copy.write_row((tie.from_id, tie.to_id, tie.kind, tie.confidence, tie.bookings))
        cursor.execute("CREATE UNIQUE INDEX ON staged_relation (from_id, to_id, kind); ANALYZE staged_relation")
        cursor.execute(LOCK)
        cursor.execute(SAID_MEANWHILE)
        cursor.execute(GONE.format(among=ALL if homes is None else OF_GUESTS), None if homes is None else {"homes": list(homes)})
        cursor.execute(KEPT, {"now": now})
        if homes is None:
            cursor.execute(OF_NOBODY)
    return found
