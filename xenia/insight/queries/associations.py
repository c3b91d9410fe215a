"""What was found to go together, and the guests behind each rule."""

from uuid import UUID

from django.db.models import Q, QuerySet

from xenia.identity.queries.links import link_table
from xenia.insight.facts.baskets import holders
from xenia.insight.facts.standing import standing
from xenia.insight.models import associations as models
from xenia.insight.queries.association_baskets import basket_rows, given_to_baskets
from xenia.insight.queries.behind import guests_page
from xenia.insight.queries.standing import LINKS, Grouped, in_use
from xenia.insight.rules.associations import KIND_NAMES, kind_of
from xenia.insight.types.associations import Association, AssociationRun, Associations, Item, Part
from xenia.insight.types.judged import Interval
from xenia.insight.types.runs import OPEN
from xenia.insight.types.standing import GuestIn
from xenia.kernel.actor import Actor
from xenia.kernel.errors import NotFound
from xenia.kernel.paging import Page
from xenia.kernel.texts import Text
from xenia.trust.queries.colleagues import peer_names
from xenia.trust.types.access import Permission

SHOWN = 300
"""So many rules are listed at once: the strongest that fit."""


def list_associations(actor: Actor, *, item: str = "", lift_least: float = 1.0) -> Associations:
    """Returns the newest result: its items, and the rules whose lift is at least so much and that name the item, if one is given."""
    actor.require_for_company(Permission.VIEW_INSIGHT)
    runs = list(models.AssociationRun.objects.order_by("-created_at", "-id")[:10])
    done = models.AssociationRun.objects.filter(state="done").order_by("-created_at", "-id").first()
    open_run = next((row for row in runs if row.state in OPEN), None)
    names = peer_names(actor, [row.ordered_by for row in (done, open_run) if row])
    used, under_way = (_run(row, names) if row else None for row in (done, open_run))
    if done is None:
        return Associations(None, under_way, (), (), 0)
    items = {row.code: _item(row) for row in models.AssociationItem.objects.filter(run=done)}
    fitting = _fitting(done, item, lift_least)
    rules = [_rule(row, items, done.guests) for row in fitting.order_by("place")[:SHOWN]]
    named = {code for row in models.AssociationRule.objects.filter(run=done) for code in (*row.conditions, row.other)}
    ordered = sorted((items[code] for code in named), key=lambda one: (-one.guests, one.code))
    return Associations(used, under_way, tuple(ordered), tuple(rules), fitting.count())


def list_association_guests(actor: Actor, rule_id: UUID, part: Part, *, page: str | None = None, size: int = 50) -> Page[GuestIn]:
    """Returns the guests behind a rule whom the actor sees, those who spent most on top: who has both sides, or the conditions alone."""
    actor.require(Permission.VIEW_GUESTS)
    actor.require_for_company(Permission.VIEW_INSIGHT)
    row = models.AssociationRule.objects.filter(id=rule_id).select_related("run").first()
    if row is None:
        raise NotFound(
            "association_not_found",
            f"There is no association {rule_id} in the newest result; look at the list again, it is made anew weekly.",
            "最新结果中没有这条关联；请刷新列表，结果每周更新。",
        )
    rows = basket_rows(row.run.as_of)
    one, other = holders(rows, tuple(row.conditions)), holders(rows, (row.other,))
    behind = one.semi_join(other, "guest_id") if part is Part.BOTH else one.anti_join(other, "guest_id")
    wanted = standing(in_use(actor).version).semi_join(behind, "guest_id")
    given = given_to_baskets(LINKS, link_table(LINKS), row.run.as_of)
    return guests_page(actor, Grouped(wanted, given), page=page, size=size)


def _fitting(run: models.AssociationRun, item: str, lift_least: float) -> "QuerySet[models.AssociationRule]":
    rows = models.AssociationRule.objects.filter(run=run, lift__gte=lift_least)
    return rows.filter(Q(conditions__contains=[item]) | Q(other=item)) if item else rows


def _item(row: models.AssociationItem) -> Item:
    kind = kind_of(row.code)
    return Item(row.code, kind, KIND_NAMES[kind], Text(row.name_zh, row.name_en), row.guests)


def _rule(row: models.AssociationRule, items: dict[str, Item], guests: int) -> Association:
    return Association(
        id=row.id,
        conditions=tuple(items[code] for code in row.conditions),
        other=items[row.other],
        guests_conditions=row.guests_conditions,
        guests_both=row.guests_both,
        guests_missing=row.guests_conditions - row.guests_both,
        support=row.guests_both / guests,
        confidence=row.confidence,
        share_of_all=row.guests_other / guests,
        share_of_like=row.confidence / row.lift,
        lift=Interval(row.lift, row.lift_low, row.lift_high),
        conviction=row.conviction,
        chance=row.chance,
        corrected=row.corrected,
    )


def _run(row: models.AssociationRun, names: dict[UUID, str]) -> AssociationRun:
    return AssociationRun(
        id=row.id,
        as_of=row.as_of,
        state=row.state,
        stage=row.stage,
        done=row.done,
        total=row.total,
        guests=row.guests,
        items=row.items,
        tested=row.tested,
        kept=row.kept,
        seconds=row.seconds,
        message=Text(**row.message) if row.message else None,
        cancel_asked=row.cancel_asked,
        ordered_by=names.get(row.ordered_by, "") if row.ordered_by else "",
        created_at=row.created_at,
        ended_at=row.ended_at,
    )
