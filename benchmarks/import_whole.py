"""Claim: a whole import (sealed upload, run, lake, PostgreSQL) keeps up, without and with encrypted personal fields; reported, no peer does it."""

from collections.abc import Iterator

from benchmarks.booking_files import write_bookings_file
from benchmarks.claim import Claim, at_least, at_most
from benchmarks.place import Place

PLAIN_ROWS, PEOPLE_ROWS = 1_000_000, 200_000


def claims(place: Place) -> Iterator[Claim]:
    with place.database() as url:
        for kind, rows, floor in (("plain", PLAIN_ROWS, 20_000), ("people", PEOPLE_ROWS, 5_000)):
            path = write_bookings_file(place.folder, rows, with_people=kind == "people")
            done = place.measured("whole", str(path), kind, environment={"XENIA_DATABASE_URL": url})
            name = f"import: whole, {rows:,} rows" + (", personal fields encrypted" if kind == "people" else "")
            yield at_least(name, "rows a second", done["rate"], "rows/s", ("floor", floor), 1)
            yield at_most(f"{name}, memory", "peak memory", done["peak_mb"], "MB", ("limit", 1_500), 1)
