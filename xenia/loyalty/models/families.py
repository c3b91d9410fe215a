"""Families of members who spend together. Points stay each member's own: nothing of a balance stands here."""

from django.db import models
from django.db.models import Q

from xenia.kernel.ids import new_id
from xenia.loyalty.models.programmes import Member, Programme


class Family(models.Model):
    """Open until `closed_at`. The head is one of those in it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    head = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    opened_by = models.UUIDField(null=True)
    opened_on = models.DateField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)


class FamilyTie(models.Model):
    """One member in a family, or invited to it. `shares`: the member agreed to others spending the points, at `shares_since`, as
    `shares_by` wrote down; for a minor the guardian agreed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=6)  # adult, minor
    guardian = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10)  # invited, in, declined, withdrawn, lapsed, left
    shares = models.BooleanField(default=False)
    shares_since = models.DateTimeField(null=True)
    shares_by = models.UUIDField(null=True)
    asked_by = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    answer_until = models.DateTimeField(null=True)
    joined_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member"], name="loyalty_family_one_each", condition=Q(state="in")),
            models.UniqueConstraint(fields=["family", "member"], name="loyalty_family_invited_once", condition=Q(state="invited")),
            models.CheckConstraint(condition=~Q(role="minor") | Q(guardian__isnull=False), name="loyalty_family_guardian"),
            models.CheckConstraint(condition=~Q(state="in") | Q(joined_on__isnull=False), name="loyalty_family_joined"),
            models.CheckConstraint(condition=Q(shares=False) | Q(shares_since__isnull=False, state="in"), name="loyalty_family_consent"),
        ]
        indexes = [
            models.Index(fields=["family"], name="loyalty_family_ties"),
            models.Index(fields=["guardian"], name="loyalty_family_wards"),
        ]


class GuardianConsent(models.Model):
    """A guardian agreed that a child under fourteen becomes a member: who, when, and who wrote it down (PIPL Art. 31)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    guardian = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    consented_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member"], name="loyalty_guardian_consent_once")]
