"""Reads of simulations: how far one is, and what it found."""

from uuid import UUID

from xenia.kernel.actor import Actor
from xenia.kernel.errors import NotFound
from xenia.kernel.texts import Text
from xenia.loyalty.models import simulations as models
from xenia.loyalty.queries.programmes import get_programme
from xenia.loyalty.rules.simulation import result_of
from xenia.loyalty.types.simulation import Simulation
from xenia.loyalty.types.work import WorkState
from xenia.trust.types.access import Permission


def get_simulation(actor: Actor, simulation_id: UUID) -> Simulation:
    """Returns one simulation; raises NotFound where there is none."""
    actor.require_for_company(Permission.VIEW_LOYALTY)
    row = models.Simulation.objects.filter(id=simulation_id).first()
    if row is None:
        raise NotFound("simulation_unknown", f"There is no simulation {simulation_id}.", "没有这次模拟。")
    return _simulation(row)


def find_simulation(actor: Actor, programme_id: UUID, code: str) -> Simulation | None:
    """Returns the actor's newest simulation of a rule, under way or over."""
    actor.require_for_company(Permission.VIEW_LOYALTY)
    get_programme(actor, programme_id)
    mine = models.Simulation.objects.filter(programme_id=programme_id, ordered_by=actor.user_id, codes__contains=[code])
    row = mine.order_by("-id").first()
    return _simulation(row) if row else None


def _simulation(row: models.Simulation) -> Simulation:
    return Simulation(
        row.id,
        row.programme_id,
        WorkState(row.state),
        tuple(row.codes),
        row.months,
        row.as_of,
        row.purchases,
        result_of(row.result) if row.result else None,
        Text(**row.message) if row.message else None,
        row.ended_at,
    )
