"""Searching for associations: ordered by a person or weekly, over baskets of all who may be looked at, kept whole or not at all."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from procrastinate.contrib.django import app

from xenia.identity.queries.links import link_table
from xenia.insight.actions.snapshots import Cancelled
from xenia.insight.associations.measuring import Found, rules_of, rules_possible
from xenia.insight.associations.mining import Items, frequent_sets, paths_of
from xenia.insight.models import associations as models
from xenia.insight.queries.association_baskets import comparable_tags, read_baskets
from xenia.insight.rules.associations import GUESTS_LEAST, RULES_MAX, SIZE_MAX, may_go_together, name_of
from xenia.kernel.actor import Actor
from xenia.kernel.errors import NotFound
from xenia.kernel.texts import Text
from xenia.trust.actions.audit import record
from xenia.trust.types.access import Permission
from xenia.trust.types.audit import Subject, SubjectKind

ASSOCIATE_TASK = "xenia.insight.find_associations"
SEARCHING = "find_associations"
"""What the product itself may do here; no person has it."""
OPEN = ("queued", "running")
STAGES = ("links", "baskets", "sets", "rules", "writing")
RUNS_KEPT = 30
FAILED = Text(
    "关联没有算完，上一次的结果仍在使用；原因见日志。修好后可重新计算。",
    "The search was not finished and the last result stays in use; the log says why. Order it again when that is mended.",
)
FEW = Text(
    f"能比较的客人太少：一条关联至少需要 {GUESTS_LEAST} 位客人同时具备。请接入更多预订后重试。",
    f"Too few guests can be compared: a rule needs {GUESTS_LEAST} guests who have all of it. Connect more bookings and try again.",
)


@dataclass(frozen=True)
class _Result:
    """What a search came to: things by place, frequent sets, rules."""

    guests: int
    items: list[str]
    sets: dict[Items, int]
    rules: list[Found]


@transaction.atomic
def order_associations(*, actor: Actor, now: datetime) -> UUID:
    """Returns the id of the search, queued in this transaction, as of now; while one waits, another order is told of it."""
    if not actor.may(SEARCHING):
        actor.require_for_company(Permission.MANAGE_MODELS)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('insight.order_associations'))")
    waiting = models.AssociationRun.objects.filter(state="queued").first()
    if waiting is not None:
        return waiting.id
    row = models.AssociationRun.objects.create(as_of=now, state="queued", total=len(STAGES), ordered_by=actor.user_id, created_at=now)
    if actor.user_id is not None:
        record(actor, "associations.ordered", subject=Subject(SubjectKind.RUN, str(row.id)), details={}, now=now)
    app.configure_task(ASSOCIATE_TASK, queue="care", lock="insight.associations").defer(run_id=str(row.id))
    return row.id


@transaction.atomic
def cancel_associations(*, actor: Actor, run_id: UUID, now: datetime) -> None:
    """Asks a search to stop: the last result stays in use. Does nothing where it is over; raises NotFound."""
    actor.require_for_company(Permission.MANAGE_MODELS)
    row = models.AssociationRun.objects.select_for_update().filter(id=run_id).first()
    if row is None:
        raise NotFound("association_run_not_found", f"There is no search {run_id}; the list shows the newest.", "没有这次关联计算。")
    if row.state not in OPEN:
        return
    if row.state == "queued":
        row.state, row.ended_at = "cancelled", now
    row.cancel_asked = True
    row.save()
    record(actor, "associations.cancelled", subject=Subject(SubjectKind.RUN, str(run_id)), details={}, now=now)


def perform_associations(*, actor: Actor, run_id: UUID, clock: Callable[[], datetime]) -> None:
    """Searches; begun anew after a crash it comes to the same. Ends cancelled where asked; too little data is no failure and is said."""
    actor.require(SEARCHING)
    row = models.AssociationRun.objects.filter(id=run_id, state__in=OPEN).first()
    if row is None:
        return
    begun = clock()
    _note(run_id, state="running", started_at=row.started_at or begun, beat_at=begun)
    try:
        found = _search(actor, row.as_of, _Steps(run_id, clock))
    except Cancelled:
        _note(run_id, state="cancelled", ended_at=clock(), stage="")
        return
    except Exception:
        _note(run_id, state="failed", message={"zh": FAILED.zh, "en": FAILED.en}, ended_at=clock())
        raise
    _keep(actor, row, found, clock(), begun)


def _search(actor: Actor, as_of: datetime, step: "_Steps") -> _Result:
    step("links")
    links = link_table(actor)
    step("baskets")
    names, baskets = read_baskets(actor, links, as_of)
    step("sets")
    sets = frequent_sets(paths_of(baskets, GUESTS_LEAST), GUESTS_LEAST, SIZE_MAX)
    step("rules")

    def allowed(one: Items, other: int) -> bool:
        return may_go_together(tuple(names[item] for item in one), names[other])

    rules = rules_of(sets, len(baskets), allowed)[:RULES_MAX]
    step("writing")
    return _Result(len(baskets), names, sets, rules)


@transaction.atomic
def _keep(actor: Actor, row: models.AssociationRun, found: _Result, ended: datetime, begun: datetime) -> None:
    """Writes the result in place of the last one, all in one transaction."""
    models.AssociationRule.objects.all().delete()
    models.AssociationItem.objects.all().delete()
    tags = {one.code: one.name for one in comparable_tags(actor)}
    singles = {items[0]: guests for items, guests in found.sets.items() if len(items) == 1}
    models.AssociationItem.objects.bulk_create([_item(row, found.items[item], guests, tags) for item, guests in singles.items()])
    models.AssociationRule.objects.bulk_create([_rule(row, place, one, found.items) for place, one in enumerate(found.rules)])
    said = None if singles else {"zh": FEW.zh, "en": FEW.en}
    _note(row.id, state="done", stage="", guests=found.guests, items=len(singles), tested=rules_possible(found.sets), kept=len(found.rules),
        message=said, seconds=(ended - begun).total_seconds(), ended_at=ended)  # fmt: skip
    old = models.AssociationRun.objects.exclude(state__in=OPEN).order_by("-created_at").values_list("id", flat=True)[RUNS_KEPT:]
    models.AssociationRun.objects.filter(id__in=list(old)).delete()


def _item(row: models.AssociationRun, code: str, guests: int, tags: dict[str, Text]) -> models.AssociationItem:
    name = name_of(code, tags)
    return models.AssociationItem(run=row, code=code, name_zh=name.zh, name_en=name.en, guests=guests)


def _rule(row: models.AssociationRun, place: int, one: Found, items: list[str]) -> models.AssociationRule:
    return models.AssociationRule(
        run=row, place=place, conditions=[items[item] for item in one.one], other=items[one.other], guests_conditions=one.guests_one,
        guests_other=one.guests_other, guests_both=one.guests_both, confidence=one.confidence, lift=one.lift.value, lift_low=one.lift.low,
        lift_high=one.lift.high, conviction=one.conviction, chance=one.chance, corrected=one.corrected,
    )  # fmt: skip


class _Steps:
    """Tells how far the search is, and stops it where somebody asked."""

    def __init__(self, run_id: UUID, clock: Callable[[], datetime]) -> None:
        self._id, self._clock, self._done = run_id, clock, -1

    def __call__(self, stage: str) -> None:
        self._done += 1
        _note(self._id, stage=stage, done=self._done, beat_at=self._clock())
        if models.AssociationRun.objects.filter(id=self._id, cancel_asked=True).exists():
            raise Cancelled


def _note(run_id: UUID, **values: Any) -> None:
    models.AssociationRun.objects.filter(id=run_id).update(**values)
