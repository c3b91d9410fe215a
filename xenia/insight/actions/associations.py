"""Searching for associations: ordered by a person or weekly, over baskets of all who may be looked at, kept whole or not at all."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from xenia.identity.queries.links import link_table
from xenia.insight.actions.runs import Running, Work, order_run, perform_run, stop_run
from xenia.insight.associations.measuring import Found, rules_of, rules_possible
from xenia.insight.associations.mining import Items, frequent_sets, paths_of
from xenia.insight.models import associations as models
from xenia.insight.queries.association_baskets import comparable_tags, read_baskets
from xenia.insight.rules.associations import GUESTS_LEAST, RULES_MAX, SIZE_MAX, kind_of, may_go_together, name_of
from xenia.insight.types.runs import OPEN
from xenia.kernel.actor import Actor
from xenia.kernel.errors import NotFound
from xenia.kernel.texts import Text
from xenia.trust.actions.audit import record
from xenia.trust.types.audit import Subject, SubjectKind

ASSOCIATE_TASK = "xenia.insight.find_associations"
SEARCHING = "find_associations"
"""What the product itself may do here; no person has it."""
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
SEARCHES = Work(models.AssociationRun, deed=SEARCHING, task=ASSOCIATE_TASK, lock="insight.associations", failed=FAILED)


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
    ordered = order_run(SEARCHES, actor=actor, now=now, total=len(STAGES))
    if ordered.is_new and actor.user_id is not None:
        record(actor, "associations.ordered", subject=Subject(SubjectKind.RUN, str(ordered.id)), details={}, now=now)
    return ordered.id


@transaction.atomic
def cancel_associations(*, actor: Actor, run_id: UUID, now: datetime) -> None:
    """Asks a search to stop: the last result stays in use. Does nothing where it is over; raises NotFound."""
    missing = NotFound("association_run_not_found", f"There is no search {run_id}; the list shows the newest.", "没有这次关联计算。")
    if stop_run(SEARCHES, missing, actor=actor, run_id=run_id, now=now):
        record(actor, "associations.cancelled", subject=Subject(SubjectKind.RUN, str(run_id)), details={}, now=now)


def perform_associations(*, actor: Actor, run_id: UUID, clock: Callable[[], datetime]) -> None:
    """Searches; begun anew after a crash it comes to the same. Ends cancelled where asked; too little data is no failure and is said."""
    perform_run(SEARCHES, lambda run: _keep(actor, run, _search(actor, run)), actor=actor, run_id=run_id, clock=clock)


def _search(actor: Actor, run: Running) -> _Result:
    run.step("links")
    links = link_table(actor)
    run.step("baskets")
    names, baskets = read_baskets(actor, links, run.as_of)
    run.step("sets")
    paths = paths_of(baskets, GUESTS_LEAST)
    sets = frequent_sets(paths, GUESTS_LEAST, SIZE_MAX)
    run.step("rules")

    def allowed(one: Items, other: int) -> bool:
        return may_go_together(tuple(names[item] for item in one), names[other])

    rules = rules_of(sets, paths, [kind_of(name) for name in names], allowed)[:RULES_MAX]
    run.step("writing")
    return _Result(len(baskets), names, sets, rules)


@transaction.atomic
def _keep(actor: Actor, run: Running, found: _Result) -> None:
    """Writes the result in place of the last one and ends the run, all in one transaction."""
    models.AssociationRule.objects.all().delete()
    models.AssociationItem.objects.all().delete()
    tags = {one.code: one.name for one in comparable_tags(actor)}
    singles = {items[0]: guests for items, guests in found.sets.items() if len(items) == 1}
    models.AssociationItem.objects.bulk_create([_item(run.id, found.items[item], guests, tags) for item, guests in singles.items()])
    models.AssociationRule.objects.bulk_create([_rule(run.id, place, one, found.items) for place, one in enumerate(found.rules)])
    said = None if singles else {"zh": FEW.zh, "en": FEW.en}
    run.end(guests=found.guests, items=len(singles), tested=rules_possible(found.sets), kept=len(found.rules), message=said)
    old = models.AssociationRun.objects.exclude(state__in=OPEN).order_by("-created_at").values_list("id", flat=True)[RUNS_KEPT:]
    models.AssociationRun.objects.filter(id__in=list(old)).delete()


def _item(run_id: UUID, code: str, guests: int, tags: dict[str, Text]) -> models.AssociationItem:
    name = name_of(code, tags)
    return models.AssociationItem(run_id=run_id, code=code, name_zh=name.zh, name_en=name.en, guests=guests)


def _rule(run_id: UUID, place: int, one: Found, items: list[str]) -> models.AssociationRule:
    return models.AssociationRule(
        run_id=run_id, place=place, conditions=[items[item] for item in one.one], other=items[one.other], guests_conditions=one.guests_one,
        guests_other=one.guests_other, guests_both=one.guests_both, confidence=one.confidence, lift=one.lift.value, lift_low=one.lift.low,
        lift_high=one.lift.high, conviction=one.conviction, chance=one.chance, corrected=one.corrected,
    )  # fmt: skip
