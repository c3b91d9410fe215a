"""Words of loyalty's accounting: what points owed are worth, cohort by cohort."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True)
class Cohort:
    """The points that were issued in one month, and what became of them until the end of another. `sales_minor` is what guests paid for
    that earned them, 0 for points given without a sale."""

    month: date
    sales_minor: int
    issued: int
    redeemed: int
    expired: int
    forfeited: int

    @property
    def outstanding(self) -> int:
        """Points that may still be redeemed."""
        return self.issued - self.redeemed - self.expired - self.forfeited


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


@dataclass(frozen=True)
class Closing:
    """A month of a programme that is closed: nothing is booked in it any more."""

    id: UUID
    programme_id: UUID
    month: date
    cohorts: tuple[Valued, ...]
    closed_by: UUID | None
    closed_at: datetime


@dataclass(frozen=True)
class JournalLine:
    """One line of the journal that goes to the company's books: debit and credit in minor units, one of them 0."""

    month: date
    account: str
    debit_minor: int
    credit_minor: int
