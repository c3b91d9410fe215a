"""Words of recommend that cross its boundary: what is recommended to a guest, why, and what was said of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from xenia.kernel.texts import Text


class ListState(StrEnum):
    """Whether a guest has a list. `NO_MODEL`: no version is in use yet. `NO_LIST`: the lists were not made since, or not of this guest."""

    READY = "ready"
    NO_MODEL = "no_model"
    NO_LIST = "no_list"
    OBJECTS = "objects"


class Answer(StrEnum):
    """What a guest, or somebody for them, says of a city."""

    NOT_INTERESTED = "not_interested"
    BEEN = "been"


class Surface(StrEnum):
    """Where a list is shown."""

    GUEST_PAGE = "guest_page"
    WEBSITE = "website"
    APP = "app"
    CAMPAIGN = "campaign"


class Became(StrEnum):
    """What became of a list that was shown. `OVER`: its 30 days of booking are over; `BOOKED`: booked, and they are over."""

    SHOWN = "shown"
    CLICKED = "clicked"
    OVER = "over"
    BOOKED = "booked"


@dataclass(frozen=True)
class WhyCity:
    """One reason: its code, what an agent says aloud, and what a guest may read."""

    code: str
    agent: Text
    guest: Text


@dataclass(frozen=True)
class Destination:
    """One place of a list, the first being 1. `chance` that it is ordered next, as the model expects it; `propensity` with which it was
    drawn for its place, 1 where nothing was drawn."""

    place: int
    city: str
    chance: float
    propensity: float
    reasons: tuple[WhyCity, ...]


@dataclass(frozen=True)
class CityAnswer:
    """What was said of a city, when, and by whom of the house ('' where it came by machine)."""

    city: str
    answer: Answer
    said_at: datetime
    said_by: str


@dataclass(frozen=True)
class Destinations:
    """The first four destinations of a guest, and what was said of others. `message` says why there is nothing. `version` numbers the model
    that ranked them, `list_id` the making of lists they come from."""

    guest_id: UUID
    state: ListState
    message: Text | None
    list_id: UUID | None
    as_of: datetime | None
    version: int | None
    items: tuple[Destination, ...]
    answers: tuple[CityAnswer, ...]


@dataclass(frozen=True)
class ListRun:
    """One making of everybody's lists: `done` of `total` parts, `guests` with a list."""

    id: UUID
    state: str
    done: int
    total: int
    guests: int
    message: Text | None
    cancel_asked: bool
    as_of: datetime | None
    ordered_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True)
class Impression:
    """A list as it was shown: an id that the caller made (the same is kept once), the cities in the order shown."""

    id: UUID
    guest_id: UUID
    surface: Surface
    cities: tuple[str, ...]


@dataclass(frozen=True)
class ShownShare:
    """A share of `of` lists or places, with its interval of 95 % (Wilson's, or that of a ratio). All 0 to 1."""

    count: int
    of: int
    share: float
    low: float
    high: float


@dataclass(frozen=True)
class PlaceResult:
    """What became of a place of the lists: shown how often, clicked, and booked of those whose 30 days are over."""

    place: int
    shown: int
    clicked: ShownShare
    booked: ShownShare


@dataclass(frozen=True)
class SurfaceResult:
    """What became of the lists of one place where they are shown."""

    surface: Surface
    lists: int
    clicked: ShownShare
    booked: ShownShare


@dataclass(frozen=True)
class OpenPlace:
    """What the open place brought: `drawn` lists whose 30 days are over, the share booked `as_drawn`, and the share that the usual city
    would have had; None where that is worth fewer than 30 lists or is of fewer than ten guests."""

    drawn: int
    as_drawn: ShownShare | None
    usual: ShownShare | None


@dataclass(frozen=True)
class ShownResults:
    """What became of what was shown since a day: lists, guests, and the shares by place and by surface."""

    since: datetime
    lists: int
    guests: int
    places: tuple[PlaceResult, ...]
    surfaces: tuple[SurfaceResult, ...]
    open_place: OpenPlace


@dataclass(frozen=True)
class ListBehind:
    """A list behind a number of the results: the guest of today it was shown to, the `city` that was clicked or booked, or stands at the
    place that is asked for, and when that became of it."""

    id: UUID
    guest_id: UUID
    name: str
    shown_at: datetime
    surface: Surface
    city: str | None
    at: datetime | None
