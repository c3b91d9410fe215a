"""Claims: a million guests scored by every model of the register in under 60 seconds, beside what reading their features and writing the
scores alone takes. The models are trained on a small company of the same make."""

import os
from collections.abc import Iterator

from benchmarks.claim import Claim, at_most, reported
from benchmarks.insight_company import ROOMY, company_of
from benchmarks.place import Place

GUESTS = int(os.environ.get("BENCHMARK_GUESTS", "1000000"))
TRAINED_ON = min(GUESTS, 5_000)
SNAPSHOT = "lake/snapshots/guest_features"
SECONDS_MAX, MEMORY_MB_MAX = 60, 6_144


def claims(place: Place) -> Iterator[Claim]:
    small, folder, models = company_of(place, TRAINED_ON), company_of(place, GUESTS), place.folder / "models"
    if not models.exists():
        refused = place.measured("insight_train", str(small), str(models))["refused"]
        if refused:
            raise SystemExit(f"Not every model could be trained: {refused}")
    if not (folder / SNAPSHOT).exists():  # insight_features has made it where both are run
        place.measured("insight_snapshot", str(folder), environment=ROOMY)
    ours = place.measured("insight_score", str(folder), str(models), environment=ROOMY)
    limit = place.measured("insight_read_and_write", str(folder))
    name = f"{GUESTS:,} guests scored by {len(ours['scored'])} models"
    yield at_most(name, "read, scored and written to the lake", ours["seconds"], "s", ("goal", SECONDS_MAX), 1)
    yield at_most(name, "memory", ours["peak_mb"], "MB", ("limit", MEMORY_MB_MAX), 1)
    yield reported(name, "seconds", ours["seconds"], "s", ("features read and scores written by Arrow", limit["seconds"]))
    for part, seconds in ours["took"].items():
        rows = f", {ours['scored'][part]:,} rows" if part in ours["scored"] else ""
        yield reported(f"{name}: {part}{rows}", "seconds", seconds, "s", ("all of them", ours["seconds"]))
