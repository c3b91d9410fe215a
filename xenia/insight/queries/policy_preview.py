"""What a policy would change, before it is saved: guests who would go to another group, stage or tier."""

from collections.abc import Callable

import ibis
from ibis.expr.types import Table

from xenia.insight.facts.lifecycle import stages, visits
from xenia.insight.facts.rfm import bound_group
from xenia.insight.facts.standing import standing
from xenia.insight.facts.value import tiers, values
from xenia.insight.queries.policies import policies_in_force
from xenia.insight.queries.rates import priced_currencies
from xenia.insight.queries.standing import InUse, in_use
from xenia.insight.queries.value import scored_version
from xenia.insight.rules.lifecycle import BY_STAGE
from xenia.insight.rules.policies import check
from xenia.insight.rules.rfm import BY_CODE
from xenia.insight.rules.value import NAMES
from xenia.insight.types.policies import LifecyclePolicy, Policy, PolicyKind, PolicyMove, PolicyPreview, RfmThresholds, Tier, ValueTiers
from xenia.insight.types.standing import Stage
from xenia.kernel.actor import Actor
from xenia.kernel.texts import Text
from xenia.lake import read
from xenia.trust.types.access import Permission

MOVES_SHOWN = 8
ALL_UP_TO = 250_000
"""Of more guests than these, the stages of a part are computed and scaled up: a preview is to take seconds."""
SHARES = 256
NAME_OF: dict[PolicyKind, Callable[[str], Text]] = {
    PolicyKind.RFM: lambda code: BY_CODE[code].name,
    PolicyKind.LIFECYCLE: lambda code: BY_STAGE[Stage(code)].name,
    PolicyKind.VALUE: lambda code: NAMES[Tier(code)],
}


def preview_policy(actor: Actor, policy: Policy) -> PolicyPreview:
    """Returns how many guests of the snapshot in use would go to another group, stage or tier, compared with what is in force; nothing
    moves by another kind of policy. Raises Invalid as saving it would, NotFound before the first snapshot."""
    actor.require_for_company(Permission.MANAGE_MODELS)
    check(policy, priced_currencies(actor))
    used, force = in_use(actor), policies_in_force(actor)
    if isinstance(policy, RfmThresholds):
        return _counted(policy.kind, _groups(used, force.rfm, policy))
    if isinstance(policy, ValueTiers):
        return _counted(policy.kind, _tiers(used, force.value, policy))
    if isinstance(policy, LifecyclePolicy):
        rows = standing(used.version)
        guests = int(read.execute(rows.aggregate(guests=rows.count()), units=None)["guests"][0].as_py())
        part = min(SHARES, max(1, SHARES * ALL_UP_TO // max(guests, 1)))
        return _counted(policy.kind, _stages(used, (force.lifecycle, policy), part), SHARES / part)
    return PolicyPreview(0, 0, False, ())


def _groups(used: InUse, before: RfmThresholds, after: RfmThresholds) -> Table:
    rows = standing(used.version)
    rows = rows.filter(rows.group.notnull())
    return rows.select(before=bound_group(rows, before), after=bound_group(rows, after))


def _tiers(used: InUse, before: ValueTiers, after: ValueTiers) -> Table:
    known = values(used.version, scored_version())
    then, now = tiers(known, before), tiers(known, after).rename(later_id="guest_id", later="tier")
    return then.join(now, [then.guest_id == now.later_id]).select(before="tier", after="later")


def _stages(used: InUse, policies: tuple[LifecyclePolicy, LifecyclePolicy], part: int) -> Table:
    """Of a part of the guests, chosen by the last two digits of their ids."""
    rows = standing(used.version)
    rows = rows.filter(rows.days_ago.notnull() & ~rows.is_agency)
    if part < SHARES:
        rows = rows.filter(rows.guest_id.right(2) < f"{part:02x}")
    numbered = rows.select("first_line", "days_ago", guest_no=ibis.row_number().over(ibis.window(order_by=rows.guest_id)).cast("int64"))
    days = numbered.select("guest_no", ago=numbered.days_ago.unnest(), line=numbered.first_line)
    then, now = (stages(visits(days, policy)).select("guest_no", "stage") for policy in policies)
    now = now.rename(later_no="guest_no", later="stage")
    return then.join(now, [then.guest_no == now.later_no]).select(before="stage", after="later")


def _counted(kind: PolicyKind, moves: Table, times: float = 1.0) -> PolicyPreview:
    found = read.execute(moves.group_by(["before", "after"]).aggregate(guests=moves.count()), units=None).to_pylist()
    moved = sorted((row for row in found if row["before"] != row["after"]), key=lambda row: (-row["guests"], row["before"], row["after"]))
    name = NAME_OF[kind]
    told = [PolicyMove(name(row["before"]), name(row["after"]), round(row["guests"] * times)) for row in moved]
    guests, changed = (round(sum(row["guests"] for row in rows) * times) for rows in (found, moved))
    return PolicyPreview(guests, changed, times > 1, tuple(told[:MOVES_SHOWN]))
