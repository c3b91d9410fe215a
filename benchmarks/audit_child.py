"""What the audit log's benchmark measures in a process of its own: an action with and without an entry, sealing, verifying."""

import time
from datetime import UTC, datetime
from hashlib import sha256
from statistics import quantiles
from typing import Any

MANY = """
INSERT INTO trust_auditentry (at, action, actor_kind, actor_id, actor_name, subject_kind, subject_id, unit_id, purpose, details, request_id)
SELECT now(), 'contact.revealed', 'person', gen_random_uuid(), '', 'record', gen_random_uuid()::text, gen_random_uuid(), 'call_back',
    jsonb_build_object('field', 'phone', 'n', n), md5(n::text) FROM generate_series(1, %s) n
"""


def _begin() -> Any:
    from xenia.host.tables import bring_up_to_date
    from xenia.kernel.actor import product_actor
    from xenia.kernel.texts import Text
    from xenia.trust.actions.people import create_foundations
    from xenia.trust.types.access import Permission

    bring_up_to_date()
    create_foundations(company=Text("基准", "Benchmark"))
    return product_actor("benchmarks", *Permission)


def audit_insert(actions: str) -> dict[str, Any]:
    """The same small action, by turns with an entry of the log and without: its 95th percentile in milliseconds."""
    from django.db import transaction

    from xenia.trust.actions.audit import record
    from xenia.trust.models.people import Unit
    from xenia.trust.types.audit import Subject, SubjectKind

    actor, spent = _begin(), {True: list[float](), False: list[float]()}
    root = Unit.objects.get(parent__isnull=True).id
    begun = time.perf_counter()
    for number in range(2 * int(actions)):
        is_told = number % 2 == 0
        start = time.perf_counter()
        with transaction.atomic():
            Unit.objects.filter(id=root).update(name_en=f"Benchmark {number}")
            if is_told:
                details = {"field": "phone", "unit_id": root}
                record(actor, "unit.renamed", subject=Subject(SubjectKind.UNIT, str(root)), details=details, now=datetime.now(UTC))
        spent[is_told].append((time.perf_counter() - start) * 1000)
    with_entry, without = (quantiles(spent[told], n=20)[18] for told in (True, False))
    return {"rows": 2 * int(actions), "seconds": time.perf_counter() - begun, "with_ms": with_entry, "without_ms": without}


def audit_log(entries: str) -> dict[str, Any]:
    """Seals a log of so many entries, verifies it, and hashes the same bytes once more: seconds of each."""
    from django.db import connection

    from xenia.trust.actions.sealing import seal_entries
    from xenia.trust.queries.audit_check import verify_log
    from xenia.trust.queries.audit_tree import entry_rows
    from xenia.trust.rules.audit import canonical, entry_of

    actor = _begin()
    with connection.cursor() as cursor:
        cursor.execute(MANY, [int(entries)])
        cursor.execute("ANALYZE trust_auditentry")
    begun = time.perf_counter()
    while seal_entries(actor=actor, now=datetime.now(UTC)):
        pass
    sealed = time.perf_counter()
    found = verify_log(actor)
    verified = time.perf_counter()
    texts = [canonical(entry_of(row)) for row in entry_rows("LIMIT 1000")]
    start = time.perf_counter()
    for number in range(int(entries)):
        sha256(texts[number % len(texts)]).digest()
    hashed = time.perf_counter() - start
    return {"rows": int(entries), "seconds": sealed - begun, "verify": verified - sealed, "hash": hashed, "findings": len(found or ())}


VERBS = {"audit_insert": audit_insert, "audit_log": audit_log}
