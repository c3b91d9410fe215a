"""A pair for the steward's desk, in the company of the browser tests: `python -m tests.e2e.asked FOLDER`.

Runs in the environment of the product that is under test. Safe to repeat.
"""

import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from tests.e2e import company

PATIENCE_SECONDS, STANDS_SECONDS = 60, 4
BUSY = """
SELECT count(*) FROM procrastinate_jobs
WHERE status IN ('todo', 'doing') AND (queue_name IN ('news', 'imports') OR task_name = 'xenia.identity.match_all')
"""


def main(folder: Path) -> None:
    company.main(folder)
    from xenia.connect.models import GuestRecord
    from xenia.identity import models
    from xenia.identity.actions.links import link_records
    from xenia.identity.matching import start
    from xenia.identity.rows import sealed_reading
    from xenia.identity.rules.reading import read_record
    from xenia.identity.rules.weighing import to_document
    from xenia.kernel.actor import product_actor

    wait_for_worker()
    now = datetime.now(UTC)
    records = list(GuestRecord.objects.order_by("record_id")[:2])
    left, right = (row.record_id for row in records)
    link_records(actor=product_actor("tests", "link_records"), record_ids=[left, right], now=now)
    readings = {row.record_id: read_record({"name": row.name, "phone": "13800135678"}, today=now.date()) for row in records}
    for record_id, reading in readings.items():
        kept = {"reading_sealed": sealed_reading(record_id, reading), "content_hash": b"h" * 16}
        models.Reading.objects.update_or_create(record_id=record_id, defaults=kept)
    if not models.MatchModel.objects.exists():
        document = to_document(start(list(readings.values())))
        models.MatchModel.objects.create(version=1, document=document, records=2, trained_at=now, is_current=True)
    found = {"weight": 1.2, "levels": [], "model_version": 1, "verdict": "ask"}
    seen = 0
    while seen < STANDS_SECONDS:  # a run that the worker began before would take the pair away
        _, is_new = models.Match.objects.update_or_create(left_id=left, right_id=right, defaults=found)
        seen = 0 if is_new else seen + 1
        time.sleep(1)


def wait_for_worker() -> None:
    """The worker reads what came in and looks for pairs itself; what is planted before that, it takes away."""
    from django.db import connection

    for _ in range(PATIENCE_SECONDS):
        with connection.cursor() as cursor:
            cursor.execute(BUSY)
            if cursor.fetchone() == (0,):
                return
        time.sleep(1)
    raise TimeoutError("The worker is still busy.")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xenia.settings")
    main(Path(sys.argv[1]))
