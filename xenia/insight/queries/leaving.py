"""The desk for guests who are leaving: by what is at stake, with the reasons of each, and how many there are in each stage."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import ibis
from ibis.expr.types import Table

from xenia.insight.facts.scores import may_be_shown, ordered_by, scores_of
from xenia.insight.facts.standing import standing
from xenia.insight.kinds import KINDS
from xenia.insight.leaving.product import KIND
from xenia.insight.queries.kept import list_reasons
from xenia.insight.queries.objections import objecting_guests
from xenia.insight.queries.policies import policies_in_force
from xenia.insight.queries.scores import Scored, latest_scoring
from xenia.insight.queries.standing import in_use
from xenia.insight.rules.leaving import DESK_CHANCE_MIN, WHAT_WORKED
from xenia.insight.rules.lifecycle import BY_STAGE
from xenia.insight.types.judged import ReasonLine, Subject
from xenia.insight.types.leaving import LeavingFilter, LeavingGuest, LeavingSummary, StageLeaving
from xenia.insight.types.standing import Stage
from xenia.kernel.actor import Actor, product_actor
from xenia.kernel.errors import NotFound
from xenia.kernel.paging import Page, keys_of, page_size, page_token
from xenia.lake import read
from xenia.profile.queries.guests import list_names
from xenia.trust.types.access import Permission

EVERYBODY = product_actor("leaving", Permission.VIEW_GUESTS)


def list_leaving(actor: Actor, where: LeavingFilter, *, now: datetime, page: str | None = None, size: int = 20) -> Page[LeavingGuest]:
    """Returns guests whom the actor sees, what is most at stake on top, with their reasons; who objects to profiling is left out. Raises
    NotFound before the first scoring by this model."""
    actor.require(Permission.VIEW_GUESTS)
    used, size = _used(actor), page_size(size)
    rows = _leaving(actor, used, where)
    staked = rows.mutate(stake=ibis.coalesce(rows.value_at_stake_minor, 0))
    ordered = ordered_by(staked, "stake", is_falling=True, after=_after(page)).limit(size + 1)
    found = read.execute(ordered, units=None, given={"objecting": objecting_guests(EVERYBODY, now=now)}).to_pylist()
    shown, last = found[:size], found[size - 1] if len(found) > size else None
    names = list_names(actor, [UUID(row["guest_id"]) for row in shown])
    seen = {row["guest_id"]: names[UUID(row["guest_id"])] for row in shown if UUID(row["guest_id"]) in names}
    why = list_reasons(actor, used.version, KIND, list(seen))
    lines = [_line(seen[row["guest_id"]], row, why.get(row["guest_id"], ())) for row in shown if row["guest_id"] in seen]
    return Page(lines, page_token(repr(last["_place"]), last["guest_id"]) if last else None)


def summarise_leaving(actor: Actor, where: LeavingFilter, *, now: datetime) -> LeavingSummary:
    """Returns how many guests are leaving and what is at stake, in all and by stage; raises NotFound before the first scoring by this
    model."""
    actor.require(Permission.VIEW_GUESTS)
    used, policy_days = _used(actor), policies_in_force(actor).leaving.horizon_days
    rows = _leaving(actor, used, where)
    sums = rows.group_by("stage").aggregate(
        guests=rows.count(), leave=rows.leaving_chance.sum(), stake=ibis.coalesce(rows.value_at_stake_minor.sum(), 0)
    )
    found = read.execute(sums, units=None, given={"objecting": objecting_guests(EVERYBODY, now=now)}).to_pylist()
    found.sort(key=lambda row: (-row["stake"], row["stage"] or ""))
    return LeavingSummary(
        as_of=used.as_of,
        currency=used.policies.reporting.currency,
        least=where.least,
        horizon_days=used.models[KIND.name].horizon_days or policy_days,
        policy_days=policy_days,
        guests=sum(row["guests"] for row in found),
        expected_to_leave=sum(row["leave"] for row in found),
        at_stake_minor=sum(row["stake"] for row in found),
        stages=tuple(_stage(row) for row in found if row["stage"]),
        what_worked=WHAT_WORKED,
    )


def _used(actor: Actor) -> Scored:
    actor.require_for_company(Permission.VIEW_INSIGHT)
    used = latest_scoring(actor)
    if KIND.name not in used.models:
        raise NotFound(
            "leaving_missing",
            "No model says yet who is leaving; train it under Insight, scores follow by themselves.",
            "还没有模型说明谁可能流失；请在“洞察”中训练，评分会自动进行。",
        )
    return used


def _leaving(actor: Actor, used: Scored, where: LeavingFilter) -> Table:
    """Scores of guests who are likely enough to leave, with the stage of the snapshot in use."""
    rows = may_be_shown(scores_of(Subject.GUEST, KINDS, used.version))
    rows = rows.filter(rows.leaving_chance >= max(where.least, DESK_CHANCE_MIN))
    stages = standing(in_use(actor).version).select("guest_id", "stage")
    joined = rows.select("guest_id", *(one.name for one in KIND.scores)).left_join(stages, "guest_id").drop("guest_id_right")
    return joined if where.stage is None else joined.filter(joined.stage == where.stage.value)


def _line(named: tuple[UUID, str], row: Mapping[str, Any], why: tuple[ReasonLine, ...]) -> LeavingGuest:
    stage = Stage(row["stage"]) if row["stage"] else None
    return LeavingGuest(
        guest_id=named[0],
        name=named[1],
        stage=stage,
        stage_name=BY_STAGE[stage].name if stage else None,
        chance=row["leaving_chance"],
        own_rhythm_days=row["own_rhythm_days"],
        silent_days=row["silent_days"],
        overdue_ratio=row["overdue_ratio_season"],
        expected_back_on=row["expected_back_on"],
        value_at_stake_minor=row["value_at_stake_minor"],
        reasons=why,
    )


def _stage(row: Mapping[str, Any]) -> StageLeaving:
    stage = Stage(row["stage"])
    return StageLeaving(stage, BY_STAGE[stage].name, row["guests"], row["leave"], row["stake"])


def _after(page: str | None) -> tuple[float, str] | None:
    if not page:
        return None
    place, guest = keys_of(page, float, UUID)
    return place, str(guest)
