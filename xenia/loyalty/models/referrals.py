"""Referrals: the terms in versions, members' codes, and the friends who came with one. Points, budgets and caps are the ledger's."""

from django.db import models
from django.db.models import F, Q

from xenia.kernel.ids import new_id
from xenia.loyalty.models.programmes import Member, Programme


class ReferralTerms(models.Model):
    """What referrals bring from `valid_from` on, until a later version begins."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    valid_from = models.DateField()
    value = models.JSONField()
    changed_by = models.UUIDField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "number"], name="loyalty_referral_terms_once")]


class ReferralCode(models.Model):
    """A member's code, in clear: it is made to be told. One that was revoked is no more, and never given to another."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=16, unique=True)
    made_by = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    revoked_by = models.UUIDField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member"], name="loyalty_referral_code_live", condition=Q(revoked_at__isnull=True)),
        ]


class Referral(models.Model):
    """A friend who came with a member's code. `signs`: what was found that makes it look like a ring, decided on or not; the transfers
    have its id in their keys. A friend is referred once; what was refused stays to be told."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    code = models.ForeignKey(ReferralCode, on_delete=models.PROTECT, related_name="+")
    referrer = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    friend = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=64)
    state = models.CharField(max_length=12)
    why = models.CharField(max_length=16, blank=True)
    signs = models.JSONField(default=list)
    terms_number = models.PositiveIntegerField()
    referred_on = models.DateField()
    travel_until = models.DateField()
    trip = models.CharField(max_length=80, blank=True)
    rewarded_on = models.DateField(null=True)
    made_by = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="loyalty_referral_key_once"),
            models.UniqueConstraint(fields=["friend"], name="loyalty_referral_once", condition=~Q(state="refused")),
            models.CheckConstraint(condition=Q(state="refused") | ~Q(referrer=F("friend")), name="loyalty_referral_of_two"),
        ]
        indexes = [
            models.Index(fields=["programme", "state", "-id"], name="loyalty_referral_state"),
            models.Index(fields=["travel_until"], name="loyalty_referral_until"),
        ]
