"""The home page and what waits for this person."""

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from xenia.connect.types.home import Home
from xenia.insight.queries import glance
from xenia.insight.types.glance import Glance
from xenia.kernel.notices import Notification
from xenia.web.home import home_for
from xenia.web.notices import notices_for
from xenia.web.session import actor_of
from xenia.web.shapes import list_of, shape

router = Router(tags=["home"])


@router.get("/home", response=shape(Home))
def get_home(request: HttpRequest) -> Home:
    """Figures with their doors, what needs a decision, the freshness of sources, bookings by month and line."""
    return home_for(actor_of(request), timezone.now())


@router.get("/home/glance", response=shape(Glance))
def get_glance(request: HttpRequest) -> Glance:
    """How guests moved between stages, what is at stake, and what waits for a decision on models."""
    return glance.get_glance(actor_of(request), timezone.now())


@router.get("/notifications", response=list_of(Notification))
def list_notifications(request: HttpRequest) -> list[Notification]:
    """What waits for this person and what happened in the last seven days: imports, quarantine, approvals; newest first."""
    return notices_for(actor_of(request), timezone.now())
