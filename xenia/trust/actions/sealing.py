"""The sealer: gives committed entries their places in the tree and signs where the log stands (rules L1 to L5)."""

from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection, transaction

from xenia.kernel.actor import Actor
from xenia.kernel.ids import new_id
from xenia.settings import ENV
from xenia.trust.models.audit import AuditCheckpoint, AuditKey, AuditNode
from xenia.trust.queries.audit_check import KEY_FIELD
from xenia.trust.queries.audit_tree import entry_rows, perfect_subtree
from xenia.trust.rules import audit as rules
from xenia.trust.rules import merkle
from xenia.trust.types.access import Permission
from xenia.trust.vault import vault_of

BATCH = 10_000
SEALER = 0x786E69615F6C6F67
"""The sealer's place among PostgreSQL's advisory locks."""


@dataclass(frozen=True)
class _Horizon:
    """Transactions below `number` of the database `cluster` are over: they were committed and are visible, or never will be."""

    number: int
    cluster: str


@transaction.atomic
def seal_entries(*, actor: Actor, now: datetime, limit: int = BATCH) -> int:
    """Seals what is committed and not sealed yet, at most `limit` entries; returns how many. Does nothing where another sealer works.

    The order in the tree is the order of sealing, so a transaction that takes long holds nobody up: its entries come later, and the horizon
    says below which transaction none can come any more.
    """
    actor.require(Permission.VIEW_AUDIT)
    if not _is_only_sealer():
        return 0
    newest = AuditCheckpoint.objects.order_by("-size").first()
    horizon = _horizon()
    is_moved = newest is None or newest.cluster != horizon.cluster  # restored elsewhere: transactions are counted from new
    since = 0 if newest is None or is_moved else newest.horizon
    entries = [rules.entry_of(row) for row in entry_rows(_waiting(since, limit))]
    if not entries:
        return 0
    reached = min(horizon.number, int(entries[-1]["transaction"])) if len(entries) == limit else horizon.number
    size = newest.size if newest else 0
    root = _grow(size, entries)
    key = _key()
    note = rules.Note(key.origin, size + len(entries), root, size, reached, horizon.cluster, now)
    private = vault_of(ENV.key_file).open(bytes(key.private_sealed), field=KEY_FIELD, row=key.id)
    AuditCheckpoint.objects.create(
        size=note.size,
        root=root,
        after=size,
        note=rules.sign(note, Ed25519PrivateKey.from_private_bytes(bytes.fromhex(private))),
        key=key,
        horizon=reached,
        cluster=horizon.cluster,
        made_at=now,
    )
    return len(entries)


def _waiting(since: int, limit: int) -> str:
    """Which entries wait: of transactions that were not over when it was last sealed, and not in the tree."""
    return (
        f"WHERE e.transaction >= {since} AND NOT EXISTS (SELECT FROM trust_auditleaf l WHERE l.entry_id = e.id)"
        f" ORDER BY e.transaction, e.id LIMIT {limit}"
    )


def _is_only_sealer() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SEALER])
        return bool(cursor.fetchone()[0])


def _horizon() -> _Horizon:
    """Read before the entries, each in a statement of its own: what is over by then is visible to the statement that follows."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint, system_identifier::text FROM pg_control_system()")
        return _Horizon(*cursor.fetchone())


def _grow(size: int, entries: list[dict[str, object]]) -> bytes:
    """Appends the leaves and the inner nodes they complete; returns the new root."""
    frontier = merkle.frontier_of(size, perfect_subtree)
    nodes: list[AuditNode] = []
    with connection.cursor() as cursor, cursor.copy("COPY trust_auditleaf (position, entry_id, hash) FROM STDIN") as copy:
        for position, entry in enumerate(entries, start=size):
            leaf = merkle.leaf_hash(rules.canonical(entry))
            copy.write_row((position, entry["id"], leaf))
            nodes += [AuditNode(level=level, place=place, hash=node) for level, place, node in frontier.add(leaf)]
    AuditNode.objects.bulk_create(nodes)
    return frontier.root()


def _key() -> AuditKey:
    """The key that signs; made with the first checkpoint. The log's name is its own, so no two logs are ever taken for each other."""
    key = AuditKey.objects.order_by("-id").first()
    if key is not None:
        return key
    made = Ed25519PrivateKey.generate()
    key_id = new_id()
    return AuditKey.objects.create(
        id=key_id,
        origin=rules.origin_of(key_id),
        public_key=made.public_key().public_bytes_raw(),
        private_sealed=vault_of(ENV.key_file).seal(made.private_bytes_raw().hex(), field=KEY_FIELD, row=key_id),
    )
