"""The company and its browsers, as the tests of the web have them."""

from tests.web.conftest import browser_of, company

__all__ = ["browser_of", "company"]
