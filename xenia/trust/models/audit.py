"""The audit log: entries that nobody edits. The database refuses UPDATE, DELETE and TRUNCATE (sql/audit.sql)."""

from django.db import models
from django.db.models.functions import Cast


class AuditEntry(models.Model):
    """One read of a masked value, change, export, sign-in or decision: pseudonyms only. `transaction` tells the sealer what is complete."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    action = models.CharField(max_length=64)
    actor_kind = models.CharField(max_length=8)
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=64)
    subject_kind = models.CharField(max_length=16, blank=True)
    subject_id = models.CharField(max_length=64, blank=True)
    unit_id = models.UUIDField(null=True)
    purpose = models.CharField(max_length=120, blank=True)
    details = models.JSONField(default=dict)
    request_id = models.CharField(max_length=64, blank=True)
    transaction = models.BigIntegerField(
        db_default=Cast(Cast(models.Func(function="pg_current_xact_id"), models.TextField()), models.BigIntegerField())
    )

    class Meta:
        indexes = [
            models.Index(fields=["-at", "-id"], name="audit_newest_first"),
            models.Index(fields=["subject_kind", "subject_id"], name="audit_by_subject"),
            models.Index(fields=["actor_id", "-id"], name="audit_by_actor"),
        ]
