"""Tables behind signing in: the secrets of second factors, and what every web process must remember for some minutes."""

from django.db import models

from xenia.kernel.ids import new_id


class FactorSecret(models.Model):
    """What a second factor is computed from (the seed of an authenticator app, of recovery codes); the factor itself holds only this id."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    secret_sealed = models.BinaryField()
    created_at = models.DateTimeField()


class ShortMemory(models.Model):
    """Counts of tries, and one-time codes that were used: Django's cache in the database, so that every web process knows them.

    The columns are those that django.core.cache.backends.db.DatabaseCache reads and writes.
    """

    cache_key = models.CharField(primary_key=True, max_length=255)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)
