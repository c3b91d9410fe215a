"""Each test gets a lake of its own."""

from pathlib import Path

import pytest

from tests.engines import engine as engine
from tests.engines import sail as sail
from xenia.lake.engine import Lake
from xenia.lake.tables import ensure_tables


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    ensure_tables(str(tmp_path / "lake"))
    return Lake(str(tmp_path / "lake"))
