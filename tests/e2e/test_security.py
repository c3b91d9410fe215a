"""One's own way in, in a real browser: an authenticator app whose code is computed here, a passkey in a virtual authenticator, and keys."""

import re
import time
from collections.abc import Iterator

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.product import Product

PERIOD = 30


@pytest.fixture
def by_name(browser: Browser, product: Product) -> Iterator[BrowserContext]:
    """A window that knows the product as `localhost`: passkeys belong to a name, never to an IP address."""
    opened = browser.new_context(
        base_url=product.url.replace("127.0.0.1", "localhost"),
        locale="zh-CN",
        reduced_motion="reduce",
        viewport={"width": 1440, "height": 900},
    )
    opened.set_default_timeout(15_000)
    yield opened
    opened.close()


def sign_in(page: Page, person: dict[str, str]) -> None:
    page.goto("/login")
    page.locator("#email").fill(person["email"])
    page.locator("#password").fill(person["password"])
    page.locator("button[type=submit]").click()


def prove(page: Page, person: dict[str, str]) -> None:
    """Answers the dialog that asks for the password once more."""
    dialog = page.get_by_role("dialog", name="请确认是您本人")
    dialog.locator("input[type=password]").fill(person["password"])
    dialog.get_by_role("button", name=re.compile("^确\\s?认$")).click()


def next_code(secret: str, used: str = "") -> str:
    """The code of now, or of the next half minute where that one was used."""
    while (code := format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD))) == used:
        time.sleep(0.5)
    return code


def keep_codes(page: Page) -> list[str]:
    dialog = page.get_by_role("dialog", name="恢复码")
    expect(dialog.locator("li")).to_have_count(10)
    codes = dialog.locator("li").all_inner_texts()
    dialog.get_by_role("button", name="我已存好").click()
    return codes


def test_an_app_is_set_up_asked_for_and_taken_away(by_name: BrowserContext, administrator: dict[str, str]) -> None:
    page = by_name.new_page()
    sign_in(page, administrator)
    page.wait_for_url(lambda url: "/login" not in url)
    page.goto("/trust/security")
    page.get_by_role("button", name="设置验证器应用").click()
    dialog = page.get_by_role("dialog", name="设置验证器应用")
    secret = dialog.locator("code").inner_text().replace(" ", "")
    expect(dialog.locator("svg").first).to_be_visible()
    first = next_code(secret)
    dialog.locator("#code").fill(first)
    dialog.get_by_role("button", name=re.compile("^确\\s?认$")).click()
    prove(page, administrator)
    codes = keep_codes(page)

    other = by_name.browser.new_context(base_url=page.url.rpartition("/trust")[0], locale="zh-CN").new_page()  # type: ignore[union-attr]
    sign_in(other, administrator)
    other.locator("#code").fill(codes[0])
    other.locator("button[type=submit]").click()
    other.wait_for_url(lambda url: "/login" not in url)
    other.context.close()

    page.reload()
    page.get_by_role("button", name="移除验证器应用").click()
    page.get_by_role("dialog").get_by_role("button", name=re.compile("移\\s?除")).click()
    expect(page.get_by_role("button", name="设置验证器应用")).to_be_visible()


def test_a_passkey_signs_in_without_a_password(by_name: BrowserContext, administrator: dict[str, str]) -> None:
    page = by_name.new_page()
    devtools = by_name.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    chip = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": chip | {"automaticPresenceSimulation": True}})
    sign_in(page, administrator)
    page.wait_for_url(lambda url: "/login" not in url)
    page.goto("/trust/security")
    page.get_by_role("button", name="添加通行密钥").click()
    page.locator("#name").fill("前台电脑")
    page.get_by_role("dialog", name="添加通行密钥").get_by_role("button", name=re.compile("继\\s?续")).click()
    prove(page, administrator)
    keep_codes(page)
    expect(page.get_by_text("前台电脑")).to_be_visible()

    by_name.clear_cookies()
    page.goto("/login")
    page.get_by_role("button", name="用通行密钥登录").click()
    page.wait_for_url(lambda url: "/login" not in url)

    page.goto("/trust/security")
    page.locator("li", has_text="前台电脑").get_by_role("button", name=re.compile("移\\s?除")).click()
    page.get_by_role("dialog", name=re.compile("前台电脑")).get_by_role("button", name=re.compile("移\\s?除")).click()
    prove(page, administrator)
    expect(page.get_by_text("前台电脑")).to_have_count(0)


def test_another_session_is_ended_from_the_list(signed_in: Page, by_name: BrowserContext, administrator: dict[str, str]) -> None:
    other = by_name.new_page()
    sign_in(other, administrator)
    other.wait_for_url(lambda url: "/login" not in url)
    signed_in.goto("/trust/security")
    signed_in.get_by_role("button", name="让其他设备全部退出").or_(
        signed_in.get_by_role("button", name=re.compile("^退\\s?出$"))
    ).first.click()
    expect(signed_in.locator("li", has_text="登录于")).to_have_count(1)
    other.goto("/guests")
    expect(other).to_have_url(re.compile("/login"))


def test_a_key_is_made_shown_once_and_opens_the_api(signed_in: Page, product: Product) -> None:
    signed_in.goto("/trust/keys")
    signed_in.get_by_role("button", name="新建服务账号").first.click()
    signed_in.locator("#name").fill("前台收银系统")
    signed_in.locator("#purpose").fill("读取当日预订")
    signed_in.locator("#unit_codes").click()
    signed_in.locator(".ant-select-item-option").first.click()
    signed_in.keyboard.press("Escape")
    signed_in.get_by_role("checkbox").first.check()
    signed_in.get_by_role("button", name=re.compile("保\\s?存")).click()
    signed_in.get_by_text("前台收银系统").first.click()
    signed_in.get_by_role("button", name="生成密钥").click()
    key = signed_in.locator("code").first.inner_text()
    assert re.fullmatch(r"xk_[A-Za-z0-9_-]{43}", key)
    answer = signed_in.context.browser.new_context().request.get(f"{product.url}/api/session", headers={"Authorization": f"Bearer {key}"})  # type: ignore[union-attr]
    assert (answer.status, answer.json()["code"]) == (403, "person_needed")
    signed_in.reload()
    expect(signed_in.get_by_text(key)).to_have_count(0)


@pytest.mark.parametrize("path", ["/login", "/trust/security", "/trust/keys"])
def test_these_pages_fit_a_phone(signed_in: Page, path: str) -> None:
    signed_in.set_viewport_size({"width": 390, "height": 844})
    signed_in.goto(path)
    signed_in.wait_for_load_state("networkidle")
    signed_in.wait_for_function("document.documentElement.scrollWidth <= 390")
