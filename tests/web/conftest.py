"""Signed-in browsers for the tests of the web. Imports of the product wait for Django, which is set up after this file is read."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.test import Client

if TYPE_CHECKING:
    from tests.cast import Company


@pytest.fixture
def company(db: None, settings) -> "Company":
    """The company, whose passwords are hashed fast: Argon2 would take most of the time of every test."""
    from tests.cast import open_company

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return open_company()


@pytest.fixture
def browser_of(company: "Company") -> Callable[[str], Client]:
    """A browser in which the person with this e-mail name is signed in; CSRF is enforced, and the token sent with every request."""
    from xenia.trust.models import people as models
    from xenia.trust.queries import people as queries

    def signed_in(email: str) -> Client:
        browser = Client(enforce_csrf_checks=True)
        user = models.User.objects.get(id=queries.find_user_id(f"{email}@yunxing.example"))
        browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        browser.defaults["HTTP_X_CSRFTOKEN"] = browser.get("/api/session").json()["csrf"]
        return browser

    return signed_in
