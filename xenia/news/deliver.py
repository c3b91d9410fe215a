"""Delivery, at least once and in any order, to the handlers that `wiring` names. Handlers are idempotent."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from xenia.news import models

Handler = Callable[[dict[str, Any]], None]


def deliver(news_id: UUID, *, subscriptions: Mapping[str, Sequence[Handler]], now: datetime) -> bool:
    """Calls each handler of the news' kind and marks it delivered; returns False where it had been already.

    A handler that fails keeps none of the others from hearing; its error is raised afterwards, so the job retries and all hear again.
    """
    news = models.News.objects.filter(id=news_id, delivered_at__isnull=True).first()
    if news is None:
        return False
    faults: list[Exception] = []
    for handler in subscriptions.get(news.kind, ()):
        try:
            handler(news.payload)
        except Exception as fault:  # whatever it is, the others must hear
            faults.append(fault)
    if faults:
        raise faults[0]
    models.News.objects.filter(id=news_id).update(delivered_at=now)
    return True
