"""A company with one guest everywhere. Imports of the product wait for Django, which is set up after this file is read."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.rights.planted import Planted


@pytest.fixture
def planted(db: None, empty_home: Path) -> "Planted":
    from tests.rights.planted import plant

    return plant()
