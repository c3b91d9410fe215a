"""The catalogue of rewards with its terms, and what members ordered. Stocks and points are accounts of the ledger."""

from django.db import models
from django.db.models import F, Q

from xenia.kernel.ids import new_id
from xenia.loyalty.models.programmes import Member, Programme
from xenia.loyalty.models.versions import DatedVersion


class Reward(models.Model):
    """`account_id`: the pieces that are left, null where there is no limit."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=20)
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    kind = models.CharField(max_length=12)
    account_id = models.BigIntegerField(null=True)
    created_by = models.UUIDField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "code"], name="loyalty_reward_once")]


class RewardVersion(DatedVersion):
    """What a reward costs from `valid_from` on, until `valid_until` (exclusive) or a later version begins."""

    reward = models.ForeignKey(Reward, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reward", "number"], name="loyalty_reward_version_once"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")), name="loyalty_reward_version_days"
            ),
        ]


class RewardOrder(models.Model):
    """A reward that a member ordered, at the price of a version. The transfers that hold points and pieces have its id in their keys."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reward = models.ForeignKey(Reward, on_delete=models.PROTECT, related_name="+")
    version_number = models.PositiveIntegerField()
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=80)
    source = models.CharField(max_length=80, blank=True)
    count = models.PositiveIntegerField()
    points = models.BigIntegerField()
    money_minor = models.BigIntegerField()
    state = models.CharField(max_length=12)
    held_until = models.DateTimeField()
    confirmed_on = models.DateField(null=True)
    ordered_by = models.UUIDField(null=True)
    ordered_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "key"], name="loyalty_reward_order_once")]
        indexes = [
            models.Index(fields=["held_until"], name="loyalty_reward_order_held", condition=Q(state="held")),
            models.Index(fields=["reward", "id"], name="loyalty_reward_orders"),
        ]
