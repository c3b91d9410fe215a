"""Tables of the rights of guests: requests and their steps, restrictions, the suppression list, what the company decided."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from xenia.kernel.ids import new_id


class SubjectRequest(models.Model):
    """One request. Who asks and in which words is sealed; what an erasure needs while it runs is sealed too and blanked at its end."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=16)
    state = models.CharField(max_length=16, default="received")
    law = models.CharField(max_length=8)
    intake = models.CharField(max_length=8)
    record_ids = ArrayField(models.UUIDField())
    guest_ids = ArrayField(models.UUIDField(), default=list)
    unit_ids = ArrayField(models.UUIDField(), default=list)
    asked_sealed = models.BinaryField(null=True)
    received_at = models.DateTimeField()
    due_first_on = models.DateField()
    due_on = models.DateField()
    extended_because = models.TextField(blank=True)
    identity = models.JSONField(default=list)
    identity_at = models.DateTimeField(null=True)
    identity_by = models.UUIDField(null=True)
    identity_waived = models.TextField(blank=True)
    approval_id = models.UUIDField(null=True)
    work_sealed = models.BinaryField(null=True)
    rounds = models.IntegerField(default=0)
    package = models.JSONField(null=True)
    verification = models.JSONField(null=True)
    outcome = models.TextField(blank=True)
    opened_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "due_on"], name="request_due")]


class RequestStep(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    request = models.ForeignKey(SubjectRequest, on_delete=models.PROTECT, related_name="+")
    ordinal = models.IntegerField()
    module = models.CharField(max_length=32)
    code = models.CharField(max_length=32)
    title_zh = models.TextField()
    title_en = models.TextField()
    state = models.CharField(max_length=16, default="waiting")
    is_manual = models.BooleanField(default=False)
    position = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    note_sealed = models.BinaryField(null=True)
    problem = models.JSONField(null=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "ordinal"], name="request_step_once")]


class Restriction(models.Model):
    """`kind` processing: nothing is done with the guest's data; profiling: no profile is made of it. Lifted by setting `until`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    guest_id = models.UUIDField()
    kind = models.CharField(max_length=16)
    request = models.ForeignKey(SubjectRequest, null=True, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["guest_id", "kind"], condition=Q(until__isnull=True), name="restriction_once")]
        indexes = [models.Index(fields=["guest_id"], name="restriction_of_guest")]


class SuppressedIndex(models.Model):
    """A blind index of someone who was erased: to know the person again, and for nothing else."""

    id = models.BigAutoField(primary_key=True)
    way = models.CharField(max_length=16)
    index = models.BinaryField(max_length=16)
    source_id = models.UUIDField(null=True)
    request = models.ForeignKey(SubjectRequest, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["index", "way", "source_id"], nulls_distinct=False, name="suppressed_once")]


class SuppressionHit(models.Model):
    """An import brought people who were erased: how many, known by what, and what was done."""

    id = models.BigAutoField(primary_key=True)
    run_id = models.UUIDField()
    source_id = models.UUIDField()
    way = models.CharField(max_length=16)
    deed = models.CharField(max_length=16)
    people = models.IntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run_id", "way", "deed"], name="suppression_hit_once")]


class RightsPolicyRow(models.Model):
    code = models.CharField(primary_key=True, max_length=32)
    value = models.JSONField()
    changed_by = models.UUIDField(null=True)
    changed_at = models.DateTimeField()
