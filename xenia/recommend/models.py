"""Tables of recommend: everybody's lists, what was said of cities, and what was shown."""

from django.db import models
from django.db.models import Q

from xenia.kernel.ids import new_id


class ListRun(models.Model):
    """One making of everybody's lists, by the model `version_id` of insight's register. Lists of the newest that is done are shown."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    state = models.CharField(max_length=12)  # waiting, running, done, cancelled, failed
    version_id = models.UUIDField(null=True)
    version_number = models.PositiveIntegerField(null=True)
    as_of = models.DateTimeField(null=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    guests = models.BigIntegerField(default=0)
    message = models.JSONField(null=True)
    cancel_asked = models.BooleanField(default=False)
    ordered_by = models.UUIDField(null=True)
    ordered_at = models.DateTimeField()
    beat_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["state"], name="recommend_run_waits_once", condition=Q(state="waiting"))]
        indexes = [models.Index(fields=["-ordered_at", "-id"], name="recommend_run_newest")]


class GuestList(models.Model):
    """The list of one guest: `items` are [city, chance, propensity, [[reason, numbers ...] ...]] in order."""

    run_id = models.UUIDField()
    guest_id = models.UUIDField()
    items = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["guest_id", "run_id"], name="recommend_list_once")]
        indexes = [models.Index(fields=["run_id"], name="recommend_list_of_run")]


class CityAnswer(models.Model):
    """What was said of a city, under the id the guest had then."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    guest_id = models.UUIDField()
    city = models.CharField(max_length=120)
    answer = models.CharField(max_length=16)  # not_interested, been
    said_at = models.DateTimeField()
    said_by = models.UUIDField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["guest_id", "city"], name="recommend_answer_once")]


class Impression(models.Model):
    """A list that was shown: `items` are [place, city, chance, propensity, whether no likelier city was left for the place]. The id is the
    caller's: a repeated call writes nothing."""

    id = models.UUIDField(primary_key=True, editable=False)
    guest_id = models.UUIDField()
    list_id = models.UUIDField()
    version_number = models.PositiveIntegerField()
    surface = models.CharField(max_length=12)
    items = models.JSONField()
    shown_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["guest_id"], name="recommend_shown_guest"),
            models.Index(fields=["shown_at"], name="recommend_shown_at"),
        ]


class Booked(models.Model):
    """A city of a list that was shown, and a stay there that the guest booked after it (rule RS10)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    impression = models.ForeignKey(Impression, on_delete=models.PROTECT, related_name="+")
    guest_id = models.UUIDField(db_index=True)
    city = models.CharField(max_length=120)
    booked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["impression", "city"], name="recommend_booked_once")]


class Click(models.Model):
    """A city of a list that was shown and chosen."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    impression = models.ForeignKey(Impression, on_delete=models.PROTECT, related_name="+")
    guest_id = models.UUIDField(db_index=True)
    city = models.CharField(max_length=120)
    clicked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["impression", "city"], name="recommend_click_once")]
