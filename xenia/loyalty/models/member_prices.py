"""Members-only prices and their versions. Which price a guest was told stands with the pricing guard, under its decision."""

from django.db import models
from django.db.models import F, Q

from xenia.kernel.ids import new_id
from xenia.loyalty.models.programmes import Programme
from xenia.loyalty.models.versions import DatedVersion


class MemberPrice(models.Model):
    """A member price by its code; what it is worth stands in its versions."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=20)
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    created_by = models.UUIDField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "code"], name="loyalty_member_price_once")]


class MemberPriceVersion(DatedVersion):
    """What members pay for what is booked within its days."""

    price = models.ForeignKey(MemberPrice, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["price", "number"], name="loyalty_member_price_version_once"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")), name="loyalty_member_price_version_days"
            ),
        ]
