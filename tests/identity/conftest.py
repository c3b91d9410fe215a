"""The company every test knows, its passwords hashed fast. Imports of the product wait for Django, which is set up after this is read."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cast import Company


@pytest.fixture
def company(db: None, settings) -> "Company":
    """Two hotels, those who work there, and four records of guests."""
    from tests.cast import open_company

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return open_company()
