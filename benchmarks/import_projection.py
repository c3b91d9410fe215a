"""Claim: the serving copy of current bookings takes over 40,000 a second by COPY."""

from collections.abc import Iterator

from benchmarks.claim import Claim, at_least
from benchmarks.place import Place

ROWS = 500_000


def claims(place: Place) -> Iterator[Claim]:
    with place.database() as url:
        done = place.measured("projection", str(ROWS), environment={"XENIA_DATABASE_URL": url})
    yield at_least("import: PostgreSQL projection", "bookings a second by COPY", done["rate"], "rows/s", ("goal", 40_000), 1)
