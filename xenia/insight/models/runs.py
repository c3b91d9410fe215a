"""What every run of insight notes. The worker and the screens read the same columns, whatever is run."""

from django.db import models

from xenia.kernel.ids import new_id


class Run(models.Model):
    """Long work as it was ordered, how far it is, and how it ended; `stage` names the part it is at, `done` of `total` parts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    as_of = models.DateTimeField()
    state = models.CharField(max_length=16)  # queued, running, done, cancelled, failed
    stage = models.CharField(max_length=60, blank=True)
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    seconds = models.FloatField(default=0)
    message = models.JSONField(null=True)
    cancel_asked = models.BooleanField(default=False)
    ordered_by = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
