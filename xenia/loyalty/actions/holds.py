"""What is held until it is confirmed: made once under its key, and freed where nobody confirmed it in time. Coupons, rewards, gift cards
and partners' lines each have a table of their own, with the columns state and held_until. This is what they share."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction

from xenia.kernel.actor import Actor
from xenia.trust.types.access import Permission

HELD = "held"
LAPSED_AT_ONCE = 500
R = TypeVar("R")


def made_once(make: Callable[[], R], before: Callable[[], R | None]) -> tuple[R, bool]:
    """Makes the row and returns it, and whether it is new: where another call with its key made it meanwhile, that one is found by
    `before`, which raises where it is another thing. For this module, within a transaction."""
    try:
        with transaction.atomic():
            return make(), True
    except IntegrityError:
        kept = before()
        if kept is None:
            raise
        return kept, False


def is_open(row: Any, now: datetime) -> bool:
    """Whether it is held still and may be confirmed. It tells nothing, so it takes no actor."""
    return bool(row.state == HELD and row.held_until > now)


def lapse_due(actor: Actor, kept: Any, free: Callable[[UUID], None], *, now: datetime) -> int:
    """Frees what of the table `kept` nobody confirmed in time, each on its own, the oldest first, and returns how many. `free` ends one,
    held and locked. Twice at once lapses nothing twice."""
    actor.require_for_company(Permission.SERVE_MEMBERS)
    due = kept._default_manager.filter(state=HELD, held_until__lte=now).order_by("held_until")
    return sum(_lapse(kept, one, free, now) for one in list(due.values_list("id", flat=True)[:LAPSED_AT_ONCE]))


@transaction.atomic
def _lapse(kept: Any, row_id: UUID, free: Callable[[UUID], None], now: datetime) -> bool:
    row = kept._default_manager.select_for_update(no_key=True).get(id=row_id)
    if row.state != HELD or is_open(row, now):
        return False
    free(row_id)
    return True
