"""The bank beside the demonstration's club, made in a programme without guests."""

from tests.loyalty.books import DIRECTOR, open_books
from xenia.demo.club_partner import BANK, SPENT, USED, add_bank
from xenia.loyalty.models.partners import PartnerLine
from xenia.loyalty.queries.partner_statements import get_partner_statement
from xenia.loyalty.queries.partners import list_partners
from xenia.loyalty.types.partners import PartnerState


def test_the_bank_has_earned_used_and_taken_back_and_the_books_add_up(db: None) -> None:
    books = open_books()
    books.enrol(*(f"member {n}" for n in range(10)))
    add_bank(DIRECTOR, books.programme, list(books.members.values()), now=books.now)

    (bank,) = list_partners(DIRECTOR, books.programme.id, now=books.now)
    months = get_partner_statement(DIRECTOR, bank.id, now=books.now).months
    earned, back = sum(spent // 2_000 for spent in SPENT), SPENT[1] // 2_000

    assert (bank.code, bank.state, bank.rates is not None) == (BANK.code, PartnerState.ACTIVE, True)
    assert PartnerLine.objects.count() == len(SPENT) + 2
    assert sum(one.accrued.points - one.accrued_back.points for one in months) == earned - back
    assert sum(one.redeemed.points for one in months) == USED
    assert books.faults() == []


def test_a_company_without_members_has_the_bank_too(db: None) -> None:
    books = open_books()
    add_bank(DIRECTOR, books.programme, [], now=books.now)

    (bank,) = list_partners(DIRECTOR, books.programme.id, now=books.now)
    assert get_partner_statement(DIRECTOR, bank.id, now=books.now).months == ()
