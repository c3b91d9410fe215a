"""Publishing: news is a row of the outbox and a job to deliver it, both in the caller's transaction."""

from datetime import datetime
from typing import Any
from uuid import UUID

from procrastinate.contrib.django import app

from xenia.news import models

DELIVER_TASK = "xenia.news.deliver"


def publish(kind: str, payload: dict[str, Any], *, now: datetime) -> UUID:
    """Returns the id of the news; `payload` holds ids and counts only, never a personal value. Call it in the transaction it reports."""
    news = models.News.objects.create(kind=kind, payload=payload, published_at=now)
    app.configure_task(DELIVER_TASK, queue="news").defer(news_id=str(news.id))
    return news.id
