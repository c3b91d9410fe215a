"""Loyalty in a real browser: a clerk gives a coupon and uses it for the member who stands there; a manager closes a month."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.club import COUPON, NAME
from tests.e2e.company import AGENT
from tests.e2e.members import open_guest
from tests.e2e.steps import enter, make_company
from tests.product import Product

NOT_CLOSED, NAMED = re.compile(r"^结\s*\d{4}-\d{2}\s*的账$"), re.compile(r"\d{4}-\d{2}")


@pytest.fixture(scope="module")
def clerk(browser: Browser, product: Product, company: None, tmp_path_factory: pytest.TempPathFactory) -> Page:
    """An agent of the call centre, signed in, with a programme, two members, a reward and a coupon."""
    make_company(product, tmp_path_factory.mktemp("desk"), "tests.e2e.club")
    return enter(browser, product, AGENT)


def test_a_coupon_is_given_and_used_at_the_desk(clerk: Page) -> None:
    open_guest(clerk, "王小明")
    card = clerk.locator("section").filter(has_text=NAME)
    card.get_by_role("button", name="发放优惠券").click()
    clerk.get_by_role("radio", name=COUPON).check()
    clerk.get_by_role("dialog").get_by_role("button", name="发放", exact=True).click()
    clerk.get_by_role("dialog").get_by_text("关闭").click()

    card.get_by_role("button", name=f"使用 {COUPON}").click()
    price = clerk.get_by_label("优惠前金额")
    price.fill("80")
    expect(clerk.get_by_role("alert")).to_be_visible()
    price.fill("260")
    expect(clerk.get_by_text("¥210")).to_be_visible()
    clerk.get_by_role("dialog").get_by_role("button", name="使用", exact=True).click()
    expect(card.get_by_text(COUPON)).to_have_count(0)


def test_a_month_is_closed_and_its_journal_is_there(clerk: Page, signed_in: Page) -> None:
    signed_in.goto("/loyalty")
    signed_in.get_by_role("link", name=NAME).click()
    signed_in.get_by_role("tab", name="账务").click()
    close = signed_in.get_by_role("button", name=NOT_CLOSED)
    found = NAMED.search(close.inner_text())
    assert found
    close.click()
    signed_in.get_by_role("dialog").get_by_role("button", name=NOT_CLOSED).click()
    expect(signed_in.get_by_text(f"已结到 {found[0]}")).to_be_visible()
    expect(signed_in.get_by_role("heading", name=f"{found[0]} 月结明细")).to_be_visible()
    expect(signed_in.get_by_role("button", name="导出")).to_be_visible()
