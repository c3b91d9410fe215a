"""Naming groups of guests, and keeping how large each was."""

from datetime import datetime

from django.db import transaction

from xenia.insight.models import groups as models
from xenia.insight.queries.groups import count_groups
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Invalid, NotFound
from xenia.trust.actions.audit import record
from xenia.trust.types.access import Permission
from xenia.trust.types.audit import Subject, SubjectKind

NAME_LETTERS_MAX = 40
KEPT = 400
"""Scorings of which the sizes are kept: a year of nights."""


@transaction.atomic
def name_group(*, actor: Actor, number: int, name: str, now: datetime) -> None:
    """Calls a group by a name, or takes the name away where it is empty; it stays while the group does (GR4). Raises Invalid for a name too
    long, NotFound for a number that no group has."""
    actor.require_for_company(Permission.MANAGE_MODELS)
    said = " ".join(name.split())
    if len(said) > NAME_LETTERS_MAX:
        raise Invalid(
            "group_name_length",
            f"The name has {len(said)} characters; give one of at most {NAME_LETTERS_MAX}.",
            f"名称有 {len(said)} 个字符；请不要超过 {NAME_LETTERS_MAX} 个。",
        )
    if not models.GroupSize.objects.filter(number=number).exists():
        raise NotFound("group_not_found", f"There is no group {number}; the gallery shows those there are.", "没有这个群组；请刷新页面。")
    if said:
        models.GroupName.objects.update_or_create(number=number, defaults={"name": said, "named_by": actor.user_id, "named_at": now})
    else:
        models.GroupName.objects.filter(number=number).delete()
    record(actor, "group.named", subject=Subject(SubjectKind.MODEL, "groups"), details={"number": number, "name": said}, now=now)


@transaction.atomic
def keep_group_sizes(*, actor: Actor, now: datetime) -> None:
    """Keeps how large each group is by the newest scoring, which it may have kept before; does nothing where none places guests."""
    counted = count_groups(actor)
    if counted is None:
        return
    run_id, at, guests = counted
    models.GroupSize.objects.filter(run_id=run_id).delete()
    models.GroupSize.objects.bulk_create(
        [models.GroupSize(run_id=run_id, number=number, guests=count, at=at) for number, count in guests.items()]
    )
    old = models.GroupSize.objects.order_by("-at").values_list("at", flat=True).distinct()[KEPT:]
    models.GroupSize.objects.filter(at__in=list(old)).delete()
