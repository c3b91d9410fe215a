"""Loyalty in a real browser: a manager drafts a programme, tries a rule and opens it; a clerk enrols the guest who stands there."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.company import AGENT
from tests.e2e.steps import enter
from tests.product import Product


@pytest.fixture(scope="module")
def club(browser: Browser, product: Product, administrator: dict[str, str], company: None) -> str:
    """A programme in draft, made on its page by the administrator; returns its address."""
    page = enter(browser, product, administrator["email"])
    page.goto("/loyalty")
    page.get_by_role("button", name="起草计划").first.click()
    for label, said in (("中文名称", "云行会"), ("英文名称", "Yunxing Club"), ("代码", "YUN")):
        page.get_by_label(label).fill(said)
    page.get_by_role("button", name="保存草稿").click()
    expect(page.get_by_role("heading", name="云行会")).to_be_visible()
    address = page.url
    page.context.close()
    return address


def test_a_rule_is_tried_before_it_is_kept(club: str, signed_in: Page) -> None:
    page = signed_in
    page.goto(club)
    page.get_by_role("tab", name="规则", exact=True).click()
    page.get_by_role("button", name="添加规则").click()
    for label, said in (("中文名称", "消费积分"), ("英文名称", "Spend"), ("规则代码", "BASE")):
        page.get_by_label(label).fill(said)
    page.get_by_role("button", name="试算这条规则").click()
    expect(page.get_by_text("会员没有消费")).to_be_visible()
    page.get_by_role("button", name="保存规则").click()
    expect(page.get_by_role("row", name="消费积分")).to_contain_text("每消费 ¥1 得 1 积分")


def test_a_clerk_enrols_the_guest_who_stands_there(club: str, signed_in: Page, browser: Browser, product: Product) -> None:
    signed_in.goto(club)
    signed_in.get_by_role("button", name="开放计划").click()
    signed_in.get_by_role("dialog").get_by_role("button", name="开放计划").click()
    expect(signed_in.get_by_text("开放中")).to_be_visible()
    clerk = enter(browser, product, AGENT)
    clerk.goto("/guests")
    clerk.get_by_role("link", name="王小明").first.click()
    clerk.get_by_role("button", name="办理入会").click()
    expect(clerk.get_by_role("link", name="会员号")).to_be_visible()
    expect(clerk.locator("section").filter(has_text="云行会")).to_contain_text("0 积分")
    clerk.context.close()
