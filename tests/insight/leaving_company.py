"""A company whose truth is known: guests who book to a rhythm for as long as they stay, some of whom quit on a day of their own."""

from typing import Any
from uuid import UUID

import numpy as np

from tests.insight.planted import add, booking, on
from xenia.lake.engine import Lake

GUESTS, DAYS = 600, 530


def person(number: int) -> str:
    return str(UUID(int=0x0192F0AA_0000_7000_8000_000000001000 + number))


def guest(number: int) -> str:
    return str(UUID(int=0x0192F0AA_0000_7000_8000_000000100000 + number))


LINKS = {person(number): guest(number) for number in range(GUESTS)}
QUITTERS = frozenset(number for number in range(GUESTS) if number % 2)


def bookings(number: int, random: np.random.Generator) -> list[dict[str, Any]]:
    """Every other guest quits, on a day that is as likely as any other; rhythms are of 25 to 70 days."""
    rhythm, ago = random.uniform(25, 70), random.uniform(60, DAYS)
    quits = random.uniform(0, ago) if number in QUITTERS else 0.0
    found = []
    while ago > quits:
        key = f"G{number}-{len(found)}"
        found.append(booking(key, ago, booker_id=person(number), total_minor=int(random.uniform(2e4, 9e4)), starts_on=on(int(20 - ago))))
        ago -= rhythm * random.uniform(0.7, 1.3)
    return found


def fill(lake: Lake, *, seed: int = 7) -> None:
    random = np.random.default_rng(seed)
    add(lake, "booking_versions", *(row for number in range(GUESTS) for row in bookings(number, random)))
