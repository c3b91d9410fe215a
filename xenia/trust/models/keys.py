"""Tables of machines: service accounts, and the keys they call with."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from xenia.kernel.ids import new_id


class ServiceAccount(models.Model):
    """A named machine: someone answers for it, and it may do what its scopes say, in its units."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.TextField()
    purpose = models.TextField()
    owner = models.ForeignKey("trust.User", on_delete=models.PROTECT, related_name="+")
    units = models.ManyToManyField("trust.Unit", related_name="+")
    scopes = ArrayField(models.TextField())
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name"], condition=Q(ended_at__isnull=True), name="service_account_name_once"),
        ]


class ApiKey(models.Model):
    """The hash of a key; the key itself is shown once and never stored. `prefix` is what people tell keys apart by."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(ServiceAccount, on_delete=models.PROTECT, related_name="+")
    prefix = models.CharField(max_length=16)
    key_hash = models.BinaryField(max_length=32, unique=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("trust.User", null=True, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(expires_at__gt=models.F("created_at")), name="api_key_expires_later")]
