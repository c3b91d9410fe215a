"""Batches of coupons with their terms, the coupons given out, and the bookings they are used for. How many are left, of a batch or on a
coupon, is an account of the ledger."""

from django.db import models
from django.db.models import Q

from xenia.kernel.ids import new_id
from xenia.loyalty.models.programmes import Member, Programme


class CouponBatch(models.Model):
    """`account_id`: what may still be given out (unique codes), or how often the one code may still be used (generic)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=20)
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    mode = models.CharField(max_length=8)
    account_id = models.BigIntegerField()
    total = models.BigIntegerField()
    is_open = models.BooleanField(default=True)
    created_by = models.UUIDField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "code"], name="loyalty_coupon_batch_once")]


class CouponTermsVersion(models.Model):
    """What coupons are worth and where they may be used, version after version. A coupon keeps the terms under which it was given out; a
    generic code has the newest."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    batch = models.ForeignKey(CouponBatch, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    value = models.JSONField()
    changed_by = models.UUIDField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="loyalty_coupon_terms_once")]


class CouponBundle(models.Model):
    """Several coupons given together: `parts` are pairs of a batch's code and how many."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=20)
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    parts = models.JSONField()
    created_by = models.UUIDField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "code"], name="loyalty_coupon_bundle_once")]


class Coupon(models.Model):
    """A coupon given out, or the one code of a batch. `code_index` is a keyed hash of the code, which is kept nowhere. `slot` counts the
    coupons of a batch that a member has, so that the database keeps the limit. `account_id`: uses or money left, opened at the first use.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    batch = models.ForeignKey(CouponBatch, on_delete=models.PROTECT, related_name="+")
    terms_number = models.PositiveIntegerField(null=True)
    code_index = models.BinaryField(unique=True)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    slot = models.PositiveIntegerField(null=True)
    key = models.CharField(max_length=120, blank=True)
    account_id = models.BigIntegerField(null=True)
    given_by = models.UUIDField(null=True)
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "member", "slot"], name="loyalty_coupon_member_limit"),
            models.UniqueConstraint(fields=["key"], name="loyalty_coupon_key_once", condition=~Q(key="")),
        ]
        indexes = [models.Index(fields=["member", "id"], name="loyalty_coupon_of_member", condition=Q(member__isnull=False))]


class CouponOrder(models.Model):
    """Coupons held or used for one booking, `source`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=80)
    source = models.CharField(max_length=80)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    guest_id = models.UUIDField(null=True)
    spend_minor = models.BigIntegerField()
    off_minor = models.BigIntegerField()
    line = models.CharField(max_length=20, blank=True)
    channel = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=12)
    held_until = models.DateTimeField()
    ordered_by = models.UUIDField(null=True)
    ordered_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "key"], name="loyalty_coupon_order_once")]
        indexes = [
            models.Index(fields=["held_until"], name="loyalty_coupon_order_held", condition=Q(state="held")),
            models.Index(fields=["guest_id"], name="loyalty_coupon_order_guest", condition=Q(guest_id__isnull=False)),
        ]


class CouponUse(models.Model):
    """One coupon of an order, which the transfer with `key` holds. `slot` counts the uses of a batch by one guest (`guest_id`:
    the guest, or the member whose guest is not known any more); `is_open` ends when it is given back."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order = models.ForeignKey(CouponOrder, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()
    coupon = models.ForeignKey(Coupon, on_delete=models.PROTECT, related_name="+")
    batch = models.ForeignKey(CouponBatch, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=80)
    key = models.CharField(max_length=60)
    off_minor = models.BigIntegerField()
    item = models.CharField(max_length=40, blank=True)
    guest_id = models.UUIDField(null=True)
    slot = models.PositiveIntegerField(null=True)
    is_open = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["coupon", "source"], name="loyalty_coupon_booking_once", condition=Q(is_open=True) & ~Q(source="")
            ),
            models.UniqueConstraint(fields=["batch", "guest_id", "slot"], name="loyalty_coupon_guest_limit", condition=Q(is_open=True)),
        ]
        indexes = [models.Index(fields=["guest_id"], name="loyalty_coupon_use_guest", condition=Q(guest_id__isnull=False))]
