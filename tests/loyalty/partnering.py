"""A bank and an airline beside a test's books, and the few words in which a test says what they tell us."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from tests.loyalty.books import DIRECTOR, TODAY, Books
from xenia.kernel.texts import Text
from xenia.loyalty.actions.partner_lines import book_line
from xenia.loyalty.actions.partners import create_partner, set_partner_rates, set_partner_state
from xenia.loyalty.models.ledger import Account
from xenia.loyalty.models.partners import Partner
from xenia.loyalty.models.programmes import Member
from xenia.loyalty.queries.partner_statements import get_partner_statement
from xenia.loyalty.types.partners import (
    PartnerAsk,
    PartnerDraft,
    PartnerKind,
    PartnerLine,
    PartnerLineKind,
    PartnerMonth,
    PartnerRate,
    PartnerRates,
    PartnerState,
    PartnerUnit,
)

EARN = PartnerRate(points=1, per=2_000, price_per_1000=1_500)
"""A point for each full 20 yuan; the bank pays 15 yuan for 1,000 points."""
BURN = PartnerRate(points=100, per=500, price_per_1000=800, unit=PartnerUnit.POINTS)
"""100 points for each 500 of the bank's own; we pay 8 yuan for 1,000 points."""
RATES = PartnerRates(EARN, BURN)


@dataclass
class Bank:
    """The books beside a partner that is active."""

    books: Books
    id: UUID

    def says(self, kind: str, reference: str, who: str = "lin", **more: Any) -> PartnerLine:
        return book_line(actor=DIRECTOR, ask=self.ask(kind, reference, who, **more), now=self.books.now)

    def ask(self, kind: str, reference: str, who: str = "lin", **more: Any) -> PartnerAsk:
        return PartnerAsk(self.id, reference, PartnerLineKind(kind), self.number(who) if who else "", **more)

    def number(self, who: str) -> str:
        return Member.objects.values_list("number", flat=True).get(id=self.books.members[who])

    def takes_back(self, reference: str, of: str, **more: Any) -> PartnerLine:
        return self.says("reversal", reference, "", of=of, **more)

    def agrees(self, rates: PartnerRates, begins: date, ends: date | None = None) -> int:
        return set_partner_rates(actor=DIRECTOR, partner_id=self.id, rates=rates, valid=(begins, ends), now=self.books.now)

    def becomes(self, state: PartnerState) -> None:
        set_partner_state(actor=DIRECTOR, partner_id=self.id, state=state, now=self.books.now)

    def clearing(self) -> tuple[int, int]:
        """What the clearing account holds, and what is held for it."""
        one = Account.objects.get(id=Partner.objects.get(id=self.id).account_id)
        return one.posted, one.incoming

    def months(self) -> tuple[PartnerMonth, ...]:
        """The statement, the oldest month first; its difference is nil."""
        found = get_partner_statement(DIRECTOR, self.id, now=self.books.now)
        assert found.difference == 0
        return found.months[::-1]


def open_bank(books: Books, *who: str, code: str = "BANK", currency: str = "CNY", rates: PartnerRates = RATES) -> Bank:
    """Members by name, enrolled today, and a bank that is active with these rates from today."""
    books.enrol(*who)
    draft = PartnerDraft(code, Text("云上银行", "Cloud Bank"), PartnerKind.BANK, currency, "王经理 8001")
    bank = Bank(books, create_partner(actor=DIRECTOR, programme_id=books.programme.id, draft=draft, now=books.now))
    bank.agrees(rates, TODAY)
    bank.becomes(PartnerState.ACTIVE)
    return bank
