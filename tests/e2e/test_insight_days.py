"""An analyst's days in a real browser: a training stopped and ordered again, a guest who is leaving, a rule changed with its effect seen."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, Response, expect

from tests.e2e.analysed import ANALYST, GUEST, WAITING
from tests.e2e.steps import enter, make_company
from tests.product import Product

TRAINING_MS = 60_000


@pytest.fixture(scope="module")
def analyst(browser: Browser, product: Product, administrator: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    make_company(product, tmp_path_factory.mktemp("analysed"), "tests.e2e.analysed")
    page = enter(browser, product, ANALYST)
    yield page
    page.context.close()


def ends_the_training(answer: Response) -> bool:
    return answer.url.endswith("/insight/models/runs") and next(run for run in answer.json() if run["kind"] == WAITING)["state"] == "done"


def test_a_training_is_cancelled_and_ordered_again(analyst: Page) -> None:
    analyst.goto(f"/insight?tab=models&kind={WAITING}")
    analyst.get_by_role("status").get_by_role("button", name="取消").click()
    expect(analyst.get_by_role("status")).to_have_count(0)
    with analyst.expect_response(ends_the_training, timeout=TRAINING_MS):
        analyst.get_by_role("button", name="重新训练").click()
    expect(analyst.get_by_text(re.compile("请导入"))).to_be_visible()


def look_through(page: Page, line: Locator) -> None:
    """Loads the list on until the line is there: guests of other files may stand before it."""
    expect(page.get_by_role("listitem").filter(has_text="流失可能").first).to_be_visible()
    more = page.get_by_role("button", name="继续加载")
    while not line.count() and more.count():
        before = page.get_by_role("listitem").count()
        more.click()
        page.wait_for_function("before => document.querySelectorAll('li').length > before", arg=before)


def test_the_leaving_desk_says_who_is_overdue_and_leads_to_the_guest(analyst: Page) -> None:
    analyst.goto("/insight")
    analyst.get_by_role("tab", name="流失").click()
    line = analyst.get_by_role("listitem").filter(has_text=GUEST).filter(has_text="自身节奏 40 天")
    look_through(analyst, line)
    expect(line).to_have_count(1)
    line.get_by_role("link", name=GUEST).click()
    expect(analyst.get_by_role("heading", name=GUEST, level=1)).to_be_visible()


def test_a_rule_is_saved_after_its_effect_was_seen(analyst: Page) -> None:
    analyst.goto("/insight?tab=policies")
    card = analyst.locator("section").filter(has=analyst.get_by_role("heading", name="生命周期"))
    card.get_by_role("button", name="修改").click()
    analyst.get_by_role("spinbutton", name="沉睡：至少天数").fill("90")
    analyst.get_by_role("button", name="预览影响").click()
    expect(analyst.get_by_role("status").filter(has_text="有流失风险 → 沉睡")).to_be_visible()
    analyst.get_by_role("button", name="保存为新版本").click()
    expect(card).to_contain_text("至少 90 天为沉睡")
    expect(card).to_contain_text("顾清")
