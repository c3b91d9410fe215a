"""The register of exports: what left the product, for whom, and whose data it was."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from xenia.kernel.ids import new_id


class Export(models.Model):
    """One file, or one exchange with a partner. The filter is sealed: people search by phone."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=32)
    state = models.CharField(max_length=16)
    format = models.CharField(max_length=8, blank=True)
    where_sealed = models.BinaryField(null=True)
    with_contacts = models.BooleanField(default=False)
    recipient = models.TextField()
    country = models.CharField(max_length=2)
    purpose = models.TextField()
    agreement = models.TextField(blank=True)
    fields = ArrayField(models.TextField(), default=list)
    is_sensitive = models.BooleanField(default=False)
    people = models.IntegerField(default=0)
    rows = models.IntegerField(default=0)
    rows_total = models.IntegerField(default=0)
    canary = models.CharField(max_length=16, blank=True)
    asked_by = models.ForeignKey("trust.User", null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)
    size_bytes = models.BigIntegerField(default=0)
    approval_id = models.UUIDField(null=True)
    cancel_asked = models.BooleanField(default=False)
    message = models.JSONField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["canary"], condition=~Q(canary=""), name="export_canary_once")]
        indexes = [
            models.Index(fields=["-asked_at", "-id"], name="export_newest_first"),
            models.Index(fields=["expires_at"], condition=Q(erased_at__isnull=True), name="export_due"),
        ]


class ExportedPerson(models.Model):
    """Whose data an export held: for the count of different people, and to tell who is affected when a file is lost."""

    export = models.ForeignKey(Export, on_delete=models.PROTECT, related_name="+")
    record_id = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["export", "record_id"], name="exported_person_once")]
        indexes = [models.Index(fields=["record_id"], name="exported_person")]


class ExportPolicy(models.Model):
    """What the company decided about exports, one row a decision; the product's own values hold where there is none."""

    code = models.SlugField(primary_key=True)
    value = models.CharField(max_length=16)
    changed_at = models.DateTimeField()
