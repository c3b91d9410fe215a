"""A view of a list: kept under a name, opened again from the menu and by itself, never with what was typed into the search box."""

import re

from playwright.sync_api import Page, expect

PHONE = "13800138000"


def choose(page: Page, opened: str, deed: str) -> None:
    page.get_by_role("button", name=opened, exact=True).click()
    page.get_by_role("menuitem", name=deed).click()


def test_a_view_keeps_the_choices_and_not_the_search(signed_in: Page) -> None:
    page = signed_in
    page.goto("/bookings?status=confirmed")
    page.get_by_placeholder("预订号、客人、酒店、目的地").fill(PHONE)
    expect(page.get_by_role("button", name="清除筛选").first).to_be_visible()
    assert PHONE not in page.url
    choose(page, "视图", "把当前筛选存为视图…")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("名称").fill("已确认的")
    dialog.get_by_role("button", name=re.compile("保")).click()
    expect(page.get_by_role("button", name="视图：已确认的")).to_be_visible()
    assert PHONE not in page.request.get("/api/views?list_code=bookings").text()
    choose(page, "视图：已确认的", "打开列表时默认使用")
    choose(page, "视图：已确认的", "全部")
    expect(page).to_have_url(re.compile(r"/bookings\?view=all$"))
    page.goto("/bookings")
    expect(page).to_have_url(re.compile(r"\?status=confirmed&view=[0-9a-f-]{36}$"))
