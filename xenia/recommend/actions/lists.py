"""Making everybody's lists: ordered, done by the worker part by part, stopped where somebody asks (rules RS3 to RS6)."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from procrastinate.contrib.django import app

from xenia.identity.queries.links import link_table
from xenia.insight.queries.model_files import load_model
from xenia.insight.queries.policies import policies_in_force
from xenia.insight.queries.rates import READER, rates_in_force
from xenia.insight.queries.register import find_version_in_use
from xenia.kernel.actor import Actor, product_actor
from xenia.kernel.errors import NotFound
from xenia.lake import read
from xenia.loyalty.actions.work import Told, ask_to_end, left_behind, perform
from xenia.loyalty.types.work import WorkState
from xenia.recommend.actions.booked import join_bookings
from xenia.recommend.models import GuestList, ListRun
from xenia.recommend.next_city.frames import frames_at
from xenia.recommend.next_city.lists import PART, Listed, lists_of
from xenia.recommend.next_city.product import KIND
from xenia.recommend.queries.left_out import people_to_recommend_to
from xenia.trust.actions.audit import record
from xenia.trust.types.access import Permission
from xenia.trust.types.audit import Subject, SubjectKind

LIST_TASK = "xenia.recommend.make_lists"
KEEPING = "keep_lists"
"""What the product itself may do here; no person has it."""
PRODUCT = product_actor("recommend", KEEPING, Permission.VIEW_GUESTS, Permission.VIEW_INSIGHT, Permission.VIEW_LOYALTY)
FAILED = {
    "zh": "推荐清单没有生成完：出现意外错误，之前的清单仍在使用；原因见日志，可重新生成。",
    "en": "The lists were not finished: something unexpected went wrong. The lists before stay; the log says why; order it again.",
}
COPY = "COPY recommend_guestlist (run_id, guest_id, items) FROM STDIN"
Clock = Callable[[], datetime]


@transaction.atomic
def order_lists(*, actor: Actor, now: datetime) -> UUID:
    """Returns the id of a making of everybody's lists that waits for the worker; while one waits, another order is told of it. Raises
    NotFound where no version of the model is in use."""
    if not actor.may(KEEPING):
        actor.require_for_company(Permission.MANAGE_MODELS)
    if find_version_in_use(PRODUCT, KIND.name) is None:
        raise NotFound(
            "recommender_missing",
            "No model recommends destinations yet; train “Next city” under Insight, Models; lists follow by themselves.",
            "还没有可用的推荐模型；请在“洞察 → 模型”中训练“下一站”，训练完成后会自动生成清单。",
        )
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('recommend.order_lists'))")
    waiting = ListRun.objects.filter(state=WorkState.WAITING.value).first()
    if waiting is not None:
        return waiting.id
    row = ListRun.objects.create(state=WorkState.WAITING.value, ordered_by=actor.user_id, ordered_at=now)
    if actor.user_id is not None:
        record(actor, "recommend.lists_ordered", subject=Subject(SubjectKind.RUN, str(row.id)), now=now)
    _defer(row.id)
    return row.id


def _defer(run_id: UUID) -> None:
    app.configure_task(LIST_TASK, queue="care", lock="recommend.lists").defer(run_id=str(run_id))


@transaction.atomic
def cancel_lists(*, actor: Actor, run_id: UUID, now: datetime) -> None:
    """Asks a making to stop; the lists before stay. Raises NotFound, and Conflict where it is over."""
    actor.require_for_company(Permission.MANAGE_MODELS)
    row = ListRun.objects.filter(id=run_id).first()
    if row is None:
        raise NotFound("list_run_unknown", f"There is no making of lists {run_id}.", "没有这次清单生成。")
    ask_to_end(PRODUCT, row, now)
    record(actor, "recommend.lists_cancelled", subject=Subject(SubjectKind.RUN, str(run_id)), now=now)


def resume_left_lists(*, actor: Actor, now: datetime) -> int:
    """Queues every making again that gave no sign of life for five minutes; returns how many."""
    actor.require(KEEPING)
    silent = left_behind(PRODUCT, ListRun, now)
    for run_id in silent:
        _defer(run_id)
    return len(silent)


def perform_lists(*, actor: Actor, run_id: UUID, clock: Clock) -> None:
    """Makes the lists of a run that is not over; begun anew after a crash it comes to the same. Lists of a run are read once all of them
    are there; those of the run before are let go of after."""
    actor.require(KEEPING)
    perform(ListRun, run_id, lambda row, told: _make(row, told, clock), failed=FAILED, clock=clock)
    sweep_lists(actor=actor)


def sweep_lists(*, actor: Actor) -> int:
    """Removes lists of runs that nobody reads, and returns how many."""
    actor.require(KEEPING)
    newest = ListRun.objects.filter(state=WorkState.DONE.value).order_by("-ended_at", "-id").first()
    under_way = ListRun.objects.filter(state=WorkState.RUNNING.value).values("id")
    gone = GuestList.objects.exclude(run_id__in=under_way)
    return gone.exclude(run_id=newest.id).delete()[0] if newest else gone.delete()[0]


def _make(row: Any, told: Told, clock: Clock) -> Mapping[str, Any]:
    now = clock()
    used = find_version_in_use(PRODUCT, KIND.name)
    if used is None:
        raise NotFound("recommender_missing", "The model was taken out of use meanwhile; train it anew.", "模型已停用；请重新训练。")
    GuestList.objects.filter(run_id=row.id).delete()  # what a run that was killed left
    model, people = load_model(used.id, KIND), people_to_recommend_to(PRODUCT, now=now)
    given = {"guest_map": people, "rates": rates_in_force(READER, policies_in_force(READER))}
    with read.session(units=None, given=given) as session:
        found = frames_at(session, now)
    join_bookings(actor=PRODUCT, found=found, now=now)
    parts = max(1, -(-len(found.frames.guests) // PART))
    guests = 0
    for place, listed in enumerate(lists_of(model, found, now)):
        told(done=place, total=parts)
        _write(row.id, listed)
        guests += len(listed)
    _let_go_of_the_erased(row.id)
    return {"guests": guests, "as_of": now, "version_id": used.id, "version_number": used.number, "done": parts, "total": parts}


def _write(run_id: UUID, listed: list[Listed]) -> None:
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        for one in listed:
            copy.write_row((str(run_id), one.guest_id, one.items))


def _let_go_of_the_erased(run_id: UUID) -> None:
    """Whoever was erased or merged while the lists were made has no row of the new ones."""
    known = set(link_table(PRODUCT)["guest_id"].to_pylist())
    gone = [one for one in GuestList.objects.filter(run_id=run_id).values_list("guest_id", flat=True).iterator() if str(one) not in known]
    GuestList.objects.filter(run_id=run_id, guest_id__in=gone).delete()
