"""Words of what a worker does for somebody who waits for it."""

from enum import StrEnum


class WorkState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"

    @property
    def is_over(self) -> bool:
        return self in (WorkState.DONE, WorkState.CANCELLED, WorkState.FAILED)
