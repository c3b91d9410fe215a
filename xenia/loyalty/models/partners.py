"""Partners, what was agreed with each, and every line that was booked with one. The points themselves are in the ledger."""

from django.db import models
from django.db.models import F, Q

from xenia.kernel.ids import new_id
from xenia.loyalty.models.programmes import Member, Programme
from xenia.loyalty.models.versions import DatedVersion


class Partner(models.Model):
    """A partner of a programme, and its clearing account in the ledger."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=20)
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    kind = models.CharField(max_length=8)  # airline, hotel, bank, shop, other
    currency = models.CharField(max_length=3)
    contact = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=8)  # draft, active, ended
    ended_on = models.DateField(null=True)
    account_id = models.BigIntegerField()
    created_by = models.UUIDField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "code"], name="loyalty_partner_once")]


class PartnerRatesVersion(DatedVersion):
    """What was agreed with a partner for what happens within its days."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partner", "number"], name="loyalty_partner_rates_once"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")), name="loyalty_partner_rates_days"
            ),
        ]


class PartnerFile(models.Model):
    """One file of a partner, an upload of a source. Until it `is_ordered` it is only looked at; `said` is what was found or booked at
    last."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    upload_id = models.UUIDField()
    file_name = models.CharField(max_length=200)
    state = models.CharField(max_length=12)  # waiting, running, done, cancelled, failed
    is_ordered = models.BooleanField(default=False)
    cancel_asked = models.BooleanField(default=False)
    done = models.PositiveIntegerField(default=0)
    said = models.JSONField(null=True)
    message = models.JSONField(null=True)
    ordered_by = models.UUIDField(null=True)
    ordered_at = models.DateTimeField()
    beat_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partner"], name="loyalty_partner_file_one_open", condition=Q(state__in=["waiting", "running"])
            ),
        ]
        indexes = [models.Index(fields=["partner", "-ordered_at"], name="loyalty_partner_file_newest")]


class PartnerFault(models.Model):
    """A line of a file that was not booked and why. What the line says stays in the upload alone."""

    id = models.BigAutoField(primary_key=True)
    file = models.ForeignKey(PartnerFile, on_delete=models.PROTECT, related_name="+")
    line = models.BigIntegerField()
    code = models.CharField(max_length=32)

    class Meta:
        indexes = [models.Index(fields=["file", "line"], name="loyalty_partner_fault")]


class PartnerLine(models.Model):
    """One line under the partner's own `reference`. `points` and `money_minor` are by the rates of `day` and stay; `left_points` and
    `left_amount` are what of it was not taken back; `amount` and `asked_points` what the partner said. `booked_on` is the day of the books,
    None while nothing moved."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=64)
    kind = models.CharField(max_length=8)  # earn, burn, reversal
    state = models.CharField(max_length=9)  # held, booked, cancelled, lapsed
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    booked_on = models.DateField(null=True)
    amount = models.BigIntegerField(null=True)
    points = models.BigIntegerField()
    money_minor = models.BigIntegerField()
    left_points = models.BigIntegerField()
    left_amount = models.BigIntegerField(null=True)
    rates_number = models.PositiveIntegerField()
    of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    asked_points = models.BigIntegerField(null=True)
    route = models.CharField(max_length=4)  # api, file
    file = models.ForeignKey(PartnerFile, on_delete=models.PROTECT, null=True, related_name="+")
    held_until = models.DateTimeField(null=True)
    ordered_by = models.UUIDField(null=True)
    ordered_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partner", "reference"], name="loyalty_partner_line_once"),
            models.CheckConstraint(condition=Q(points__gte=0, left_points__gte=0), name="loyalty_partner_line_points"),
            models.CheckConstraint(condition=Q(left_points__lte=F("points")), name="loyalty_partner_line_left"),
            models.CheckConstraint(condition=Q(kind="reversal", of__isnull=False) | Q(of__isnull=True), name="loyalty_partner_line_of"),
        ]
        indexes = [
            models.Index(fields=["partner", "booked_on", "id"], name="loyalty_partner_line_month"),
            models.Index(fields=["held_until"], name="loyalty_partner_line_held", condition=Q(state="held")),
            models.Index(fields=["member"], name="loyalty_partner_line_member"),
            models.Index(fields=["file"], name="loyalty_partner_line_file", condition=Q(file__isnull=False)),
        ]
