"""Words of the four-eyes rule: what one person asks for, another allows."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from xenia.kernel.texts import Text


class ApprovalKind(StrEnum):
    """What takes two people."""

    BULK_EXPORT = "bulk_export"
    BULK_ERASE = "bulk_erase"
    KEY_ROTATION = "key_rotation"
    ROLE_CHANGE = "role_change"
    FACTOR_RESET = "factor_reset"
    POINTS_ADJUSTMENT = "points_adjustment"


class ApprovalState(StrEnum):
    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


@dataclass(frozen=True)
class Approval:
    """`payload` is exactly what will be done, `told` the same in sentences; it lapses at `valid_until` (exclusive) if undecided.

    `may_decide` and `may_withdraw` say what the reader can do with it now.
    """

    id: UUID
    kind: ApprovalKind
    payload: dict[str, Any]
    told: tuple[Text, ...]
    reason: str
    state: ApprovalState
    asked_by: UUID
    asked_by_name: str
    asked_at: datetime
    valid_until: datetime
    decided_by_name: str
    decided_at: datetime | None
    note: str
    may_decide: bool
    may_withdraw: bool
