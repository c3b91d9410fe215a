"""The search field at the top of every page."""

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from xenia.profile.queries import search as queries
from xenia.profile.types.guests import Found
from xenia.web.session import actor_of
from xenia.web.shapes import shape

router = Router(tags=["search"])


class Typed(Schema):
    """What somebody typed: often a name or a phone, so it comes in the body and stands in no address and no log."""

    text: str = Field(max_length=200)


@router.post("/search", response=shape(Found))
def search(request: HttpRequest, typed: Typed) -> Found:
    """Guests and bookings, eight each, by name in either script, initials, phone, e-mail, document, membership or booking number."""
    return queries.search(actor_of(request), typed.text)
