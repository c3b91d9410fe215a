"""Names that people gave to groups of guests, and how large each group was at every scoring."""

from django.db import models

from xenia.kernel.ids import new_id


class GroupName(models.Model):
    """What a group is called; `number` stays from one fit of the model to the next, and so does the name."""

    number = models.PositiveIntegerField(primary_key=True)
    name = models.CharField(max_length=40)
    named_by = models.UUIDField(null=True)
    named_at = models.DateTimeField()


class GroupSize(models.Model):
    """Guests in a group when everybody was scored by the run."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    run_id = models.UUIDField()
    number = models.PositiveIntegerField()
    guests = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run_id", "number"], name="group_size_once")]
        indexes = [models.Index(fields=["-at"], name="group_size_newest")]
