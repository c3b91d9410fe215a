"""How good the matcher is on records whose truth is known: a company's own reviewed sample, or a made set."""

import csv
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path
from uuid import UUID

import numpy as np

from xenia.connect.queries.records import find_records
from xenia.identity import models
from xenia.identity.resolution import cluster, resolve
from xenia.identity.rows import stored_readings
from xenia.identity.rules.conflicts import Conflict, conflict_between
from xenia.identity.rules.reading import Reading, read_record
from xenia.identity.rules.weighing import SAME_BITS_MIN
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Invalid
from xenia.trust.types.access import Permission

SAMPLES, SEED = 400, 1
NEVER_TOGETHER = frozenset((Conflict.RESIDENT_NUMBERS, Conflict.PASSPORTS, Conflict.TRAVELLERS))
"""Conflicts that are facts of documents and bookings: counted as breaches where two such records are in one cluster."""


@dataclass(frozen=True)
class Interval:
    """A share with its 95 % interval, by resampling people (Efron 1979): pairs of one person are not independent."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Evaluation:
    """Pairwise precision, recall and F1; the F1 of whole clusters; breaches; pairs left to a steward; seconds for all, reading included."""

    records: int
    people: int
    clusters: int
    precision: Interval
    recall: Interval
    f1: Interval
    cluster_f1: float
    breaches: int
    asked: int
    asked_same: int
    seconds: float


def evaluate(records: Path, truth: Path, *, today: date, region: str = "CN") -> Evaluation:
    """Returns how well the matcher does on the records, whose columns are those of `read_record` with `record_id`, all in UTF-8.

    `truth`: record_id, person_id. Raises Invalid, naming the file and what is missing. `today` decides which birth dates lie ahead.
    """
    began = time.monotonic()
    rows = read_rows(records, "record_id")
    person_of = {row["record_id"]: row["person_id"] for row in read_rows(truth, "record_id", "person_id")}
    untold = [row["record_id"] for row in rows if row["record_id"] not in person_of]
    if untold:
        raise Invalid(
            "truth_incomplete",
            f"{truth.name} does not say who {untold[0]} is, nor {len(untold) - 1} other records; add a line for each.",
            f"{truth.name} 没有说明 {untold[0]} 等 {len(untold)} 条记录是谁；请逐条补上。",
        )
    resolved = resolve([read_record(row, today=today, region=region) for row in rows])
    parts = [sorted(part) for part in cluster(resolved).parts]
    seconds = time.monotonic() - began
    asked = [(edge.left, edge.right) for edge in resolved.edges if edge.weight < SAME_BITS_MIN]
    return _measured([person_of[row["record_id"]] for row in rows], parts, resolved.readings, asked, seconds)


def evaluate_guests(actor: Actor, truth: Path) -> Evaluation:
    """Returns how well the guests, as they are now, agree with `truth`: system (a source's code), record_key, person_id, in UTF-8.

    Records that the truth does not name are left out, and lines whose record there is not. Raises Invalid where a column is missing, or no
    line names a record. `seconds` is the time it took to look, not to match.
    """
    actor.require_for_company(Permission.RESOLVE_GUESTS)
    began = time.monotonic()
    person_of = _people_told(actor, truth)
    guest_of = dict(models.GuestLink.objects.values_list("record_id", "guest_id"))
    readings = {record_id: reading for record_id, reading in stored_readings(lambda done: None) if record_id in person_of}
    place = {record_id: number for number, record_id in enumerate(readings)}
    parts: dict[UUID, list[int]] = defaultdict(list)
    for record_id, number in place.items():
        parts[guest_of[record_id]].append(number)
    pairs = models.Match.objects.exclude(verdict="same").values_list("left_id", "right_id")
    asked = [(place[left], place[right]) for left, right in pairs if left in place and right in place]
    people = [person_of[record_id] for record_id in place]
    return _measured(people, list(parts.values()), list(readings.values()), asked, time.monotonic() - began)


def _people_told(actor: Actor, truth: Path) -> dict[UUID, str]:
    """Who each record is, of those there are."""
    told: dict[str, dict[str, str]] = defaultdict(dict)
    for row in read_rows(truth, "system", "record_key", "person_id"):
        told[row["system"]][row["record_key"]] = row["person_id"]
    found = {record_id: keys[key] for system, keys in told.items() for key, record_id in find_records(actor, system, keys).items()}
    if not found:
        raise Invalid(
            "truth_of_others",
            f"{truth.name} names no record that is here; system is the code of a source, record_key the number it gives the record.",
            f"{truth.name} 中没有这里的任何记录；system 应为来源代码，record_key 应为该来源的记录编号。",
        )
    return found


def read_rows(path: Path, *columns: str) -> list[dict[str, str]]:
    """Returns the rows of a CSV file in UTF-8; raises Invalid where it lacks one of the columns."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines)
        missing = [column for column in columns if column not in (reader.fieldnames or ())]
        if missing:
            raise Invalid(
                "column_missing",
                f"{path.name} has no column {missing[0]}; its first line names {', '.join(reader.fieldnames or ['nothing'])}.",
                f"{path.name} 缺少列 {missing[0]}；首行为 {'、'.join(reader.fieldnames or ['空'])}。",
            )
        return list(reader)


def _measured(
    people: Sequence[str],
    parts: Sequence[Sequence[int]],
    readings: Sequence[Reading],
    pairs: Sequence[tuple[int, int]],
    seconds: float,
) -> Evaluation:
    cluster_of = list(range(-1, -len(people) - 1, -1))
    for number, part in enumerate(parts):
        for place in part:
            cluster_of[place] = number
    precision, recall, f1 = _shares(people, cluster_of)
    asked = [(left, right) for left, right in pairs if cluster_of[left] != cluster_of[right]]
    return Evaluation(
        records=len(people),
        people=len(set(people)),
        clusters=len(set(cluster_of)),
        precision=precision,
        recall=recall,
        f1=f1,
        cluster_f1=_cluster_f1(people, cluster_of),
        breaches=_breaches(parts, readings),
        asked=len(asked),
        asked_same=sum(people[left] == people[right] for left, right in asked),
        seconds=round(seconds, 2),
    )


def _shares(people: Sequence[str], cluster_of: Sequence[int]) -> tuple[Interval, Interval, Interval]:
    """Pairwise precision, recall and F1, each pair's half counted with either of its people."""
    both = Counter(zip(people, cluster_of, strict=True))
    persons, clusters = Counter(people), Counter(cluster_of)
    halves: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for (person, group), count in both.items():
        halves[person][0] += count * (count - 1)
        halves[person][1] += count * (clusters[group] - 1)
        halves[person][2] += count * (persons[person] - 1)
    table = np.array(list(halves.values()))
    random = np.random.default_rng(SEED)
    sums = np.array([table[random.integers(0, len(table), len(table))].sum(axis=0) for _ in range(SAMPLES)])
    told, drawn = _three(table.sum(axis=0)[None, :]), _three(sums)
    low, high = np.quantile(drawn, [0.025, 0.975], axis=0)
    precision, recall, f1 = (Interval(*(round(float(x), 4) for x in one)) for one in zip(told[0], low, high, strict=True))
    return precision, recall, f1


def _three(sums: "np.ndarray[tuple[int, int], np.dtype[np.float64]]") -> "np.ndarray[tuple[int, int], np.dtype[np.float64]]":
    right, joined, true = sums[:, 0], np.maximum(sums[:, 1], 1e-9), np.maximum(sums[:, 2], 1e-9)
    precision, recall = right / joined, right / true
    return np.stack([precision, recall, 2 * right / (joined + true)], axis=1)


def _cluster_f1(people: Sequence[str], cluster_of: Sequence[int]) -> float:
    """F1 of clusters that are exactly one person's records, no more and no fewer, people of one record included."""
    sizes, persons = Counter(cluster_of), Counter(people)
    both = Counter(zip(people, cluster_of, strict=True))
    exact = sum(count == persons[person] == sizes[group] for (person, group), count in both.items())
    return round(2 * exact / (len(sizes) + len(persons)), 4)


def _breaches(parts: Sequence[Sequence[int]], readings: Sequence[Reading]) -> int:
    pairs = (pair for part in parts for pair in combinations(part, 2))
    return sum(conflict_between(readings[left], readings[right]) in NEVER_TOGETHER for left, right in pairs)


def as_document(found: Evaluation) -> Mapping[str, object]:
    """The evaluation as JSON: each share with its interval."""
    shares = {name: getattr(found, name) for name in ("precision", "recall", "f1")}
    counted = ("records", "people", "clusters", "cluster_f1", "asked", "asked_same", "seconds")
    return {
        **{name: share.value for name, share in shares.items()},
        **{f"{name}_interval_95": [share.low, share.high] for name, share in shares.items()},
        **{name: getattr(found, name) for name in counted},
        "cannot_link_breaches": found.breaches,
    }
