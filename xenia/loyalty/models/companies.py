"""Companies that are members, and who travels for them."""

from django.db import models
from django.db.models import Q

from xenia.kernel.ids import new_id
from xenia.loyalty.models.programmes import Member, Programme


class Company(models.Model):
    """What a member that is a company is called. Its accounts, lots and orders are those of the member."""

    member = models.OneToOneField(Member, on_delete=models.PROTECT, primary_key=True, related_name="+")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    credit_code = models.CharField(max_length=18, blank=True)
    closed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "credit_code"], name="loyalty_company_once", condition=Q(closed_on__isnull=True) & ~Q(credit_code="")
            )
        ]


class CompanyTie(models.Model):
    """A member who travels for a company, from `joined_on` until before `left_on`, and how the member agreed to it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=13)  # traveller, administrator
    agreed_by = models.CharField(max_length=5)  # paper, email, desk
    joined_on = models.DateField()
    added_by = models.UUIDField(null=True)
    added_at = models.DateTimeField()
    left_on = models.DateField(null=True)
    ended_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member"], name="loyalty_company_one_each", condition=Q(left_on__isnull=True)),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True, ended_at__isnull=True) | Q(left_on__isnull=False, ended_at__isnull=False),
                name="loyalty_company_ended",
            ),
        ]
        indexes = [models.Index(fields=["company"], name="loyalty_company_ties")]
