"""A simulation as it is kept: what was asked and what it found, as JSON (rule EA16 of docs/algorithms/earning.md). Pure."""

from typing import Any

from pydantic import TypeAdapter

from xenia.kernel.errors import Invalid
from xenia.loyalty.types.simulation import Proposal, Simulated

MONTHS_MOST = 60
_PROPOSAL, _SIMULATED = TypeAdapter(Proposal), TypeAdapter(Simulated)


def checked_months(months: int) -> int:
    """Returns the months; raises Invalid for none or more than five years."""
    if not 1 <= months <= MONTHS_MOST:
        raise Invalid("months_out_of_range", f"{months} months are asked for; take 1 to {MONTHS_MOST}.", f"月数须为 1 到 {MONTHS_MOST}。")
    return months


def proposal_as_value(proposal: Proposal) -> dict[str, Any]:
    """The proposal as JSON."""
    value: dict[str, Any] = _PROPOSAL.dump_python(proposal, mode="json")
    return value


def proposal_of(value: dict[str, Any]) -> Proposal:
    """A proposal from its JSON."""
    return _PROPOSAL.validate_python(value)


def result_as_value(result: Simulated) -> dict[str, Any]:
    """What a simulation found as JSON."""
    value: dict[str, Any] = _SIMULATED.dump_python(result, mode="json")
    return value


def result_of(value: dict[str, Any]) -> Simulated:
    """What a simulation found, from its JSON."""
    return _SIMULATED.validate_python(value)
