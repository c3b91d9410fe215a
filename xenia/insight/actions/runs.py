"""Runs: long work that is ordered, waits its turn, tells how far it is, and stops where somebody asked.

What is done stands with what it makes: `snapshots`, `training`, `scoring`, `associations`; there the audit log is told who asked for it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from procrastinate.contrib.django import app

from xenia.insight.models.runs import Run
from xenia.insight.types.runs import OPEN
from xenia.kernel.actor import Actor
from xenia.kernel.errors import NotFound
from xenia.kernel.texts import Text
from xenia.trust.types.access import Permission

STAGE_LENGTH_MAX = 60


class Cancelled(Exception):
    """Somebody asked the run to stop."""


@dataclass(frozen=True)
class Work:
    """A kind of long work, of which one run is done at a time.

    Its runs are those of `table` that are as `part` says. `deed` is what the product itself may do here; no person has it. `task` and
    `lock` are the worker's. `failed` is said of a run that broke off.
    """

    table: type[Run]
    deed: str
    task: str
    lock: str
    failed: Text
    part: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Ordered:
    """A run that waits. `is_new`: this order made it, else it waited already."""

    id: UUID
    is_new: bool


class Running:
    """A run that the worker is at, begun at `begun_at`."""

    def __init__(self, row: Run, clock: Callable[[], datetime]) -> None:
        self.id, self.as_of, self.clock, self.begun_at = row.id, row.as_of, clock, clock()
        self._rows, self._parts = type(row)._default_manager.filter(id=row.id), 0

    def step(self, stage: str) -> None:
        """Tells the part that begins; raises Cancelled where somebody asked to stop."""
        self.note(stage=stage[:STAGE_LENGTH_MAX], done=self._parts, beat_at=self.clock())
        self._parts += 1
        if self._rows.filter(cancel_asked=True).exists():
            raise Cancelled

    def note(self, **values: Any) -> None:
        """Writes down what is known of the run by now."""
        self._rows.update(**values)

    def end(self, **values: Any) -> None:
        """Writes down that the run is done, and what it came to."""
        ended = self.clock()
        self.note(state="done", stage="", seconds=(ended - self.begun_at).total_seconds(), ended_at=ended, **values)


def require_orderer(actor: Actor, work: Work) -> None:
    """Raises Refused unless it is the product itself, or somebody who manages models for the whole company."""
    if not actor.may(work.deed):
        actor.require_for_company(Permission.MANAGE_MODELS)


@transaction.atomic
def order_run(work: Work, *, actor: Actor, now: datetime, same: Mapping[str, Any] | None = None, **values: Any) -> Ordered:
    """Returns the run that is the `same` and waits already, else one with these values as well, queued in this transaction, as of now."""
    require_orderer(actor, work)
    same = {**work.part, **(same or {})}
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"order {work.lock}"])
    waiting = work.table._default_manager.filter(state="queued", **same).order_by("-created_at").first()
    if waiting is not None:
        return Ordered(waiting.id, is_new=False)
    row = work.table._default_manager.create(state="queued", as_of=now, ordered_by=actor.user_id, created_at=now, **same, **values)
    app.configure_task(work.task, queue="care", lock=work.lock).defer(run_id=str(row.id))
    return Ordered(row.id, is_new=True)


@transaction.atomic
def stop_run(work: Work, missing: NotFound, *, actor: Actor, run_id: UUID, now: datetime) -> bool:
    """Asks a run to stop; one that waits ends at once. Returns False where it is over already. Raises what is said of a `missing` one."""
    actor.require_for_company(Permission.MANAGE_MODELS)
    row = work.table._default_manager.select_for_update().filter(id=run_id, **work.part).first()
    if row is None:
        raise missing
    if row.state not in OPEN:
        return False
    if row.state == "queued":
        row.state, row.ended_at = "cancelled", now
    row.cancel_asked = True
    row.save()
    return True


def perform_run(work: Work, do: Callable[[Running], None], *, actor: Actor, run_id: UUID, clock: Callable[[], datetime]) -> None:
    """Does a run that is not over yet; `do` tells its end. Ends cancelled where somebody asked; where it breaks off it ends failed with the
    sentence of the work, and raises."""
    actor.require(work.deed)
    row = work.table._default_manager.filter(id=run_id, state__in=OPEN, **work.part).first()
    if row is None:
        return
    run = Running(row, clock)
    run.note(state="running", started_at=row.started_at or run.begun_at, beat_at=run.begun_at)
    try:
        do(run)
    except Cancelled:
        run.note(state="cancelled", ended_at=clock(), stage="")
    except Exception:
        run.note(state="failed", message={"zh": work.failed.zh, "en": work.failed.en}, ended_at=clock())
        raise
