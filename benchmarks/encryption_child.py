"""What the benchmarks of encryption run in a process of its own."""

import os
import random
import time
from datetime import UTC, datetime
from typing import Any

START = datetime(2026, 1, 1, tzinfo=UTC)
FIELDS = ("phone", "email", "id_number")
BLOCK = 50_000
LOOKUPS = 2_000


def _contacts(first: int, count: int) -> dict[str, list[str]]:
    """The contact fields of made-up guests, in the form in which an import seals them."""
    return {
        "phone": [f"+86139{n:08d}" for n in range(first, first + count)],
        "email": [f"guest.{n}@example.com" for n in range(first, first + count)],
        "id_number": [f"PASSPORT CN E{n:08d}" for n in range(first, first + count)],
    }


def seal(guests: str) -> dict[str, Any]:
    """Each contact field sealed for its row and indexed, as an import does it, on one core."""
    from xenia.kernel.ids import new_id
    from xenia.settings import ENV
    from xenia.trust.vault import vault_of

    vault, seconds = vault_of(ENV.key_file), 0.0
    for first in range(0, int(guests), BLOCK):
        count = min(BLOCK, int(guests) - first)
        ids, contacts = [new_id() for _ in range(count)], _contacts(first, count)
        begun = time.perf_counter()
        for name in FIELDS:
            field, values = f"connect.guest_record.{name}", contacts[name]
            vault.seals(values, field=field, rows=ids)
            vault.indexes(values, field=field)
        seconds += time.perf_counter() - begun
    return {"rows": int(guests) * len(FIELDS), "seconds": seconds}


def raw(guests: str) -> dict[str, Any]:
    """The limit: the same number of AES-256-GCM encryptions and keyed BLAKE2b hashes of the same values, and nothing else."""
    from hashlib import blake2b

    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    encrypt, nonce, bound, key = AESGCM(os.urandom(32)).encrypt, os.urandom(12), os.urandom(60), os.urandom(32)
    seconds = 0.0
    for first in range(0, int(guests), BLOCK):
        values = [value.encode() for held in _contacts(first, min(BLOCK, int(guests) - first)).values() for value in held]
        begun = time.perf_counter()
        for value in values:
            encrypt(nonce, value, bound)
            blake2b(value, key=key, digest_size=16).digest()
        seconds += time.perf_counter() - begun
    return {"rows": int(guests) * len(FIELDS), "seconds": seconds}


def lookup(guests: str) -> dict[str, Any]:
    """Guests stored by the import's own way, then found by phone as at the front desk; beside it the bare SELECT of the same index."""
    from django.db import connection

    from benchmarks.child import open_source
    from xenia.connect.queries.guests import list_guests
    from xenia.connect.types.guests import GuestFilter
    from xenia.settings import ENV
    from xenia.trust.vault import vault_of

    actor, source_id = open_source()
    _store(source_id, int(guests))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE connect_guestrecord")
    chosen = random.Random(1).choices(range(int(guests)), k=LOOKUPS)
    numbers = [f"+86139{n:08d}" for n in chosen]
    ours = [_timed(lambda number=number: len(list_guests(actor, where=GuestFilter(text=number), size=8).items)) for number in numbers]
    indexes = vault_of(ENV.key_file).indexes(numbers, field="connect.guest_record.phone")
    bare = [_timed(lambda index=index: _bare(connection, index)) for index in indexes]
    return {"rows": LOOKUPS, "seconds": sum(ours), "p95_ms": _p95(ours) * 1000, "bare_p95_ms": _p95(bare) * 1000}


def _store(source_id: Any, guests: int) -> None:
    from django.db import transaction

    from xenia.connect.actions.people import RecordScope, resolve_records, write_records
    from xenia.kernel.ids import new_id

    scope = RecordScope(source_id, new_id(), new_id(), START, "CN")
    for first in range(0, guests, BLOCK):
        count = min(BLOCK, guests - first)
        contacts, keys = _contacts(first, count), [f"G{n}" for n in range(first, first + count)]
        marks = {"order_at": START, "content_hash": b"c" * 16, "row_number": 2, "id_type": None, "id_country": None}
        rows = [
            {"guest_key": key, **marks, **{name: contacts[name][place] for name in FIELDS}, "name": f"客人{first + place}"}
            for place, key in enumerate(keys)
        ]
        with transaction.atomic():
            write_records(scope, rows, resolve_records(scope, keys), START)


def _bare(connection: Any, index: bytes) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT record_id FROM connect_guestrecord WHERE phone_index = %s", [index])
        return len(cursor.fetchall())


def _timed(asked: Any) -> float:
    begun = time.perf_counter()
    if asked() != 1:
        raise SystemExit("a guest was not found by their phone")
    return time.perf_counter() - begun


def _p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


VERBS = {"seal": seal, "raw": raw, "lookup": lookup}
