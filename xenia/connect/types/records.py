"""What others need of a record to act for its guest, without a personal value."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class RecordPlace:
    """The unit a record belongs to, and whether it says that the person is a child (False also where no birth date is known)."""

    record_id: UUID
    unit_id: UUID
    is_child: bool
