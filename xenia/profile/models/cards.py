"""What lists and the search read of each guest: one row a guest, made anew whenever a record of the guest changes."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Card(models.Model):
    """A guest as lists find them, over all records, whoever may see these: what is shown is read from records the reader sees.

    `words` are the words of every name, each with a space before and behind (rules/search.py).
    """

    guest_id = models.UUIDField(primary_key=True)
    unit_ids = ArrayField(models.UUIDField(), default=list)
    source_ids = ArrayField(models.UUIDField(), default=list)
    run_ids = ArrayField(models.UUIDField(), default=list)
    places = ArrayField(models.TextField(), default=list)
    words = models.TextField(blank=True)
    newest_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["-newest_at", "-guest_id"], name="card_newest"),
            GinIndex(fields=["unit_ids"], name="card_units"),
            GinIndex(fields=["source_ids"], name="card_sources"),
            GinIndex(fields=["run_ids"], name="card_runs"),
            GinIndex(fields=["places"], name="card_places"),
            GinIndex(fields=["words"], opclasses=["gin_trgm_ops"], name="card_words"),
        ]
