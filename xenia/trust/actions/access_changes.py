"""What two people agreed on about access, done: one entry point for the deeds of ApprovalKind.ROLE_CHANGE."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from xenia.kernel.actor import Actor
from xenia.trust.actions import factors, invitations, memberships, roles

_DEEDS: dict[str, Callable[[Actor, dict[str, Any], datetime], None]] = {
    roles.CHANGE_ROLE: roles.perform_role_change,
    memberships.CHANGE_PERSON: memberships.perform_person_change,
    invitations.INVITE_PERSON: invitations.perform_invitation,
    invitations.OPEN_ACCOUNT: invitations.perform_opening,
    factors.END_DEMAND: factors.perform_end_of_demand,
}


def perform_access_change(actor: Actor, payload: dict[str, Any], now: datetime) -> None:
    """Does the deed of the payload as the person who asked; raises what the deed raises, and then nothing was decided."""
    _DEEDS[payload["deed"]](actor, payload, now)
