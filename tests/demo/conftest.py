"""One small demonstration company for all tests of this folder, and readers of its files."""

import csv
import gzip
import json
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from xenia.demo.writer import CompanyFiles, write_company

UNTIL = date(2026, 10, 31)
Rows = list[dict[str, str]]


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory) -> CompanyFiles:
    return write_company(tmp_path_factory.mktemp("company"), guests=2_000, seed=7, until=UNTIL, progress=lambda what, share: None)


@pytest.fixture(scope="session")
def rows_of(company: CompanyFiles) -> Callable[[str], Rows]:
    """Returns a reader: the rows of a file by its path in the company's folder; cells are text."""

    @cache
    def read(path: str) -> Rows:
        with (company.folder / path).open(encoding="gb18030" if "call_centre" in path else "utf-8", newline="") as stream:
            return list(csv.DictReader(stream))

    return read


@pytest.fixture(scope="session")
def events(company: CompanyFiles) -> list[dict[str, Any]]:
    with gzip.open(company.folder / "app_events/events.jsonl.gz", "rt", encoding="utf-8") as stream:
        return [json.loads(line) for line in stream]


@pytest.fixture(scope="session")
def reservations(company: CompanyFiles, rows_of: Callable[[str], Rows]) -> Rows:
    paths = sorted(file.path for file in company.files if file.mapping == "reservations")
    return [row for path in paths for row in rows_of(path)]


def files_below(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
