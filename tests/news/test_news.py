"""News: written with what it reports, delivered at least once, each by a job of its own."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction

from tests.cast import NOON
from xenia.kernel.ids import new_id
from xenia.news.deliver import deliver
from xenia.news.models import News
from xenia.news.publish import DELIVER_TASK, publish

pytestmark = pytest.mark.django_db
Handler = Callable[[dict[str, Any]], None]


class Poison(Exception):
    """What a handler raises that cannot digest its news."""


def poisoned(payload: dict[str, Any]) -> None:
    raise Poison


def jobs() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT args->>'news_id' FROM procrastinate_jobs WHERE task_name = %s AND queue_name = 'news'", [DELIVER_TASK])
        return [row[0] for row in cursor.fetchall()]


def is_delivered(news_id: UUID) -> bool:
    return News.objects.get(id=news_id).delivered_at is not None


def test_news_and_its_job_are_written_together() -> None:
    published = [publish("TierChanged", {"place": place}, now=NOON) for place in range(3)]
    assert jobs() == [str(news_id) for news_id in published]
    assert [(news.payload, news.published_at, news.delivered_at) for news in News.objects.order_by("id")] == [
        ({"place": place}, NOON, None) for place in range(3)
    ]


def test_news_of_what_did_not_happen_is_not_told() -> None:
    with transaction.atomic():
        publish("TierChanged", {}, now=NOON)
        transaction.set_rollback(True)
    assert (News.objects.count(), jobs()) == (0, [])


def test_every_handler_of_the_kind_hears_and_those_of_other_kinds_do_not() -> None:
    heard: list[tuple[str, dict[str, Any]]] = []
    hearers = {name: (lambda payload, name=name: heard.append((name, payload))) for name in ("insight", "engage", "loyalty")}
    news_id = publish("TierChanged", {"tier": "gold"}, now=NOON)
    subscriptions = {"TierChanged": (hearers["insight"], hearers["engage"]), "StayEnded": (hearers["loyalty"],)}
    assert deliver(news_id, subscriptions=subscriptions, now=NOON)
    assert heard == [("insight", {"tier": "gold"}), ("engage", {"tier": "gold"})]
    assert is_delivered(news_id)


def test_news_that_was_delivered_is_not_delivered_again() -> None:
    heard: list[dict[str, Any]] = []
    news_id = publish("TierChanged", {}, now=NOON)
    assert [deliver(news_id, subscriptions={"TierChanged": (heard.append,)}, now=NOON) for _ in range(2)] == [True, False]
    assert heard == [{}]


def test_news_whose_handler_failed_is_told_again_until_it_is_heard() -> None:
    heard: list[dict[str, Any]] = []
    news_id = publish("TierChanged", {}, now=NOON)
    with pytest.raises(Poison):
        deliver(news_id, subscriptions={"TierChanged": (poisoned,)}, now=NOON)
    assert not is_delivered(news_id)
    assert deliver(news_id, subscriptions={"TierChanged": (heard.append,)}, now=NOON)
    assert (heard, is_delivered(news_id)) == ([{}], True)


def test_a_handler_that_always_fails_keeps_no_other_from_hearing() -> None:
    heard: list[dict[str, Any]] = []
    news_id = publish("TierChanged", {"tier": "gold"}, now=NOON)
    with pytest.raises(Poison):
        deliver(news_id, subscriptions={"TierChanged": (poisoned, heard.append)}, now=NOON)
    assert (heard, is_delivered(news_id)) == ([{"tier": "gold"}], False)


def test_news_nobody_can_digest_does_not_hold_up_what_comes_after_it() -> None:
    heard: list[dict[str, Any]] = []
    bad, good = publish("Poison", {}, now=NOON), publish("TierChanged", {"tier": "gold"}, now=NOON)
    subscriptions: dict[str, tuple[Handler, ...]] = {"Poison": (poisoned,), "TierChanged": (heard.append,)}
    with pytest.raises(Poison):
        deliver(bad, subscriptions=subscriptions, now=NOON)
    assert deliver(good, subscriptions=subscriptions, now=NOON)
    assert (heard, is_delivered(bad)) == ([{"tier": "gold"}], False)


def test_news_may_come_in_any_order() -> None:
    heard: list[dict[str, Any]] = []
    published = [publish("TierChanged", {"place": place}, now=NOON) for place in range(3)]
    for news_id in reversed(published):
        deliver(news_id, subscriptions={"TierChanged": (heard.append,)}, now=NOON)
    assert [payload["place"] for payload in heard] == [2, 1, 0]


def test_news_nobody_hears_is_delivered_and_news_nobody_published_is_not() -> None:
    news_id = publish("Unheard", {}, now=NOON)
    assert deliver(news_id, subscriptions={}, now=NOON)
    assert not deliver(new_id(), subscriptions={}, now=NOON)
