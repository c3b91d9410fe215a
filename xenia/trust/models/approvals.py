"""What waits for a second pair of eyes."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from xenia.kernel.ids import new_id


class Approval(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=32)
    payload = models.JSONField()
    told = models.JSONField(default=list)
    concerned = ArrayField(models.UUIDField(), default=list)
    reason = models.TextField()
    state = models.CharField(max_length=16, default="waiting")
    asked_by = models.ForeignKey("trust.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    valid_until = models.DateTimeField()
    decided_by = models.ForeignKey("trust.User", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(decided_by=models.F("asked_by")), name="approval_takes_two_people"),
        ]
        indexes = [models.Index(fields=["state", "-asked_at"], name="approval_waiting")]
