"""Decisions that changed a price or an offer, kept so that they can be explained (append-only, sql/consent.sql)."""

from django.db import models

from xenia.kernel.ids import new_id


class PriceDecision(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=8)
    guest_id = models.UUIDField()
    unit_id = models.UUIDField(null=True)
    decided_by = models.CharField(max_length=64)
    model_version = models.CharField(max_length=64)
    inputs = models.JSONField()
    inputs_hash = models.BinaryField(max_length=32)
    offer = models.CharField(max_length=200)
    price_minor = models.BigIntegerField()
    public_price_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    explanation_zh = models.TextField()
    explanation_en = models.TextField()
    decided_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["guest_id", "-id"], name="price_decision_of_guest"),
            models.Index(fields=["inputs_hash", "-id"], name="price_decision_same_inputs"),
        ]
