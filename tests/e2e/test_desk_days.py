"""A steward's morning in a real browser: pair after pair by keyboard, and a record taken out of a guest; each taken back."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.asked_many import NAMESAKES
from tests.e2e.company import OFFICER
from tests.e2e.steps import enter, make_company
from tests.product import Product

ZHOU, ZHANG, LIU = NAMESAKES


@pytest.fixture(scope="module")
def steward(browser: Browser, product: Product, administrator: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    make_company(product, tmp_path_factory.mktemp("namesakes"), "tests.e2e.asked_many")
    page = enter(browser, product, OFFICER)
    yield page
    page.context.close()


def waiting(page: Page, name: str) -> Locator:
    """The line of the queue with these namesakes."""
    return page.get_by_role("navigation", name="待判断的记录").get_by_role("button", name=name)


def open_pair(page: Page, name: str) -> None:
    page.goto("/identity/desk")
    waiting(page, name).click()
    is_chosen(page, name)


def is_chosen(page: Page, name: str) -> None:
    expect(waiting(page, name)).to_have_attribute("aria-current", "true")
    expect(page.get_by_role("columnheader", name=name)).to_have_count(2)


def decided(page: Page, key: str, name: str) -> None:
    page.keyboard.press(key)
    expect(waiting(page, name)).to_have_count(0)


def test_one_key_for_each_pair_and_the_pair_comes_back_with_the_word_that_is_taken_back(steward: Page) -> None:
    open_pair(steward, ZHOU)
    decided(steward, "y", ZHOU)
    is_chosen(steward, ZHANG)
    steward.keyboard.press("s")
    is_chosen(steward, LIU)
    decided(steward, "n", LIU)
    steward.keyboard.press("u")
    is_chosen(steward, LIU)
    expect(waiting(steward, ZHOU)).to_have_count(0)
    steward.keyboard.press("u")
    is_chosen(steward, ZHOU)
    expect(waiting(steward, ZHANG)).to_be_visible()


def test_a_record_taken_out_of_a_guest_is_a_guest_of_its_own_until_that_is_undone(steward: Page) -> None:
    open_pair(steward, ZHOU)
    guest = steward.get_by_role("columnheader").get_by_role("link", name=ZHOU).first.get_attribute("href") or ""
    decided(steward, "y", ZHOU)
    steward.goto(guest)
    take_out_last(steward, "电话核对，是同名的两个人")
    steward.get_by_role("link", name="打开").click()
    steward.wait_for_url(lambda url: "/guests/" in url and not url.endswith(guest))
    expect(steward.get_by_text(re.compile(r"1\s*条记录")).first).to_be_visible()
    steward.goto("/identity/desk?tab=history")
    steward.get_by_role("row", name=re.compile("电话核对")).get_by_role("button", name=re.compile(r"撤\s?销")).click()
    expect(steward.get_by_text(re.compile(r"已撤销，1\s*条记录改了归属"))).to_be_visible()
    steward.goto(guest)
    expect(steward.get_by_text(re.compile(r"2\s*条记录")).first).to_be_visible()


def take_out_last(page: Page, reason: str) -> None:
    page.get_by_role("button", name="为什么是同一位客人").click()
    page.get_by_role("button", name=re.compile(r"^拆\s?出$")).last.click()
    dialog = page.get_by_role("dialog", name=re.compile(f"把“{ZHOU}.*拆出"))
    dialog.get_by_role("textbox").fill(reason)
    dialog.get_by_role("button", name=re.compile(r"^拆\s?出$")).click()
    expect(page.get_by_text(f"“{ZHOU}”已拆出，自成一位客人。")).to_be_visible()
