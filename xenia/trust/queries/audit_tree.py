"""Reads of the audit log's tree: hashes, the newest checkpoint, proofs."""

import base64
from collections.abc import Iterator
from functools import lru_cache

from django.db import connection

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, Invalid, NotFound
from xenia.trust.models.audit import AuditCheckpoint, AuditEntry, AuditLeaf, AuditNode
from xenia.trust.rules import audit as rules
from xenia.trust.rules import merkle
from xenia.trust.types.access import Permission
from xenia.trust.types.audit import Checkpoint, ConsistencyProof, Proof, SealState

AT_TEXT = """to_char("at" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
ENTRY_TEXT = ", ".join(AT_TEXT if name == "at" else f'e."{name}"::text' for name in rules.COLUMNS).replace('"at" AT', 'e."at" AT')
"""The columns of an entry as text, in the order of `rules.COLUMNS`: what `rules.entry_of` takes."""


def perfect_subtree(level: int, place: int) -> bytes:
    """Returns the hash of a perfect subtree, from the nearest level that is kept. Internal to trust, so it takes no actor."""
    kept = level - level % merkle.NODE_LEVELS
    first, count = place << (level - kept), 1 << (level - kept)
    wanted = (first, first + count - 1)
    if kept == 0:
        held = list(AuditLeaf.objects.filter(position__range=wanted).order_by("position").values_list("hash", flat=True))
    else:
        held = list(AuditNode.objects.filter(level=kept, place__range=wanted).order_by("place").values_list("hash", flat=True))
    hashes = [bytes(one) for one in held]
    if len(hashes) != count:
        raise Conflict(
            "audit_tree_damaged",
            f"The audit log's tree lacks {count - len(hashes)} hashes at level {kept}; run xenia audit verify.",
            f"审计日志的树在第 {kept} 层缺少 {count - len(hashes)} 个哈希；请运行 xenia audit verify。",
        )
    return merkle.fold(hashes)


def find_checkpoint(actor: Actor, *, size: int | None = None) -> Checkpoint | None:
    """Returns the newest signed checkpoint, or that of a size; None where there is none."""
    actor.require(Permission.VIEW_AUDIT)
    rows = AuditCheckpoint.objects.select_related("key").order_by("-size")
    row = (rows if size is None else rows.filter(size=size)).first()
    return _checkpoint(row) if row else None


def get_seal_state(actor: Actor) -> SealState:
    """Returns how far the log is sealed, and what waits."""
    actor.require(Permission.VIEW_AUDIT)
    row = AuditCheckpoint.objects.select_related("key").order_by("-size").first()
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT count(*), min(e."at") FROM trust_auditentry e WHERE e.transaction >= %s'
            " AND NOT EXISTS (SELECT FROM trust_auditleaf l WHERE l.entry_id = e.id)",
            [row.horizon if row else 0],
        )
        waiting, since = cursor.fetchone()
    return SealState(row.size if row else 0, waiting, since, _checkpoint(row) if row else None)


def find_proof(actor: Actor, entry_id: int) -> Proof | None:
    """Returns the proof that the entry stands in the log, against the newest checkpoint; None while it waits for the sealer (rule L6).

    Raises NotFound where there is no such entry or the actor does not see its unit.
    """
    actor.require(Permission.VIEW_AUDIT)
    entry = AuditEntry.objects.filter(id=entry_id).values_list("unit_id", flat=True)
    unit_id = entry.first() if entry.exists() else False
    if unit_id is False or not (actor.units is None or unit_id in actor.units):
        raise NotFound(
            "audit_entry_not_found", f"There is no audit entry {entry_id} that you may see.", f"没有您可查看的审计记录 {entry_id}。"
        )
    leaf = AuditLeaf.objects.filter(entry_id=entry_id).first()
    newest = AuditCheckpoint.objects.select_related("key").order_by("-size").first()
    if leaf is None or newest is None:
        return None
    path = merkle.inclusion_path(leaf.position, newest.size, perfect_subtree)
    checkpoint = _checkpoint(newest)
    (row,) = entry_rows(f"WHERE e.id = {int(entry_id)}")
    return Proof(rules.entry_of(row), leaf.position, newest.size, _texts(path), checkpoint.note, checkpoint.verifier)


def get_consistency(actor: Actor, *, old_size: int) -> ConsistencyProof:
    """Returns the proof that the log as it stands begins with its first `old_size` entries as they were (rule L7)."""
    actor.require(Permission.VIEW_AUDIT)
    newest = find_checkpoint(actor)
    size = newest.size if newest else 0
    if newest is None or not 0 < old_size <= size:
        raise Invalid(
            "audit_size_unknown",
            f"The log holds {size:,} sealed entries; give a size from 1 to that, not {old_size:,}.",
            f"日志已封存 {size:,} 条；请给出 1 到该数之间的大小，而不是 {old_size:,}。",
        )
    path = merkle.consistency_path(old_size, size, lru_cache(None)(perfect_subtree))
    return ConsistencyProof(old_size, size, _texts(path), newest.note, newest.verifier)


def entry_rows(condition: str) -> Iterator[tuple[str | None, ...]]:
    """Yields the entries under a condition on `e` (ours, never a caller's) as the text that is hashed. Internal, so it takes no actor."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {ENTRY_TEXT} FROM trust_auditentry e {condition}")  # noqa: S608 - no outside text
        yield from cursor.fetchall()


def _checkpoint(row: AuditCheckpoint) -> Checkpoint:
    verifier = rules.verifier_key(row.key.origin, bytes(row.key.public_key))
    return Checkpoint(row.size, base64.b64encode(bytes(row.root)).decode(), row.note, verifier, row.made_at)


def _texts(hashes: list[bytes]) -> tuple[str, ...]:
    return tuple(base64.b64encode(one).decode() for one in hashes)
