"""Keeping what the quality goals came to, so that the register shows it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from xenia.insight.actions.model_runs import KEEPING
from xenia.insight.models.register import GoalResult
from xenia.insight.types.register import GoalLine
from xenia.kernel.actor import Actor


@transaction.atomic
def store_goals(*, actor: Actor, lines: Iterable[GoalLine], now: datetime) -> None:
    """Keeps every goal that was measured; one that was not keeps the result before."""
    actor.require(KEEPING)
    GoalResult.objects.bulk_create(
        GoalResult(
            task=one.task, value=one.value.value, low=one.value.low, high=one.value.high, rows=one.rows, data=one.data, measured_at=now
        )
        for one in lines
        if one.value is not None
    )  # fmt: skip
