"""Writes of saved views. The owner alone changes one; sharing one, taking it back and deleting it from colleagues is in the audit log."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, NotFound, Refused
from xenia.trust.actions.audit import record
from xenia.trust.models.views import DefaultView
from xenia.trust.models.views import SavedView as Row
from xenia.trust.rules.views import VIEWS_MAX, checked_draft, may_delete, may_open, require_list
from xenia.trust.types.audit import Subject, SubjectKind
from xenia.trust.types.views import ListCode, ViewDraft


@transaction.atomic
def save_view(*, actor: Actor, list_code: ListCode, draft: ViewDraft, now: datetime) -> UUID:
    """Returns the id of the actor's new view. Raises Refused where the actor may not open the list, Invalid for what a view cannot keep,
    Conflict for a name the actor uses already or one view too many."""
    require_list(actor, list_code)
    owner_id = _person(actor)
    draft = checked_draft(list_code, draft)
    if Row.objects.filter(owner=owner_id, list_code=list_code).count() >= VIEWS_MAX:
        raise Conflict(
            "views_too_many",
            f"You have {VIEWS_MAX} views of this list; delete one first.",
            f"此列表您已有 {VIEWS_MAX} 个视图；请先删除一个。",
        )
    row = Row(list_code=list_code, owner_id=owner_id, created_at=now)
    _write(row, draft, now)
    if row.is_shared:
        record(actor, "view.shared", subject=_subject(row), details={"list": row.list_code}, now=now)
    return row.id


@transaction.atomic
def change_view(*, actor: Actor, view_id: UUID, draft: ViewDraft, now: datetime) -> None:
    """Changes a view of the actor's own. Raises Refused for one that a colleague shares, and else as `save_view`."""
    row = _seen(actor, view_id)
    if row.owner_id != actor.user_id:
        raise Refused(
            "view_of_another",
            f"This view belongs to {row.owner.name}, who alone changes it; save it as one of your own.",
            f"此视图属于{row.owner.name}，只有本人可以修改；您可以另存为自己的视图。",
        )
    was_shared = row.is_shared
    _write(row, checked_draft(ListCode(row.list_code), draft), now)
    if was_shared == row.is_shared:
        return
    if not row.is_shared:
        DefaultView.objects.filter(view=row).exclude(user=row.owner_id).delete()
    record(actor, "view.shared" if row.is_shared else "view.unshared", subject=_subject(row), details={"list": row.list_code}, now=now)


@transaction.atomic
def delete_view(*, actor: Actor, view_id: UUID, now: datetime) -> None:
    """Deletes a view; those who opened the list with it open it with all rows. Raises Refused where it is not the actor's to delete."""
    row = _seen(actor, view_id)
    if not may_delete(actor, owner_id=row.owner_id, is_shared=row.is_shared):
        raise Refused(
            "view_of_another",
            f"This view belongs to {row.owner.name}, who alone deletes it; an administrator can, too.",
            f"此视图属于{row.owner.name}，只有本人或管理员可以删除。",
        )
    subject, details, was_shared = _subject(row), {"list": row.list_code}, row.is_shared
    DefaultView.objects.filter(view=row).delete()
    row.delete()
    if was_shared:
        record(actor, "view.deleted", subject=subject, details=details, now=now)


@transaction.atomic
def choose_default_view(*, actor: Actor, list_code: ListCode, view_id: UUID | None) -> None:
    """Keeps the view with which the actor opens a list; None: with all rows."""
    require_list(actor, list_code)
    user_id = _person(actor)
    if view_id is None:
        DefaultView.objects.filter(user=user_id, list_code=list_code).delete()
        return
    row = _seen(actor, view_id)
    if row.list_code != list_code:
        raise _missing(view_id)
    DefaultView.objects.update_or_create(user_id=user_id, list_code=list_code, defaults={"view": row})


def _person(actor: Actor) -> UUID:
    if actor.user_id is None:
        raise Refused("people_only", "Views belong to people; sign in as one.", "视图属于个人；请以个人身份登录。")
    return actor.user_id


def _seen(actor: Actor, view_id: UUID) -> Row:
    """The row, locked; raises NotFound where the actor does not see it."""
    row = Row.objects.select_for_update(of=("self",)).select_related("owner").filter(id=view_id).first()
    is_seen = row is not None and (row.owner_id == actor.user_id or (row.is_shared and may_open(actor, ListCode(row.list_code))))
    if row is None or not is_seen:
        raise _missing(view_id)
    return row


def _missing(view_id: UUID) -> NotFound:
    return NotFound(
        "view_not_found", f"There is no view {view_id} that you may open; it may be deleted.", "没有您可以打开的这个视图；它可能已被删除。"
    )


def _write(row: Row, draft: ViewDraft, now: datetime) -> None:
    row.name, row.is_shared, row.changed_at = draft.name, draft.is_shared, now
    row.filters, row.columns = dict(draft.filters), dict(draft.columns)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as taken:
        raise Conflict(
            "view_name_taken",
            f"You have a view {draft.name!r} of this list; choose another name.",
            f"您已有名为“{draft.name}”的视图；请换一个名称。",
        ) from taken


def _subject(row: Row) -> Subject:
    return Subject(SubjectKind.VIEW, str(row.id))
