"""The club above the tiers: whom it invited, its events and what members said to them. Who has a place is worked out, never stored."""

from django.db import models
from django.db.models import F, Q

from xenia.kernel.ids import new_id
from xenia.loyalty.models.programmes import Member, Programme


class Club(models.Model):
    """Who gives places in it locks its row, so that the last one is given once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=20)
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    promise_zh = models.CharField(max_length=300)
    promise_en = models.CharField(max_length=300)
    capacity = models.PositiveIntegerField()
    tier_from = models.CharField(max_length=20, blank=True)
    answer_days = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    changed_by = models.UUIDField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "code"], name="loyalty_club_once")]


class ClubMember(models.Model):
    """`contact_id`: the colleague who looks after the member."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    club = models.ForeignKey(Club, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10)
    reason = models.CharField(max_length=20)
    contact_id = models.UUIDField(null=True)
    invited_on = models.DateField()
    answer_until = models.DateField()
    joined_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    invited_by = models.UUIDField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["club", "member"], name="loyalty_club_member_once", condition=Q(state__in=["invited", "accepted"])
            )
        ]
        indexes = [models.Index(fields=["member"], name="loyalty_club_of_member")]


class ClubEvent(models.Model):
    """Who replies locks its row, so that each is told the place they have."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    club = models.ForeignKey(Club, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=20)
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    place = models.CharField(max_length=80)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    places = models.PositiveIntegerField()
    guests_most = models.PositiveIntegerField()
    reply_until = models.DateField()
    is_cancelled = models.BooleanField(default=False)
    changed_by = models.UUIDField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["club", "code"], name="loyalty_club_event_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="loyalty_club_event_times"),
        ]


class EventReply(models.Model):
    """`turn`: the order in which they asked; null for a no. `attended`: how many came, null where nobody noted it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    event = models.ForeignKey(ClubEvent, on_delete=models.PROTECT, related_name="+")
    club_member = models.ForeignKey(ClubMember, on_delete=models.PROTECT, related_name="+")
    turn = models.PositiveIntegerField(null=True)
    guests = models.PositiveIntegerField(default=0)
    attended = models.PositiveIntegerField(null=True)
    replied_by = models.UUIDField(null=True)
    replied_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "club_member"], name="loyalty_event_reply_once"),
            models.UniqueConstraint(fields=["event", "turn"], name="loyalty_event_reply_turn"),
        ]
