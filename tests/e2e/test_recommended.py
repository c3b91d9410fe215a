"""What recommendations brought, in a real browser: read by place and by where they were shown, and every number opened to its guests."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.shown import ANALYST, GUEST
from tests.e2e.steps import enter, make_company
from tests.product import Product


@pytest.fixture(scope="module")
def analyst(browser: Browser, product: Product, administrator: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    make_company(product, tmp_path_factory.mktemp("shown"), "tests.e2e.shown")
    page = enter(browser, product, ANALYST)
    yield page
    page.context.close()


def test_a_share_opens_the_lists_behind_it_and_leads_to_the_guest(analyst: Page) -> None:
    analyst.goto("/insight?tab=recommended")
    fourth = analyst.get_by_role("row", name=re.compile("第 4 位"))
    expect(fourth).to_contain_text("12 / 60")
    expect(fourth).to_contain_text("20.0%")
    fourth.get_by_role("button", name=re.compile("30 天内预订：12 份")).click()
    drawer = analyst.get_by_role("dialog", name="第 4 位 · 30 天内预订")
    expect(drawer.get_by_role("listitem")).to_have_count(12)
    expect(drawer.get_by_role("listitem").first).to_contain_text("奈良")
    drawer.get_by_role("link", name=GUEST).first.click()
    expect(analyst.get_by_role("heading", name=re.compile(GUEST)).first).to_be_visible()


def test_where_it_was_shown_and_what_the_open_place_costs(analyst: Page) -> None:
    analyst.goto("/insight?tab=recommended")
    expect(analyst.get_by_role("row", name=re.compile("网站"))).to_be_visible()
    expect(analyst.get_by_text(re.compile("暂不估计"))).to_be_visible()
    analyst.get_by_text("近 30 天", exact=True).click()
    expect(analyst.get_by_text(re.compile(r"近\s*30\s*天共展示\s*[5-9]\s*份清单"))).to_be_visible()  # the page of the guest logs its own
    expect(analyst.get_by_text("未满 30 天").first).to_be_visible()
