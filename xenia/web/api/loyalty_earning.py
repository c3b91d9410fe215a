"""How points come, over HTTP: rules with their versions and days, budgets of promotions, what earned nothing, and the simulator."""

from datetime import date
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from xenia.kernel.paging import Page
from xenia.loyalty.actions import earning as earning_actions
from xenia.loyalty.actions import earning_rules as actions
from xenia.loyalty.actions import simulations
from xenia.loyalty.queries import earning as queries
from xenia.loyalty.queries import simulations as simulation_queries
from xenia.loyalty.types.earning import Budget, EarningRule, RuleInForce, Unearned, Why
from xenia.loyalty.types.simulation import Proposal, ProposedRule, Simulation
from xenia.web.api.loyalty import MadeId
from xenia.web.session import actor_of
from xenia.web.shapes import list_of, page_of, shape

router = Router(tags=["loyalty"])
RULES_MOST = 50


class RuleChange(Schema):
    """A rule, or a new version of it, that holds from a day on and until another (exclusive; none: until it is changed)."""

    rule: EarningRule
    valid_from: date
    valid_until: date | None = None


class RuleEnd(Schema):
    """The first day on which the rule gives nothing."""

    ends_on: date


class BudgetFunds(Schema):
    """Points a promotion may give; the same reference adds them once."""

    points: int = Field(ge=1, le=10**12)
    reference: str = Field(min_length=1, max_length=40)


class UnearnedPage(Schema):
    """A page of what earned nothing, for one reason or all."""

    why: Why | None = None
    page: str | None = None
    size: int = 50


class RuleAsked(Schema):
    """A rule to be tried; `budget`: what a promotion could have given."""

    code: str = Field(max_length=20)
    rule: EarningRule
    budget: int | None = None


class SimulationAsked(Schema):
    """Rules to be tried over the last months, and codes of rules to be tried without."""

    rules: list[RuleAsked] = Field(default_factory=list, max_length=RULES_MOST)
    without: list[str] = Field(default_factory=list, max_length=RULES_MOST)
    months: int = 12

    def proposal(self) -> Proposal:
        return Proposal(tuple(ProposedRule(one.code, one.rule, one.budget) for one in self.rules), frozenset(self.without))


@router.get("/loyalty/programmes/{uuid:programme_id}/earning-rules", response=list_of(RuleInForce))
def list_earning_rules(request: HttpRequest, programme_id: UUID) -> list[RuleInForce]:
    """Every version of every rule, by code and number."""
    return queries.list_versions(actor_of(request), programme_id)


@router.put("/loyalty/programmes/{uuid:programme_id}/earning-rules/{code}", response=shape(RuleInForce))
def set_earning_rule(request: HttpRequest, programme_id: UUID, code: str, wanted: RuleChange) -> RuleInForce:
    """Keeps a rule or a new version of it."""
    valid = (wanted.valid_from, wanted.valid_until)
    return actions.set_earning_rule(
        actor=actor_of(request), programme_id=programme_id, code=code, rule=wanted.rule, valid=valid, now=timezone.now()
    )


@router.post("/loyalty/programmes/{uuid:programme_id}/earning-rules/{code}/end", response=shape(RuleInForce))
def end_earning_rule(request: HttpRequest, programme_id: UUID, code: str, wanted: RuleEnd) -> RuleInForce:
    """Ends a rule from a day on."""
    return actions.end_earning_rule(
        actor=actor_of(request), programme_id=programme_id, code=code, ends_on=wanted.ends_on, now=timezone.now()
    )


@router.get("/loyalty/programmes/{uuid:programme_id}/budgets", response=list_of(Budget))
def list_budgets(request: HttpRequest, programme_id: UUID) -> list[Budget]:
    """What each promotion with a budget may still give."""
    return queries.list_programme_budgets(actor_of(request), programme_id)


@router.post("/loyalty/programmes/{uuid:programme_id}/earning-rules/{code}/budget", response={204: None})
def fund_budget(request: HttpRequest, programme_id: UUID, code: str, wanted: BudgetFunds) -> Status[None]:
    """Adds points to what a promotion may give."""
    actions.fund_budget(
        actor=actor_of(request), programme_id=programme_id, code=code, points=wanted.points, reference=wanted.reference, now=timezone.now()
    )
    return Status(204, None)


@router.get("/loyalty/programmes/{uuid:programme_id}/unearned", response=page_of(Unearned))
def list_unearned(request: HttpRequest, programme_id: UUID, where: Annotated[UnearnedPage, Query()]) -> Page[Unearned]:
    """What was bought and earned nothing or less, and why, the newest first."""
    return queries.list_unearned(actor_of(request), programme_id, why=where.why, page=where.page, size=where.size)


@router.post("/loyalty/programmes/{uuid:programme_id}/simulations", response={202: MadeId})
def simulate_earning(request: HttpRequest, programme_id: UUID, wanted: SimulationAsked) -> Status[dict[str, UUID]]:
    """Tries rules over the last months, beside those in force; a worker does it. Watch it with get_simulation."""
    actor, proposal = actor_of(request), wanted.proposal()
    made = simulations.order_simulation(actor=actor, programme_id=programme_id, proposal=proposal, months=wanted.months, now=timezone.now())
    return Status(202, {"id": made})


@router.get("/loyalty/programmes/{uuid:programme_id}/earning-rules/{code}/simulation", response=shape(Simulation) | None)
def find_simulation(request: HttpRequest, programme_id: UUID, code: str) -> Simulation | None:
    """Your newest simulation of a rule."""
    return simulation_queries.find_simulation(actor_of(request), programme_id, code)


@router.get("/loyalty/simulations/{uuid:simulation_id}", response=shape(Simulation))
def get_simulation(request: HttpRequest, simulation_id: UUID) -> Simulation:
    """One simulation: how far it is, and what it found."""
    return simulation_queries.get_simulation(actor_of(request), simulation_id)


@router.post("/loyalty/simulations/{uuid:simulation_id}/cancel", response={204: None})
def cancel_simulation(request: HttpRequest, simulation_id: UUID) -> Status[None]:
    """Ends a simulation."""
    simulations.cancel_simulation(actor=actor_of(request), simulation_id=simulation_id, now=timezone.now())
    return Status(204, None)


@router.post("/loyalty/earning", response={202: None})
def order_earning(request: HttpRequest) -> Status[None]:
    """Has the points of every open programme follow the bookings now instead of at night."""
    earning_actions.order_earning(actor=actor_of(request))
    return Status(202, None)
