"""What `trust_consent` measures, in a process of its own: a million guests, most of whom said something about text messages."""

import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

LOOK_UPS = 2_000
FILL = """
INSERT INTO trust_currentconsent (purpose_id, channel, guest_id, said, notice_version, decided_at, expires_at, decision_id)
SELECT 'marketing', 'sms', id, CASE WHEN n %% 10 < 6 THEN 'given' WHEN n %% 10 < 8 THEN 'refused' ELSE 'withdrawn' END, 1, %s::timestamptz,
    CASE WHEN n %% 10 < 6 THEN %s::timestamptz + make_interval(days => (n %% 500)::int) END, gen_random_uuid()
FROM consent_guest WHERE n %% 10 < 8 OR n %% 20 = 9
"""


def consent(guests: str) -> dict[str, Any]:
    """Fills the table, then times one look-up, its peer, a pass over all guests, and its peer."""
    from benchmarks.child import START, open_source
    from xenia.trust.queries.consent import may, may_many
    from xenia.trust.types.consent import Channel

    actor, _ = open_source()
    ids = _fill(int(guests))
    now = START + timedelta(days=100)
    chosen = [UUID(one) for one in ids.to_pylist()[:: max(1, len(ids) // LOOK_UPS)]]
    one = _milliseconds(lambda guest: may(actor, guest, "marketing", Channel.SMS, now=now), chosen)
    peer = _milliseconds(_select, chosen)
    begun = time.perf_counter()
    many = may_many(actor, ids, "marketing", Channel.SMS, now=now)
    many_seconds = time.perf_counter() - begun
    begun = time.perf_counter()
    _join()
    join_seconds = time.perf_counter() - begun
    assert sum(many.counts.values()) == len(ids)
    return {
        "rows": len(ids), "seconds": many_seconds, "many_seconds": many_seconds, "join_seconds": join_seconds,
        "may_ms": statistics.quantiles(one, n=20)[18], "may_median_ms": statistics.median(one), "select_ms": statistics.median(peer),
    }  # fmt: skip


def _fill(guests: int) -> Any:
    import pyarrow as pa
    from django.db import connection

    from benchmarks.child import START

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE consent_guest AS SELECT n, gen_random_uuid() AS id FROM generate_series(1, %s) AS n", [guests])
        cursor.execute(FILL, [START, START])
        cursor.execute("ANALYZE trust_currentconsent; ANALYZE consent_guest")
        cursor.execute("SELECT id::text FROM consent_guest")
        return pa.array([row[0] for row in cursor.fetchall()])


def _milliseconds(call: Callable[[UUID], Any], guests: list[UUID]) -> list[float]:
    taken = []
    for guest in guests:
        begun = time.perf_counter()
        call(guest)
        taken.append((time.perf_counter() - begun) * 1_000)
    return taken


def _select(guest: UUID) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT said FROM trust_currentconsent WHERE purpose_id = 'marketing' AND channel = 'sms' AND guest_id = %s", [guest]
        )  # fmt: skip
        cursor.fetchone()


def _join() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM consent_guest g LEFT JOIN trust_currentconsent c ON c.purpose_id = 'marketing' AND c.channel = 'sms' "
            "AND c.guest_id = g.id WHERE c.said = 'given' AND c.expires_at > now()"
        )
        cursor.fetchone()
