"""Simulations of earning rules (rule EA16 of docs/algorithms/earning.md): ordered, done by a worker, watched, cancelled."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app

from xenia.kernel.actor import Actor, product_actor
from xenia.kernel.errors import NotFound
from xenia.kernel.ids import new_id
from xenia.loyalty.actions.work import OPEN, Clock, Told, ask_to_end, left_behind, perform
from xenia.loyalty.models.simulations import Simulation
from xenia.loyalty.queries.programmes import get_programme
from xenia.loyalty.queries.simulation import simulate
from xenia.loyalty.rules.earning_rules import checked_rule
from xenia.loyalty.rules.simulation import checked_months, proposal_as_value, proposal_of, result_as_value
from xenia.loyalty.types.simulation import Proposal
from xenia.loyalty.types.work import WorkState
from xenia.trust.types.access import Permission

SIMULATE_TASK = "xenia.loyalty.simulate"
KEPT = 20
"""Simulations kept of one programme, beside those under way."""
FAILED = {
    "zh": "模拟没有完成：出现意外错误；原因见日志，可重新执行。",
    "en": "The simulation did not finish: something unexpected went wrong. The log says what; try again.",
}
PRODUCT = product_actor("simulating", Permission.VIEW_LOYALTY, Permission.VIEW_GUESTS, Permission.VIEW_INSIGHT)


@transaction.atomic
def order_simulation(*, actor: Actor, programme_id: UUID, proposal: Proposal, months: int, now: datetime) -> UUID:
    """Returns the id of a simulation, which a worker takes up. The actor's earlier one of this programme that is still under way is asked
    to end: its rules were changed since. Raises Invalid for a rule that cannot be carried out."""
    actor.require_for_company(Permission.VIEW_LOYALTY)
    programme = get_programme(actor, programme_id)
    for one in proposal.rules:
        checked_rule(one.rule, [kind.code for kind in programme.kinds])
    for earlier in Simulation.objects.filter(programme_id=programme_id, ordered_by=actor.user_id, state__in=OPEN):
        ask_to_end(actor, earlier, now)
    row = Simulation(id=new_id(), programme_id=programme_id, state=WorkState.WAITING.value, months=checked_months(months), as_of=now)
    row.codes = sorted({one.code for one in proposal.rules} | proposal.without)
    row.asked, row.ordered_by = proposal_as_value(proposal), actor.user_id
    row.save(force_insert=True)
    _defer(row.id)
    return row.id


def cancel_simulation(*, actor: Actor, simulation_id: UUID, now: datetime) -> None:
    """Ends a simulation. Raises Conflict for one that is over."""
    actor.require_for_company(Permission.VIEW_LOYALTY)
    row = Simulation.objects.filter(id=simulation_id).first()
    if row is None:
        raise NotFound("simulation_unknown", f"There is no simulation {simulation_id}.", "没有这次模拟。")
    ask_to_end(actor, row, now)


def perform_simulation(*, simulation_id: UUID, clock: Clock) -> None:
    """Does the simulation; begun anew after a crash it comes to the same."""
    perform(Simulation, simulation_id, _simulate, failed=FAILED, clock=clock)


def resume_left_simulations(*, actor: Actor, now: datetime) -> int:
    """Queues every simulation again that gave no sign of life for five minutes; returns how many."""
    silent = left_behind(actor, Simulation, now)
    for one in silent:
        _defer(one)
    return len(silent)


def _simulate(row: Simulation, told: Told) -> dict[str, Any]:
    found = simulate(
        PRODUCT,
        row.programme_id,
        proposal_of(row.asked),
        months=row.months,
        now=row.as_of,
        progress=lambda done: told(purchases=done),
    )
    over = Simulation.objects.filter(programme_id=row.programme_id).exclude(state__in=OPEN).order_by("-id")
    Simulation.objects.filter(id__in=list(over.values_list("id", flat=True)[KEPT:])).delete()
    return {"result": result_as_value(found), "purchases": found.purchases}


def _defer(simulation_id: UUID) -> None:
    app.configure_task(SIMULATE_TASK, queue="care", lock=f"simulation:{simulation_id}").defer(simulation_id=str(simulation_id))
