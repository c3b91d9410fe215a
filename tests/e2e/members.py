"""The way to a member of the programme of `tests.e2e.club`, as the desk goes it."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.club import NAME

SEARCH, PHONES = "姓名、首字母、手机、证件", {"王小明": "13800135678", "李娜": "13911112222"}
NUMBER = re.compile(r"会员号\s*(\d+)")


def open_guest(page: Page, name: str) -> None:
    """Opens a guest's page from the list."""
    page.goto("/guests")
    page.get_by_placeholder(SEARCH).fill(PHONES[name])  # other files bring in namesakes
    link = page.get_by_role("link", name=name)
    expect(link).to_have_count(1)
    link.click()
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()


def open_member(page: Page, name: str) -> str:
    """Opens a guest's membership from the guest's page; returns the number on its card."""
    open_guest(page, name)
    page.locator("section").filter(has_text=NAME).get_by_role("link", name="会员号").click()
    page.wait_for_url("**/loyalty/members/*")
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()
    found = NUMBER.search(page.get_by_text(NUMBER).first.inner_text())
    assert found
    return found[1]
