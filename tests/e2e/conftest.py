"""The browser tests: a real Chromium against the real product, started once for all of them and ended after the last, with an
empty database.

Without a Chromium or Chrome on the machine they are skipped with a loud line; with XENIA_BROWSER_REQUIRED=1 that is a failure.
"""

import contextlib
import json
import os
import shutil
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.e2e.steps import make_company, new_window, sign_in
from tests.product import ROOT, Product

HERE = Path(__file__).parent
PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
ADMINISTRATOR = {"name": "林薇", "email": "lin.wei@example.com", "password": "harbour-lantern-42", "language": "zh-CN"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


def find_browser() -> str | None:
    found = next((path for name in PROGRAMS if (path := shutil.which(name))), None)
    return found or (str(MAC) if MAC.exists() else None)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    program = find_browser()
    if program is None:
        said = "NO BROWSER: no Chromium or Chrome was found, so the browser tests did not run. On Debian: apt-get install chromium"
        if os.environ.get("XENIA_BROWSER_REQUIRED") == "1":
            pytest.fail(said)
        pytest.skip(said)
    expect.set_options(timeout=30_000)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield running
        running.close()


@pytest.fixture(scope="package")
def product(browser: Browser) -> Iterator[Product]:
    """The running product, nobody signed up yet. Asks for the browser first, so that nothing is started where there is none."""
    if not (ROOT / "frontend" / "dist" / "index.html").exists():
        pytest.fail("The front end is not built; make test builds it.")
    folder = Path(tempfile.mkdtemp(prefix="xenia-e2e-"))
    running = Product(folder / "home").start()
    yield running
    running.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="package")
def administrator(product: Product) -> dict[str, str]:
    """The first administrator, made through the printed link; returns name, e-mail and password."""
    request = urllib.request.Request(
        f"{product.url}/api{product.link}", data=json.dumps(ADMINISTRATOR).encode(), headers={"Content-Type": "application/json"}
    )
    with_cookies(product, request)
    return ADMINISTRATOR


@pytest.fixture(scope="package")
def company(product: Product, administrator: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> None:
    """The people and guests of `tests.e2e.company`, made once for all files that need them."""
    make_company(product, tmp_path_factory.mktemp("company"))


def with_cookies(product: Product, request: urllib.request.Request) -> None:
    """Sends one request as a page of the product would: with the CSRF cookie and its header."""
    jar = CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    with contextlib.suppress(urllib.error.HTTPError):  # a stranger gets 401, and the cookie
        opener.open(f"{product.url}/api/session").read()
    token = next((cookie.value or "" for cookie in jar if cookie.name == "csrftoken"), "")
    request.add_header("X-CSRFToken", token)
    request.add_header("Origin", product.url)
    opener.open(request).read()


@pytest.fixture
def context(browser: Browser, product: Product) -> Iterator[BrowserContext]:
    """A browser window without cookies: Chinese, wide. Change a page with `page.set_viewport_size`."""
    opened = new_window(browser, product)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page; the test fails where it throws an error or breaks the Content-Security-Policy."""
    faults: list[str] = []
    opened = context.new_page()
    opened.on("pageerror", lambda error: faults.append(f"script error: {error}"))
    opened.on("console", lambda line: faults.append(line.text) if "Content Security Policy" in line.text else None)
    yield opened
    assert faults == []


@pytest.fixture
def signed_in(page: Page, administrator: dict[str, str]) -> Page:
    """The page, signed in as the administrator through the sign-in form, on the home screen."""
    sign_in(page, administrator["email"], administrator["password"])
    return page
