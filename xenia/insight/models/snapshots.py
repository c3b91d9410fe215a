"""Tables of insight. Features themselves lie in the lake."""

from django.db import models

from xenia.kernel.ids import new_id


class Snapshot(models.Model):
    """One making of the feature snapshot; its id names the version in the lake."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    as_of = models.DateTimeField()
    state = models.CharField(max_length=16)  # queued, running, done, cancelled, failed
    is_full = models.BooleanField()
    stage = models.CharField(max_length=24, blank=True)
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    rows = models.BigIntegerField(default=0)
    computed = models.BigIntegerField(default=0)
    seconds = models.FloatField(default=0)
    message = models.JSONField(null=True)
    cancel_asked = models.BooleanField(default=False)
    ordered_by = models.UUIDField(null=True)
    policies = models.JSONField(default=dict)  # by kind, the version of each policy it was made with
    rates_mark = models.CharField(max_length=120, blank=True)  # as what amounts were added up
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["-created_at", "-id"], name="snapshot_newest")]
