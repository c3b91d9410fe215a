"""What people of the house write down of a guest: notes, calls, tasks, files, mentions, and who looks after the guest.

`guest_id` is the guest's id when the row was written; it is read over every id that ever meant the guest.
"""

from django.db import models
from django.db.models import Q

from xenia.kernel.ids import new_id


class Note(models.Model):
    """A note as it reads now; `version` counts its texts, the former ones stand in NoteText."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    guest_id = models.UUIDField()
    text_sealed = models.BinaryField()
    version = models.PositiveIntegerField(default=1)
    written_by = models.UUIDField(null=True)
    written_at = models.DateTimeField()
    changed_by = models.UUIDField(null=True)
    changed_at = models.DateTimeField(null=True)
    deleted_by = models.UUIDField(null=True)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["guest_id", "-written_at", "-id"], name="note_newest")]


class NoteText(models.Model):
    """A former text of a note: who wrote it, and when. Never edited."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="+")
    guest_id = models.UUIDField()
    version = models.PositiveIntegerField()
    text_sealed = models.BinaryField()
    said_by = models.UUIDField(null=True)
    said_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["note", "version"], name="note_text_once")]


class Call(models.Model):
    """A call with the guest, as the person who spoke logged it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    guest_id = models.UUIDField()
    direction = models.CharField(max_length=8)  # inbound, outbound
    outcome = models.CharField(max_length=16)
    began_at = models.DateTimeField()
    duration_seconds = models.PositiveIntegerField(null=True)
    summary_sealed = models.BinaryField(null=True)
    logged_by = models.UUIDField(null=True)
    logged_at = models.DateTimeField()
    deleted_by = models.UUIDField(null=True)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["guest_id", "-began_at", "-id"], name="call_newest")]


class Task(models.Model):
    """Something to do for a guest by a day, and who does it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    guest_id = models.UUIDField()
    text_sealed = models.BinaryField()
    due_on = models.DateField()
    assignee_id = models.UUIDField()
    state = models.CharField(max_length=12, default="open")  # open, done, cancelled
    version = models.PositiveIntegerField(default=1)
    set_by = models.UUIDField(null=True)
    set_at = models.DateTimeField()
    closed_by = models.UUIDField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["guest_id", "state", "due_on"], name="task_of_guest"),
            models.Index(fields=["assignee_id", "due_on", "id"], name="task_mine", condition=Q(state="open")),
            models.Index(fields=["assignee_id", "-closed_at", "-id"], name="task_closed", condition=~Q(state="open")),
        ]


class Attachment(models.Model):
    """A file kept with a guest; its bytes lie sealed in the folder `attachments`, under its id."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    guest_id = models.UUIDField()
    name_sealed = models.BinaryField()
    media_type = models.CharField(max_length=100)
    size_bytes = models.PositiveIntegerField()
    added_by = models.UUIDField(null=True)
    added_at = models.DateTimeField()
    deleted_by = models.UUIDField(null=True)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["guest_id", "-added_at", "-id"], name="attachment_newest")]


class Mention(models.Model):
    """A note asks a colleague to look; `seen_at` is when the colleague did."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="+")
    guest_id = models.UUIDField()
    person_id = models.UUIDField()
    mentioned_by = models.UUIDField(null=True)
    mentioned_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["note", "person_id"], name="mention_once")]
        indexes = [models.Index(fields=["person_id", "-mentioned_at", "-id"], name="mention_waiting", condition=Q(seen_at__isnull=True))]


class Ownership(models.Model):
    """Who looks after a guest, and which team, from `since` until `until` (exclusive; None: still)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    guest_id = models.UUIDField()
    owner_id = models.UUIDField(null=True)
    unit_id = models.UUIDField(null=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    given_by = models.UUIDField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["guest_id"], name="owner_one_at_a_time", condition=Q(until__isnull=True))]
        indexes = [
            models.Index(fields=["guest_id", "-since"], name="owner_newest"),
            models.Index(fields=["owner_id"], name="owner_guests", condition=Q(until__isnull=True)),
        ]
