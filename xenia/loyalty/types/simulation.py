"""Words of the simulator: what other rules would have given."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from xenia.kernel.money import Money
from xenia.kernel.texts import Text
from xenia.loyalty.types.earning import EarningRule
from xenia.loyalty.types.work import WorkState


@dataclass(frozen=True)
class ProposedRule:
    """A rule as it might be; `budget`: what a promotion could have given, None without a limit."""

    code: str
    rule: EarningRule
    budget: int | None = None


@dataclass(frozen=True)
class Proposal:
    """Rules that come in place of those with the same code or beside them, and codes of rules that would not be."""

    rules: tuple[ProposedRule, ...] = ()
    without: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Difference:
    """Points under the rules in force, and under the proposed ones, of one slice: a month, a tier or a rule."""

    name: str
    in_force: int
    proposed: int


@dataclass(frozen=True)
class Simulated:
    """`cost` is what the points to redeem are worth at face value less what is expected to be never redeemed; `months`, `tiers` and `rules`
    are of the points to redeem, `rules` of every kind. Purchases without a known amount are `unpriced`."""

    first_on: date
    last_on: date
    purchases: int
    members: int
    unpriced: int
    kinds: tuple[Difference, ...]
    months: tuple[Difference, ...]
    tiers: tuple[Difference, ...]
    rules: tuple[Difference, ...]
    gaining: int
    losing: int
    breakage_permille: int
    cost_in_force: Money
    cost_proposed: Money


@dataclass(frozen=True)
class Simulation:
    """One simulation: of what was known at `as_of`, how many purchases it has looked at, and what it found once it is done."""

    id: UUID
    programme_id: UUID
    state: WorkState
    codes: tuple[str, ...]
    months: int
    as_of: datetime
    purchases: int
    result: Simulated | None
    message: Text | None
    ended_at: datetime | None
