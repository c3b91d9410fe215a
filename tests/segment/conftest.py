"""Questions over tables in memory, on both engines."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engines import engine as engine
from tests.engines import sail as sail
from xenia.lake import read
from xenia.lake.engine import Lake


@pytest.fixture
def nowhere(engine: str, tmp_path: Path) -> Lake:
    """A lake without tables."""
    return Lake(str(tmp_path), engine)


@pytest.fixture
def session(nowhere: Lake) -> Iterator[read.Session]:
    """A session that sees nothing but what it is given."""
    with read.session(units=None, lake=nowhere) as asked:
        yield asked
