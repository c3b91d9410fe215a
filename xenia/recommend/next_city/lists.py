"""Everybody's list, so many guests at a time: ranked, without what is booked already, with an open place and reasons (rules RS3 to RS6)."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np

from xenia.insight.judging import Array
from xenia.recommend.next_city.frames import LakeFrames, parts_of
from xenia.recommend.next_city.model import Model, rank
from xenia.recommend.next_city.moments import History, Moments, moments_of
from xenia.recommend.next_city.places import Ranked, ranked_of
from xenia.recommend.next_city.why import Counted, Guests, counted_of, guests_of, is_ahead, reasons_of
from xenia.recommend.rules.next_city import FIRST
from xenia.recommend.rules.recommending import KEPT, Told

PART = 50_000
"""So many guests are ranked at a time: what bounds memory."""
SPREAD = 7919
"""Lists are of one instant; for the draw of the open place guests are told apart by so many seconds times their number (rule RS6)."""
NEVER = -1.0


@dataclass(frozen=True)
class Listed:
    """The list of one guest, as it is kept: see `models.GuestList`."""

    guest_id: str
    items: str


def lists_of(model: Model, found: LakeFrames, as_of: datetime) -> Iterator[list[Listed]]:
    """The lists of all guests, a part at a time. Nothing after the moment is looked at."""
    frame = model.known.frame
    counted = counted_of(found, frame.catalogue, frame.origins)
    for part in parts_of(found, PART):
        yield _listed(model, part, counted, as_of)


def _listed(model: Model, part: LakeFrames, counted: Counted, as_of: datetime) -> list[Listed]:
    numbers = part.frames.guests["guest"].to_numpy()
    moments, history = _asked(model, part, as_of)
    guests = guests_of(part, moments.last, counted, as_of.date())
    ranked = _ranked(model, moments, history, guests)
    city, chance = ranked.city[:, :KEPT], ranked.chance[:, :KEPT]
    reasons = reasons_of(counted, guests, city)
    names, origins = counted.catalogue.names, counted.origins
    return [
        Listed(part.ids[int(number)], _items(names, origins, (city[row], chance[row], float(ranked.propensity[row])), reasons[row]))
        for row, number in enumerate(numbers)
    ]


def _asked(model: Model, part: LakeFrames, as_of: datetime) -> tuple[Moments, History]:
    """One moment a guest, in the order of the guests: now."""
    numbers = part.frames.guests["guest"].to_numpy()
    at = np.full(len(numbers), int(as_of.astimezone(UTC).timestamp()), dtype=np.int64)
    moments, history = moments_of(part.frames, model.known.frame.catalogue, (numbers, at))
    rows = np.flatnonzero(np.r_[moments.who[1:] != moments.who[:-1], True])
    return moments.where(rows), history


def _ranked(model: Model, moments: Moments, history: History, guests: Guests) -> Ranked:
    ranked = rank(model, moments, history, is_open=False)
    held = is_ahead(guests, ranked.city, len(model.known.frame.catalogue))
    ranked = ranked_of(ranked.city, np.where(held, NEVER, ranked.chance))
    apart = replace(moments, at=moments.at + SPREAD * guests.number)
    opened = ranked.opened(apart, model.known.usual, model.open_below)
    return _chosen(opened, ranked, np.asarray(~held.any(axis=1)))  # nothing is drawn where it could be a city that must not be shown


def _chosen(one: Ranked, other: Ranked, is_one: Array) -> Ranked:
    return Ranked(
        np.where(is_one[:, None], one.city, other.city),
        np.where(is_one[:, None], one.chance, other.chance),
        np.where(is_one, one.propensity, 1.0),
    )


def _items(names: tuple[str, ...], origins: tuple[str, ...], row: tuple[Array, Array, float], reasons: list[list[Told]]) -> str:
    city, chance, drawn = row
    items = [
        [names[at], round(float(sure), 4), round(drawn, 6) if place == FIRST - 1 else 1.0, [_spelt(one, names, origins) for one in why]]
        for place, (at, sure, why) in enumerate(zip(city.tolist(), chance.tolist(), reasons, strict=True))
        if sure > NEVER
    ]
    return json.dumps(items, ensure_ascii=False, separators=(",", ":"))


def _spelt(told: Told, names: tuple[str, ...], origins: tuple[str, ...]) -> list[int | str]:
    """A reason with places spelt out: they are what it is told with, and a later catalogue has others."""
    code, numbers = told
    if code == "onward":
        return [code, *numbers[:2], names[int(numbers[2])]]
    if code == "near":
        return [code, numbers[0], names[int(numbers[1])]]
    if code in ("origin", "season_origin"):
        return [code, *numbers[:-1], origins[int(numbers[-1])]]
    return [code, *numbers]
