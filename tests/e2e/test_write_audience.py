"""A marketer's task in a real browser: sleeping, valuable families who may be written to by WeChat, look for Japan and have no open
complaint. She writes it down, keeps it, has it made, and opens one of its members."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.families import COMPLAINS, COMPLAINT, MARKETER, WANTED
from tests.e2e.steps import enter, make_company
from tests.product import Product

COUNTED_MS = 90_000
NAME = "沉睡的高价值亲子客"


@pytest.fixture(scope="module")
def marketer(browser: Browser, product: Product, administrator: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    make_company(product, tmp_path_factory.mktemp("families"), "tests.e2e.families")
    page = enter(browser, product, MARKETER)
    yield page
    page.context.close()


def add(page: Page, typed: str, hit: str) -> None:
    """Types into the box and takes the condition that is meant."""
    page.get_by_role("combobox", name=re.compile("^加条件")).fill(typed)
    page.get_by_role("option", name=re.compile(hit)).first.click()


def expect_size(page: Page, guests: int) -> None:
    expect(page.get_by_test_id("audience-size")).to_have_text(str(guests), timeout=COUNTED_MS)


def write_down(page: Page) -> None:
    """The task as somebody does it who never saw the page: word by word."""
    page.get_by_role("link", name="受众").click()
    page.get_by_role("link", name="新受众").first.click()
    add(page, "沉睡", r"^沉睡\s*生命周期阶段")
    add(page, "近两年消费", "近两年消费")
    page.get_by_role("spinbutton", name="数值").fill("100000")
    add(page, "带孩子", "带孩子比例")
    page.get_by_role("spinbutton", name="数值").last.fill("30")
    add(page, "微信", "微信")
    add(page, "搜索", "搜索过")
    page.get_by_role("button", name="细节").click()
    page.get_by_role("menuitem", name="目的地").click()
    page.keyboard.type("东京")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    add(page, COMPLAINT, COMPLAINT)


def keep(page: Page) -> None:
    keep_as(page, NAME)


def keep_as(page: Page, name: str) -> None:
    page.get_by_role("button", name="保存…").click()
    page.get_by_label("名称（中文）").fill(name)
    page.get_by_role("dialog").get_by_role("button", name=re.compile("^保\\s?存$")).click()
    page.wait_for_url(re.compile("/audiences/[0-9a-f-]{36}$"))


def test_a_marketer_writes_down_whom_she_means_and_sees_who_that_is(marketer: Page) -> None:
    write_down(marketer)
    expect_size(marketer, 1)
    expect(marketer.get_by_role("link", name=COMPLAINS)).to_be_visible()
    tags = marketer.get_by_role("group", name="标签")
    tags.get_by_role("button", name="更多操作").click()
    marketer.get_by_role("menuitem", name="改为排除").click()
    expect(marketer.get_by_role("link", name=WANTED)).to_be_visible(timeout=COUNTED_MS)
    expect(marketer.get_by_role("link", name=COMPLAINS)).not_to_be_visible()
    expect_size(marketer, 1)


def test_a_reload_and_a_step_back_lose_nothing(marketer: Page) -> None:
    marketer.reload()
    row = marketer.get_by_role("group", name="标签")
    expect(row).to_be_visible()
    row.get_by_role("button", name="删除条件").click()
    expect_size(marketer, 2)
    marketer.get_by_role("button", name="撤销").click()
    expect(row).to_be_visible()
    expect_size(marketer, 1)


def test_she_keeps_it_and_its_members_are_made(marketer: Page) -> None:
    keep(marketer)
    expect(marketer.get_by_role("heading", name=NAME)).to_be_visible()
    expect(marketer.get_by_text("每日更新")).to_be_visible(timeout=COUNTED_MS)
    expect(marketer.get_by_role("link", name=WANTED)).to_be_visible()
    expect(marketer.get_by_role("link", name=COMPLAINS)).not_to_be_visible()


def test_from_the_list_it_is_opened_and_a_member_says_why(marketer: Page) -> None:
    marketer.goto("/audiences?q=亲子客")
    row = marketer.get_by_role("row").filter(has_text=NAME)
    expect(row).to_contain_text("叶岚")
    row.get_by_role("link").click()
    marketer.get_by_role("button", name=f"为什么有 {WANTED}").click()
    drawer = marketer.get_by_role("dialog")
    expect(drawer.get_by_text("今天符合全部要求。")).to_be_visible(timeout=COUNTED_MS)
    expect(drawer.get_by_role("listitem")).to_have_count(6)
    drawer.get_by_role("link", name="打开客人页面").click()
    marketer.wait_for_url(re.compile("/guests/"))
    expect(marketer.get_by_role("link", name=NAME)).to_be_visible(timeout=COUNTED_MS)


def test_what_it_shares_with_another_audience_is_opened_in_the_sandbox(marketer: Page) -> None:
    marketer.goto("/audiences/new")
    add(marketer, "沉睡", r"^沉睡\s*生命周期阶段")
    keep_as(marketer, "沉睡的客人")
    expect(marketer.get_by_text("每日更新")).to_be_visible(timeout=COUNTED_MS)
    card = marketer.locator("section").filter(has_text="与其他受众的重叠")
    both = card.get_by_role("listitem").filter(has_text="同时属于且不属于其余")
    expect(both).to_have_count(1, timeout=COUNTED_MS)
    both.get_by_role("button").click()
    marketer.wait_for_url(re.compile("/audiences/new$"))
    expect_size(marketer, 1)
    expect(marketer.get_by_role("link", name=WANTED)).to_be_visible(timeout=COUNTED_MS)
    expect(marketer.get_by_role("group", name=NAME)).to_be_visible()


def test_two_audiences_are_compared_side_by_side(marketer: Page) -> None:
    marketer.goto("/audiences?q=亲子客")
    marketer.get_by_role("row").filter(has_text=NAME).get_by_role("link").click()
    marketer.get_by_role("link", name="与另一受众比较").click()
    marketer.get_by_role("combobox", name="右边的受众").click()
    marketer.get_by_title("沉睡的客人").click()
    guests = marketer.get_by_role("row").filter(has=marketer.get_by_role("rowheader", name="客人", exact=True))
    expect(guests.get_by_role("cell").first).to_have_text("1", timeout=COUNTED_MS)
    shared = marketer.locator("section").filter(has_text="共有与独有")
    expect(shared.get_by_role("button", name=re.compile(f"只在“{NAME}”"))).to_be_disabled()
    shared.get_by_role("button", name=re.compile("两边都有，1 位客人")).click()
    marketer.wait_for_url(re.compile("/audiences/new$"))
    expect_size(marketer, 1)
