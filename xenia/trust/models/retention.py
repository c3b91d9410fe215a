"""Tables of retention: what the company decided by kind, the reports of the nights, legal holds."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from xenia.kernel.ids import new_id


class RetentionRule(models.Model):
    """How long one kind of data is kept, where the company decided otherwise than the product's first rule."""

    code = models.CharField(primary_key=True, max_length=32)
    days = models.PositiveIntegerField()
    is_on = models.BooleanField(default=True)
    changed_by = models.UUIDField(null=True)
    changed_at = models.DateTimeField()


class RetentionReport(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    is_dry = models.BooleanField()
    state = models.CharField(max_length=16, default="running")
    lines = models.JSONField(default=list)
    started_by = models.UUIDField(null=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["-started_at"], name="retention_newest")]


class LegalHold(models.Model):
    """Nothing about these records or this booking goes until `until` has passed or someone lifts it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    record_ids = ArrayField(models.UUIDField(), default=list)
    booking_id = models.UUIDField(null=True)
    reason = models.TextField()
    placed_by = models.UUIDField(null=True)
    placed_at = models.DateTimeField()
    until = models.DateField(null=True)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(booking_id__isnull=False) | ~Q(record_ids=[]), name="hold_holds_something"),
        ]
