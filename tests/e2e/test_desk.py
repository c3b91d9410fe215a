"""A steward at the desk, in a real browser: a pair, the evidence, one key for the answer, another to take it back."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.company import OFFICER
from tests.e2e.steps import enter, make_company
from tests.product import Product

WAITS = re.compile(r"1\s*对待判断")


@pytest.fixture(scope="module")
def steward(browser: Browser, product: Product, administrator: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    make_company(product, tmp_path_factory.mktemp("asked"), "tests.e2e.asked")
    page = enter(browser, product, OFFICER)
    yield page
    page.context.close()


def open_desk(page: Page) -> None:
    page.goto("/identity/desk")
    expect(page.get_by_text(WAITS)).to_be_visible()


def test_the_desk_shows_two_records_with_what_differs_and_why(steward: Page) -> None:
    open_desk(steward)
    expect(steward.get_by_role("row", name=re.compile("姓名.*不同")).first).to_be_visible()
    expect(steward.get_by_text("138****5678").first).to_be_visible()
    expect(steward.get_by_role("row", name=re.compile("手机.*号码相同"))).to_be_visible()


def test_one_key_joins_the_pair_and_another_takes_it_back(steward: Page) -> None:
    open_desk(steward)
    steward.keyboard.press("y")
    expect(steward.get_by_text("没有待判断的记录")).to_be_visible()
    steward.keyboard.press("u")
    expect(steward.get_by_text(WAITS)).to_be_visible()


def test_what_was_said_stands_in_the_history_and_is_undone_there(steward: Page) -> None:
    open_desk(steward)
    steward.keyboard.press("n")
    expect(steward.get_by_text("没有待判断的记录")).to_be_visible()
    steward.goto("/identity/desk?tab=history")
    steward.get_by_role("button", name=re.compile(r"撤\s?销")).first.click()
    expect(steward.get_by_text(re.compile(r"方正\s*已撤销")).first).to_be_visible()


def test_the_keys_are_explained_and_the_desk_fits_a_phone(steward: Page) -> None:
    open_desk(steward)
    steward.keyboard.press("?")
    expect(steward.get_by_text("撤销刚才的判断")).to_be_visible()
    steward.keyboard.press("Escape")
    steward.set_viewport_size({"width": 390, "height": 844})
    expect(steward.get_by_role("navigation", name="待判断的记录")).to_be_visible()
    assert steward.evaluate("document.documentElement.scrollWidth") <= 390
