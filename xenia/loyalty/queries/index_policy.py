"""The policy of the loyalty index: what is in force, what another would change; and the computations of the evidence."""

from typing import Any

from ibis.expr.types import Table

from xenia.insight.queries.policies import policies_in_force
from xenia.kernel.actor import Actor
from xenia.kernel.texts import Text
from xenia.lake import read
from xenia.lake.snapshots import list_versions
from xenia.loyalty.facts.loyalty_index import NAME, evidence, scored
from xenia.loyalty.models import loyalty_index as models
from xenia.loyalty.rules.index_evidence import DEFAULT, EVIDENCE, LATER
from xenia.loyalty.rules.loyalty_index import MOVED_POINTS, checked_policy, missing_index, policy_of
from xenia.loyalty.types.loyalty_index import IndexPolicy, IndexPolicyPreview, IndexPolicyState, IndexPolicyVersion, IndexRun, IndexRunState
from xenia.trust.queries.colleagues import peer_names
from xenia.trust.types.access import Permission

VERSIONS_SHOWN = 50
RUNS_SHOWN = 20


def policy_in_force(actor: Actor) -> tuple[int, IndexPolicy]:
    """Returns the number of the policy in force and the policy; number 0 is what the product came with."""
    actor.require(Permission.VIEW_LOYALTY)
    row = models.IndexPolicy.objects.order_by("-number").first()
    return (row.number, policy_of(row.value, DEFAULT)) if row else (0, DEFAULT)


def get_index_policy(actor: Actor) -> IndexPolicyState:
    """Returns the policy in force, the evidence it speaks of, and its versions."""
    actor.require(Permission.VIEW_LOYALTY)
    rows = list(models.IndexPolicy.objects.order_by("-number")[:VERSIONS_SHOWN])
    names = peer_names(actor, (row.changed_by for row in rows))
    history = [
        IndexPolicyVersion(
            row.number, policy_of(row.value, DEFAULT), names.get(row.changed_by, "") if row.changed_by else "", row.changed_at
        )
        for row in rows
    ]
    history.append(IndexPolicyVersion(0, DEFAULT, "", None))
    return IndexPolicyState(history[0], EVIDENCE, LATER, policies_in_force(actor).reporting.currency, tuple(history))


def preview_index_policy(actor: Actor, policy: IndexPolicy) -> IndexPolicyPreview:
    """Returns what the policy would change among the guests of the newest month (rule LI6). Raises Invalid as saving it would, NotFound
    before the first computation."""
    actor.require_for_company(Permission.MANAGE_LOYALTY)
    checked_policy(policy)
    kept = list_versions(NAME)
    if not kept:
        raise missing_index()
    rows = evidence(kept[0])
    moved = _moved(rows, policy_in_force(actor)[1], policy)
    found = read.execute(moved, units=None).to_pylist()[0]
    return IndexPolicyPreview(points_least=MOVED_POINTS, **found)


def _moved(rows: Table, before: IndexPolicy, after: IndexPolicy) -> Table:
    then = scored(rows, before).select("guest_id", before="points")
    now = scored(rows, after).select(_guest="guest_id", after="points")
    both = then.join(now, then.guest_id == now._guest)
    difference = both.after - both.before
    return both.aggregate(
        guests=both.count(),
        said_before=both.before.count(),
        said_after=both.after.count(),
        up=(difference > MOVED_POINTS).sum().fill_null(0),
        down=(difference < -MOVED_POINTS).sum().fill_null(0),
        mean_before=both.before.mean(),
        mean_after=both.after.mean(),
    )


def list_index_runs(actor: Actor) -> list[IndexRun]:
    """Returns the newest computations, the one under way on top."""
    actor.require(Permission.VIEW_LOYALTY)
    rows = list(models.IndexRun.objects.order_by("-ordered_at", "-id")[:RUNS_SHOWN])
    names = peer_names(actor, (row.ordered_by for row in rows))
    return [_run(row, names) for row in rows]


def _run(row: models.IndexRun, names: Any) -> IndexRun:
    return IndexRun(
        row.id,
        IndexRunState(row.state),
        row.with_past,
        row.stage,
        row.done,
        row.total,
        row.guests,
        Text(**row.message) if row.message else None,
        names.get(row.ordered_by, "") if row.ordered_by else "",
        row.ordered_at,
        row.ended_at,
    )
