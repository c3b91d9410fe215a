"""Three pairs of namesakes for the steward's desk, beside the one of `tests.e2e.asked`: `python -m tests.e2e.asked_many FOLDER`.

Runs in the environment of the product that is under test. Safe to repeat.
"""

import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from tests.e2e import asked, company

NAMESAKES = ("周子涵", "张伟", "刘洋")
WEIGHT = 1.2
"""Just below what joins by itself: guests are made anew from weights whenever somebody decides."""
CONTACTS = (("138662{0}104", "old{0}@example.com"), ("1597{0}74138", "q7x{0}@example.org"))
"""Nothing alike, or the matcher would join namesakes of a rare name by itself."""
FILE = "member_id,name,mobile,email\n" + "".join(
    f"M7771{place}{number},{name},{phone.format(place)}2,{mail.format(place)}\n"
    for place, name in enumerate(NAMESAKES)
    for number, (phone, mail) in enumerate(CONTACTS)
)


def main(folder: Path) -> None:
    asked.main(folder)
    from xenia.connect.actions.loading import LoadOrder, load_file
    from xenia.connect.models import GuestRecord, Source
    from xenia.identity import models
    from xenia.identity.actions.links import link_records
    from xenia.kernel.actor import product_actor
    from xenia.trust.types.access import Permission

    path = folder / "namesakes.csv"
    path.write_text(FILE, encoding="utf-8")
    order = LoadOrder(path, Source.objects.get(code="members").id, document=company.MAPPING)
    load_file(actor=product_actor("tests", *Permission), order=order, clock=lambda: datetime.now(UTC))
    pairs = [tuple(GuestRecord.objects.filter(name=name).order_by("record_id").values_list("record_id", flat=True)) for name in NAMESAKES]
    records = [record_id for pair in pairs for record_id in pair]
    link_records(actor=product_actor("tests", "link_records"), record_ids=records, now=datetime.now(UTC))
    for _ in range(asked.PATIENCE_SECONDS):  # until the worker has read them: what is planted before that, it takes away
        if models.Reading.objects.filter(record_id__in=records).count() == len(records):
            break
        time.sleep(1)
    asked.wait_for_worker()
    found = {"weight": WEIGHT, "levels": [], "model_version": 1, "verdict": "ask"}
    seen = 0
    while seen < asked.STANDS_SECONDS:  # as for the first pair
        made = [models.Match.objects.update_or_create(left_id=left, right_id=right, defaults=found)[1] for left, right in pairs]
        seen = 0 if any(made) else seen + 1
        time.sleep(1)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xenia.settings")
    main(Path(sys.argv[1]))
