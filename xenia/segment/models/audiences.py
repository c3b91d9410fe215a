"""Audiences as they are kept: what they are called, every definition they had, who is in them, and who came and went."""

from django.db import models

from xenia.kernel.ids import new_id


class Audience(models.Model):
    """`revision` counts saves and names the version in force. What the newest rebuild found stands here too, so that a list of audiences is
    one read; `findings`: why it is frozen, empty where it is not."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=16)  # dynamic, static, list
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    note = models.CharField(max_length=1000, blank=True)
    definition = models.JSONField(null=True)  # none of a static copy
    revision = models.IntegerField(default=1)
    copied_from = models.UUIDField(null=True)
    read = models.JSONField(null=True)  # of a list: what became of the lines of its file
    created_by = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    changed_by = models.UUIDField(null=True)
    changed_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)
    members = models.IntegerField(default=0)
    base = models.IntegerField(default=0)
    findings = models.JSONField(default=list)
    made_of = models.IntegerField(null=True)  # the revision whose members these are
    made_on = models.DateField(null=True)  # the day they are the members of
    made_at = models.DateTimeField(null=True)
    snapshot_id = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["-changed_at", "-id"], name="audience_newest")]


class AudienceVersion(models.Model):
    """An audience as it was after one save."""

    id = models.BigAutoField(primary_key=True)
    audience = models.ForeignKey(Audience, models.PROTECT, related_name="+")
    number = models.IntegerField()
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    note = models.CharField(max_length=1000, blank=True)
    definition = models.JSONField(null=True)
    saved_by = models.UUIDField(null=True)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["audience", "number"], name="audience_version_once")]


class GuestNumber(models.Model):
    """The number that stands for a guest in bitmaps. An erased guest's row goes, and no number is given twice: their bit says nothing."""

    number = models.BigAutoField(primary_key=True)
    guest_id = models.UUIDField(unique=True)


class AudienceMembers(models.Model):
    """Which of the 65,536 guests of a chunk are in an audience: bit number % 65,536 of chunk number / 65,536. No row where none is."""

    id = models.BigAutoField(primary_key=True)
    audience = models.ForeignKey(Audience, models.PROTECT, related_name="+", db_index=False)
    chunk = models.IntegerField()
    bits = models.BinaryField()
    guests = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["audience", "chunk"], name="audience_members_once")]
        indexes = [models.Index(fields=["chunk"], name="audience_members_of_chunk")]


class AudienceChange(models.Model):
    """Who came and went with one rebuild, by number (`rules.bits.packed`). `before` and `members`: how many were in it before and after."""

    id = models.BigAutoField(primary_key=True)
    audience = models.ForeignKey(Audience, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    day = models.DateField()
    snapshot_id = models.UUIDField(null=True)
    revision = models.IntegerField()
    before = models.IntegerField()
    entered = models.IntegerField()
    left = models.IntegerField()
    members = models.IntegerField()
    base = models.IntegerField()
    entered_numbers = models.BinaryField()
    left_numbers = models.BinaryField()


class Rebuild(models.Model):
    """Making members anew, of all audiences or of some: as it was ordered, how far it is, how it ended."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    state = models.CharField(max_length=16)
    reason = models.CharField(max_length=16)  # ordered, saved, snapshot, day
    audience_ids = models.JSONField(null=True)  # none: all of them
    day = models.DateField(null=True)
    snapshot_id = models.UUIDField(null=True)
    total = models.IntegerField(default=0)
    done = models.IntegerField(default=0)
    changed = models.IntegerField(default=0)
    frozen = models.IntegerField(default=0)
    message = models.JSONField(null=True)
    cancel_asked = models.BooleanField(default=False)
    ordered_by = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    beat_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["-created_at", "-id"], name="rebuild_newest")]
