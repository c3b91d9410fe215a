"""Verification of the whole audit log: every entry hashed again, every tree grown again, every signature checked (rule L8)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection

from xenia.kernel.actor import Actor
from xenia.settings import ENV
from xenia.trust.keyring.masters import VaultFault
from xenia.trust.models.audit import AuditCheckpoint, AuditKey, AuditLeaf, AuditNode
from xenia.trust.queries.audit_tree import ENTRY_TEXT
from xenia.trust.rules import audit as rules
from xenia.trust.rules.audit_findings import finding
from xenia.trust.rules.merkle import Frontier, leaf_hash
from xenia.trust.types.access import Permission
from xenia.trust.types.audit import LogFinding
from xenia.trust.vault import vault_of

CHUNK = 50_000
FINDINGS_MAX = 50
GONE = (None,) * len(rules.COLUMNS)
"""The columns of an entry that is no longer there."""
KEY_FIELD = "trust.audit_key.private"

Progress = Callable[[int, int], bool]
"""Told `(checked, total)` after each chunk; False stops the verification."""


@dataclass
class _Check:
    """Where a verification stands. `is_broken`: a leaf is missing, so no root beyond it can be right and none is compared."""

    frontier: Frontier = field(default_factory=Frontier)
    nodes: dict[tuple[int, int], bytes] = field(default_factory=dict)
    findings: list[LogFinding] = field(default_factory=list)
    is_broken: bool = False
    is_cut: bool = False
    """Whether the last leaves that were looked for are not there."""
    proven: int = 0
    """How many leaves the last good checkpoint covers."""
    checked: int = 0
    first_entry: int | None = None
    """The first entry after the last good checkpoint."""

    def find(self, code: str, **about: Any) -> None:
        if len(self.findings) < FINDINGS_MAX:
            self.findings.append(finding(code, **about))


def verify_log(actor: Actor, *, given: str | None = None, progress: Progress = lambda checked, total: True) -> list[LogFinding] | None:
    """Returns what is wrong with the log, the first bad entry first; nothing where all is well, None where it was stopped.

    `given` is a signed checkpoint that was handed out earlier: with it a log that was cut and signed anew is found, too.
    """
    actor.require(Permission.VIEW_AUDIT)
    newest = AuditCheckpoint.objects.order_by("-size").first()
    total = newest.size if newest else 0
    check = _Check(nodes={(level, place): bytes(hash_) for level, place, hash_ in AuditNode.objects.values_list("level", "place", "hash")})
    verifiers = _verifiers(check)
    handed = _handed(given, verifiers, check)
    for first in range(0, total, CHUNK):
        last = min(first + CHUNK, total)
        stops = _checkpoints(first, last, verifiers, check)
        if handed is not None and first < handed.size <= last:
            stops.setdefault(handed.size, handed.root)
            if stops[handed.size] != handed.root:
                check.find("checkpoint_differs", size=handed.size)
        _check_leaves(first, last, stops, check)
        if not progress(last, total):
            return None
    if check.is_cut and check.proven < check.frontier.size:  # one taken out and the rest moved up looks like a cut: both are told
        check.find("tree_changed", position=check.proven, last_position=total - 1, entry_id=check.first_entry)
    if handed is not None and handed.size > total:
        check.find("log_cut", position=total, size=handed.size)
    _check_rest(newest, check)
    return sorted(check.findings, key=lambda one: (one.first_position is None, one.first_position or 0))


def _verifiers(check: _Check) -> dict[UUID, str]:
    """The verifier of each key; a key whose public half does not belong to the private one the vault holds was put in its place."""
    verifiers = {}
    for key in AuditKey.objects.all():
        try:
            private = vault_of(ENV.key_file).open(bytes(key.private_sealed), field=KEY_FIELD, row=key.id)
            fits = rules.public_key_of(bytes.fromhex(private)) == bytes(key.public_key) and key.origin == rules.origin_of(key.id)
        except (VaultFault, ValueError):
            fits = False
        if not fits:
            check.find("key_changed", key=str(key.id))
        verifiers[key.id] = rules.verifier_key(key.origin, bytes(key.public_key))
    return verifiers


def _handed(given: str | None, verifiers: Mapping[UUID, str], check: _Check) -> rules.Note | None:
    if given is None:
        return None
    note = next((read for verifier in verifiers.values() if (read := rules.read_note(given, verifier))), None)
    if note is None:
        check.find("checkpoint_foreign")
    return note


def _checkpoints(first: int, last: int, verifiers: Mapping[UUID, str], check: _Check) -> dict[int, bytes]:
    """The roots that the checkpoints of a range of sizes sign; one that is not signed, or says something else than its row, is found."""
    roots = {}
    before = AuditCheckpoint.objects.filter(size__lte=first).order_by("-size").values_list("size", flat=True).first() or 0
    for row in AuditCheckpoint.objects.filter(size__gt=first, size__lte=last).order_by("size"):
        note = rules.read_note(row.note, verifiers.get(row.key_id, ""))
        told = (row.size, bytes(row.root), row.after, row.horizon, row.cluster, row.made_at)
        if note is None or (note.size, note.root, note.after, note.horizon, note.cluster, note.at) != told:
            check.find("checkpoint_unsigned", size=row.size)
        elif note.after != before:
            check.find("checkpoint_missing", after=before, size=row.size)
        if note is not None:
            roots[note.size] = note.root
        before = row.size
    return roots


def _check_leaves(first: int, last: int, stops: Mapping[int, bytes], check: _Check) -> None:
    expected = first
    for position, entry_id, held, row in _leaves(first, last):
        if position != expected:
            _miss(expected, position - 1, check)
        expected = position + 1
        check.first_entry = check.first_entry if check.first_entry is not None else entry_id
        if row[0] is None:
            check.find("entry_missing", position=position, entry_id=entry_id)
        elif leaf_hash(rules.canonical(rules.entry_of(row))) != held:
            check.find("entry_changed", position=position, entry_id=entry_id)
        if not check.is_broken:
            _grow(held, stops, check)
    check.is_cut = expected != last
    if expected != last:
        _miss(expected, last - 1, check)


def _miss(first: int, last: int, check: _Check) -> None:
    check.find("leaf_missing", position=first, last_position=last)
    check.is_broken = True


def _grow(leaf: bytes, stops: Mapping[int, bytes], check: _Check) -> None:
    """Adds the leaf to the tree, and compares the inner nodes it completes and the root, where a checkpoint stands."""
    for level, place, node in check.frontier.add(leaf):
        if check.nodes.pop((level, place), None) != node:
            check.find("node_changed", position=place << level, last_position=((place + 1) << level) - 1)
    size = check.frontier.size
    if size in stops:
        if stops[size] != check.frontier.root():
            check.find("tree_changed", position=check.proven, last_position=size - 1, entry_id=check.first_entry)
            check.is_broken = True
        check.proven, check.first_entry = size, None


def _leaves(first: int, last: int) -> Iterator[tuple[int, int, bytes, tuple[str | None, ...]]]:
    """Yields position, entry id, hash and the entry's columns as text (all None where it is gone), by position.

    Two reads by key rather than a join, which would go through all entries for each range of leaves.
    """
    wanted = AuditLeaf.objects.filter(position__gte=first, position__lt=last)
    leaves = list(wanted.order_by("position").values_list("position", "entry_id", "hash"))
    with connection.cursor() as cursor:
        ids = [entry_id for _, entry_id, _ in leaves]
        cursor.execute(f"SELECT e.id, {ENTRY_TEXT} FROM trust_auditentry e WHERE e.id = ANY(%s)", [ids])  # noqa: S608 - no outside text
        entries = {row[0]: row[1:] for row in cursor.fetchall()}
    for position, entry_id, held in leaves:
        yield position, entry_id, bytes(held), entries.get(entry_id, GONE)


def _check_rest(newest: AuditCheckpoint | None, check: _Check) -> None:
    """What stands beside the tree: leaves nobody signed, inner nodes of no leaves, entries that should be in the tree and are not."""
    if check.nodes and not check.is_broken:
        level, place = min(check.nodes)
        check.find("node_changed", position=place << level, last_position=((place + 1) << level) - 1)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT position, entry_id FROM trust_auditleaf"
            " WHERE position >= (SELECT coalesce(max(size), 0) FROM trust_auditcheckpoint) OR position < 0 ORDER BY position LIMIT 1"
        )
        for position, entry_id in cursor.fetchall():
            check.find("leaf_unsigned", position=position, entry_id=entry_id)
        if newest is None:
            return
        cursor.execute(
            "SELECT e.id FROM trust_auditentry e, pg_control_system() WHERE e.transaction < %s AND system_identifier::text = %s"
            " AND NOT EXISTS (SELECT FROM trust_auditleaf l WHERE l.entry_id = e.id) ORDER BY e.id LIMIT %s",
            [newest.horizon, newest.cluster, FINDINGS_MAX],
        )
        for (entry_id,) in cursor.fetchall():
            check.find("entry_inserted", entry_id=entry_id)
