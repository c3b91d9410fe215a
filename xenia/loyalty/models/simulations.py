"""Simulations of earning rules: what was asked, and what it found."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from xenia.kernel.ids import new_id
from xenia.loyalty.models.programmes import Programme


class Simulation(models.Model):
    """One simulation, of what was known at `as_of`. `codes` are those of the rules it tries, `purchases` how many it has looked at."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12)  # waiting, running, done, cancelled, failed
    codes = ArrayField(models.CharField(max_length=20))
    months = models.PositiveSmallIntegerField()
    asked = models.JSONField()
    as_of = models.DateTimeField()
    purchases = models.PositiveIntegerField(default=0)
    result = models.JSONField(null=True)
    cancel_asked = models.BooleanField(default=False)
    message = models.JSONField(null=True)
    ordered_by = models.UUIDField(null=True)
    beat_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["programme", "-id"], name="loyalty_simulation_newest")]
