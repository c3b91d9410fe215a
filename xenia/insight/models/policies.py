"""Tables of what a company decides: each change a row of its own, never edited."""

from django.db import models

from xenia.kernel.ids import new_id


class PolicyRow(models.Model):
    """One version of one policy; the greatest version is in force, and without any row what the product came with."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=16)
    version = models.IntegerField()
    value = models.JSONField()
    changed_by = models.UUIDField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "version"], name="policy_version_once")]


class RateRow(models.Model):
    """From a day on, what a unit of a currency is worth in another; no rate: the reference holds again. Of two for one day the later
    counts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    currency = models.CharField(max_length=3)
    valid_from = models.DateField()
    rate = models.DecimalField(max_digits=20, decimal_places=10, null=True)
    against = models.CharField(max_length=3)
    entered_by = models.UUIDField(null=True)
    entered_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["currency", "-valid_from", "-id"], name="rate_newest")]
