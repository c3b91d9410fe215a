"""Tables of signals and holds."""

from django.db import models
from django.db.models import Q

from xenia.kernel.ids import new_id


class Signal(models.Model):
    """`mark_hash` is the same for the same finding, so that looking again finds nothing new."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=24)
    mark_hash = models.BinaryField(max_length=32)
    subject_kind = models.CharField(max_length=16)
    subject_id = models.UUIDField()
    at = models.DateTimeField()
    evidence = models.JSONField(default=dict)
    state = models.CharField(max_length=16, default="waiting")
    raised_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "mark_hash"], name="signal_once")]
        indexes = [models.Index(fields=["state", "-at", "-id"], name="signal_waiting")]


class Hold(models.Model):
    """An action of somebody that waits for a decision; over when `until` is set."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    signal = models.ForeignKey(Signal, on_delete=models.PROTECT, related_name="+")
    subject_kind = models.CharField(max_length=16)
    subject_id = models.UUIDField()
    action = models.CharField(max_length=16)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["subject_id", "action"], condition=Q(until__isnull=True), name="hold_in_force")]
