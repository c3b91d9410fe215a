"""What several browser tests begin with: a company in the product, a window, somebody signed in."""

import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page

from tests.e2e.company import PASSWORD
from tests.product import ROOT, Product


def make_company(product: Product, folder: Path, module: str = "tests.e2e.company") -> None:
    """Loads what the module describes into the running product. Safe to repeat."""
    made = subprocess.run([sys.executable, "-m", module, str(folder)], cwd=ROOT, env=product.environment, capture_output=True, text=True)
    assert made.returncode == 0, made.stderr


def new_window(browser: Browser, product: Product) -> BrowserContext:
    """A window without cookies: Chinese, wide."""
    context = browser.new_context(base_url=product.url, locale="zh-CN", reduced_motion="reduce", viewport={"width": 1440, "height": 900})
    context.set_default_timeout(20_000)
    return context


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    """Through the form, until the page behind it is there."""
    page.goto("/login")
    page.locator("#email").fill(email)
    page.locator("#password").fill(password)
    page.locator("button[type=submit]").click()
    page.wait_for_url(lambda url: "/login" not in url)


def enter(browser: Browser, product: Product, email: str) -> Page:
    """A window of their own for one of the company, signed in; close `page.context` at the end."""
    page = new_window(browser, product).new_page()
    sign_in(page, email)
    return page
