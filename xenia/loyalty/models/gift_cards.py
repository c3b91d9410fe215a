"""Gift cards, the rules they were issued under, and their uses. What is on a card is an account of the ledger, in minor units."""

from django.db import models
from django.db.models import Q

from xenia.kernel.ids import new_id
from xenia.loyalty.models.programmes import Member, Programme


class GiftPolicy(models.Model):
    """What the law and the company say of gift cards, version after version; a card keeps the rules under which it was issued."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    value = models.JSONField()
    changed_by = models.UUIDField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "number"], name="loyalty_gift_policy_once")]


class GiftCard(models.Model):
    """`code_index` is a keyed hash of the code, which is kept nowhere; `source` names the sale."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    policy_number = models.PositiveIntegerField()
    member = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    code_index = models.BinaryField(unique=True)
    account_id = models.BigIntegerField()
    face_minor = models.BigIntegerField()
    source = models.CharField(max_length=80, blank=True)
    key = models.CharField(max_length=80)
    expires_on = models.DateField(null=True)
    issued_by = models.UUIDField(null=True)
    issued_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "key"], name="loyalty_gift_card_once")]
        indexes = [models.Index(fields=["expires_on"], name="loyalty_gift_card_ending", condition=Q(expires_on__isnull=False))]


class GiftUse(models.Model):
    """So much of a card for a booking; the transfer that holds it has its id in its key."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    card = models.ForeignKey(GiftCard, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=80)
    amount_minor = models.BigIntegerField()
    source = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=12)
    held_until = models.DateTimeField()
    ordered_by = models.UUIDField(null=True)
    ordered_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["card", "key"], name="loyalty_gift_use_once")]
        indexes = [models.Index(fields=["held_until"], name="loyalty_gift_use_held", condition=Q(state="held"))]
