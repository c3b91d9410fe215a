"""Claims: the six dimensions and the index of a million guests by a policy in under five seconds, no slower than twice pandas with
numpy.interp over the same columns, and with the same sum."""

import os
from collections.abc import Iterator

from benchmarks.claim import Claim, at_most
from benchmarks.place import Place

GUESTS = int(os.environ.get("BENCHMARK_GUESTS", "1000000"))


def claims(place: Place) -> Iterator[Claim]:
    place.measured("loyalty_index_evidence", str(place.folder), str(GUESTS))
    ours = place.measured("loyalty_index_ours", str(place.folder))
    peer = place.measured("loyalty_index_pandas", str(place.folder))
    name = f"loyalty index of {GUESTS:,} guests"
    yield at_most(name, "by a policy, all dimensions", ours["seconds"], "s", ("goal", 5), 1)
    yield at_most(name, "by a policy, all dimensions", ours["seconds"], "s", ("pandas and numpy.interp", peer["seconds"]), 2)
    apart = abs(ours["total"] - peer["total"]) / max(1.0, abs(peer["total"])) + abs(ours["said"] - peer["said"])
    yield at_most(name, "apart from pandas, and one", 1 + (apart > 1e-9), "times", ("none, and one", 1), 1)
