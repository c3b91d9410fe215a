"""A programme that is open, and members of it, without the rest of a company: what tests of the ledger stand on."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cast import Company
    from tests.loyalty.books import Books


@pytest.fixture
def books(db: None) -> "Books":
    """An open programme, Asia/Shanghai, where members may owe 500."""
    from tests.loyalty.books import open_books

    return open_books()


@pytest.fixture
def company(db: None, settings) -> "Company":
    """The company every test knows, with its guests."""
    from tests.cast import open_company

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return open_company()
