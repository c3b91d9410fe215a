"""Tables of incidents and impact assessments. The people an incident touches stand as pseudonyms."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from xenia.kernel.ids import new_id


class Incident(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=16)
    state = models.CharField(max_length=16, default="open")
    grade = models.CharField(max_length=16)
    laws = ArrayField(models.CharField(max_length=8))
    categories = ArrayField(models.CharField(max_length=16), default=list)
    title = models.TextField()
    happened = models.TextField()
    consequences = models.TextField(blank=True)
    measures = models.TextField(blank=True)
    contact = models.TextField(blank=True)
    is_high_risk = models.BooleanField(default=True)
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    found_at = models.DateTimeField()
    people = models.IntegerField(default=0)
    trails = models.JSONField(default=list)
    counted_at = models.DateTimeField(null=True)
    waived = models.JSONField(default=dict)
    registered_by = models.UUIDField(null=True)
    registered_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["-found_at", "-id"], name="incident_newest")]


class IncidentPerson(models.Model):
    """Someone the incident touches: `subject_kind` record or guest."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="+")
    subject_kind = models.CharField(max_length=8)
    subject_id = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["incident", "subject_kind", "subject_id"], name="incident_person_once")]
        indexes = [models.Index(fields=["subject_id"], name="incident_of_person")]


class IncidentNotice(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="+")
    duty = models.CharField(max_length=16)
    text_zh = models.TextField()
    text_en = models.TextField()
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    sent_by = models.UUIDField(null=True)
    how = models.TextField(blank=True)


class IncidentMoment(models.Model):
    """One line of an incident's timeline; nothing is ever taken out of it."""

    id = models.BigAutoField(primary_key=True)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=16)
    text = models.TextField(blank=True)


class IncidentPolicyRow(models.Model):
    code = models.CharField(primary_key=True, max_length=32)
    value = models.BigIntegerField()
    changed_by = models.UUIDField(null=True)
    changed_at = models.DateTimeField()


class ImpactAssessment(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    title = models.TextField()
    occasions = ArrayField(models.CharField(max_length=16))
    activity = models.TextField()
    necessity = models.TextField()
    risks = models.TextField()
    measures = models.TextField()
    risk = models.CharField(max_length=8)
    assessed_on = models.DateField()
    assessed_by = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    kept_until = models.DateField()
