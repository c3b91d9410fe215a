"""What a guest likes and needs: one row a word of somebody, never edited, ended by the next."""

from django.db import models
from django.db.models import Q

from xenia.kernel.ids import new_id


class Trait(models.Model):
    """`kind` is a code of the catalogue, or a source's own name. A source's word is kept under its record, so that it goes where the record
    goes; a person's and a model's under the guest. Where the kind is sensitive the value is sealed. The id of a source's word is derived
    from what it says, so that a run done again tells nothing twice."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    guest_id = models.UUIDField(null=True)
    record_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=60)
    value = models.TextField(blank=True)
    value_sealed = models.BinaryField(null=True)
    source = models.CharField(max_length=8)  # staff, record, model
    model_name = models.CharField(max_length=60, blank=True)
    confidence = models.FloatField()
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)
    said_by = models.UUIDField(null=True)
    said_at = models.DateTimeField()
    ended_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(guest_id__isnull=False) ^ Q(record_id__isnull=False), name="trait_of_one"),
            models.CheckConstraint(condition=Q(confidence__gte=0, confidence__lte=1), name="trait_confidence"),
        ]
        indexes = [
            models.Index(fields=["guest_id", "kind"], name="trait_of_guest", condition=Q(guest_id__isnull=False)),
            models.Index(fields=["record_id"], name="trait_of_record", condition=Q(record_id__isnull=False)),
        ]
