"""Claims: of a million guests a definition of ten conditions is counted in under 200 ms (p95) while somebody edits it, one condition at a time;
over fifty times faster than PostgreSQL answers the same question over the same rows, with the same answer. A hundred audiences are made anew in
60 s, and one guest is judged by five hundred in 50 ms (p95). BENCHMARK_GUESTS (1,000,000)."""

import os
from collections.abc import Iterator

from benchmarks.claim import Claim, at_least, at_most, reported
from benchmarks.insight_company import ROOMY, company_of
from benchmarks.place import Place

GUESTS = int(os.environ.get("BENCHMARK_GUESTS", "1000000"))


def claims(place: Place) -> Iterator[Claim]:
    folder = company_of(place, GUESTS)
    with place.database() as url:
        here = {"XENIA_DATABASE_URL": url, "XENIA_LAKE_URL": f"{folder}/lake", **ROOMY}
        place.measured("audience_company", str(folder), environment=here)
        ours = place.measured("audience_tries", str(folder), environment=here)
        rebuilt = place.measured("audience_rebuild", str(folder), environment=here)
        one = place.measured("audience_of_one", str(folder), environment=here)
        peer = place.measured("audience_peer", str(folder), environment=here)
    if ours["rows"] != peer["rows"]:
        raise SystemExit(f"PostgreSQL counts {peer['rows']:,} guests, and the preview {ours['rows']:,}.")
    name = f"audience of ten conditions among {GUESTS:,} guests"
    yield at_most(name, "milliseconds after an edit, p95", ours["p95"], "ms", ("goal", 200), 1)
    yield at_least(name, "times as fast as PostgreSQL, median", peer["seconds"] * 1000, "ms", ("after an edit", ours["median"]), 50)
    yield reported(name, "seconds of the first answer", ours["first"], "s", ("PostgreSQL", peer["seconds"]))
    yield reported(name, "seconds with the reach", ours["reach"], "s", ("PostgreSQL", peer["seconds"]))
    name = f"a hundred audiences of ten conditions among {GUESTS:,} guests"
    yield at_most(name, "seconds to make all members anew, everybody new", rebuilt["seconds"], "s", ("goal", 60), 1)
    yield reported(name, "seconds where nobody moved", rebuilt["again"], "s", ("PostgreSQL, one of them", peer["seconds"]))
    name = "one guest against five hundred audiences"
    yield at_most(name, "milliseconds to judge all, facts at hand, p95", one["judged"], "ms", ("goal", 50), 1)
    yield reported(name, "milliseconds with the facts read, median", one["whole"], "ms", ("judged alone, p95", one["judged"]))
