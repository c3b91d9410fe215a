"""Tables of identity: guests, and which record belongs to which guest."""

from django.db import models

from xenia.kernel.ids import new_id


class Guest(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)


class GuestLink(models.Model):
    """One source's record of a person belongs to one guest from `valid_from` on; a merge or split edits links, never facts."""

    record_id = models.UUIDField(primary_key=True)
    guest = models.ForeignKey(Guest, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateTimeField()
