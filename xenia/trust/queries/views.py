"""Reads of saved views: a person's own, and those colleagues share."""

from django.db.models import Q

from xenia.kernel.actor import Actor
from xenia.trust.models.views import DefaultView
from xenia.trust.models.views import SavedView as Row
from xenia.trust.rules.views import KEPT, may_delete, require_list
from xenia.trust.types.views import ListCode, SavedView, ViewsOfList


def list_views(actor: Actor, *, list_code: ListCode) -> ViewsOfList:
    """Returns the views of a list that the actor may open; raises Refused where the actor may not open the list itself."""
    require_list(actor, list_code)
    rows = Row.objects.filter(Q(owner=actor.user_id) | Q(is_shared=True), list_code=list_code).select_related("owner")
    default = DefaultView.objects.filter(user=actor.user_id, list_code=list_code).values_list("view_id", flat=True).first()
    ordered = sorted(rows, key=lambda row: (row.owner_id != actor.user_id, row.name.casefold()))
    return ViewsOfList(tuple(KEPT[list_code]), tuple(_view(actor, row, is_default=row.id == default) for row in ordered))


def _view(actor: Actor, row: Row, *, is_default: bool) -> SavedView:
    return SavedView(
        id=row.id,
        name=row.name,
        filters=row.filters,
        columns=row.columns,
        is_shared=row.is_shared,
        is_mine=row.owner_id == actor.user_id,
        is_default=is_default,
        may_delete=may_delete(actor, owner_id=row.owner_id, is_shared=row.is_shared),
        owner_name=row.owner.name,
    )
