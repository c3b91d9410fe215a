"""Searches for associations, and what the last one found."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from xenia.insight.models.runs import Run
from xenia.kernel.ids import new_id


class AssociationRun(Run):
    """One search; its rules and items stay until the next one is finished."""

    guests = models.BigIntegerField(default=0)
    items = models.IntegerField(default=0)
    tested = models.BigIntegerField(default=0)
    kept = models.IntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["-created_at", "-id"], name="association_newest")]
        constraints = [
            models.UniqueConstraint(fields=["state"], condition=models.Q(state="queued"), name="association_queued_once"),
        ]


class AssociationItem(models.Model):
    """Something that at least thirty guests have."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    run = models.ForeignKey(AssociationRun, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=200)
    name_zh = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    guests = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "code"], name="association_item_once")]


class AssociationRule(models.Model):
    """One rule: who has all of `conditions` also has `other`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    run = models.ForeignKey(AssociationRun, on_delete=models.PROTECT, related_name="+")
    place = models.IntegerField()
    conditions = ArrayField(models.CharField(max_length=200))
    other = models.CharField(max_length=200)
    guests_conditions = models.BigIntegerField()
    guests_other = models.BigIntegerField()
    guests_both = models.BigIntegerField()
    confidence = models.FloatField()
    lift = models.FloatField()
    lift_low = models.FloatField()
    lift_high = models.FloatField()
    conviction = models.FloatField(null=True)
    chance = models.FloatField()
    corrected = models.FloatField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "place"], name="association_rule_once")]
