"""Lists that were shown to a guest, clicked and booked, in the company of the browser tests: `python -m tests.e2e.shown FOLDER`.

Runs in the environment of the product that is under test. Safe to repeat.
"""

import json
import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.e2e import company

ANALYST, GUEST = "meng.fan@example.com", "王小明"
CITIES = ("京都", "札幌", "东京", "奈良")
LISTS, CLICKED, BOOKED, NEW = 60, 15, 12, 5
"""So many lists whose thirty days are over, of which the fourth place was clicked and booked so often; and so many new ones."""


def main(folder: Path) -> None:
    company.main(folder)
    from xenia.kernel.actor import product_actor
    from xenia.trust.actions.people import create_person
    from xenia.trust.queries.people import find_user_id, list_units
    from xenia.trust.types.access import NewPerson, Permission

    actor = product_actor("tests", *Permission)
    if find_user_id(ANALYST) is not None:
        return
    root = next(unit.code for unit in list_units(actor) if unit.parent_id is None)
    create_person(actor=actor, person=NewPerson(ANALYST, "孟凡", company.PASSWORD, ("analyst",), (root,)))
    show_lists(datetime.now(UTC))


def show_lists(now: datetime) -> None:
    """The lists as a run wrote them, logged as the website and the guest page log them, some time ago."""
    from xenia.connect.models import GuestRecord
    from xenia.identity.models import GuestLink
    from xenia.kernel.actor import product_actor
    from xenia.kernel.ids import new_id
    from xenia.recommend.actions.shown import log_click, log_impressions
    from xenia.recommend.models import Booked, GuestList, ListRun
    from xenia.recommend.models import Impression as Row
    from xenia.recommend.types import Impression, Surface
    from xenia.trust.types.access import Permission

    actor = product_actor("tests", *Permission)
    record = GuestRecord.objects.filter(name=GUEST).order_by("record_id")[0].record_id
    guest = GuestLink.objects.get(record_id=record).guest_id
    run = ListRun.objects.create(state="done", version_number=1, as_of=now, guests=1, ordered_at=now, ended_at=now)
    items = [[city, 0.2, 0.5 if city == CITIES[-1] else 1.0, []] for city in CITIES]
    GuestList.objects.create(run_id=run.id, guest_id=guest, items=json.dumps(items))
    shown = [Impression(new_id(), guest, Surface.WEBSITE if n % 3 else Surface.GUEST_PAGE, CITIES) for n in range(LISTS + NEW)]
    log_impressions(actor=actor, shown=shown, now=now)
    for one in shown[:CLICKED]:
        log_click(actor=actor, impression_id=one.id, city=CITIES[-1], now=now)
    for number, one in enumerate(shown[:LISTS]):
        Row.objects.filter(id=one.id).update(shown_at=now - timedelta(days=40, hours=number))
    Booked.objects.bulk_create(
        [Booked(impression_id=one.id, guest_id=guest, city=CITIES[-1], booked_at=now - timedelta(days=20)) for one in shown[:BOOKED]]
    )


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xenia.settings")
    main(Path(sys.argv[1]))
