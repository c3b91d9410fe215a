"""Tables of the model register. A model itself is a sealed file of the home, named by its version."""

from django.db import models
from django.db.models import Q

from xenia.insight.models.runs import Run
from xenia.kernel.ids import new_id


class ModelRun(Run):
    """One training or scoring. A version has the id of the run that trained it, a version of the scores that of the run that made them."""

    task = models.CharField(max_length=8)  # train, score
    kind = models.CharField(max_length=32, blank=True)  # empty: every model in use
    reason = models.CharField(max_length=16)  # ordered, first, weekly, drift, snapshot, published
    snapshot_id = models.UUIDField(null=True)
    versions = models.JSONField(default=dict)  # by kind, the version that scored
    rows = models.BigIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["-created_at", "-id"], name="modelrun_newest")]
        constraints = [models.UniqueConstraint(fields=["task", "kind"], condition=Q(state="queued"), name="modelrun_queued_once")]


class ModelVersion(models.Model):
    """One trained model. `judged` and `histograms` are the words of `types.judged` as JSON; `horizon_days` is how far ahead it looks, where
    that was a policy."""

    id = models.UUIDField(primary_key=True, editable=False)
    kind = models.CharField(max_length=32)
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12)
    features = models.JSONField(default=list)
    judged = models.JSONField()
    histograms = models.JSONField(default=dict)
    horizon_days = models.PositiveIntegerField(null=True)
    why_not = models.JSONField(null=True)
    has_file = models.BooleanField(default=True)
    owner_id = models.UUIDField(null=True)
    trained_at = models.DateTimeField()
    seconds = models.FloatField(default=0)
    published_at = models.DateTimeField(null=True)
    published_by = models.UUIDField(null=True)
    publish_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="model_number_once"),
            models.UniqueConstraint(fields=["kind"], condition=Q(state="champion"), name="model_one_champion"),
            models.UniqueConstraint(fields=["kind"], condition=Q(state="challenger"), name="model_one_challenger"),
            models.CheckConstraint(condition=Q(state__in=["champion", "challenger", "retired", "rejected"]), name="model_state"),
            models.CheckConstraint(condition=~Q(state__in=["champion", "challenger"]) | Q(has_file=True), name="model_with_file"),
        ]


class Drift(models.Model):
    """How far the features of a version had moved when it scored."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.ForeignKey(ModelVersion, on_delete=models.PROTECT, related_name="+")
    run_id = models.UUIDField()
    measured_at = models.DateTimeField()
    rows = models.BigIntegerField()
    indexes = models.JSONField()  # by feature
    largest = models.FloatField()
    feature = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "run_id"], name="drift_once")]


class GoalResult(models.Model):
    """What one quality goal came to when it was measured; `value` is null where it could not be."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    task = models.CharField(max_length=40)
    value = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    rows = models.BigIntegerField(default=0)
    data = models.CharField(max_length=120, blank=True)
    note = models.JSONField(null=True)
    measured_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["task", "-measured_at"], name="goal_newest")]
