"""Tags of many guests at once: ordered, worked on step by step by the worker, cancelled, taken back as a whole.

Each step is one transaction with the place it reached, so a batch whose worker was killed goes on where it stood and does nothing twice.
"""

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import transaction
from procrastinate.contrib.django import app

from xenia.identity.queries.links import homes_of
from xenia.identity.queries.meanings import guests_meant
from xenia.kernel.actor import Actor, product_actor
from xenia.kernel.errors import Conflict, Invalid, XeniaError
from xenia.kernel.ids import new_id
from xenia.profile.actions.tags import manual_tag, subject_of_tag
from xenia.profile.models.tags import GuestTag, TagBatch
from xenia.profile.queries.lists import list_guests
from xenia.profile.queries.sealed_words import BATCH_FIELD, opened, sealed
from xenia.profile.queries.tags import batch_row
from xenia.profile.rows import records_of_guests
from xenia.profile.types.guests import GuestFilter
from xenia.profile.types.tags import BatchDeed, BatchState
from xenia.trust.actions.audit import record
from xenia.trust.queries.people import get_actor
from xenia.trust.queries.restrictions import restricted_among
from xenia.trust.types.access import Permission

BATCH_TASK = "xenia.profile.tag_many"
GUESTS_MAX = 10_000
STEP = 200
LEFT_AFTER = timedelta(minutes=5)
"""A batch without a sign of life for so long has lost its worker."""
PRODUCT = product_actor("tagging", Permission.VIEW_GUESTS, Permission.EDIT_GUESTS, Permission.MANAGE_TAGS)
FAILED = {
    "zh": "没有完成：系统出现意外错误；可撤销已改动的部分，或重新执行。",
    "en": "Not finished: something unexpected went wrong. Take back what was changed, or order it again.",
}

log = structlog.get_logger()
Clock = Callable[[], datetime]


@transaction.atomic
def order_batch(
    *, actor: Actor, tag_id: UUID, deed: BatchDeed, guest_ids: Sequence[UUID] = (), where: GuestFilter | None = None, now: datetime
) -> UUID:
    """Returns the id of the batch, which the worker takes up: of the guests named, or of all under the filter of the list.

    Raises Invalid where neither or both are given, or more than ten thousand are named; Conflict for a tag that is not given by hand.
    """
    actor.require(Permission.MANAGE_TAGS)
    named = sorted(set(guest_ids))
    if bool(named) == (where is not None) or len(named) > GUESTS_MAX or deed is BatchDeed.UNDO:
        raise Invalid(
            "tag_batch_unclear",
            f"Name up to {GUESTS_MAX:,} guests, or give the filter of the list; not both.",
            f"请指定不超过 {GUESTS_MAX:,} 位客人，或使用列表的筛选条件，二者选一。",
        )
    row = TagBatch(id=new_id(), tag=manual_tag(tag_id), deed=deed.value, guest_ids=named, total=len(named))
    if where is not None:
        row.filter_sealed = sealed(json.dumps(asdict(where), default=str), BATCH_FIELD, row.id)
    return _start(actor, row, now)


@transaction.atomic
def undo_batch(*, actor: Actor, batch_id: UUID, now: datetime) -> UUID:
    """Returns the id of a batch that takes the whole of another back: who got the tag by it and still has it loses it, who lost it has it
    again. Raises Conflict where it is not over, is an undoing itself, or was taken back already."""
    done = batch_row(actor, batch_id)
    if not BatchState(done.state).is_over:
        raise Conflict("tag_batch_running", "The batch is still at work; stop it first.", "批量操作仍在进行；请先停止。")
    if done.deed == BatchDeed.UNDO or TagBatch.objects.filter(undoes=done.id).exists():
        raise Conflict("tag_batch_undone", "This was taken back already.", "此操作已撤销过。")
    row = TagBatch(id=new_id(), tag=done.tag, deed=BatchDeed.UNDO.value, undoes=done.id)
    row.total = GuestTag.objects.filter(put_batch=done.id).count() + GuestTag.objects.filter(taken_batch=done.id).count()
    return _start(actor, row, now)


def _start(actor: Actor, row: TagBatch, now: datetime) -> UUID:
    row.state, row.ordered_by, row.ordered_at = BatchState.WAITING.value, actor.user_id, now
    row.save(force_insert=True)
    _defer(row.id)
    details = {"batch": str(row.id), "deed": row.deed, "people": row.total}
    record(actor, "tag_batch.ordered", subject=subject_of_tag(row.tag_id), details=details, now=now)
    return row.id


def _defer(batch_id: UUID) -> None:
    app.configure_task(BATCH_TASK, queue="care", lock=f"tag_batch:{batch_id}").defer(batch_id=str(batch_id))


@transaction.atomic
def cancel_batch(*, actor: Actor, batch_id: UUID, now: datetime) -> None:
    """Stops the batch after its present step; what was changed stays and can be taken back. Raises Conflict for one that is over."""
    batch_row(actor, batch_id)
    row = TagBatch.objects.select_for_update(of=("self",)).get(id=batch_id)
    if BatchState(row.state).is_over:
        raise Conflict("tag_batch_over", f"The batch is {row.state} already.", "批量操作已结束。")
    row.cancel_asked = True
    if row.state == BatchState.WAITING:
        row.state, row.ended_at = BatchState.CANCELLED.value, now
    row.save()
    record(actor, "tag_batch.cancelled", subject=subject_of_tag(row.tag_id), details={"batch": str(row.id)}, now=now)


@transaction.atomic
def resume_left_batches(*, actor: Actor, now: datetime) -> int:
    """Queues every batch again that gave no sign of life for five minutes; returns how many."""
    actor.require(Permission.MANAGE_TAGS)
    silent = TagBatch.objects.filter(state=BatchState.RUNNING, beat_at__lt=now - LEFT_AFTER).values_list("id", flat=True)
    for batch_id in silent:
        _defer(batch_id)
    return len(silent)


def perform_batch(*, batch_id: UUID, clock: Clock) -> None:
    """Does what is left of a batch, step by step, as the person who ordered it and with the rights that person has now."""
    try:
        while _step(batch_id, clock()):
            pass
    except XeniaError as fault:
        _end(batch_id, BatchState.FAILED, clock(), {"zh": fault.message_zh, "en": fault.message})
    except Exception:
        log.exception("tag_batch_failed", batch=str(batch_id))
        _end(batch_id, BatchState.FAILED, clock(), FAILED)
        raise


@transaction.atomic
def _step(batch_id: UUID, now: datetime) -> bool:
    """Does one step; returns whether another follows."""
    row = TagBatch.objects.select_for_update(of=("self",)).select_related("tag").get(id=batch_id)
    if BatchState(row.state).is_over:
        return False
    if row.cancel_asked:
        _close(row, BatchState.CANCELLED, now, None)
        return False
    actor = get_actor(row.ordered_by) if row.ordered_by else PRODUCT
    actor.require(Permission.MANAGE_TAGS)
    looked, changed, is_done = _undo(row, now) if row.deed == BatchDeed.UNDO else _work(actor, row, now)
    row.state, row.beat_at = BatchState.RUNNING.value, now
    row.looked_at, row.changed = row.looked_at + looked, row.changed + changed
    if is_done:
        _close(row, BatchState.DONE, now, None)
        return False
    row.save()
    return True


def _work(actor: Actor, row: TagBatch, now: datetime) -> tuple[int, int, bool]:
    """The next guests: how many were looked at, how many changed, and whether that was all."""
    if row.filter_sealed is None:
        waiting = [one for one in row.guest_ids if row.after is None or one > row.after][:STEP]
        row.after = waiting[-1] if waiting else row.after
        meant = set(guests_meant(actor, waiting).values())
        return len(waiting), _apply(actor, row, list(records_of_guests(actor, meant)), now), len(waiting) < STEP
    kept = json.loads(opened(row.filter_sealed, BATCH_FIELD, row.id))
    page = list_guests(actor, where=_filter(kept.get("where", kept)), page=kept.get("page"), size=STEP)
    if page.next:  # how far it came is part of what is sealed: the place in a list names a guest
        where = kept.get("where", kept)
        row.filter_sealed = sealed(json.dumps({"where": where, "page": page.next}), BATCH_FIELD, row.id)
    return len(page.items), _apply(actor, row, [line.guest_id for line in page.items], now), page.next is None


def _filter(kept: dict[str, str | None]) -> GuestFilter:
    ids = {name: UUID(value) for name in ("source_id", "run_id") if (value := kept.get(name))}
    return GuestFilter(**{name: value for name, value in kept.items() if name not in ("source_id", "run_id")} | ids)  # type: ignore[arg-type]


def _apply(actor: Actor, row: TagBatch, guest_ids: Collection[UUID], now: datetime) -> int:
    """Gives or takes the tag where it is not so already; guests whose data may not be worked with are left alone (rule X5)."""
    free = set(guest_ids) - restricted_among(actor, guest_ids, now=now)
    homes = homes_of(actor, list(free))
    open_ones = GuestTag.objects.filter(tag=row.tag, guest_id__in=list(homes), until__isnull=True)
    if row.deed == BatchDeed.TAKE:
        return open_ones.update(until=now, taken_by=row.ordered_by, taken_batch=row.id)
    having = {homes[kept] for kept in open_ones.values_list("guest_id", flat=True)}
    made = [GuestTag(guest_id=one, tag=row.tag, since=now, put_by=row.ordered_by, put_batch=row.id) for one in sorted(free - having)]
    GuestTag.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)


def _undo(row: TagBatch, now: datetime) -> tuple[int, int, bool]:
    """The next rows that the batch made or ended."""
    rows = GuestTag.objects.filter(put_batch=row.undoes) | GuestTag.objects.filter(taken_batch=row.undoes)
    found = list((rows.filter(id__gt=row.after) if row.after else rows).order_by("id")[:STEP])
    put = [one.id for one in found if one.put_batch == row.undoes]
    changed = GuestTag.objects.filter(id__in=put, until__isnull=True).update(until=now, taken_by=row.ordered_by, taken_batch=row.id)
    lost = {one.guest_id for one in found if one.taken_batch == row.undoes and one.put_batch != row.undoes}
    lost -= set(GuestTag.objects.filter(tag=row.tag, guest_id__in=lost, until__isnull=True).values_list("guest_id", flat=True))
    made = [GuestTag(guest_id=one, tag=row.tag, since=now, put_by=row.ordered_by, put_batch=row.id) for one in sorted(lost)]
    GuestTag.objects.bulk_create(made, ignore_conflicts=True)
    row.after = found[-1].id if found else row.after
    return len(found), changed + len(made), len(found) < STEP


@transaction.atomic
def _end(batch_id: UUID, state: BatchState, now: datetime, message: dict[str, str]) -> None:
    row = TagBatch.objects.select_for_update(of=("self",)).get(id=batch_id)
    if not BatchState(row.state).is_over:
        _close(row, state, now, message)


def _close(row: TagBatch, state: BatchState, now: datetime, message: dict[str, str] | None) -> None:
    row.state, row.ended_at, row.beat_at, row.message = state.value, now, now, message
    row.total = max(row.total, row.looked_at)
    row.save()
    details = {"batch": str(row.id), "state": state.value, "changed": row.changed}
    record(PRODUCT, "tag_batch.ended", subject=subject_of_tag(row.tag_id), details=details, now=now)
