"""Words of loyalty's accounting: what points owed are worth, cohort by cohort, and months that are closed."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from xenia.kernel.texts import Text
from xenia.loyalty.types.earning import Why
from xenia.loyalty.types.work import WorkState


@dataclass(frozen=True)
class AccountingPolicy:
    """What a company decides about its points' accounting: the codes of the accounts its journal names (as Chinese standards number them),
    and the share of points expected to be redeemed while its own ledger cannot tell yet."""

    revenue_account: str = "6001"
    deferred_account: str = "2205"
    expense_account: str = "6601"
    expected_permille: int = 850


@dataclass(frozen=True)
class AccountingVersion:
    """The policy and its number: 0 as the product came."""

    number: int
    policy: AccountingPolicy


class CohortKind(StrEnum):
    """For what points were issued: a guest's purchase, a partner's payment, or nothing that was paid."""

    SOLD = "sold"
    PARTNER = "partner"
    GIVEN = "given"


@dataclass(frozen=True)
class Cohort:
    """The points that were issued in one month for one reason, and what became of them until the end of another. `sales_minor` is what
    guests paid for that earned them, or partners for the points themselves, 0 for points given. `reversed`: taken back, or kept for
    what a member owed; `passed`: gone to other cohorts by gifts that were taken back."""

    month: date
    sales_minor: int
    issued: int
    redeemed: int
    expired: int
    forfeited: int
    reversed: int = 0
    passed: int = 0
    kind: CohortKind = CohortKind.SOLD

    @property
    def key(self) -> tuple[date, CohortKind]:
        """What tells cohorts apart."""
        return self.month, self.kind

    @property
    def granted(self) -> int:
        """Points that were issued and not taken back: what the price of the sales is shared with."""
        return self.issued - self.reversed - self.passed

    @property
    def outstanding(self) -> int:
        """Points that may still be redeemed."""
        return self.granted - self.redeemed - self.expired - self.forfeited


@dataclass(frozen=True)
class Valued:
    """A cohort in money, minor units. `expected` is how many of its points are expected to be redeemed in the end; `deferred_minor` what
    of the sales was put off, `recognised_minor` what of that is revenue by now, `liability_minor` the rest."""

    cohort: Cohort
    expected: int
    deferred_minor: int
    recognised_minor: int

    @property
    def liability_minor(self) -> int:
        return self.deferred_minor - self.recognised_minor

    @property
    def breakage(self) -> int:
        """Points that nobody is expected to redeem, those that ended included."""
        return self.cohort.granted - self.expected


@dataclass(frozen=True)
class ClosedCohort:
    """A cohort as a closed month left it. `share_permyriad`: of ten thousand points so many were expected to be redeemed when they were
    issued; `true_up_minor` what a changed estimate added to the month's revenue."""

    valued: Valued
    share_permyriad: int
    true_up_minor: int


@dataclass(frozen=True)
class Totals:
    """All cohorts of a month together. `owed` is what members owe, whose balance is below zero; `members` the sum of their accounts, so
    `outstanding` = `members` + `owed`."""

    issued: int = 0
    redeemed: int = 0
    expired: int = 0
    forfeited: int = 0
    reversed: int = 0
    outstanding: int = 0
    owed: int = 0
    members: int = 0
    deferred_minor: int = 0
    recognised_minor: int = 0
    liability_minor: int = 0
    true_up_minor: int = 0


@dataclass(frozen=True)
class Closing:
    """The closing of a programme's month: once it is done, nothing is booked in the month any more, and its figures stay. `step` of
    `steps` are finished."""

    id: UUID
    programme_id: UUID
    month: date
    state: WorkState
    step: int
    steps: int
    cancel_asked: bool
    message: Text | None
    policy_number: int
    totals: Totals
    ordered_by: UUID | None
    ordered_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True)
class CohortRow:
    """A cohort of a closed month, as a table shows it."""

    month: date
    kind: CohortKind
    issued: int
    redeemed: int
    expired: int
    forfeited: int
    reversed: int
    passed: int
    outstanding: int
    expected: int
    breakage: int
    sales_minor: int
    deferred_minor: int
    recognised_minor: int
    liability_minor: int
    true_up_minor: int


@dataclass(frozen=True)
class JournalLine:
    """One line of the journal that goes to the company's books: debit and credit in minor units, one of them 0."""

    month: date
    account: str
    debit_minor: int
    credit_minor: int


@dataclass(frozen=True)
class ClosedMonth:
    """A closed month whole: its cohorts, the oldest first, and its journal with the codes of the company's accounts."""

    closing: Closing
    cohorts: tuple[CohortRow, ...]
    journal: tuple[JournalLine, ...]


@dataclass(frozen=True)
class Stack:
    """What is owed for the points issued in one month (`cohort`), sold and given, at the end of another."""

    month: date
    cohort: date
    outstanding: int
    liability_minor: int


@dataclass(frozen=True)
class Liability:
    """What a programme owes, month by month and cohort by cohort. `next_month` is the one to close next, None where none is over yet."""

    programme_id: UUID
    currency: str
    next_month: date | None
    closings: tuple[Closing, ...]
    stacks: tuple[Stack, ...]
    accounting: AccountingVersion


@dataclass(frozen=True)
class Reconciled:
    """The cohorts against the members' accounts, now: `outstanding` of all cohorts less what members owe must be what the accounts hold."""

    outstanding: int
    owed: int
    members: int

    @property
    def difference(self) -> int:
        return self.outstanding - self.owed - self.members


@dataclass(frozen=True)
class BookingDifference:
    """A booking whose points in the ledger are not what the rules give for it as it is told today, and why, as far as that is known."""

    booking_id: UUID
    part: str
    member_id: UUID | None
    counts_on: date | None
    by_rules: int
    in_ledger: int
    why: Why | None


@dataclass(frozen=True)
class Comparison:
    """The points of purchases in the ledger against the bookings, as known at a moment. `found` differences, each of which is listed."""

    id: UUID
    programme_id: UUID
    state: WorkState
    as_of: datetime
    purchases: int
    by_rules: int
    in_ledger: int
    found: int
    message: Text | None
    ended_at: datetime | None
