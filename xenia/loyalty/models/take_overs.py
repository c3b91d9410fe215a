"""Taking a programme over: each run of it, the lines it did not bring, and the numbers members had before."""

from django.db import models
from django.db.models import Q

from xenia.kernel.ids import new_id
from xenia.loyalty.models.programmes import Member, Programme


class TakeOver(models.Model):
    """One take-over from two uploads of a source. Until it `is_ordered` it only looks; `statement` is what it found or did at last. The
    files stay where uploads stay, sealed, and expire as they do."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    source_id = models.UUIDField()
    members_upload = models.UUIDField()
    balances_upload = models.UUIDField()
    members_file = models.CharField(max_length=200)
    balances_file = models.CharField(max_length=200)
    as_of = models.DateField()
    state = models.CharField(max_length=12)  # waiting, running, done, cancelled, failed
    is_ordered = models.BooleanField(default=False)
    cancel_asked = models.BooleanField(default=False)
    phase = models.CharField(max_length=12)  # reading, bringing
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    statement = models.JSONField(null=True)
    message = models.JSONField(null=True)
    ordered_by = models.UUIDField(null=True)
    ordered_at = models.DateTimeField()
    beat_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme"], name="loyalty_take_over_one_open", condition=Q(state__in=["waiting", "running"])),
        ]
        indexes = [models.Index(fields=["programme", "-ordered_at"], name="loyalty_take_over_newest")]


class TakeOverFault(models.Model):
    """A line that was not brought and why. What the line says stays in the upload alone."""

    id = models.BigAutoField(primary_key=True)
    take_over = models.ForeignKey(TakeOver, on_delete=models.PROTECT, related_name="+")
    file = models.CharField(max_length=8)  # members, balances
    line = models.BigIntegerField()
    code = models.CharField(max_length=24)

    class Meta:
        indexes = [models.Index(fields=["take_over", "file", "line"], name="loyalty_take_over_fault")]


class FormerNumber(models.Model):
    """The number a member had in the programme that was taken over: it finds the member as the new one does. `said` is what the file told
    of the member then. An erasure empties the number."""

    member = models.OneToOneField(Member, on_delete=models.PROTECT, primary_key=True, related_name="+")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    take_over = models.ForeignKey(TakeOver, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=40, null=True)
    said = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "number"], name="loyalty_former_number_once")]
        indexes = [models.Index(fields=["take_over"], name="loyalty_former_of_take_over")]
