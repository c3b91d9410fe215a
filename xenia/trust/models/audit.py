"""The audit log: entries, the Merkle tree over them, its signed checkpoints. The database refuses to change any of it (sql/audit.sql)."""

from django.db import models
from django.db.models.functions import Cast

from xenia.kernel.ids import new_id


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
    purpose = models.CharField(max_length=200, blank=True)
    details = models.JSONField(default=dict)
    request_id = models.CharField(max_length=64, blank=True)
    transaction = models.BigIntegerField(
        db_default=Cast(Cast(models.Func(function="pg_current_xact_id"), models.TextField()), models.BigIntegerField())
    )

    class Meta:
        indexes = [
            models.Index(fields=["-at", "-id"], name="audit_newest_first"),
            models.Index(fields=["subject_kind", "subject_id", "-at", "-id"], name="audit_by_subject"),
            models.Index(fields=["actor_id", "-at", "-id"], name="audit_by_actor"),
            models.Index(fields=["action", "-at", "-id"], name="audit_by_action"),
            models.Index(fields=["transaction", "id"], name="audit_by_transaction"),
        ]


class AuditLeaf(models.Model):
    """The place of one entry in the tree: positions have no gap. No foreign key: the tree must outlive an entry that was removed."""

    position = models.BigIntegerField(primary_key=True)
    entry_id = models.BigIntegerField(unique=True)
    hash = models.BinaryField(max_length=32)


class AuditNode(models.Model):
    """The hash over 256, 65,536 ... leaves: `level` is a multiple of eight. Enough for a proof in a few short reads."""

    level = models.SmallIntegerField()
    place = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["level", "place"], name="audit_node_once")]


class AuditKey(models.Model):
    """A key that signs checkpoints; the private half is sealed by the vault, so that nobody with the database alone can sign."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    origin = models.CharField(max_length=80)
    public_key = models.BinaryField(max_length=32)
    private_sealed = models.BinaryField()


class AuditCheckpoint(models.Model):
    """The signed size and root of the tree, and the size of the checkpoint before. Every entry of a transaction below `horizon` of the
    database `cluster` is in it."""

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField(max_length=32)
    after = models.BigIntegerField()
    note = models.TextField()
    key = models.ForeignKey("trust.AuditKey", on_delete=models.PROTECT, related_name="+")
    horizon = models.BigIntegerField()
    cluster = models.CharField(max_length=24)
    made_at = models.DateTimeField()


class AuditVerification(models.Model):
    """One verification of the whole log, asked for by a person and made by the worker."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    state = models.CharField(max_length=16, default="waiting")
    asked_by = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    checked = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    cancel_asked = models.BooleanField(default=False)
    findings = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["-asked_at"], name="audit_verified_newest")]
