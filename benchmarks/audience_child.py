"""What the benchmark of audiences does in a process of its own: a company with a snapshot, and definitions tried on it as a screen does."""

import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.insight_company import AS_OF, LINKS

NOW = datetime.fromisoformat(AS_OF) + timedelta(hours=1)
ROUNDS = 40
LINKED = """
INSERT INTO identity_guestlink (record_id, guest_id, home_id, valid_from)
SELECT record_id::uuid, guest_id::uuid, record_id::uuid, now() - interval '400 days' FROM told
"""


def audience_company(folder: str) -> dict[str, Any]:
    """The links of the company in PostgreSQL, and the snapshot of the night, as the worker makes it."""
    import pyarrow.parquet as pq
    from django.db import connection
    from pyarrow import csv

    from xenia.host.tables import bring_up_to_date
    from xenia.insight.actions.snapshots import MAKING, order_snapshot, perform_snapshot
    from xenia.kernel.actor import product_actor
    from xenia.trust.types.access import Permission

    bring_up_to_date()
    begun = time.perf_counter()
    links = f"{folder}/links.csv"
    csv.write_csv(pq.read_table(f"{folder}/{LINKS}"), links, csv.WriteOptions(include_header=False))
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE told (record_id text, guest_id text)")
        with cursor.copy("COPY told FROM STDIN (FORMAT csv)") as copied:
            copied.write(Path(links).read_bytes())
        cursor.execute("INSERT INTO identity_guest SELECT record_id::uuid FROM told")
        cursor.execute(LINKED)
        cursor.execute("ANALYZE")
    actor = product_actor("benchmarks", *Permission, MAKING)
    run = order_snapshot(actor=actor, is_full=True, now=NOW - timedelta(hours=1))
    perform_snapshot(actor=actor, snapshot_id=run, clock=lambda: NOW)
    return {"rows": 0, "seconds": time.perf_counter() - begun}


VERBS = {"audience_company": audience_company}
