"""Tables of identity: guests, which record belongs to which guest, the pairs that speak for it, and what people decided."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from xenia.kernel.ids import new_id


class Guest(models.Model):
    """An id that means a person, for ever: one is made for every record, and which person it means now is told by that record's link."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)


class GuestLink(models.Model):
    """One source's record of a person belongs to one guest from `valid_from` on; a merge or split edits links, never facts.

    `home_id` is the guest made for this very record. A guest of many records goes by the home of its earliest record, so the id of a
    cluster depends on nothing but who is in it, and an id that went out of use leads to where its own record is now: no chain, no loop.
    """

    record_id = models.UUIDField(primary_key=True)
    guest = models.ForeignKey(Guest, on_delete=models.PROTECT, related_name="+")
    home_id = models.UUIDField(unique=True)
    valid_from = models.DateTimeField()


class Reading(models.Model):
    """A record as the matcher reads it (sealed JSON of `rules.reading.Reading`), and the keys under which like records are looked for."""

    record_id = models.UUIDField(primary_key=True)
    reading_sealed = models.BinaryField()
    keys = ArrayField(models.BigIntegerField(), default=list)
    content_hash = models.BinaryField(max_length=16)

    class Meta:
        indexes = [GinIndex(fields=["keys"], name="reading_keys")]


class SharedContact(models.Model):
    """A phone or mailbox that too many different people carry: an agency's. It links nobody. `contact_index` is a blind index."""

    contact_index = models.BinaryField(primary_key=True, max_length=16)
    names = models.IntegerField()


class Match(models.Model):
    """Two records that may be one person: the evidence in bits, and the level each comparison reached. `left_id` < `right_id`."""

    left_id = models.UUIDField()
    right_id = models.UUIDField()
    weight = models.FloatField()
    levels = ArrayField(models.SmallIntegerField())
    rule = models.CharField(max_length=24, blank=True)
    model_version = models.IntegerField()
    verdict = models.CharField(max_length=8)  # same, ask, torn

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["left_id", "right_id"], name="match_once"),
            models.CheckConstraint(condition=Q(left_id__lt=F("right_id")), name="match_in_order"),
        ]
        indexes = [
            models.Index(fields=["right_id"], name="match_right"),
            models.Index(fields=["-weight", "id"], name="match_asked", condition=~Q(verdict="same")),
        ]


class Decision(models.Model):
    """What a person said of two records: same or different. It stands until it is undone; links are made from it anew."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    left_id = models.UUIDField()
    right_id = models.UUIDField()
    said = models.CharField(max_length=12)  # same, different
    reason_sealed = models.BinaryField(null=True)
    batch_id = models.UUIDField(null=True)
    said_by = models.UUIDField(null=True)
    said_at = models.DateTimeField()
    undone_by = models.UUIDField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["left_id", "right_id"], name="decision_stands_once", condition=Q(undone_at__isnull=True)),
            models.CheckConstraint(condition=Q(left_id__lt=F("right_id")), name="decision_in_order"),
        ]
        indexes = [
            models.Index(fields=["right_id"], name="decision_right"),
            models.Index(fields=["-said_at", "-id"], name="decision_newest"),
            models.Index(fields=["batch_id", "id"], name="decision_batch", condition=Q(batch_id__isnull=False)),
        ]


class MatchModel(models.Model):
    """One version of the trained model: a portable document of probabilities and how often names occur. Never edited."""

    version = models.PositiveIntegerField(primary_key=True)
    document = models.JSONField()
    records = models.BigIntegerField()
    trained_at = models.DateTimeField()
    is_current = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["is_current"], name="match_model_current", condition=Q(is_current=True))]


class MatchRun(models.Model):
    """One full run over all records: where it is, and what it changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    state = models.CharField(max_length=16)  # queued, running, done, cancelled, failed
    stage = models.CharField(max_length=16, blank=True)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    cancel_asked = models.BooleanField(default=False)
    model_version = models.PositiveIntegerField(null=True)
    report = models.JSONField(default=dict)
    message = models.JSONField(null=True)
    ordered_by = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(null=True)


class ReviewedPair(models.Model):
    """A pair drawn at random among those the matcher joined, and what a person saw: precision is measured on these."""

    left_id = models.UUIDField()
    right_id = models.UUIDField()
    weight = models.FloatField()
    stratum = models.SmallIntegerField()
    drawn_at = models.DateTimeField()
    is_same = models.BooleanField(null=True)
    reviewed_by = models.UUIDField(null=True)
    reviewed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["left_id", "right_id"], name="reviewed_once")]


class Relation(models.Model):
    """How two guests stand to each other: `kind` from the first to the second. Guests are named by ids that never end (homes)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    from_id = models.UUIDField()
    to_id = models.UUIDField()
    kind = models.CharField(max_length=16)
    confidence = models.FloatField()
    bookings = models.IntegerField(default=0)
    state = models.CharField(max_length=12)  # inferred, confirmed, denied
    said_by = models.UUIDField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["from_id", "to_id", "kind"], name="relation_once"),
            models.CheckConstraint(condition=~Q(from_id=F("to_id")), name="relation_of_two"),
        ]
        indexes = [models.Index(fields=["to_id"], name="relation_to")]
