"""The audiences of the demonstration: the marketer's, made once."""

from datetime import UTC, date, datetime

import pytest

from xenia.demo.audiences import load_audiences, next_national_days
from xenia.demo.club_rules import DRAFT, POLICY, TIERS
from xenia.kernel.actor import product_actor
from xenia.kernel.texts import Text
from xenia.loyalty.actions.programmes import create_programme
from xenia.loyalty.actions.tiers import set_tiers
from xenia.segment.queries.audiences import list_audiences
from xenia.trust.actions.people import create_foundations
from xenia.trust.actions.purposes import publish_notice
from xenia.trust.types.access import Permission
from xenia.trust.types.consent import NewNotice

NOW = datetime(2026, 11, 20, 4, tzinfo=UTC)
DIRECTOR = product_actor("tests", *Permission)
NOTICE = NewNotice(Text("我们想把优惠发给您。", "We would like to send you offers."), Text("", ""), False, NOW)
SAID = {
    "沉睡的金卡": "云行会：会员等级为“金卡”，且生命周期阶段为“沉睡”的客人。",
    "微信可触达的近期搜索客": "现在可以通过微信联系（营销信息），且近 30 天内搜索过的客人。",
}


@pytest.mark.django_db
def test_four_audiences_are_kept_once_and_one_asks_about_another() -> None:
    create_foundations(company=Text("云行旅业", "Yunxing Travel"))
    publish_notice(actor=DIRECTOR, purpose="marketing", notice=NOTICE, now=NOW)
    programme = create_programme(actor=DIRECTOR, draft=DRAFT, policy=POLICY, now=NOW)
    set_tiers(actor=DIRECTOR, programme_id=programme, policy=TIERS, valid_from=NOW.date(), seen_number=0, now=NOW)
    assert [load_audiences(DIRECTOR, now=NOW), load_audiences(DIRECTOR, now=NOW)] == [4, 0]
    told = {one.name.zh: one.sentence.zh for one in list_audiences(DIRECTOR, now=NOW)}
    assert {name: told[name] for name in SAID} == SAID
    assert "国庆前的亲子家庭" in told["高价值亲子家庭（微信）"]
    assert "2027 年 10 月 1 日至 10 月 7 日" in told["国庆前的亲子家庭"]


@pytest.mark.parametrize(("today", "year"), [(date(2026, 9, 30), 2026), (date(2026, 10, 7), 2026), (date(2026, 10, 8), 2027)])
def test_the_holiday_is_the_one_that_comes_next_or_is_on(today: date, year: int) -> None:
    assert next_national_days(today) == (date(year, 10, 1), date(year, 10, 7))
