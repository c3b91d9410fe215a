"""Points that members pass on to each other. The points themselves are transfers; a gift is one that is pending."""

from django.db import models
from django.db.models import Q

from xenia.kernel.ids import new_id
from xenia.loyalty.models.programmes import Member


class Passing(models.Model):
    """`passed_on` is the programme's day on which it counts for the limits. The transfer has its id in its key."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    giver = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    taker = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8)  # transfer, gift
    state = models.CharField(max_length=10)  # held, done, refused, withdrawn, lapsed
    key = models.CharField(max_length=64)
    points = models.BigIntegerField()
    message = models.CharField(max_length=120, blank=True)
    passed_on = models.DateField()
    wait_until = models.DateTimeField(null=True)
    asked_by = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["giver", "key"], name="loyalty_passing_once"),
            models.CheckConstraint(condition=~Q(giver=models.F("taker")), name="loyalty_passing_between_two"),
            models.CheckConstraint(condition=Q(points__gt=0), name="loyalty_passing_points"),
            models.CheckConstraint(condition=~Q(state="held") | Q(kind="gift", wait_until__isnull=False), name="loyalty_passing_waits"),
        ]
        indexes = [
            models.Index(fields=["wait_until"], name="loyalty_passing_waiting", condition=Q(state="held")),
            models.Index(fields=["taker", "passed_on"], name="loyalty_passing_taken"),
            models.Index(fields=["giver", "passed_on"], name="loyalty_passing_given"),
        ]
