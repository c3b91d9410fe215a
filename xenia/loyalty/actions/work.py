"""Work that a worker does for somebody who waits: it tells how far it is, ends when that is asked, and is taken up again where its worker
died. For work that begun anew comes to the same; closing a month has steps of its own."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, XeniaError
from xenia.loyalty.types.work import WorkState
from xenia.trust.types.access import Permission

OPEN = (WorkState.WAITING.value, WorkState.RUNNING.value)
LEFT_AFTER = timedelta(minutes=5)
"""Work without a sign of life for so long has lost its worker."""

log = structlog.get_logger()
Clock = Callable[[], datetime]
Kept = Any
"""The table that keeps such work, with the columns state, cancel_asked, message, beat_at and ended_at."""
Told = Callable[..., None]
"""`told(purchases=5)` notes how far the work is; it raises what ends the work where somebody asked for its end."""


class _Asked(Exception):
    """Somebody asked for the end."""


def perform(kept: Kept, work_id: UUID, do: Callable[[Any, Told], Mapping[str, Any]], *, failed: dict[str, str], clock: Clock) -> None:
    """Does the work of one row of `kept`, unless it is over: `do` gets the row and `told`, and returns what was found, as columns. What
    refuses the work is written on the row in its own words, and what was not foreseen in the words of `failed`."""
    rows = kept._default_manager.filter(id=work_id)

    def told(**columns: Any) -> None:
        if not rows.filter(cancel_asked=False).update(state=WorkState.RUNNING.value, beat_at=clock(), **columns):
            raise _Asked

    row = rows.filter(state__in=OPEN).first()
    if row is None:
        return
    try:
        told()
        found = do(row, told)
        told()
    except _Asked:
        rows.update(state=WorkState.CANCELLED.value, ended_at=clock())
    except XeniaError as fault:
        rows.update(state=WorkState.FAILED.value, message={"zh": fault.message_zh, "en": fault.message}, ended_at=clock())
    except Exception:
        log.exception("work_failed", table=kept._meta.db_table, work=str(work_id))
        rows.update(state=WorkState.FAILED.value, message=failed, ended_at=clock())
        raise
    else:
        rows.update(state=WorkState.DONE.value, ended_at=clock(), **found)


def ask_to_end(actor: Actor, row: Any, now: datetime) -> None:
    """Ends work that waits at once, and work under way at its next sign of life. Raises Conflict for work that is over."""
    actor.require(Permission.VIEW_LOYALTY)
    rows = type(row)._default_manager.filter(id=row.id)
    if rows.filter(state=WorkState.WAITING.value).update(state=WorkState.CANCELLED.value, cancel_asked=True, ended_at=now):
        return
    if not rows.filter(state=WorkState.RUNNING.value).update(cancel_asked=True):
        raise Conflict("work_over", "It is over already; look at what it found.", "该任务已结束；请查看结果。")


def left_behind(actor: Actor, kept: Kept, now: datetime) -> list[UUID]:
    """Returns the ids of work that gave no sign of life for five minutes, each told once in five minutes."""
    actor.require(Permission.VIEW_LOYALTY)
    silent = kept._default_manager.filter(state=WorkState.RUNNING.value, beat_at__lt=now - LEFT_AFTER)
    return [
        one
        for one in silent.values_list("id", flat=True)
        if kept._default_manager.filter(id=one, beat_at__lt=now - LEFT_AFTER).update(beat_at=now)
    ]
