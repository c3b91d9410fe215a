"""Tables of encryption: the value by which a start knows its keys again, and changes of the sealing key with how far each part is."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from xenia.kernel.ids import new_id


class SealCheck(models.Model):
    """One row: what these keys make of a fixed word. A start whose keys do not open it has the keys of another database."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    check_sealed = models.BinaryField()
    made_at = models.DateTimeField()


class KeyRotation(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    state = models.CharField(max_length=16, default="waiting")
    from_keys = ArrayField(models.SmallIntegerField())
    to_key = models.SmallIntegerField(null=True)
    reason = models.TextField()
    asked_by = models.UUIDField(null=True)
    asked_by_name = models.TextField()
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    switched_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    message = models.JSONField(null=True)
    cancel_asked = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                models.Value(1), condition=Q(state__in=["waiting", "running", "settling"]), name="key_rotation_one_at_a_time"
            )
        ]


class KeyRotationPart(models.Model):
    """A table or folder of a rotation: `position` is the last row's id, or file's name, that was looked at in this pass.

    `broken` counts what did not open in it.
    """

    rotation = models.ForeignKey("trust.KeyRotation", on_delete=models.PROTECT, related_name="+")
    name = models.TextField()
    position = models.TextField(blank=True)
    total = models.BigIntegerField()
    done = models.BigIntegerField(default=0)
    broken = models.BigIntegerField(default=0)
    is_done = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rotation", "name"], name="key_rotation_part_once")]
