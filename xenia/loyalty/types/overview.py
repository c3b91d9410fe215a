"""Words of a programme seen as a whole: how many belong, what is owed, what ends when, and what moved month by month."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from xenia.kernel.texts import Text
from xenia.loyalty.types.ledger import PointRole
from xenia.loyalty.types.programmes import MemberState


@dataclass(frozen=True)
class Owed:
    """What all members together have of one kind of points: `usable` now, `reserved` for a reward, `incoming` promised and not there yet;
    `debt` is what members owe who spent what was taken back later. `holders` is how many have any."""

    kind: str
    role: PointRole
    name: Text
    usable: int
    reserved: int
    incoming: int
    debt: int
    holders: int


@dataclass(frozen=True)
class Ending:
    """Points of one kind that end within a month unless they are used before, and of how many members."""

    kind: str
    month: date
    points: int
    members: int


@dataclass(frozen=True)
class MonthOfPoints:
    """What moved of one kind of points in a month of the books: `earned` less what was `taken_back`, then `redeemed` (what was given back
    taken off), `expired`, `forfeited` by those who left, and `adjusted` by hand, which may be below zero."""

    kind: str
    month: date
    earned: int = 0
    taken_back: int = 0
    redeemed: int = 0
    expired: int = 0
    forfeited: int = 0
    adjusted: int = 0


@dataclass(frozen=True)
class ProgrammeOverview:
    """`joined_lately` and `left_lately`: in the last 30 days. `months` has the kinds to redeem only, the earliest month first."""

    members: int
    joined_lately: int
    left_lately: int
    owed: tuple[Owed, ...]
    ending: tuple[Ending, ...]
    months: tuple[MonthOfPoints, ...]


@dataclass(frozen=True)
class MemberLine:
    """One line of a list of members. `usable` counts points to redeem; `guest_id` and `name` are of the guest it means today, None and
    empty where the guest was erased; of a company `name` alone."""

    member_id: UUID
    number: str
    guest_id: UUID | None
    name: str
    state: MemberState
    tier: str
    tier_until: date | None
    usable: int
    next_tier: str
    progress_permille: int
    enrolled_on: date
