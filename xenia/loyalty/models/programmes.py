"""Programmes, the kinds of points each keeps, and who belongs to them."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from xenia.kernel.ids import new_id


class Programme(models.Model):
    """One loyalty programme. Its days are those of `time_zone`; nothing is booked before `open_from`, where the last closed month ended."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=20)
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    currency = models.CharField(max_length=3)
    time_zone = models.CharField(max_length=40)
    state = models.CharField(max_length=8)  # draft, open, ended
    open_from = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)
    created_by = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("code"), name="loyalty_programme_code_once")]


class PolicyVersion(models.Model):
    """What was decided about a programme as a whole, version after version; the newest holds."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    value = models.JSONField()
    changed_by = models.UUIDField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "number"], name="loyalty_policy_number_once")]


class PointKind(models.Model):
    """What a programme counts, one row each: points to redeem, points or nights that qualify for a tier, green points, a benefit's uses.

    `has_lots`: every credit is a lot of its own with its own last day, consumed oldest expiry first.
    """

    id = models.AutoField(primary_key=True)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=20)
    role = models.CharField(max_length=12)  # redeemable, qualifying, green, benefit, stock, money
    name_zh = models.CharField(max_length=40)
    name_en = models.CharField(max_length=40)
    has_lots = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "code"], name="loyalty_point_kind_once")]


class Member(models.Model):
    """A guest in a programme. `guest_id` is the id the guest had at enrolment; a merge or split of guests moves no membership by itself."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=20)
    guest_id = models.UUIDField(null=True)
    state = models.CharField(max_length=8)  # active, merged, left
    enrolled_on = models.DateField()
    enrolled_by = models.UUIDField(null=True)
    channel = models.CharField(max_length=20, blank=True)
    merged_into = models.UUIDField(null=True)
    left_on = models.DateField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="loyalty_member_number_once"),
            models.UniqueConstraint(fields=["programme", "guest_id"], name="loyalty_member_once", condition=Q(state="active")),
        ]
        indexes = [models.Index(fields=["guest_id"], name="loyalty_member_of_guest")]
