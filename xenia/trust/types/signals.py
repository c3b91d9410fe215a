"""Words of signals: what looks like a stolen account or fraud, and what is held until a person has looked at it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from xenia.kernel.texts import Text


class SignalKind(StrEnum):
    NEW_DEVICE = "new_device"
    IMPOSSIBLE_TRAVEL = "impossible_travel"
    BURST_THEN_SUCCESS = "burst_then_success"
    SHARED_IDENTITY = "shared_identity"
    POINTS_BURST = "points_burst"
    REFUND_BURST = "refund_burst"


class SignalState(StrEnum):
    WAITING = "waiting"
    RELEASED = "released"
    KEPT = "kept"


class EventKind(StrEnum):
    """What later modules tell of an account: points moved, money paid back."""

    POINTS = "points"
    REFUND = "refund"


class HeldAction(StrEnum):
    """What a hold stops until somebody has decided."""

    EXPORT = "export"
    REDEEM = "redeem"
    REFUND = "refund"


@dataclass(frozen=True)
class Whereabouts:
    """Where a sign-in came from, in degrees; known only where an adapter for places is set up."""

    latitude: float
    longitude: float


@dataclass(frozen=True)
class SignIn:
    """One entry of the audit log about signing in. `device`, `typed` are blind indexes; `user_id` is None where nobody was recognised."""

    at: datetime
    is_done: bool
    user_id: UUID | None
    device: str
    typed: str = ""
    where: Whereabouts | None = None


@dataclass(frozen=True)
class AccountEvent:
    """Something that moved value on an account: `amount` in points or minor units, always positive."""

    at: datetime
    kind: EventKind
    account_id: UUID
    amount: int


@dataclass(frozen=True)
class SharedIdentity:
    """One document or payment card, known by its blind index, and the accounts that gave it."""

    index: str
    accounts: tuple[UUID, ...]


@dataclass(frozen=True)
class Found:
    """What a rule found: about whom, why in words and figures, and what it holds. `mark` is the same for the same finding."""

    kind: SignalKind
    subject_kind: str
    subject_id: UUID
    at: datetime
    mark: str
    evidence: dict[str, Any]
    holds: HeldAction | None = None


@dataclass(frozen=True)
class Signal:
    """A finding as people decide on it. `name` is the colleague's, where it is about one."""

    id: UUID
    kind: SignalKind
    title: Text
    subject_kind: str
    subject_id: UUID
    name: str
    at: datetime
    evidence: dict[str, Any]
    holds: str
    state: SignalState
    decided_by: str
    decided_at: datetime | None
    note: str
