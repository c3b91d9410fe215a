"""The catalogue of tags, which guest has which, and work on many guests at once."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from xenia.kernel.ids import new_id


class Tag(models.Model):
    """One tag and what it means; `way` says how it comes: manual, rule, model, source."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=60, unique=True)
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    meaning_zh = models.TextField()
    meaning_en = models.TextField()
    way = models.CharField(max_length=8)
    lineage = models.TextField(blank=True)
    owner_id = models.UUIDField(null=True)
    version = models.PositiveIntegerField(default=1)
    created_by = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)


class TagBatch(models.Model):
    """Tagging or untagging many guests: named one by one, or all under a filter (sealed: it may hold a name). `after`: how far it came."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    tag = models.ForeignKey(Tag, on_delete=models.PROTECT, related_name="+")
    deed = models.CharField(max_length=8)  # put, take, undo
    undoes = models.UUIDField(null=True)
    guest_ids = ArrayField(models.UUIDField(), default=list)
    filter_sealed = models.BinaryField(null=True)
    state = models.CharField(max_length=12)  # waiting, running, done, cancelled, failed
    after = models.UUIDField(null=True)
    looked_at = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    cancel_asked = models.BooleanField(default=False)
    message = models.JSONField(null=True)
    ordered_by = models.UUIDField(null=True)
    ordered_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["undoes"], name="tag_batch_undone_once", condition=Q(undoes__isnull=False))]
        indexes = [
            models.Index(fields=["-ordered_at", "-id"], name="tag_batch_newest"),
            models.Index(fields=["state"], name="tag_batch_open", condition=Q(state__in=["waiting", "running"])),
        ]


class GuestTag(models.Model):
    """A guest has a tag from `since` until `until` (exclusive; None: still), with who or which batch put and took it. Never edited else."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    guest_id = models.UUIDField()
    tag = models.ForeignKey(Tag, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    put_by = models.UUIDField(null=True)
    taken_by = models.UUIDField(null=True)
    put_batch = models.UUIDField(null=True)
    taken_batch = models.UUIDField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["guest_id", "tag"], name="guest_tag_once", condition=Q(until__isnull=True))]
        indexes = [
            models.Index(fields=["guest_id"], name="guest_tag_of_guest"),
            models.Index(fields=["tag", "guest_id"], name="guest_tag_holders", condition=Q(until__isnull=True)),
            models.Index(fields=["put_batch", "id"], name="guest_tag_put", condition=Q(put_batch__isnull=False)),
            models.Index(fields=["taken_batch", "id"], name="guest_tag_taken", condition=Q(taken_batch__isnull=False)),
        ]
