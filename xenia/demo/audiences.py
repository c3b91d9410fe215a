"""Audiences that a hotel group keeps, made as its marketer would make them: their members follow with the next rebuild."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from xenia.kernel.actor import Actor
from xenia.kernel.texts import Text
from xenia.segment.actions.audiences import create_audience
from xenia.segment.queries.audiences import list_audiences
from xenia.segment.types.audiences import AudienceDraft
from xenia.trust.queries.people import find_user_id, get_actor

MARKETER = "su.wan@yunxing.example.com"
SLEEPING: dict[str, Any] = {"field": "standing.stage", "op": "is_one_of", "value": ["sleeping"]}
GOLD: dict[str, Any] = {"field": "tier.yunxing", "op": "is_one_of", "value": ["GOLD"]}
WITH_CHILDREN: dict[str, Any] = {"field": "feature.children_share", "op": "at_least", "value": 0.3}
BY_WECHAT: dict[str, Any] = {"field": "consent.marketing_wechat", "op": "is_true"}
LATELY: dict[str, Any] = {"did": "searched", "during": {"last_days": 30}}
FAMILIES = Text("国庆前的亲子家庭", "Families before the October holiday")
HIGH_FAMILIES = Text("高价值亲子家庭（微信）", "Families of high value, by WeChat")
HIGH: dict[str, Any] = {"field": "value.tier", "op": "is_one_of", "value": ["high"]}


def load_audiences(actor: Actor, *, now: datetime) -> int:
    """Keeps four audiences in the name of the marketer, or of `actor` where she cannot sign in, and returns how many it made: none where
    the company has any already. The club must be there: one asks about its tiers."""
    if list_audiences(actor, now=now):
        return 0
    user_id = find_user_id(MARKETER)
    marketer = get_actor(user_id) if user_id else actor
    families = _keep(marketer, AudienceDraft(FAMILIES, "假期前六周起每周看一次：常带孩子、两年内来过、还没有订国庆。", _families(now)), now)
    others = (
        AudienceDraft(Text("沉睡的金卡", "Sleeping gold"), "每月初由客服致电问候，先看上次的评价再打电话。", [GOLD, SLEEPING]),
        AudienceDraft(Text("微信可触达的近期搜索客", "Searched lately, reachable by WeChat"), "每周四推送周末房价。", [BY_WECHAT, LATELY]),
        AudienceDraft(HIGH_FAMILIES, "先约暑期与国庆的亲子房，再公开发售。", [{"audience": str(families)}, HIGH, BY_WECHAT]),
    )
    for draft in others:
        _keep(marketer, draft, now)
    return 1 + len(others)


def _families(now: datetime) -> list[dict[str, Any]]:
    first, last = next_national_days(now.astimezone(ZoneInfo("Asia/Shanghai")).date())
    holiday = {"property": "starts_on", "op": "from_to", "value": [first.isoformat(), last.isoformat()]}
    came = {"field": "feature.bookings_730d", "op": "at_least", "value": 1}
    return [WITH_CHILDREN, came, {"not": {"did": "booked", "where": [holiday]}}]


def next_national_days(today: date) -> tuple[date, date]:
    """Returns the first and the last day of the holiday that comes next or is on: 1 to 7 October."""
    year = today.year + (today > date(today.year, 10, 7))
    return date(year, 10, 1), date(year, 10, 7)


def _keep(actor: Actor, draft: AudienceDraft, now: datetime) -> UUID:
    """All the conditions of a draft together."""
    whole = {"version": 1, "where": {"all": draft.definition}}
    return create_audience(actor=actor, draft=replace(draft, definition=whole), now=now)
