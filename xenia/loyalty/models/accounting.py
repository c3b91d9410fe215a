"""Closed months: what they held is written once and stays. And how the points of purchases compare with the bookings."""

from django.db import models
from django.db.models import Q

from xenia.kernel.ids import new_id
from xenia.loyalty.models.programmes import Member, Programme


class AccountingVersion(models.Model):
    """What a company decided about the accounting of a programme's points, version after version; the newest holds."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    value = models.JSONField()
    changed_by = models.UUIDField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "number"], name="loyalty_accounting_number_once")]


class Closing(models.Model):
    """The closing of a month. `step` of the work are finished, and `counted` holds what they found until the cohorts are written;
    `open_from` is where the books were open before, for a closing that is cancelled. One that is done is never changed (sql/closings.sql).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    month = models.DateField()
    state = models.CharField(max_length=12)  # waiting, running, done, cancelled, failed
    step = models.PositiveSmallIntegerField(default=0)
    cancel_asked = models.BooleanField(default=False)
    counted = models.JSONField(default=dict)
    totals = models.JSONField(default=dict)
    open_from = models.DateField(null=True)
    policy_number = models.PositiveIntegerField(default=0)
    message = models.JSONField(null=True)
    ordered_by = models.UUIDField(null=True)
    ordered_at = models.DateTimeField()
    beat_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "month"], name="loyalty_closing_once", condition=Q(state__in=["waiting", "running", "done"])
            ),
            models.UniqueConstraint(fields=["programme"], name="loyalty_closing_one_open", condition=Q(state__in=["waiting", "running"])),
            models.CheckConstraint(condition=Q(month__day=1), name="loyalty_closing_month"),
        ]
        indexes = [models.Index(fields=["programme", "-month"], name="loyalty_closing_newest")]


class ClosedCohort(models.Model):
    """The points issued in one month (`cohort`) for one reason, as they were at the end of the closing's month. Never edited, never
    deleted."""

    id = models.BigAutoField(primary_key=True)
    closing = models.ForeignKey(Closing, on_delete=models.PROTECT, related_name="+")
    cohort = models.DateField()
    kind = models.CharField(max_length=8)  # sold, partner, given
    sales_minor = models.BigIntegerField()
    issued = models.BigIntegerField()
    redeemed = models.BigIntegerField()
    expired = models.BigIntegerField()
    forfeited = models.BigIntegerField()
    reversed = models.BigIntegerField()
    passed = models.BigIntegerField()
    expected = models.BigIntegerField()
    share_permyriad = models.PositiveIntegerField()
    deferred_minor = models.BigIntegerField()
    recognised_minor = models.BigIntegerField()
    true_up_minor = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["closing", "cohort", "kind"], name="loyalty_closed_cohort_once")]


class Comparison(models.Model):
    """One comparison of the ledger with the bookings, as known at `as_of`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12)  # waiting, running, done, cancelled, failed
    as_of = models.DateTimeField()
    purchases = models.PositiveIntegerField(default=0)
    by_rules = models.BigIntegerField(default=0)
    in_ledger = models.BigIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)
    cancel_asked = models.BooleanField(default=False)
    message = models.JSONField(null=True)
    ordered_by = models.UUIDField(null=True)
    beat_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["programme", "-id"], name="loyalty_comparison_newest")]


class BookingDifference(models.Model):
    """A booking whose points in the ledger are not what the rules give for it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    comparison = models.ForeignKey(Comparison, on_delete=models.PROTECT, related_name="+")
    booking_id = models.UUIDField()
    part = models.CharField(max_length=80, blank=True)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    counts_on = models.DateField(null=True)
    by_rules = models.BigIntegerField()
    in_ledger = models.BigIntegerField()
    why = models.CharField(max_length=20, blank=True)

    class Meta:
        indexes = [models.Index(fields=["comparison", "id"], name="loyalty_difference_next")]
