"""An analyst, a guest who stays away, and a model that says so, in the company of the browser tests: `python -m tests.e2e.analysed FOLDER`.

A training that nobody works off waits in the register. Runs in the environment of the product that is under test. Safe to repeat.
"""

import os
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.e2e import company

ANALYST, GUEST, WAITING = "gu.qing@example.com", "王小明", "premium"
RHYTHM_DAYS, SILENT_DAYS, BOOKINGS = 40, 120, 6
PATIENCE_SECONDS = 60


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
    create_person(actor=actor, person=NewPerson(ANALYST, "顾清", company.PASSWORD, ("analyst",), (root,)))
    now = datetime.now(UTC)
    stay_away(now)
    say_who_is_leaving(now)
    let_one_wait(now)


def stay_away(now: datetime) -> None:
    """The guest booked every forty days, and not once since."""
    from tests.insight.planted import add, booking
    from xenia.connect.models import GuestRecord
    from xenia.lake.engine import default_lake

    record = str(GuestRecord.objects.filter(name=GUEST).order_by("record_id")[0].record_id)  # other tests bring in namesakes
    days = [now - timedelta(days=SILENT_DAYS + number * RHYTHM_DAYS) for number in range(BOOKINGS)]
    rows = [booking(f"away {at:%F}", 0, booker_id=record, booked_at=at, said=at, came=at, starts_on=at.date()) for at in days]
    add(default_lake(), "booking_versions", *rows)


def say_who_is_leaving(now: datetime) -> None:
    """Trained, published and scored here and at once: the worker finds each run over when it comes to it."""
    from dataclasses import replace

    from django.db import transaction

    from tests.insight.test_leaving_desk import trained  # looks at silence alone: two guests are too few to learn from
    from xenia.insight.actions.model_runs import order_scoring, order_training
    from xenia.insight.actions.scoring import perform_scoring
    from xenia.insight.actions.snapshots import order_snapshot, perform_snapshot
    from xenia.insight.actions.training import perform_training
    from xenia.insight.jobs import ACTOR
    from xenia.insight.leaving.product import KIND

    simple, clock = replace(KIND, train=trained), lambda: datetime.now(UTC)
    with transaction.atomic():
        perform_snapshot(actor=ACTOR, snapshot_id=order_snapshot(actor=ACTOR, is_full=True, now=now), clock=clock)
        (run_id,) = order_training(actor=ACTOR, kinds=[KIND.name], now=now)
        perform_training(actor=ACTOR, run_id=run_id, clock=clock, kinds={KIND.name: simple})
        perform_scoring(actor=ACTOR, run_id=order_scoring(actor=ACTOR, now=now), clock=clock)


def let_one_wait(now: datetime) -> None:
    """A training without a job, so that it waits for as long as a person takes to cancel it; the first trainings are over by then."""
    from xenia.insight.models.register import ModelRun

    same = ModelRun.objects.filter(task="train", kind=WAITING, state__in=("queued", "running"))
    for _ in range(PATIENCE_SECONDS):
        if not same.exists():
            break
        time.sleep(1)
    ModelRun.objects.create(task="train", kind=WAITING, state="queued", reason="ordered", as_of=now, created_at=now)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xenia.settings")
    main(Path(sys.argv[1]))
