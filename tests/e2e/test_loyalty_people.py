"""Loyalty in a real browser: points by hand above the limit take two people, a gift waits until it is accepted, the index is there."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.company import AGENT, SECOND
from tests.e2e.members import open_member
from tests.e2e.steps import enter, make_company
from tests.product import Product


@pytest.fixture(scope="module")
def clerk(browser: Browser, product: Product, company: None, tmp_path_factory: pytest.TempPathFactory) -> Page:
    """An agent of the call centre, signed in, with a programme and two members."""
    make_company(product, tmp_path_factory.mktemp("together"), "tests.e2e.club")
    return enter(browser, product, AGENT)


def test_points_above_the_limit_wait_for_a_second_person(clerk: Page, browser: Browser, product: Product) -> None:
    open_member(clerk, "王小明")
    clerk.get_by_role("button", name="调整积分").click()
    clerk.get_by_label("数量").fill("12000")
    clerk.get_by_label("原因").click()
    clerk.get_by_title("服务补偿").click()
    clerk.get_by_label("说明").fill("行程因我方原因取消")
    clerk.get_by_role("button", name="提交复核").click()
    expect(clerk.get_by_text("等待复核")).to_be_visible()

    second = enter(browser, product, SECOND)
    second.goto("/trust/approvals")
    expect(second.get_by_text("行程因我方原因取消")).to_be_visible()
    second.get_by_role("button", name="同意并执行").click()
    expect(second.get_by_text("已同意并执行")).to_be_visible()
    second.context.close()

    clerk.reload()
    expect(clerk.get_by_role("button", name="人工调整").get_by_text("+12,000")).to_be_visible()


def test_a_gift_waits_until_the_other_member_accepts_it(clerk: Page) -> None:
    number = open_member(clerk, "李娜")
    open_member(clerk, "王小明")
    clerk.get_by_role("button", name="转赠积分").click()
    clerk.get_by_label("对方的会员号").fill(number)
    clerk.get_by_role("dialog").get_by_label("积分").fill("1000")
    clerk.get_by_role("dialog").get_by_role("button", name="赠送", exact=True).click()
    expect(clerk.get_by_text("等待接收")).to_be_visible()

    open_member(clerk, "李娜")
    clerk.get_by_role("button", name="接收", exact=True).click()
    expect(clerk.get_by_text("+1,000")).to_be_visible()


def test_the_loyalty_index_is_there_or_says_how_it_begins(signed_in: Page) -> None:
    signed_in.goto("/insight?tab=loyalty")
    expect(signed_in.get_by_text("还没有计算过忠诚指数").or_(signed_in.get_by_text("六个维度"))).to_be_visible()
