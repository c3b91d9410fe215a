"""A call-centre agent while the phone rings, in a real browser: who is it, what was said, what was promised, and that it was done."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.company import AGENT
from tests.e2e.steps import enter
from tests.product import Product

PHONE, SEARCH = "13800135678", "姓名、首字母、手机、证件"
GUEST = "王小明"


@pytest.fixture(scope="module")
def agent(browser: Browser, product: Product, company: None) -> Iterator[Page]:
    page = enter(browser, product, AGENT)
    yield page
    page.context.close()


def found(page: Page, text: str) -> None:
    page.goto("/guests")
    page.get_by_placeholder(SEARCH).fill(text)
    expect(page.get_by_role("link", name=GUEST)).to_have_count(1)
    expect(page.get_by_role("link", name="李娜")).to_have_count(0)


def open_guest(page: Page) -> None:
    found(page, PHONE)
    page.get_by_role("link", name=GUEST).click()
    expect(page.get_by_role("heading", name=GUEST, level=1)).to_be_visible()


def write_down(page: Page, way: str, text: str, keep: str) -> None:
    page.locator(".ant-segmented-item", has_text=re.compile(f"^{way}$")).click()
    page.get_by_role("textbox", name=re.compile("写下同事|要做什么|通话说了")).fill(text)
    page.get_by_role("button", name=keep).click()


@pytest.mark.parametrize("text", [PHONE, "5678", "王5678", "王小明", "wxm", "王"])
def test_a_guest_is_found_by_whatever_the_caller_says(agent: Page, text: str) -> None:
    found(agent, text)
    assert text not in agent.url


def test_a_note_stands_on_the_page_and_in_the_timeline(agent: Page) -> None:
    open_guest(agent)
    write_down(agent, "备注", "来电询问加床，已告知价格", "保存备注")
    expect(agent.get_by_text("备注已保存")).to_be_visible()
    line = agent.get_by_role("list", name="时间线").get_by_role("listitem").filter(has_text="来电询问加床，已告知价格")
    expect(line).to_be_visible()
    expect(line).to_contain_text("周敏")


def test_a_call_is_logged_with_how_it_ended(agent: Page) -> None:
    open_guest(agent)
    write_down(agent, "通话", "问退订手续费", "登记通话")
    expect(agent.get_by_text("通话已登记")).to_be_visible()
    line = agent.get_by_role("list", name="时间线").get_by_role("listitem").filter(has_text="问退订手续费")
    expect(line).to_contain_text("客人来电 · 已解决")


def test_what_was_promised_waits_on_the_desk_until_it_is_done(agent: Page) -> None:
    open_guest(agent)
    write_down(agent, "任务", "明天回电确认加床", "安排任务")
    expect(agent.get_by_text("任务已安排")).to_be_visible()
    agent.goto("/tasks")
    task = agent.get_by_role("listitem").filter(has_text="明天回电确认加床")
    expect(task.get_by_role("link", name=GUEST)).to_be_visible()
    task.get_by_role("checkbox").click()
    expect(agent.get_by_text("没有待办任务")).to_be_visible()
    agent.goto("/tasks?state=closed")
    expect(agent.get_by_role("listitem").filter(has_text="明天回电确认加床")).to_contain_text("周敏 于")


def test_the_words_typed_to_find_a_booking_stand_in_no_address(agent: Page) -> None:
    agent.goto("/bookings")
    agent.get_by_placeholder("预订号、客人、酒店、目的地").fill(PHONE)
    expect(agent.get_by_text("没有符合条件的预订")).to_be_visible()
    assert PHONE not in agent.url


def test_the_guest_page_and_the_desk_fit_a_phone(agent: Page) -> None:
    open_guest(agent)
    for address in (agent.url, "/tasks", "/tags"):
        agent.goto(address)
        expect(agent.locator("h1")).to_be_visible()
        for width in (1440, 390):
            agent.set_viewport_size({"width": width, "height": 844})
            agent.wait_for_function("width => document.documentElement.scrollWidth <= width", arg=width)
    agent.set_viewport_size({"width": 1440, "height": 900})
