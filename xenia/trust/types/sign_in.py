"""Words of signing in that cross the boundary of trust."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class SignInEvent(StrEnum):
    """What is written to the audit log about signing in; each is an action of the log."""

    DONE = "sign_in.done"
    FAILED = "sign_in.failed"
    LOCKED = "sign_in.locked"
    FACTOR_FAILED = "sign_in.factor_failed"
    OUT = "sign_out.done"
    FACTOR_ADDED = "factor.added"
    FACTOR_REMOVED = "factor.removed"
    CODES_MADE = "recovery_codes.made"
    PASSWORD_CHANGED = "password.changed"  # noqa: S105 - what happened, not a secret
    SESSION_REVOKED = "session.revoked"
    LINKED = "single_sign_on.linked"


@dataclass(frozen=True)
class Device:
    """Where a call came from, as the browser and the network say it. Only blind indexes of it are kept in the audit log."""

    user_agent: str
    address: str


@dataclass(frozen=True)
class SignInFact:
    """One thing that happened: to whom, where that is known (`typed` is the address somebody typed), how, and from where.

    Not `is_own` is what the operator did to a person's account.
    """

    event: SignInEvent
    device: Device
    user_id: UUID | None = None
    typed: str = ""
    method: str = ""
    is_own: bool = True
