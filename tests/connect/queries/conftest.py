"""The company in the database. Imports of the product wait for Django, which is set up after this file is read."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cast import Company


@pytest.fixture
def company(db: None, settings) -> "Company":
    """The company, whose passwords are hashed fast: nobody signs in here."""
    from tests.cast import open_company

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return open_company()
