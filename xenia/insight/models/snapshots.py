"""Tables of insight. Features themselves lie in the lake."""

from django.db import models

from xenia.insight.models.runs import Run


class Snapshot(Run):
    """One making of the feature snapshot; its id names the version in the lake."""

    is_full = models.BooleanField()
    rows = models.BigIntegerField(default=0)
    computed = models.BigIntegerField(default=0)
    policies = models.JSONField(default=dict)  # by kind, the version of each policy it was made with
    rates_mark = models.CharField(max_length=120, blank=True)  # as what amounts were added up

    class Meta:
        indexes = [models.Index(fields=["-created_at", "-id"], name="snapshot_newest")]
