"""Runs that lost their worker: found and let go on."""

from contextlib import suppress
from datetime import datetime

from xenia.connect import models
from xenia.connect.actions.queueing import is_importing
from xenia.connect.actions.runs import LEFT_AFTER, resume_run
from xenia.connect.queries.runs import list_stalled_runs
from xenia.connect.types.runs import RunState
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict
from xenia.trust.types.access import Permission


def resume_left_runs(*, actor: Actor, now: datetime) -> int:
    """Queues every run again that is marked as running but gave no sign of life for five minutes while nobody imports for its source.

    One that was asked to stop is cancelled instead. Returns how many were queued.
    """
    actor.require(Permission.LOAD_DATA)
    left = 0
    for run_id in list_stalled_runs(actor):
        run = models.Run.objects.get(id=run_id)
        is_silent = run.beat_at is None or now - run.beat_at > LEFT_AFTER
        if not is_silent or is_importing(run.source_id):
            continue
        if run.cancel_asked:
            models.Run.objects.filter(id=run_id, state=RunState.RUNNING).update(state=RunState.CANCELLED, ended_at=now)
            continue
        with suppress(Conflict):  # it came back to life
            resume_run(actor=actor, run_id=run_id, now=now)
            left += 1
    return left
