"""The home page's share of insight. Sums over everybody change with a snapshot or a scoring, so they are kept until then."""

from collections.abc import Iterable
from datetime import datetime

from django.core.cache import cache

from xenia.connect.types.home import OpenDecision
from xenia.insight.drift import ACT_ABOVE
from xenia.insight.facts.scores import TABLES
from xenia.insight.queries.leaving import summarise_leaving
from xenia.insight.queries.lifecycle import lifecycle_counts
from xenia.insight.queries.register import list_kinds
from xenia.insight.queries.standing import in_use
from xenia.insight.types.glance import AtStake, Glance, StageNow
from xenia.insight.types.judged import Subject
from xenia.insight.types.leaving import LeavingFilter
from xenia.insight.types.register import KindState, ModelOverview
from xenia.insight.types.standing import LifecycleCounts
from xenia.kernel.actor import Actor
from xenia.kernel.errors import NotFound
from xenia.kernel.notices import Door
from xenia.kernel.texts import Text
from xenia.lake.snapshots import list_versions
from xenia.trust.types.access import Permission

KEPT_SECONDS = 600
LIKELY = 0.5
"""Who leaves more likely than not counts as at stake."""


def get_glance(actor: Actor, now: datetime) -> Glance:
    """Returns what insight says to the home page; empty where the actor sees no sums over everybody."""
    if actor.units is not None or not actor.may(Permission.VIEW_INSIGHT):
        return Glance(None, "", (), None, ())
    decisions = tuple(_decisions(list_kinds(actor))) if actor.may(Permission.MANAGE_MODELS) else ()
    try:
        counts = _counts(actor)
    except NotFound:
        return Glance(None, "", (), None, decisions)
    month = f"{counts.months[-1].begins_on:%Y-%m}"
    return Glance(counts.as_of, month, tuple(_stages(counts)), _at_stake(actor, now), decisions)


def _counts(actor: Actor) -> LifecycleCounts:
    key = f"insight.glance:{in_use(actor).version}"
    kept: LifecycleCounts | None = cache.get(key)
    if kept is None:
        kept = lifecycle_counts(actor, 2)
        cache.set(key, kept, KEPT_SECONDS)
    return kept


def _stages(counts: LifecycleCounts) -> Iterable[StageNow]:
    before, month = counts.months
    then = {one.stage: one.guests for one in before.counts}
    now = {one.stage: one for one in month.counts}
    for stage in counts.stages:
        found = next(one for code, one in now.items() if code.value == stage.code)
        door = Door("insight", {"tab": "lifecycle", "stage": stage.code})
        yield StageNow(found.stage, stage.name, found.guests or 0, then[found.stage], found.came, found.left, door)


def _at_stake(actor: Actor, now: datetime) -> AtStake | None:
    scored = list_versions(TABLES[Subject.GUEST])
    if not scored or not actor.may(Permission.VIEW_GUESTS):
        return None
    key = f"insight.glance.stake:{scored[0]}"
    kept: AtStake | None = cache.get(key)
    if kept is None:
        try:
            told = summarise_leaving(actor, LeavingFilter(LIKELY), now=now)
        except NotFound:
            return None
        kept = AtStake(told.guests, told.at_stake_minor, told.currency, Door("insight", {"tab": "leaving"}))
        cache.set(key, kept, KEPT_SECONDS)
    return kept


def _decisions(models: Iterable[ModelOverview]) -> Iterable[OpenDecision]:
    """A newer version that waits, a training that broke off or came to nothing, and guests who are no longer like those learned from,
    unless a newer version has learned from those of today."""
    for one in models:
        door = Door("insight", {"tab": "models", "kind": one.name})
        ended = one.last_run.ended_at if one.last_run else None
        zh, en = one.label.zh, one.label.en
        if one.challenger:
            title = Text(f"“{zh}”有更新的模型等待启用", f"{en}: a newer model waits to be put into use")
            yield OpenDecision("model_offered", title, 1, one.challenger.trained_at, door)
        if one.state is KindState.REJECTED:
            title = Text(f"“{zh}”的模型不比简单做法好，未启用", f"{en}: the model is no better than the simple way and is not used")
            yield OpenDecision("model_refused", title, 1, ended, door)
        if one.last_run and one.last_run.state == "failed":
            yield OpenDecision("model_failed", Text(f"“{zh}”的模型训练失败", f"{en}: the training broke off"), 1, ended, door)
        if one.drift and one.drift.largest > ACT_ABOVE and not one.challenger:
            title = Text(f"“{zh}”：客群与训练时已明显不同", f"{en}: guests have moved far from those it learned from")
            yield OpenDecision("model_drifted", title, 1, one.drift.measured_at, door)
