"""Words of identity that cross its boundary."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class GuestLink:
    """`record_id` belongs to `guest_id` since `valid_from`."""

    record_id: UUID
    guest_id: UUID
    valid_from: datetime
