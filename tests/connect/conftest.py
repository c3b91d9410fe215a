"""A source of its own for each test of the import."""

from uuid import UUID

import pytest


@pytest.fixture
def source_id(db: None) -> UUID:
    """A file source in Shanghai's time zone, CNY, limit of bad rows 20 %."""
    from tests.cast import open_source

    return open_source()
