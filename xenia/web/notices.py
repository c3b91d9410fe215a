"""What is told to one person, from every module that has something to tell."""

from collections.abc import Callable
from datetime import datetime

from xenia.connect.queries import home
from xenia.kernel.actor import Actor
from xenia.kernel.notices import Notification
from xenia.trust.queries import approvals, exports, incidents, requests

TELLERS: tuple[Callable[[Actor, datetime], list[Notification]], ...] = (
    home.list_notifications,
    approvals.list_notices,
    exports.list_notices,
    requests.list_notices,
    incidents.list_notices,
)
"""Each answers with what this person may know and nothing else. A module that has something to tell adds its query here."""


def notices_for(actor: Actor, now: datetime) -> list[Notification]:
    """Returns what every module tells the actor, newest first."""
    told = [notice for teller in TELLERS for notice in teller(actor, now)]
    return sorted(told, key=lambda notice: (notice.at, notice.key), reverse=True)
