"""The company of every test, with cards of its guests."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cast import Company


@pytest.fixture
def company(db: None, settings) -> "Company":
    """The company, whose passwords are hashed fast."""
    from tests.cast import open_company

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return open_company()
