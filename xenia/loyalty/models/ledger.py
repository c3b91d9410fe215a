"""The ledger. What these tables promise is kept by the database: see ../sql/ledger.sql."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q

from xenia.kernel.ids import new_id
from xenia.loyalty.models.programmes import Member, PointKind

AMOUNT_MAX = 10**15
"""The most that one transfer moves: far above any programme, far below where sums of int64 overflow."""


class Account(models.Model):
    """Where points of one kind lie: a member's, or one of the company's own (`role`), told apart by `holder` where there are several.

    `posted` is the sum of what came and went, `reserved` what pending transfers hold back, `incoming` what they promise. They are cached
    only where `is_counted`; the triggers alone write them. `floor` is the least that `posted - reserved` may be (None: no limit).
    """

    id = models.BigAutoField(primary_key=True)
    point_kind = models.ForeignKey(PointKind, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=12)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    holder = models.CharField(max_length=64, blank=True)
    is_counted = models.BooleanField()
    has_lots = models.BooleanField()
    floor = models.BigIntegerField(null=True)
    posted = models.BigIntegerField(default=0)
    reserved = models.BigIntegerField(default=0)
    incoming = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["point_kind", "role", "member", "holder"], name="loyalty_account_once", nulls_distinct=False),
            models.CheckConstraint(
                condition=Q(floor__isnull=True) | Q(posted__gte=F("floor") + F("reserved")), name="loyalty_account_floor"
            ),
            models.CheckConstraint(condition=Q(reserved__gte=0, incoming__gte=0), name="loyalty_account_pending"),
            models.CheckConstraint(condition=Q(is_counted=True) | Q(has_lots=False, floor__isnull=True), name="loyalty_account_counted"),
        ]
        indexes = [models.Index(fields=["member"], name="loyalty_account_of_member", condition=Q(member__isnull=False))]


class Transfer(models.Model):
    """`amount` moves from one account to another. Never edited, never deleted: a correction is another transfer.

    `phase`: `posted` at once; `pending` is promised, and later one `post` (of all or less) or `void` of it (`of`) ends the promise;
    a `reversal` takes back all or part of what was posted (`of`). `key` makes a retried write the same write. `deed` joins the transfers
    of one thing that happened; `cause` and `source` say what that was. `booked_on` is the day of the books, `value_on` the day it counts
    for (a late stay counts for its own day), `expires_on` the first day on which the lot can be used no more.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=120)
    phase = models.CharField(max_length=8)
    from_account_id = models.BigIntegerField()
    to_account_id = models.BigIntegerField()
    amount = models.BigIntegerField()
    of = models.UUIDField(null=True)
    deed = models.UUIDField()
    cause = models.CharField(max_length=16)
    source = models.CharField(max_length=80, blank=True)
    details = models.JSONField(null=True)
    booked_on = models.DateField()
    value_on = models.DateField()
    expires_on = models.DateField(null=True)
    by = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0, amount__lte=AMOUNT_MAX), name="loyalty_transfer_amount"),
            models.CheckConstraint(condition=~Q(from_account_id=F("to_account_id")), name="loyalty_transfer_between_two"),
            models.CheckConstraint(
                condition=Q(phase__in=["posted", "pending"], of__isnull=True) | Q(phase__in=["post", "void", "reversal"], of__isnull=False),
                name="loyalty_transfer_phase",
            ),
            models.UniqueConstraint(fields=["key"], name="loyalty_transfer_once"),
            models.UniqueConstraint(fields=["of"], name="loyalty_transfer_ended_once", condition=Q(phase__in=["post", "void"])),
        ]
        indexes = [
            models.Index(fields=["from_account_id", "id"], name="loyalty_transfer_from"),
            models.Index(fields=["to_account_id", "id"], name="loyalty_transfer_to"),
            models.Index(fields=["of"], name="loyalty_transfer_reversed", condition=Q(phase="reversal")),
            models.Index(fields=["source"], name="loyalty_transfer_source", condition=~Q(source="")),
            BrinIndex(fields=["booked_on"], name="loyalty_transfer_booked"),
        ]


class Lot(models.Model):
    """What one credit brought to an account with lots, and how much of it is `unused`. `earned_by` is the transfer that first made the
    points: a lot that was given to another member keeps its origin and its last day."""

    id = models.BigAutoField(primary_key=True)
    account_id = models.BigIntegerField()
    transfer_id = models.UUIDField()
    earned_by = models.UUIDField()
    amount = models.BigIntegerField()
    unused = models.BigIntegerField()
    value_on = models.DateField()
    expires_on = models.DateField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(unused__gte=0, unused__lte=F("amount")), name="loyalty_lot_unused")]
        indexes = [
            models.Index(fields=["account_id", "expires_on", "id"], name="loyalty_lot_next", condition=Q(unused__gt=0)),
            models.Index(fields=["expires_on"], name="loyalty_lot_ending", condition=Q(unused__gt=0, expires_on__isnull=False)),
            models.Index(fields=["transfer_id"], name="loyalty_lot_of_transfer"),
        ]


class LotUse(models.Model):
    """`amount` of a lot was used for the transfer `taker` (None: it paid back what the account owed); a negative amount was given back.
    `transfer` is the one that did it. Never edited, never deleted."""

    id = models.BigAutoField(primary_key=True)
    transfer_id = models.UUIDField()
    taker_id = models.UUIDField(null=True)
    lot_id = models.BigIntegerField()
    amount = models.BigIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["taker_id"], name="loyalty_lot_use_of"),
            models.Index(fields=["lot_id"], name="loyalty_lot_used"),
            BrinIndex(fields=["transfer_id"], name="loyalty_lot_use_by"),
        ]
