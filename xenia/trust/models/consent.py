"""Consent: purposes, published notices, what guests said (append-only, sql/consent.sql), and what counts now, written with it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from xenia.kernel.ids import new_id


class Purpose(models.Model):
    code = models.SlugField(primary_key=True, max_length=32)
    name_zh = models.TextField()
    name_en = models.TextField()
    description_zh = models.TextField()
    description_en = models.TextField()
    pipl_basis = models.CharField(max_length=24)
    gdpr_basis = models.CharField(max_length=24)
    separate = models.CharField(max_length=4, blank=True)
    channels = ArrayField(models.CharField(max_length=16))
    valid_months = models.PositiveSmallIntegerField(null=True)
    guardian = models.BooleanField(default=True)
    is_open = models.BooleanField(default=True)
    counts_from = models.PositiveIntegerField(default=0)
    notice_version = models.PositiveIntegerField(default=0)
    place = models.PositiveSmallIntegerField(default=0)


class Notice(models.Model):
    purpose = models.ForeignKey(Purpose, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    text_zh = models.TextField()
    text_en = models.TextField()
    change_zh = models.TextField(blank=True)
    change_en = models.TextField(blank=True)
    asks_again = models.BooleanField()
    in_use_from = models.DateTimeField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey("trust.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["purpose", "version"], name="notice_version_once")]


class ConsentDecision(models.Model):
    """What a guest said, with its proof. The guest is a bare id: identity stands above trust."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    guest_id = models.UUIDField()
    purpose = models.ForeignKey(Purpose, on_delete=models.PROTECT, related_name="+", db_index=False)
    channel = models.CharField(max_length=16)
    said = models.CharField(max_length=12)
    notice_version = models.PositiveIntegerField()
    language = models.CharField(max_length=8)
    decided_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    actor_kind = models.CharField(max_length=8)
    actor_id = models.UUIDField(null=True)
    way = models.CharField(max_length=12)
    unit_id = models.UUIDField(null=True)
    by_guardian = models.BooleanField()
    reference = models.CharField(max_length=60, blank=True)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["guest_id", "purpose", "channel", "-decided_at"], name="consent_of_guest")]
        constraints = [
            models.CheckConstraint(condition=Q(said__in=["given", "refused", "withdrawn"]), name="consent_said"),
            models.CheckConstraint(condition=Q(decided_at__lte=models.F("recorded_at")), name="consent_not_ahead"),
        ]


class CurrentConsent(models.Model):
    """The decision that counts now (rule N2), one row a guest, purpose and channel: what `may` looks up."""

    pk = models.CompositePrimaryKey("purpose_id", "channel", "guest_id")
    purpose = models.ForeignKey(Purpose, on_delete=models.PROTECT, related_name="+", db_index=False)
    channel = models.CharField(max_length=16)
    guest_id = models.UUIDField()
    said = models.CharField(max_length=12)
    notice_version = models.PositiveIntegerField()
    decided_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    decision_id = models.UUIDField()

    class Meta:
        indexes = [models.Index(fields=["guest_id"], name="current_consent_of_guest")]


class GuestGroup(models.Model):
    """Ids that mean one guest, for guests of several ids only (rule N14): `current_id` is the one the guest goes by; from `since` on the
    words of the guest are the words of this id too. Written by identity, which knows who is whom."""

    guest_id = models.UUIDField(primary_key=True)
    current_id = models.UUIDField()
    since = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["current_id"], name="guest_group_current")]
