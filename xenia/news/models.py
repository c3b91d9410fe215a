"""The outbox: news written in the transaction that made it true."""

from django.db import models

from xenia.kernel.ids import new_id


class News(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=64)
    payload = models.JSONField()
    published_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["published_at"], condition=models.Q(delivered_at__isnull=True), name="news_undelivered")]
