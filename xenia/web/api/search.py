"""The search field at the top of every page."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router

from xenia.connect.queries import search as queries
from xenia.connect.types.home import Found
from xenia.web.session import actor_of
from xenia.web.shapes import shape

router = Router(tags=["search"])


@router.get("/search", response=shape(Found))
def search(request: HttpRequest, q: Annotated[str, Query(max_length=200)]) -> Found:
    """Guests and bookings, eight each: by name in either script, pinyin, phone, e-mail, document, source key or booking key."""
    return queries.search(actor_of(request), q)
