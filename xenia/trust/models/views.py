"""How people like to see a list: saved views, and the one each opens it with."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from xenia.kernel.ids import new_id


class SavedView(models.Model):
    """Filters and columns of one list under a name. Filters are choices only: `rules/views.py` keeps searches for people out."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    list_code = models.CharField(max_length=16)
    owner = models.ForeignKey("trust.User", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    filters = models.JSONField(default=dict)
    columns = models.JSONField(default=dict)
    is_shared = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("owner", "list_code", Lower("name"), name="saved_view_name_once")]
        indexes = [models.Index(fields=["list_code"], condition=Q(is_shared=True), name="saved_view_shared")]


class DefaultView(models.Model):
    """The view with which a person opens a list: an own one, or a shared one of a colleague."""

    user = models.ForeignKey("trust.User", on_delete=models.PROTECT, related_name="+")
    list_code = models.CharField(max_length=16)
    view = models.ForeignKey(SavedView, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "list_code"], name="default_view_once")]
