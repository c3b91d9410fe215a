"""Points given or taken by hand: who, why, and whether a second person still has to agree. The points themselves are transfers."""

from django.db import models
from django.db.models import Q

from xenia.kernel.ids import new_id
from xenia.loyalty.models.programmes import Member, PointKind


class Adjustment(models.Model):
    """`points` above zero are given, below zero taken. `of` is the adjustment that this one takes back. `approval_id`: the request to a
    second person; it is done alone where there is none. The transfer has its id in its key."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    point_kind = models.ForeignKey(PointKind, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=64)
    points = models.BigIntegerField()
    reason = models.CharField(max_length=20)
    words = models.CharField(max_length=400, blank=True)
    state = models.CharField(max_length=8)  # waiting, done
    of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    approval_id = models.UUIDField(null=True)
    asked_by = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    done_on = models.DateField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "key"], name="loyalty_adjustment_once"),
            models.UniqueConstraint(fields=["of"], name="loyalty_adjustment_back_once", condition=Q(state="done")),
            models.CheckConstraint(condition=~Q(points=0), name="loyalty_adjustment_points"),
            models.CheckConstraint(condition=Q(state="done", done_on__isnull=False) | ~Q(state="done"), name="loyalty_adjustment_done"),
        ]
