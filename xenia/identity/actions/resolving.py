"""Resolving new records against all that are known, without a rebuild (rule M28)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from xenia.identity import models
from xenia.identity.actions.clusters import recluster
from xenia.identity.actions.readings import read_people
from xenia.identity.rows import contact_index, current_version, judge_among, key_number, readings_of
from xenia.identity.rules.blocking import keys_of, records_max
from xenia.identity.rules.judging import verdict_of, weigh_pair
from xenia.identity.rules.reading import Reading
from xenia.identity.rules.sharing import shared_contacts, without_shared
from xenia.identity.rules.weighing import Model
from xenia.identity.types import Moved
from xenia.kernel.actor import Actor

FOUND_UNDER = """
SELECT wanted.key, found.record_id FROM unnest(%s::bigint[], %s::int[]) AS wanted(key, most)
CROSS JOIN LATERAL (SELECT record_id FROM identity_reading WHERE keys @> ARRAY[wanted.key] LIMIT wanted.most + 1) AS found
"""
"""The records that carry each key, one more at most than may: a key that too many carry is seen to be one."""


def resolve_records(*, actor: Actor, record_ids: Sequence[UUID], now: datetime) -> Moved:
    """Reads these records, weighs each against those it may be one with, and makes their guests anew; returns what changed.

    A record that has no link yet is read and waits. Safe to repeat; without a trained model only readings are kept.
    """
    actor.require("link_records")
    read = read_people(actor=actor, record_ids=record_ids, today=now.date())
    current = current_version()
    if current is None or not read:
        return Moved()
    version, model = current
    with transaction.atomic():
        beside = _candidates(read)
        known = _without_offices(readings_of([*read, *(one for found in beside.values() for one in found)]))
        _keep(_weighed(model, list(read), beside, known), list(read), version)
        return recluster(actor=actor, record_ids=list(read), judge_among=judge_among, now=now)


def _candidates(read: Mapping[UUID, Reading]) -> dict[UUID, set[UUID]]:
    """The other records that share a key with each of these, keys that too many carry left out."""
    of_key: dict[int, set[UUID]] = defaultdict(set)
    most: dict[int, int] = {}
    for record_id, reading in read.items():
        for key in keys_of(reading):
            number = key_number(key)
            of_key[number].add(record_id)
            most[number] = records_max(key)
    carried: dict[int, set[UUID]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(FOUND_UNDER, [list(most), list(most.values())])
        for number, found in cursor.fetchall():
            carried[number].add(found)
    beside: dict[UUID, set[UUID]] = defaultdict(set)
    for number, found in carried.items():
        if len(found) <= most[number]:
            for record_id in of_key[number]:
                beside[record_id] |= found - {record_id}
    return beside


def _without_offices(known: Mapping[UUID, Reading]) -> Mapping[UUID, Reading]:
    """Keeps in mind the contacts that have become an office's with these records, and takes them out (rule M16)."""
    shared = shared_contacts(known.values())
    if not shared:
        return known
    rows = [models.SharedContact(contact_index=contact_index(contact), names=names) for contact, names in shared.items()]
    models.SharedContact.objects.bulk_create(rows, ignore_conflicts=True)
    return {record_id: without_shared(reading, shared.keys()) for record_id, reading in known.items()}


Weighed = tuple[UUID, UUID, float, tuple[int, ...], str]


def _weighed(model: Model, record_ids: Sequence[UUID], beside: Mapping[UUID, set[UUID]], known: Mapping[UUID, Reading]) -> list[Weighed]:
    """Every pair worth keeping: the lower id first, its bits, levels, and the rule where one decided."""
    found: dict[tuple[UUID, UUID], Weighed] = {}
    for record_id in record_ids:
        for other in beside.get(record_id, ()):
            left, right = min(record_id, other), max(record_id, other)
            if (left, right) in found or left not in known or right not in known:
                continue
            pair = weigh_pair(model, known[left], known[right])
            if pair is not None:
                found[left, right] = (left, right, *pair)
    return list(found.values())


def _keep(found: Sequence[Weighed], record_ids: Sequence[UUID], version: int) -> None:
    """Keeps the pairs found, in place of those that these records had before."""
    kept = {(left, right) for left, right, *_ in found}
    before = models.Match.objects.filter(left_id__in=record_ids) | models.Match.objects.filter(right_id__in=record_ids)
    stale = [row for row, left, right in before.values_list("id", "left_id", "right_id") if (left, right) not in kept]
    models.Match.objects.filter(id__in=stale).delete()
    rows = [
        models.Match(
            left_id=left, right_id=right, weight=bits, levels=list(levels), rule=rule, model_version=version, verdict=verdict_of(bits)
        )
        for left, right, bits, levels, rule in found
    ]
    models.Match.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["left_id", "right_id"],
        update_fields=["weight", "levels", "rule", "model_version", "verdict"],
    )
