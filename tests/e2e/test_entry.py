"""The way in: strangers are stopped, the first administrator's link works once, and a signed-in person sees the product."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.product import Product


def test_a_stranger_is_sent_to_the_sign_in_page_from_every_address(page: Page) -> None:
    page.goto("/guests")
    expect(page).to_have_url(re.compile("/login"))
    expect(page.locator("#password")).to_be_visible()


def test_a_wrong_password_is_refused_with_a_sentence(page: Page, administrator: dict[str, str]) -> None:
    page.goto("/login")
    page.locator("#email").fill(administrator["email"])
    page.locator("#password").fill("not the password")
    page.locator("button[type=submit]").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    expect(page).to_have_url(re.compile("/login"))


def test_the_link_of_the_first_administrator_works_once(page: Page, product: Product, administrator: dict[str, str]) -> None:
    page.goto(product.link)
    expect(page.get_by_role("heading", name="链接已失效")).to_be_visible()
    expect(page.locator("#password")).to_have_count(0)


def test_a_signed_in_person_finds_the_way_round(signed_in: Page) -> None:
    expect(signed_in.locator("nav").first).to_be_visible()
    signed_in.goto("/guests")
    expect(signed_in).to_have_url(re.compile("/guests"))


@pytest.mark.parametrize("width", [390, 1440])
def test_no_page_is_wider_than_the_window(signed_in: Page, width: int) -> None:
    signed_in.set_viewport_size({"width": width, "height": 844})
    for path in ("/", "/guests", "/bookings", "/sources", "/runs", "/quarantine"):
        signed_in.goto(path)
        signed_in.wait_for_load_state("networkidle")
        signed_in.wait_for_function("width => document.documentElement.scrollWidth <= width", arg=width)
