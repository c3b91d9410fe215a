"""A day of the privacy officer and a day at the front desk, in a real browser, with the guests and people of `tests.e2e.company`."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.company import CLERK, OFFICER, SECOND
from tests.e2e.steps import enter
from tests.product import Product

PHONE, MASKED = "13800135678", "138****5678"
SignIn = Callable[[str], Page]


@pytest.fixture(scope="module")
def as_person(browser: Browser, product: Product, company: None) -> Iterator[SignIn]:
    """Signs someone in, once, in a window of their own, and returns the page as it was left."""
    pages: dict[str, Page] = {}

    def sign_in(email: str) -> Page:
        if email not in pages:
            pages[email] = enter(browser, product, email)
        return pages[email]

    yield sign_in
    for page in pages.values():
        page.context.close()


def choose(page: Page, field: str, option: str) -> None:
    """Opens a list, waits until it stands still (a click while it slides in misses), and takes one of its options."""
    page.locator(field).click()
    still = page.locator(".ant-select-dropdown:not([class*='-enter']):not([class*='-appear'])")
    still.get_by_title(option).click()
    expect(still).to_be_hidden()


def press(page: Page, name: str) -> None:
    """Presses a button; the component library parts two Chinese characters by a space."""
    page.get_by_role("button", name=re.compile(r"^\s*" + r"\s?".join(map(re.escape, name)) + r"\s*$")).last.click()


def take_in_request(page: Page) -> None:
    page.goto("/trust/requests?new=1")
    page.locator("#find-phone").fill(PHONE)
    press(page, "查找此人")
    expect(page.get_by_text("找到 1 条记录")).to_be_visible()
    press(page, "登记")
    page.wait_for_url(re.compile(r"/trust/requests/[0-9a-f-]{36}"))


def check_identity(page: Page) -> None:
    page.locator("#phone").fill(PHONE)
    page.locator("#name").fill("王小明")
    press(page, "比对")
    expect(page.get_by_text("一致", exact=True)).to_have_count(2)


def order_export(page: Page, purpose: str) -> None:
    page.goto("/guests")
    press(page, "导出")
    page.locator("#purpose").fill(purpose)
    press(page, "生成文件")
    expect(page.get_by_text("需要另一位同事同意")).to_be_visible()


def test_a_request_is_taken_in_checked_worked_and_its_package_handed_over(as_person: SignIn) -> None:
    page = as_person(OFFICER)
    take_in_request(page)
    check_identity(page)
    press(page, "开始处理")
    with page.expect_download(timeout=30_000) as taken:
        page.get_by_role("button", name=re.compile("下\\s?载")).click(timeout=30_000)
    assert taken.value.suggested_filename.endswith(".zip")
    press(page, "答复并结束")
    page.locator("#text").fill("资料包已发到客人的邮箱")
    press(page, "答复并结束")
    expect(page.get_by_text("客人已得到答复。")).to_be_visible()


def test_the_officer_finds_what_happened_and_proves_the_log(as_person: SignIn) -> None:
    page = as_person(OFFICER)
    page.goto("/trust/audit?action=sign_in.done")
    page.get_by_text("方正 登录").first.click()
    expect(page.get_by_text(re.compile("位于签名日志第"))).to_be_visible()
    press(page, "关闭")
    press(page, "立即校验")
    expect(page.get_by_text("全部记录与封存时一致")).to_be_visible(timeout=30_000)


def test_an_export_is_registered_and_waits_for_a_second_person(as_person: SignIn) -> None:
    page, purpose = as_person(OFFICER), "五月团队分房名单"
    order_export(page, purpose)
    second = as_person(SECOND)
    second.goto("/trust/approvals")
    expect(second.get_by_text(purpose).first).to_be_visible()
    press(second, "同意并执行")
    expect(second.get_by_text("已同意并执行")).to_be_visible()
    page.goto("/trust/exports")
    expect(page.get_by_text(purpose).first).to_be_visible()
    expect(page.get_by_text("可下载").first).to_be_visible(timeout=30_000)


def test_the_clerk_sees_a_phone_only_with_a_purpose_and_records_a_withdrawal(as_person: SignIn) -> None:
    page = as_person(CLERK)
    page.goto("/guests")
    page.get_by_placeholder("姓名、首字母、手机、证件").fill(PHONE)
    expect(page.get_by_role("link", name="王小明")).to_have_count(1)
    assert PHONE not in page.url
    page.get_by_role("link", name="王小明").first.click()
    page.get_by_role("button", name=MASKED).click()
    choose(page, "#purpose", "办理入住")
    press(page, "查看")
    expect(page.get_by_text(re.compile("138.?0013.?5678"))).to_be_visible()
    press(page, "关闭")
    for answer, standing in (("同意", "同意"), ("撤回同意", "已撤回")):
        page.locator("button", has_text=re.compile("^短信")).click()
        press(page, answer)
        expect(page.locator("button", has_text=re.compile(f"^短信{standing}$"))).to_be_visible()


def test_the_clerk_finds_no_way_into_guarding(as_person: SignIn) -> None:
    page = as_person(CLERK)
    page.goto("/trust")
    expect(page.get_by_role("link", name="我的安全")).to_be_visible()
    expect(page.get_by_role("link", name="审计日志")).to_have_count(0)
    for path in ("consents/marketing", "consent-import", "audit"):
        page.goto(f"/trust/{path}")
        expect(page.get_by_text("您还不能看这一页")).to_be_visible()


def test_the_screens_of_trust_fit_a_desk_and_a_phone(as_person: SignIn) -> None:
    page = as_person(OFFICER)
    for path in ("consents", "consent-import", "data-map", "incidents"):
        page.goto(f"/trust/{path}")
        expect(page.locator("h1")).to_be_visible()
        for width in (1440, 390):
            page.set_viewport_size({"width": width, "height": 844})
            page.wait_for_function("width => document.documentElement.scrollWidth <= width", arg=width)  # once it is drawn anew
