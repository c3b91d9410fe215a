"""What a company decided about the loyalty index, and its computations. The evidence itself lies in the lake, a version a month."""

from django.db import models
from django.db.models import Q

from xenia.kernel.ids import new_id


class IndexPolicy(models.Model):
    """What was decided about the index, version after version; the newest holds for every month, and
    without any what the product came with."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.PositiveIntegerField(unique=True)
    value = models.JSONField()
    changed_by = models.UUIDField(null=True)
    changed_at = models.DateTimeField()


class IndexRun(models.Model):
    """One computation of the evidence: of the month under way, `with_past` of the months before too. `stage` is the month it is at."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    state = models.CharField(max_length=12)  # waiting, running, done, cancelled, failed
    with_past = models.BooleanField()
    as_of = models.DateTimeField(null=True)
    stage = models.CharField(max_length=10, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    guests = models.BigIntegerField(default=0)
    message = models.JSONField(null=True)
    cancel_asked = models.BooleanField(default=False)
    ordered_by = models.UUIDField(null=True)
    ordered_at = models.DateTimeField()
    beat_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["state"], name="loyalty_index_run_waits_once", condition=Q(state="waiting"))]
        indexes = [models.Index(fields=["-ordered_at", "-id"], name="loyalty_index_run_newest")]
