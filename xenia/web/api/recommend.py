"""Recommendations: destinations of a guest with reasons, what was said of them, and what was shown."""

from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from xenia.kernel.paging import Page
from xenia.recommend.actions import answers, lists, shown
from xenia.recommend.queries import behind, destinations, results
from xenia.recommend.types import Answer, Became, Destinations, Impression, ListBehind, ListRun, ShownResults, Surface
from xenia.web.session import actor_of
from xenia.web.shapes import list_of, page_of, shape

router = Router(tags=["recommend"])


class CitySaid(Schema):
    """What the guest says of a city."""

    city: str = Field(min_length=1, max_length=120)
    answer: Answer


class CityNamed(Schema):
    """A city of the list."""

    city: str = Field(min_length=1, max_length=120)


class ListShown(Schema):
    """A list as it was shown: `id` is made by the caller (a UUID), and the same is kept once; `cities` in the order shown."""

    id: UUID
    guest_id: UUID
    surface: Surface
    cities: list[str] = Field(min_length=1, max_length=20)


class ListsShown(Schema):
    """Up to a thousand lists at a time."""

    shown: list[ListShown] = Field(min_length=1, max_length=1000)


class ListsKept(Schema):
    """How many of them are new."""

    kept: int


class ListsOrdered(Schema):
    """The run that makes the lists."""

    id: UUID


@router.get("/recommend/guests/{uuid:guest_id}/destinations", response=shape(Destinations))
def get_destinations(request: HttpRequest, guest_id: UUID) -> Destinations:
    """The first four destinations of a guest with the reasons, or why there are none."""
    return destinations.get_destinations(actor_of(request), guest_id, now=timezone.now())


@router.post("/recommend/guests/{uuid:guest_id}/answers", response=shape(Destinations))
def answer_city(request: HttpRequest, guest_id: UUID, said: CitySaid) -> Destinations:
    """Keeps that the guest is not interested in a city, or has been there; answers the list without it."""
    return answers.answer_city(actor=actor_of(request), guest_id=guest_id, city=said.city, answer=said.answer, now=timezone.now())


@router.post("/recommend/guests/{uuid:guest_id}/answers/take-back", response=shape(Destinations))
def take_back_answer(request: HttpRequest, guest_id: UUID, said: CityNamed) -> Destinations:
    """Lets go of what was said of a city; answers the list with it."""
    return answers.take_back_answer(actor=actor_of(request), guest_id=guest_id, city=said.city, now=timezone.now())


@router.post("/recommend/impressions", response={201: ListsKept})
def log_impressions(request: HttpRequest, seen: ListsShown) -> Status[ListsKept]:
    """Logs lists as they were shown; a repeated call writes nothing."""
    told = [Impression(one.id, one.guest_id, one.surface, tuple(one.cities)) for one in seen.shown]
    return Status(201, ListsKept(kept=shown.log_impressions(actor=actor_of(request), shown=told, now=timezone.now())))


@router.post("/recommend/impressions/{uuid:impression_id}/clicks", response={204: None})
def log_click(request: HttpRequest, impression_id: UUID, chosen: CityNamed) -> Status[None]:
    """Logs that a city of a list was chosen."""
    shown.log_click(actor=actor_of(request), impression_id=impression_id, city=chosen.city, now=timezone.now())
    return Status(204, None)


@router.get("/recommend/results", response=shape(ShownResults))
def get_results(request: HttpRequest, days: int = 90) -> ShownResults:
    """What became of the lists shown in the last days: clicks and bookings by place and surface, and what the open place brought."""
    return results.get_results(actor_of(request), days=days, now=timezone.now())


class BehindAsked(Schema):
    """Which lists: those of the last `days` that `became` it, at one place of the list, or on one surface."""

    became: Became
    days: int = 90
    place: int | None = None
    surface: Surface | None = None


@router.get("/recommend/results/lists", response=page_of(ListBehind))
def list_behind_results(request: HttpRequest, asked: Query[BehindAsked], page: str | None = None) -> Page[ListBehind]:
    """The lists behind a number of the results, the newest on top, with the guest each was shown to."""
    meant = behind.Behind(asked.days, asked.became, asked.place, asked.surface)
    return behind.list_behind(actor_of(request), meant, now=timezone.now(), page=page)


@router.get("/recommend/lists", response=list_of(ListRun))
def list_list_runs(request: HttpRequest) -> list[ListRun]:
    """The newest makings of lists, with how far those under way are."""
    return destinations.list_runs(actor_of(request))


@router.post("/recommend/lists", response={201: ListsOrdered})
def order_lists(request: HttpRequest) -> Status[ListsOrdered]:
    """Orders everybody's lists to be made anew."""
    return Status(201, ListsOrdered(id=lists.order_lists(actor=actor_of(request), now=timezone.now())))


@router.post("/recommend/lists/{uuid:run_id}/cancel", response={204: None})
def cancel_lists(request: HttpRequest, run_id: UUID) -> Status[None]:
    """Asks a making to stop; the lists before stay."""
    lists.cancel_lists(actor=actor_of(request), run_id=run_id, now=timezone.now())
    return Status(204, None)
