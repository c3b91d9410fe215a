"""The main task of a new user: register a source, take a file through the wizard, see its guests and bookings, mend what was refused."""

import re
import time
from pathlib import Path

from playwright.sync_api import Page, expect

HEADER = "订单号,会员号,客人姓名,手机,入住日期,离店日期,金额,状态,酒店\n"
GOOD = "".join(
    f"R{n:03d},M{n % 20:02d},王小明,1380013{n:04d},2026-03-{n % 27 + 1:02d},2026-03-{n % 27 + 2:02d},500.00,已确认,西湖店\n"
    for n in range(60)
)
BAD = "R901,M01,李四,13800138000,2026-02-31,2026-03-01,100.00,已确认,西湖店\n"
EVIL = "R902,M02,<script>document.title='broken'</script>,13800138001,2026-03-05,2026-03-06,100.00,已确认,<b>西湖店</b>\n"


def next_step(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def test_a_file_from_a_chinese_spreadsheet_becomes_guests_and_bookings(signed_in: Page, tmp_path: Path) -> None:
    page, file = signed_in, tmp_path / "客房预订.csv"
    file.write_text(HEADER + GOOD + BAD + EVIL, encoding="gb18030")
    register_source(page, "西湖店前台")
    page.goto("/import")
    page.locator(".ant-select").first.click()
    page.get_by_title("西湖店前台").first.click()
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_text("GB18030").first).to_be_visible()
    next_step(page, "读得对，下一步")
    next_step(page, "试运行")
    expect(page.get_by_text("共读取 62 行")).to_be_visible(timeout=30_000)
    next_step(page, "开始导入")
    expect(page.get_by_text("生成的记录")).to_be_visible(timeout=30_000)
    page.goto("/bookings")
    page.get_by_placeholder("预订号、客人、酒店、目的地").fill("R059")
    expect(page.get_by_text("R059").first).to_be_visible()
    page.goto("/quarantine")
    expect(page.get_by_text("2026-02-31").first).to_be_visible()
    page.goto("/guests")
    deadline = time.monotonic() + 60
    while not page.get_by_text("<script>").first.is_visible() and time.monotonic() < deadline:
        page.wait_for_timeout(500)  # guests are on the list once the worker has matched them
        page.reload(wait_until="networkidle")
    expect(page.get_by_text("<script>").first).to_be_visible()
    expect(page).not_to_have_title("broken")


def register_source(page: Page, name: str) -> None:
    page.goto("/sources")
    page.get_by_role("button", name="登记来源").first.click()
    drawer = page.locator(".ant-drawer")
    drawer.locator("#name").fill(name)
    drawer.locator("#code").fill("west-lake-desk")
    drawer.get_by_role("button", name=re.compile("登记|保存|确定")).last.click()
    expect(page.get_by_text(name).first).to_be_visible()
