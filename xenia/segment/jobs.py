"""What audiences do by themselves: members made anew after each snapshot, each day, and where somebody saved."""

from datetime import UTC, datetime
from uuid import UUID

from xenia.segment.actions.rebuilds import PRODUCT, order_rebuild, order_rebuild_of_the_day, perform_rebuild, resume_left_rebuilds


def rebuild(rebuild_id: str) -> None:
    """Makes members anew, as one order says."""
    perform_rebuild(actor=PRODUCT, rebuild_id=UUID(rebuild_id), clock=_now)


def follow_insight() -> None:
    """Orders a rebuild of all: there is a new snapshot, or there are new scores."""
    order_rebuild(actor=PRODUCT, reason="snapshot", now=_now())


def keep_up() -> None:
    """Orders the rebuild of a new day, and takes up what lost its worker."""
    order_rebuild_of_the_day(actor=PRODUCT, now=_now())
    resume_left_rebuilds(actor=PRODUCT, now=_now())


def _now() -> datetime:
    return datetime.now(UTC)
