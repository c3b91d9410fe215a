"""Claim: the demonstration company, loaded and matched as the product does it, becomes the guests that its writer knows they are."""

from collections.abc import Iterator

from benchmarks.claim import Claim, at_least, at_most, reported
from benchmarks.place import Place

GUESTS = 20_000
PRECISION, F1 = 0.985, 0.94


def claims(place: Place) -> Iterator[Claim]:
    with place.database() as url:
        found = place.measured("demonstration", str(GUESTS), environment={"XENIA_DATABASE_URL": url})
    name = f"the demonstration company, {found['records']:,} records of {found['people']:,} people"
    low, high = found["f1_interval_95"]
    yield at_least(name, f"pairwise F1 [{low:.3f} to {high:.3f}]", found["f1"], "F1", ("goal", F1), 1)
    yield at_least(name, "precision", found["precision"], "share", ("goal", PRECISION), 1)
    yield reported(name, "recall", found["recall"], "share", ("all there is to find", 1))
    yield reported(name, "F1 of whole guests", found["cluster_f1"], "F1", ("all of them", 1))
    yield at_most(name, "two in one guest who cannot be, and one", 1 + found["cannot_link_breaches"], "pairs", ("none, and one", 1), 1)
    yield reported(name, "asked at the desk", found["asked"], "pairs", ("of them one person", max(found["asked_same"], 1)))
