"""What every version with days has; each table has its own owner and its own constraints."""

from django.db import models

from xenia.kernel.ids import new_id


class DatedVersion(models.Model):
    """What is said from `valid_from` on, until `valid_until` (exclusive) or a later version begins."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.PositiveIntegerField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    value = models.JSONField()
    changed_by = models.UUIDField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        abstract = True
