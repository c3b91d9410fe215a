"""What a programme asks for its tiers, what members were given, and where each stands. The last two tables cache a pure function."""

from django.db import models
from django.db.models import Q

from xenia.kernel.ids import new_id
from xenia.loyalty.models.programmes import Member, Programme


class TierVersion(models.Model):
    """What was decided about the tiers of a programme, version after version. One that begins no later than an earlier one replaces it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    valid_from = models.DateField()
    value = models.JSONField()
    changed_by = models.UUIDField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "number"], name="loyalty_tier_version_once")]


class TierGrant(models.Model):
    """A match, a challenge or a tier by hand. `since` is the day it was accepted; `deadline` and `until` are exclusive; one that is
    withdrawn ends on that day."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)  # match, challenge, by_hand
    tier = models.CharField(max_length=20)
    state = models.CharField(max_length=12)  # offered, accepted, met, failed, withdrawn
    offered_on = models.DateField()
    answer_until = models.DateField(null=True)
    days = models.PositiveIntegerField(null=True)
    since = models.DateField(null=True)
    deadline = models.DateField(null=True)
    until = models.DateField(null=True)
    asks = models.JSONField(default=list)
    evidence = models.CharField(max_length=12, blank=True)
    reference = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=16, blank=True)
    offered_by = models.UUIDField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="offered", since__isnull=True) | ~Q(state="offered"), name="loyalty_grant_offered_has_not_begun"
            ),
            models.CheckConstraint(condition=Q(until__isnull=False) | Q(since__isnull=True), name="loyalty_grant_ends"),
        ]
        indexes = [models.Index(fields=["member"], name="loyalty_grant_of_member")]


class Standing(models.Model):
    """Where a member stands: a cache of rules/tier_standing.py, written by actions/tiers.py alone. `review_on` is the next day on which it
    may be another although nothing is booked. The next tier stands here only where something of it is there."""

    member = models.OneToOneField(Member, on_delete=models.PROTECT, primary_key=True, related_name="+")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    tier = models.CharField(max_length=20)
    since = models.DateField()
    until = models.DateField(null=True)
    reason = models.CharField(max_length=16)
    next_tier = models.CharField(max_length=20, blank=True)
    next_by = models.DateField(null=True)
    progress_permille = models.PositiveSmallIntegerField(default=0)
    review_on = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["programme", "tier"], name="loyalty_standing_tier"),
            models.Index(fields=["programme", "review_on"], name="loyalty_standing_due", condition=Q(review_on__isnull=False)),
            models.Index(
                fields=["programme", "-progress_permille", "member"], name="loyalty_standing_near", condition=Q(progress_permille__gt=0)
            ),
        ]


class TierChange(models.Model):
    """A member's tier became another on a day: the past of `Standing`, written with it."""

    id = models.BigAutoField(primary_key=True)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    before = models.CharField(max_length=20)
    tier = models.CharField(max_length=20)
    reason = models.CharField(max_length=16)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "on"], name="loyalty_tier_change_once")]
        indexes = [models.Index(fields=["programme", "on"], name="loyalty_tier_change_on")]
