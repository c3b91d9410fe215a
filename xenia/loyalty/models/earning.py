"""Rules of earning with their versions, what earned nothing and why, and claims of stays that came too late."""

from django.db import models
from django.db.models import F, Q

from xenia.kernel.ids import new_id
from xenia.loyalty.models.programmes import Member, Programme
from xenia.loyalty.models.versions import DatedVersion


class EarningRule(models.Model):
    """A rule by its code; what it says stands in its versions."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=20)
    created_by = models.UUIDField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "code"], name="loyalty_earning_rule_once")]


class EarningRuleVersion(DatedVersion):
    """What a rule says from `valid_from` on, until `valid_until` (exclusive) or a later version begins."""

    rule = models.ForeignKey(EarningRule, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rule", "number"], name="loyalty_earning_version_once"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")), name="loyalty_earning_version_days"
            ),
        ]


class Unearned(models.Model):
    """Something bought that earned nothing, or less than its rules say. A row goes when it is true no more."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    source = models.CharField(max_length=80)
    part = models.CharField(max_length=80, blank=True)
    why = models.CharField(max_length=20)
    details = models.JSONField(default=dict)
    noticed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "source", "part", "member", "why"], name="loyalty_unearned_once", nulls_distinct=False
            )
        ]
        indexes = [models.Index(fields=["programme", "why", "id"], name="loyalty_unearned_why")]


class EarningRun(models.Model):
    """How far earning has looked: everything known by `as_of`, once the run is finished."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField(null=True)
    as_of = models.DateTimeField()
    purchases = models.PositiveIntegerField(default=0)
    transfers = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["programme", "-as_of"], name="loyalty_earning_newest")]


class Claim(models.Model):
    """A stay or flight that a member says is missing: who took the claim, by which proof, and who looked a second time."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    booking_id = models.UUIDField()
    proof = models.CharField(max_length=20)
    state = models.CharField(max_length=10)  # open, granted, refused
    refused_for = models.CharField(max_length=20, blank=True)
    claimed_by = models.UUIDField(null=True)
    claimed_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    transfers = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "booking_id"], name="loyalty_claim_once", condition=Q(state__in=["open", "granted"])),
            models.CheckConstraint(
                condition=~Q(state="granted") | Q(decided_by__isnull=True) | ~Q(decided_by=F("claimed_by")), name="loyalty_claim_two_people"
            ),
        ]
        indexes = [models.Index(fields=["state", "id"], name="loyalty_claim_state")]
