"""Making the members of audiences anew, and keeping who came and who went: rules AU19 to AU21 of docs/algorithms/audiences.md.

Each audience is written in a transaction of its own, against what is kept at that moment: begun anew after a crash it comes to the same.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app

from xenia.identity.queries.links import link_table
from xenia.identity.queries.meanings import guests_meant
from xenia.kernel.actor import Actor, product_actor
from xenia.kernel.errors import NotFound
from xenia.kernel.ids import new_id
from xenia.loyalty.actions.work import OPEN, Clock, Told, ask_to_end, left_behind, perform
from xenia.loyalty.types.work import WorkState
from xenia.segment.actions.writing import MadeOf, number_guests, write_members
from xenia.segment.models.audiences import Audience, GuestNumber, Rebuild
from xenia.segment.queries.kept import definitions_in_force, names_of_audiences
from xenia.segment.queries.making import Made, Making, open_making
from xenia.segment.rules.nesting import asked_in, order_of, with_all_that_ask
from xenia.segment.types.documents import read_document
from xenia.segment.types.tree import Definition
from xenia.trust.actions.audit import record
from xenia.trust.queries.requests import COMPANY_ZONE
from xenia.trust.types.access import Permission
from xenia.trust.types.audit import Subject, SubjectKind

REBUILD_TASK = "xenia.segment.rebuild"
REBUILDING = "rebuild_audiences"
"""What the product itself may do here; no person has it."""
PRODUCT = product_actor(
    "audiences", REBUILDING, *(Permission(one) for one in ("view_guests", "view_insight", "view_loyalty", "view_audiences"))
)
FAILED = {
    "zh": "受众没有更新，成员保持上一次的结果；原因见日志。修好后可重新计算。",
    "en": "The audiences were not rebuilt and keep their members; the log says why. Rebuild them when that is mended.",
}
AT_ONCE = 20_000
RETRY_AFTER = timedelta(hours=1)
"""A rebuild of the day that failed is tried again no sooner."""


@transaction.atomic
def order_rebuild(*, actor: Actor, reason: str, audience_ids: Collection[UUID] | None = None, now: datetime) -> UUID:
    """Returns the id of the rebuild, which a worker takes up: of these audiences and of all that ask about them, or of all. While one of
    all waits, another order is told of it."""
    if not actor.may(REBUILDING):
        actor.require_for_company(Permission.EDIT_AUDIENCES)
    waiting = Rebuild.objects.filter(state=WorkState.WAITING.value, audience_ids__isnull=True).first()
    if waiting is not None:
        return waiting.id
    ids = None if audience_ids is None else sorted(str(one) for one in audience_ids)
    row = Rebuild.objects.create(
        id=new_id(), state=WorkState.WAITING.value, reason=reason, audience_ids=ids, ordered_by=actor.user_id, created_at=now
    )
    if actor.user_id is not None and reason == "ordered":
        record(actor, "audience.rebuild_ordered", subject=Subject(SubjectKind.RUN, str(row.id)), details={}, now=now)
    _defer(row.id)
    return row.id


@transaction.atomic
def cancel_rebuild(*, actor: Actor, rebuild_id: UUID, now: datetime) -> None:
    """Asks a rebuild to stop: audiences made by then stay made, the others as they were. Raises NotFound, Conflict for one that is over."""
    actor.require_for_company(Permission.EDIT_AUDIENCES)
    row = Rebuild.objects.filter(id=rebuild_id).first()
    if row is None:
        raise NotFound("rebuild_unknown", f"There is no rebuild {rebuild_id}.", "没有这次计算。")
    ask_to_end(PRODUCT, row, now)
    record(actor, "audience.rebuild_cancelled", subject=Subject(SubjectKind.RUN, str(rebuild_id)), details={}, now=now)


def order_rebuild_of_the_day(*, actor: Actor, now: datetime) -> UUID | None:
    """Orders a rebuild of all where none was made or begun for today, where the company is (AU6); returns None else."""
    actor.require(REBUILDING)
    today = now.astimezone(COMPANY_ZONE).date()
    whole = Rebuild.objects.filter(audience_ids__isnull=True)
    if not Audience.objects.filter(archived_at__isnull=True, definition__isnull=False).exists():
        return None
    if whole.filter(state__in=OPEN).exists() or whole.filter(state=WorkState.DONE.value, day=today).exists():
        return None
    if whole.filter(created_at__gt=now - RETRY_AFTER).exists():
        return None
    return order_rebuild(actor=actor, reason="day", now=now)


def perform_rebuild(*, actor: Actor, rebuild_id: UUID, clock: Clock) -> None:
    """Does a rebuild that is not over yet; ends cancelled where somebody asked, failed with a sentence where it broke off."""
    actor.require(REBUILDING)
    perform(Rebuild, rebuild_id, lambda row, told: _rebuild(row, told, clock), failed=FAILED, clock=clock)


def resume_left_rebuilds(*, actor: Actor, now: datetime) -> int:
    """Queues every rebuild again that gave no sign of life for five minutes; returns how many."""
    actor.require(REBUILDING)
    silent = left_behind(PRODUCT, Rebuild, now)
    for one in silent:
        _defer(one)
    return len(silent)


def _defer(rebuild_id: UUID) -> None:
    app.configure_task(REBUILD_TASK, queue="care", lock="segment.rebuild").defer(rebuild_id=str(rebuild_id))


def _rebuild(row: Rebuild, told: Told, clock: Clock) -> dict[str, Any]:
    definitions, names = definitions_in_force(PRODUCT), names_of_audiences(PRODUCT)
    order = order_of(definitions, {one: name.zh for one, name in names.items()})
    wanted = None if row.audience_ids is None else with_all_that_ask({UUID(one) for one in row.audience_ids}, definitions)
    asked = [one for one in order if wanted is None or one in wanted]
    told(total=len(asked), done=0)
    if not asked:
        return {"day": clock().astimezone(COMPANY_ZONE).date()}
    chosen = {one: definitions[one] for one in asked}
    with open_making(PRODUCT, chosen, numbering=partial(number_guests, PRODUCT), now=clock()) as making:
        found = _make(making, chosen, told, clock)
    if wanted is None:
        _let_go_of_the_erased()
    return {"done": len(asked), "day": making.today, "snapshot_id": making.snapshot_id, **found}


def _make(making: Making, chosen: dict[UUID, Definition], told: Told, clock: Clock) -> dict[str, int]:
    """In the order given: each audience after those it asks about."""
    asked_about = asked_in(list(chosen.values()))
    changed = frozen = 0
    for place, (one, definition) in enumerate(chosen.items()):
        told(done=place, changed=changed, frozen=frozen)
        made = making.make(one, definition, is_asked_about=one in asked_about)
        frozen += made.numbers is None
        changed += _keep(one, definition, made, making, clock())
    return {"changed": changed, "frozen": frozen}


@transaction.atomic
def _keep(audience_id: UUID, definition: Definition, made: Made, making: Making, now: datetime) -> bool:
    """Whether anybody came or went. What was saved or archived meanwhile is left to the rebuild that was ordered by it."""
    row = Audience.objects.select_for_update().get(id=audience_id)
    if row.archived_at is not None or read_document(row.definition) != definition:
        return False
    if made.numbers is None:
        told = [{"at": one.at, "code": one.code, "name": one.name, "zh": one.told.zh, "en": one.told.en} for one in made.findings]
        Audience.objects.filter(id=audience_id).update(findings=told)
        return False
    made_of = MadeOf(making.today, making.base, making.snapshot_id)
    return write_members(PRODUCT, audience_id, made.numbers, made_of, now)


def _let_go_of_the_erased() -> None:
    """Who was erased while a rebuild was under way has no number again (AU21)."""
    today = set(link_table(PRODUCT)["guest_id"].to_pylist())
    others = [one for one in GuestNumber.objects.values_list("guest_id", flat=True).iterator() if str(one) not in today]
    for begin in range(0, len(others), AT_ONCE):
        some = others[begin : begin + AT_ONCE]
        gone = set(some) - set(guests_meant(PRODUCT, some))
        GuestNumber.objects.filter(guest_id__in=gone).delete()
