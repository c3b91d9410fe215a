"""An analyst's look in a real browser: a feature and its spread, a snapshot ordered and seen to its end, and what it says of a guest."""

import re

import pytest
from playwright.sync_api import Page, expect

FEATURE = "记录数"
SNAPSHOT_MS = 120_000


@pytest.fixture
def analyst(signed_in: Page, company: None) -> Page:
    """The administrator, who may order snapshots, of a company with two guests."""
    return signed_in


def order_snapshot(page: Page) -> None:
    with page.expect_response(lambda answer: answer.url.endswith("/insight/snapshots") and answer.request.method == "GET") as listed:
        page.goto("/insight?tab=snapshots")
    before = sum(run["state"] == "done" for run in listed.value.json())
    page.get_by_role("button", name="全部重算").click()
    expect(page.get_by_role("row", name=re.compile("完成"))).to_have_count(before + 1, timeout=SNAPSHOT_MS)


def test_a_snapshot_is_ordered_and_ends_and_a_feature_shows_how_it_is_spread(analyst: Page) -> None:
    order_snapshot(analyst)
    analyst.get_by_role("tab", name="特征").click()
    analyst.get_by_role("textbox", name=re.compile("搜索特征")).fill(FEATURE)
    expect(analyst.get_by_text(re.compile(r"^1\s*项特征$"))).to_be_visible()
    analyst.get_by_role("link", name=FEATURE).click()
    drawer = analyst.get_by_role("dialog", name=FEATURE)
    expect(drawer.get_by_text("所有客人都有值。")).to_be_visible()
    expect(drawer.get_by_role("row", name=re.compile("中位数"))).to_be_visible()
    expect(analyst).to_have_url(re.compile("feature=records"))


def test_the_page_of_a_guest_says_what_the_newest_snapshot_knows(analyst: Page) -> None:
    order_snapshot(analyst)
    analyst.goto("/guests")
    analyst.get_by_role("link", name="王小明").first.click()
    analyst.get_by_role("button", name=re.compile(r"全部\s*\d+\s*项特征")).click()
    drawer = analyst.get_by_role("dialog", name="洞察")
    expect(drawer.get_by_role("heading", name="来源记录")).to_be_visible()
    drawer.get_by_role("switch", name="含空值与零").click()
    expect(drawer.get_by_text("没有有效预订").first).to_be_visible()


def test_arrows_walk_the_names_of_the_parts_and_enter_opens_one(analyst: Page) -> None:
    analyst.goto("/insight?tab=features")
    analyst.get_by_role("tab", name="特征").press("ArrowRight")
    snapshots = analyst.get_by_role("tab", name="快照")
    expect(snapshots).to_be_focused()
    snapshots.press("Enter")
    expect(snapshots).to_have_attribute("aria-selected", "true")
    expect(analyst).to_have_url(re.compile("tab=snapshots"))
