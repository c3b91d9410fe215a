"""The home page and what waits for this person."""

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from xenia.connect.queries import home
from xenia.connect.types.home import Home, Notification
from xenia.web.session import actor_of
from xenia.web.shapes import list_of, shape

router = Router(tags=["home"])


@router.get("/home", response=shape(Home))
def get_home(request: HttpRequest) -> Home:
    """Figures with their doors, what needs a decision, the freshness of sources, bookings by month and line."""
    return home.get_home(actor_of(request), timezone.now())


@router.get("/notifications", response=list_of(Notification))
def list_notifications(request: HttpRequest) -> list[Notification]:
    """Runs that ended in the last seven days and rows that wait in quarantine, newest first."""
    return home.list_notifications(actor_of(request), timezone.now())
