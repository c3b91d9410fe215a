"""Making guests of records: links are rewritten from the evidence and from what people said (rules M35 to M38). Nothing else moves."""

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from xenia.identity.rules.clustering import Edge, Judge, make_clusters
from xenia.identity.rules.moves import moved_of
from xenia.identity.types import GUEST_SPLIT, GUESTS_MERGED, Moved
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict
from xenia.news.publish import publish
from xenia.trust.actions.guest_groups import regroup_guests
from xenia.trust.types.access import Permission

JudgeAmong = Callable[[Sequence[UUID]], Judge[UUID]]
"""Reads what is needed of these records once, and judges groups of them."""
LINKS = "link_records"
IN_A_NEWS = 500
TRIES = 20
BATCH_RECORDS = 10_000
REACHED = """
WITH RECURSIVE reached(record_id) AS (
    SELECT unnest(%s::uuid[])
    UNION
    SELECT beside.record_id FROM reached r CROSS JOIN LATERAL (
        SELECT right_id FROM identity_match WHERE left_id = r.record_id AND verdict <> 'ask'
        UNION ALL SELECT left_id FROM identity_match WHERE right_id = r.record_id AND verdict <> 'ask'
        UNION ALL SELECT right_id FROM identity_decision WHERE left_id = r.record_id AND said = 'same' AND undone_at IS NULL
        UNION ALL SELECT left_id FROM identity_decision WHERE right_id = r.record_id AND said = 'same' AND undone_at IS NULL
        UNION ALL SELECT record_id FROM identity_guestlink
        WHERE guest_id = (SELECT own.guest_id FROM identity_guestlink own WHERE own.record_id = r.record_id)
    ) beside(record_id)
)
SELECT record_id FROM reached ORDER BY record_id
"""
"""Every record that evidence, a person's word or a common guest leads to from these, at any distance."""
BY_INDEX, AS_BEFORE = "SET LOCAL enable_seqscan = off", "SET LOCAL enable_seqscan = on"
"""Where the planner believes the tables to be small it would read them whole for each record, and a thousand records take minutes."""
LOCK = "SELECT record_id, guest_id, home_id FROM identity_guestlink WHERE record_id = ANY(%s) ORDER BY record_id FOR UPDATE"
EDGES = "SELECT left_id, right_id, weight FROM identity_match WHERE left_id = ANY(%s) AND verdict <> 'ask'"
DECIDED = "SELECT left_id, right_id, said FROM identity_decision WHERE left_id = ANY(%s) AND undone_at IS NULL"
TORN = """
UPDATE identity_match AS pair SET verdict = now.verdict
FROM (
    SELECT m.id, CASE WHEN refused.left_id IS NULL THEN 'same' ELSE 'torn' END AS verdict FROM identity_match m
    LEFT JOIN unnest(%s::uuid[], %s::uuid[]) AS refused(left_id, right_id) USING (left_id, right_id)
    WHERE m.left_id = ANY(%s) AND m.verdict <> 'ask'
) AS now
WHERE pair.id = now.id AND pair.verdict <> now.verdict
"""
"""Pairs that are strong enough and joined nothing are torn: a steward is asked (rule M30)."""
MOVE = """
UPDATE identity_guestlink AS link SET guest_id = moved.guest_id, valid_from = %s
FROM unnest(%s::uuid[], %s::uuid[]) AS moved(record_id, guest_id) WHERE link.record_id = moved.record_id
"""
NUMBERED = """
DROP TABLE IF EXISTS numbered_record;
CREATE TEMP TABLE numbered_record AS
SELECT record_id, guest_id, (row_number() OVER (ORDER BY record_id) - 1)::int AS place FROM identity_guestlink;
CREATE UNIQUE INDEX ON numbered_record (record_id); CREATE UNIQUE INDEX ON numbered_record (place); ANALYZE numbered_record
"""
JOINED = """
COPY (
    SELECT l.place, r.place FROM identity_match m
    JOIN numbered_record l ON l.record_id = m.left_id JOIN numbered_record r ON r.record_id = m.right_id WHERE m.verdict <> 'ask'
    UNION ALL
    SELECT l.place, r.place FROM identity_decision d
    JOIN numbered_record l ON l.record_id = d.left_id JOIN numbered_record r ON r.record_id = d.right_id
    WHERE d.said = 'same' AND d.undone_at IS NULL
    UNION ALL
    SELECT place, first FROM (SELECT place, min(place) OVER (PARTITION BY guest_id) AS first FROM numbered_record) AS mates
    WHERE place <> first
) TO STDOUT
"""


@dataclass(frozen=True)
class Progress:
    """After a part of all: how many of the records that stand in some pair were looked at, of how many, and what changed with this part."""

    done: int
    total: int
    moved: Moved


@dataclass(frozen=True)
class _Link:
    guest_id: UUID
    home_id: UUID


def recluster(*, actor: Actor, record_ids: Sequence[UUID], judge_among: JudgeAmong, now: datetime) -> Moved:
    """Makes the guests of these records, and of all that are connected with them, anew; returns what changed. Safe to repeat.

    A record that has no link yet is nobody and is left out. Consents follow in the same transaction, and news tells the other modules.
    """
    _require(actor)
    if not record_ids:
        return Moved()
    with transaction.atomic():
        links = _locked(record_ids)
        return _settle(actor, links, judge_among, now)


def recluster_all(*, actor: Actor, judge_among: JudgeAmong, now: datetime) -> Iterator[Progress]:
    """Makes all guests anew, some thousand records at a time, each part in a transaction of its own; yields after each.

    Records are held as numbers while they are put together: a million take some ten megabytes.
    """
    _require(actor)
    with connection.cursor() as cursor:
        cursor.execute(NUMBERED)
        cursor.execute("SELECT count(*) FROM numbered_record")
        roots = _roots(int(cursor.fetchone()[0]))
    total, done = len(roots) + sum(map(len, roots.values())), 0
    for places in _batches(roots):
        with connection.cursor() as cursor:
            cursor.execute("SELECT record_id FROM numbered_record WHERE place = ANY(%s)", [places])
            record_ids = [row[0] for row in cursor.fetchall()]
        done += len(record_ids)
        yield Progress(done, total, recluster(actor=actor, record_ids=record_ids, judge_among=judge_among, now=now))


def _require(actor: Actor) -> None:
    if not actor.may(Permission.RESOLVE_GUESTS):
        actor.require(LINKS)


def _roots(count: int) -> dict[int, list[int]]:
    """The records that stand in some pair, by the first record of what they are connected with: union-find over places."""
    parent = array("i", range(count))

    def root(place: int) -> int:
        while parent[place] != place:
            parent[place] = parent[parent[place]]
            place = parent[place]
        return place

    with connection.cursor() as cursor, cursor.copy(JOINED) as copy:
        for left, right in copy.rows():
            first, second = root(int(left)), root(int(right))
            if first != second:
                parent[max(first, second)] = min(first, second)
    members: dict[int, list[int]] = defaultdict(list)
    for place in range(count):
        if parent[place] != place:
            members[root(place)].append(place)
    return members


def _batches(members: Mapping[int, Sequence[int]]) -> Iterator[list[int]]:
    """Whole components, together some thousand records."""
    batch: list[int] = []
    for first, others in members.items():
        batch += [first, *others]
        if len(batch) >= BATCH_RECORDS:
            yield batch
            batch = []
    if batch:
        yield batch


def _locked(record_ids: Sequence[UUID]) -> dict[UUID, _Link]:
    """The links of everything connected with the records, locked in the order of records, so that no two wait for each other.

    Who waited may find more connected than before: the locks are given back and taken anew for all of it.
    """
    wanted = _reached(record_ids)
    for _ in range(TRIES):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(LOCK, [wanted])
                links = {record_id: _Link(guest_id, home_id) for record_id, guest_id, home_id in cursor.fetchall()}
                reached = _reached(record_ids)
                if set(reached) <= set(wanted):
                    return links
                raise _Grown
        except _Grown:
            wanted = reached
    raise Conflict(
        "guests_busy",
        f"{len(wanted)} records are being put together by others at this moment; try again in a minute.",
        f"有 {len(wanted)} 条记录正在被其他操作整理；请一分钟后再试。",
    )


class _Grown(Exception):
    """More is connected than what was locked."""


def _reached(record_ids: Sequence[UUID]) -> list[UUID]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(BY_INDEX)
        cursor.execute(REACHED, [list(record_ids)])
        found = [row[0] for row in cursor.fetchall()]
        cursor.execute(AS_BEFORE)
        return found


def _settle(actor: Actor, links: Mapping[UUID, _Link], judge_among: JudgeAmong, now: datetime) -> Moved:
    """Writes the guest of each locked record, and tells who must know."""
    after = _guests_of(links, judge_among)
    before = {record_id: link.guest_id for record_id, link in links.items()}
    changed = [record_id for record_id, guest_id in after.items() if before[record_id] != guest_id]
    if not changed:
        return Moved()
    with connection.cursor() as cursor:
        cursor.execute(MOVE, [now, changed, [after[record_id] for record_id in changed]])
    homes = {links[record_id].home_id: (before[record_id], after[record_id]) for record_id in links}
    touched = {guest_id for record_id in changed for guest_id in (before[record_id], after[record_id])}
    concerned = {home: ids for home, ids in homes.items() if touched & set(ids)}
    regroup_guests(actor=actor, guests={home: guest_id for home, (_, guest_id) in concerned.items()}, now=now)
    moved = moved_of(concerned, len(changed))
    _tell(moved, now)
    return moved


def _guests_of(links: Mapping[UUID, _Link], judge_among: JudgeAmong) -> dict[UUID, UUID]:
    """The guest of each record: the home of the earliest record of its cluster (rule M35)."""
    records = list(links)
    with connection.cursor() as cursor:
        cursor.execute(EDGES, [records])
        edges = [Edge(left, right, weight) for left, right, weight in cursor.fetchall() if right in links]
        cursor.execute(DECIDED, [records])
        said = [row for row in cursor.fetchall() if row[1] in links]
    same = [(left, right) for left, right, word in said if word == "same"]
    different = [(left, right) for left, right, word in said if word == "different"]
    guests = {record_id: link.home_id for record_id, link in links.items()}
    if edges or same:
        made = make_clusters(edges, judge=judge_among(records), same=same, different=different)
        for part in made.parts:
            guests |= dict.fromkeys(part, links[min(part)].home_id)
        _note_torn(records, made.refused)
    return guests


def _note_torn(records: Sequence[UUID], refused: Sequence[Edge[UUID]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(TORN, [[edge.left for edge in refused], [edge.right for edge in refused], list(records)])


def _tell(moved: Moved, now: datetime) -> None:
    for first in range(0, len(moved.merges), IN_A_NEWS):
        part = moved.merges[first : first + IN_A_NEWS]
        payload = [{"guest_id": str(one.guest_id), "former_ids": [str(former) for former in one.former_ids]} for one in part]
        publish(GUESTS_MERGED, {"merges": payload}, now=now)
    for first in range(0, len(moved.splits), IN_A_NEWS):
        parted = moved.splits[first : first + IN_A_NEWS]
        payload = [{"guest_id": str(one.guest_id), "parted_ids": [str(id_) for id_ in one.parted_ids]} for one in parted]
        publish(GUEST_SPLIT, {"splits": payload}, now=now)
