"""Claim: a second start, with everything built and the tables there, is ready in under 15 s."""

import time
from collections.abc import Iterator

from benchmarks.claim import Claim, at_most
from benchmarks.place import Place
from tests.product import Product

LIMIT_SECONDS = 15


def claims(place: Place) -> Iterator[Claim]:
    home = place.folder / "start" / "home"
    home.parent.mkdir()
    Product(home).start().stop()
    begun = time.perf_counter()
    again = Product(home).start()
    seconds = time.perf_counter() - begun
    again.stop()
    yield at_most("start: the second one", "from the command to ready", seconds, "s", ("limit", LIMIT_SECONDS), 1)
