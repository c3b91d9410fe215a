"""Policies of insight: those in force, those a snapshot was made with, and all their versions."""

from collections.abc import Mapping
from uuid import UUID

from xenia.insight.facts.standing import STANDING
from xenia.insight.models import policies as models
from xenia.insight.models.register import ModelVersion
from xenia.insight.models.snapshots import Snapshot
from xenia.insight.rules.policies import OF_SNAPSHOT, policy_of
from xenia.insight.types.policies import Policies, PolicyKind, PolicyStamp, PolicyState, PolicyVersion
from xenia.insight.types.register import ModelState
from xenia.kernel.actor import Actor
from xenia.lake.snapshots import list_versions
from xenia.trust.queries.colleagues import peer_names
from xenia.trust.types.access import Permission

NEWEST = 50
LEAVING = "leaving"
"""The kind of model whose horizon is a policy."""


def policies_in_force(actor: Actor) -> Policies:
    """Returns every policy as it holds now; one that was never changed is as the product came."""
    actor.require(Permission.VIEW_INSIGHT)
    rows = models.PolicyRow.objects.order_by("kind", "-version").distinct("kind")
    return _policies(list(rows))


def policies_of(actor: Actor, snapshot_id: UUID) -> Policies:
    """Returns the policies that a snapshot was made with, so that its numbers are explained by what made them."""
    actor.require(Permission.VIEW_INSIGHT)
    noted = Snapshot.objects.filter(id=snapshot_id).values_list("policies", flat=True).first() or {}
    rows = models.PolicyRow.objects.filter(kind__in=noted)
    return _policies([row for row in rows if row.version == noted[row.kind]])


def noted_versions(policies: Policies) -> dict[str, int]:
    """What a snapshot notes of its policies. It reads nothing, so it takes no actor."""
    return {kind.value: policies.stamp(kind).version for kind in OF_SNAPSHOT}


def list_policies(actor: Actor) -> list[PolicyState]:
    """Returns every policy with its history, in the order of `PolicyKind`."""
    force = policies_in_force(actor)
    used = next(iter(list_versions(STANDING)), None)
    made_with = policies_of(actor, used) if used else None
    rows = list(models.PolicyRow.objects.order_by("-version"))
    names = peer_names(actor, (row.changed_by for row in rows))
    return [_state(kind, force, made_with, [_version(row, names) for row in rows if row.kind == kind]) for kind in PolicyKind]


def _state(kind: PolicyKind, force: Policies, made_with: Policies | None, changes: list[PolicyVersion]) -> PolicyState:
    first = PolicyVersion(PolicyStamp(kind, 0, None), Policies().of(kind), "")
    made_by = made_with.stamp(kind).version if made_with and kind in OF_SNAPSHOT else None
    horizon = _horizon_in_use() if kind is PolicyKind.LEAVING else None
    return PolicyState(kind, force.of(kind), force.stamp(kind), made_by, horizon, (*changes[:NEWEST], first))


def _horizon_in_use() -> int | None:
    used = ModelVersion.objects.filter(kind=LEAVING, state=ModelState.CHAMPION.value)
    return used.values_list("horizon_days", flat=True).first()


def _version(row: models.PolicyRow, names: Mapping[UUID, str]) -> PolicyVersion:
    policy = policy_of(PolicyKind(row.kind), row.value)
    return PolicyVersion(_stamp(row), policy, names.get(row.changed_by, "") if row.changed_by else "")


def _stamp(row: models.PolicyRow) -> PolicyStamp:
    return PolicyStamp(PolicyKind(row.kind), row.version, row.changed_at)


def _policies(rows: list[models.PolicyRow]) -> Policies:
    said = {row.kind: policy_of(PolicyKind(row.kind), row.value) for row in rows}
    changed = {row.kind: _stamp(row) for row in rows}
    return Policies(**said, stamps=tuple(changed.get(kind.value, PolicyStamp(kind, 0, None)) for kind in PolicyKind))  # type: ignore[arg-type]
