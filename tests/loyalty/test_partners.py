"""Partners in the books: earning, using points in two steps, taking back, and the month's statement (docs/algorithms/partners.md)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from tests.loyalty.at_once import at_once
from tests.loyalty.books import DIRECTOR, TODAY, Books, open_books
from tests.loyalty.partnering import EARN, RATES, Bank, open_bank
from xenia.kernel.errors import Conflict, Invalid, NotFound, XeniaError
from xenia.kernel.texts import Text
from xenia.loyalty.actions.closings import close_month
from xenia.loyalty.actions.leaving import leave_programme
from xenia.loyalty.actions.partner_lines import book_line, cancel_line, confirm_line, lapse_lines
from xenia.loyalty.actions.partners import change_partner, create_partner
from xenia.loyalty.models.ledger import Lot, Transfer
from xenia.loyalty.models.partners import PartnerLine
from xenia.loyalty.queries.accounting import get_closed_month, reconcile
from xenia.loyalty.queries.ledger import list_entries, list_related
from xenia.loyalty.queries.partner_export import lines_columns, lines_rows, lines_size
from xenia.loyalty.queries.partner_lines import list_partner_lines
from xenia.loyalty.queries.partner_statements import get_partner_statement, list_partner_summaries
from xenia.loyalty.queries.partners import get_partner, list_partners, quote_partner
from xenia.loyalty.rules.programmes import member_number
from xenia.loyalty.types.accounting import CohortKind
from xenia.loyalty.types.partners import (
    PartnerDraft,
    PartnerKind,
    PartnerLineFilter,
    PartnerLineKind,
    PartnerLineState,
    PartnerMoved,
    PartnerState,
)
from xenia.trust.types.exports import ExportScope, ExportSize

MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)


@pytest.fixture
def bank(books: Books) -> Bank:
    return open_bank(books, "lin", "wang")


def on(bank: Bank, day: date) -> Bank:
    """Turns the books to noon of a day."""
    bank.books.today, bank.books.now = day, datetime(day.year, day.month, day.day, 4, tzinfo=UTC)
    return bank


def refused(bank: Bank, kind: str, reference: str, who: str = "lin", **more: object) -> str:
    """The code of the refusal; nothing was written."""
    before = (Transfer.objects.count(), PartnerLine.objects.count())
    with pytest.raises(XeniaError) as why:
        bank.says(kind, reference, who, **more)
    assert (Transfer.objects.count(), PartnerLine.objects.count()) == before
    return why.value.code


def test_pa1_a_partner_begins_once_it_has_rates_and_its_last_day_still_counts(books: Books) -> None:
    bank = open_bank(books, "lin")
    bank.becomes(PartnerState.ENDED)
    on(bank, TODAY + timedelta(days=3))
    late = bank.says("earn", "E1", points=10, day=TODAY)

    assert (late.points, refused(bank, "earn", "E2", points=10, day=TODAY + timedelta(days=1))) == (10, "partner_not_active")
    assert bank.takes_back("R1", "E1").points == 10
    draft = PartnerDraft("AIR", Text("航空", "Air"), PartnerKind.AIRLINE, "CNY")
    other = create_partner(actor=DIRECTOR, programme_id=books.programme.id, draft=draft, now=books.now)
    assert get_partner(DIRECTOR, other, now=books.now).state is PartnerState.DRAFT
    with pytest.raises(Conflict, match="AIR already"):
        create_partner(actor=DIRECTOR, programme_id=books.programme.id, draft=draft, now=books.now)


def test_a_partner_is_called_otherwise_and_keeps_its_code(bank: Bank) -> None:
    change_partner(actor=DIRECTOR, partner_id=bank.id, name=Text("云银", "Cloud"), contact="8002", now=bank.books.now)
    (one,) = list_partners(DIRECTOR, bank.books.programme.id, now=bank.books.now)

    assert (one.code, one.name.zh, one.contact, one.rates and one.rates.rates) == ("BANK", "云银", "8002", RATES)


def test_pa2_a_line_has_the_rates_of_its_day_and_keeps_them(bank: Bank) -> None:
    with pytest.raises(Invalid, match="is over"):
        bank.agrees(RATES, TODAY - timedelta(days=1))
    on(bank, date(2026, 3, 15))
    bank.agrees(replace(RATES, earn=replace(EARN, price_per_1000=1_800)), APRIL)
    on(bank, date(2026, 4, 5))
    old, new = bank.says("earn", "E1", points=1_000, day=date(2026, 3, 31)), bank.says("earn", "E2", points=1_000)

    assert [(one.rates_number, one.money_minor) for one in (old, new)] == [(1, 1_500), (2, 1_800)]
    assert bank.takes_back("R1", "E1").money_minor == 1_500


def test_pa3_pa4_a_member_earns_from_the_clearing_account(bank: Bank) -> None:
    line, nothing = bank.says("earn", "E1", amount=45_900), bank.says("earn", "E2", amount=1_999)

    assert (line.points, line.money_minor, line.left, line.booked_on) == (22, 33, 22, TODAY)
    assert (nothing.points, nothing.money_minor, nothing.state) == (0, 0, PartnerLineState.BOOKED)
    assert (bank.clearing(), bank.books.balance("lin"), bank.books.lots("lin")) == ((-22, 0), (22, 0, 0), [(22, 22)])
    assert (Lot.objects.get().value_on, Lot.objects.get().expires_on) == (TODAY, date(2028, 4, 1))
    assert refused(bank, "earn", "E3", amount=45_900, points=23) == "partner_points_differ"


def test_pa3_a_quote_says_what_a_line_would_be_worth_and_writes_nothing(bank: Bank) -> None:
    ask = replace(bank.ask("burn", "Q", who=""), amount=700)
    found = quote_partner(DIRECTOR, ask, now=bank.books.now)

    assert (found.points, found.amount, found.rates_number, PartnerLine.objects.count()) == (200, 700, 1, 0)
    assert quote_partner(DIRECTOR, replace(ask, amount=None, points=250), now=bank.books.now).amount == 1_000


def test_pa4_a_partner_with_another_currency_is_owed_in_it_and_our_books_take_the_exchange(books: Books) -> None:
    rates = replace(RATES, exchange_millionths=7_120_000)
    bank = open_bank(books, "lin", currency="USD", rates=rates)
    line = bank.says("earn", "E1", amount=45_900)

    assert (line.money_minor, Transfer.objects.get().details) == (33, {"partner": "BANK", "part": "", "paid_minor": 235})


def test_pa5_the_same_reference_books_once_and_with_other_content_is_refused(bank: Bank) -> None:
    first = bank.says("earn", "E1", amount=45_900)
    again = bank.says("earn", "E1", amount=45_900)

    assert (again.id, bank.books.balance("lin")) == (first.id, (22, 0, 0))
    assert refused(bank, "earn", "E1", amount=46_000) == "partner_reference_used"
    assert refused(bank, "earn", "E1", "wang", amount=45_900) == "partner_reference_used"
    assert refused(bank, "burn", "E1", amount=45_900) == "partner_reference_used"
    assert refused(bank, "earn", "E1", amount=45_900, day=TODAY - timedelta(days=1)) == "partner_reference_used"


def test_pa6_a_late_line_counts_for_its_own_day_and_is_booked_today(bank: Bank) -> None:
    bank.books.earn("lin", 5)
    on(bank, date(2026, 4, 2))
    close_month(actor=DIRECTOR, programme_id=bank.books.programme.id, month=MARCH, clock=lambda: bank.books.now)
    late = bank.says("earn", "E1", points=22, day=date(2026, 3, 20))
    written = Transfer.objects.get(source=f"partner:{late.id}")

    assert (late.day, late.booked_on, written.value_on, written.booked_on) == (
        date(2026, 3, 20),
        bank.books.today,
        late.day,
        bank.books.today,
    )
    assert (written.expires_on, [one.month for one in bank.months()]) == (date(2028, 4, 1), [APRIL])


def test_pa6_a_day_or_a_member_that_cannot_be_is_refused(bank: Bank) -> None:
    leave_programme(actor=DIRECTOR, member_id=bank.books.members["wang"], now=bank.books.now)
    assert refused(bank, "earn", "E1", "wang", points=1) == "member_left"
    assert refused(bank, "earn", "E1", points=1, day=TODAY + timedelta(days=1)) == "partner_day_ahead"
    assert refused(bank, "earn", "E1", points=1, day=TODAY - timedelta(days=1)) == "partner_before_joining"
    assert refused(bank, "earn", "E1", points=1, day=TODAY - timedelta(days=181)) == "partner_day_too_old"
    assert refused(bank, "earn", "E1", points=1_000_001) == "partner_points_too_many"
    for number, code in ((member_number(999_999_999), "member_unknown"), ("1000000017", "member_number_invalid")):
        with pytest.raises((NotFound, Invalid)) as why:
            book_line(actor=DIRECTOR, ask=replace(bank.ask("earn", "E1", points=1), member_number=number), now=bank.books.now)
        assert why.value.code == code


def test_pa7_points_are_held_and_then_used(bank: Bank) -> None:
    bank.books.earn("lin", 1_000)
    held = bank.says("burn", "B1", amount=700)
    assert (held.state, bank.books.balance("lin"), bank.clearing()) == (PartnerLineState.HELD, (1_000, 200, 0), (0, 200))

    for _ in range(2):
        confirm_line(actor=DIRECTOR, line_id=held.id, now=bank.books.now)

    assert (bank.books.balance("lin"), bank.clearing(), bank.books.faults()) == ((800, 0, 0), (200, 0), [])
    with pytest.raises(Conflict, match="send a reversal"):
        cancel_line(actor=DIRECTOR, line_id=held.id, now=bank.books.now)


def test_pa7_what_is_cancelled_or_not_confirmed_in_time_is_free_again(bank: Bank) -> None:
    bank.books.earn("lin", 1_000)
    cancelled, lapsed = bank.says("burn", "B1", points=200), bank.says("burn", "B2", points=300)
    for _ in range(2):
        cancel_line(actor=DIRECTOR, line_id=cancelled.id, now=bank.books.now)
    later = bank.books.now + timedelta(hours=48)

    assert [lapse_lines(actor=DIRECTOR, now=when) for when in (bank.books.now, later, later)] == [0, 1, 0]
    assert (bank.books.balance("lin"), bank.clearing(), bank.books.faults()) == ((1_000, 0, 0), (0, 0), [])
    for over in (cancelled, lapsed):
        with pytest.raises(Conflict, match="held no more"):
            confirm_line(actor=DIRECTOR, line_id=over.id, now=bank.books.now)


def test_pa7_a_partner_is_not_told_what_a_member_has(bank: Bank) -> None:
    bank.books.earn("lin", 777)
    with pytest.raises(Conflict) as why:
        bank.says("burn", "B1", points=800)

    assert (why.value.code, "777" in f"{why.value}{why.value.message_zh}{why.value.context}") == ("points_short", False)
    assert (bank.books.balance("lin"), PartnerLine.objects.count()) == ((777, 0, 0), 0)


def test_pa8_some_of_a_line_is_taken_back_and_then_the_rest_and_no_more(bank: Bank) -> None:
    bank.says("earn", "E1", amount=45_900)
    some, rest = bank.takes_back("R1", "E1", amount=10_000), bank.takes_back("R2", "E1")

    assert [(one.points, one.money_minor) for one in (some, rest)] == [(5, 7), (17, 26)]
    assert bank.takes_back("R2", "E1").id == rest.id
    assert refused(bank, "reversal", "R3", "", of="E1") == "partner_reversal_beyond"
    assert refused(bank, "reversal", "R3", "", of="R1") == "partner_line_not_booked"
    assert refused(bank, "reversal", "R3", "", of="E9") == "partner_line_unknown"
    assert (bank.books.balance("lin"), bank.clearing(), bank.books.faults()) == ((0, 0, 0), (0, 0), [])


def test_pa8_what_was_used_returns_to_the_lots_it_came_from(bank: Bank) -> None:
    bank.books.earn("lin", 100, until=date(2026, 6, 1)), bank.books.earn("lin", 300, until=date(2026, 9, 1))
    held = bank.says("burn", "B1", points=250)
    assert refused(bank, "reversal", "R1", "", of="B1") == "partner_line_not_booked"
    confirm_line(actor=DIRECTOR, line_id=held.id, now=bank.books.now)
    back = bank.takes_back("R1", "B1", points=200)

    assert (back.money_minor, bank.clearing()) == (160, (50, 0))
    assert (bank.books.lots("lin"), bank.books.faults()) == ([(50, 100), (300, 300)], [])
    assert refused(bank, "reversal", "R2", "wang", of="B1") == "partner_reversal_member"


def test_pa8_points_that_were_spent_are_owed_as_far_as_the_policy_allows(bank: Bank) -> None:
    bank.says("earn", "E1", points=400), bank.says("earn", "E2", points=900)
    bank.books.spend("lin", 1_300)
    bank.takes_back("R1", "E1")

    assert (bank.books.balance("lin"), refused(bank, "reversal", "R2", "", of="E2")) == ((-400, 0, 0), "points_short")
    assert bank.books.faults() == []


def test_pa9_the_statement_is_the_ledger_and_leads_to_its_lines(bank: Bank) -> None:
    bank.books.earn("lin", 1_000)
    bank.says("earn", "E1", amount=45_900), bank.takes_back("R1", "E1", amount=10_000)
    confirm_line(actor=DIRECTOR, line_id=bank.says("burn", "B1", points=200).id, now=bank.books.now)
    bank.says("burn", "B2", points=300)
    (march,) = bank.months()
    (now,) = list_partner_summaries(DIRECTOR, bank.books.programme.id, now=bank.books.now)

    assert (march.accrued, march.accrued_back, march.redeemed) == (
        PartnerMoved(1, 22, 33),
        PartnerMoved(1, 5, 7),
        PartnerMoved(1, 200, 160),
    )
    assert (march.opening, march.closing, march.owed_by_partner_minor, march.owed_to_partner_minor, march.net_minor) == (
        0,
        183,
        26,
        160,
        -134,
    )
    assert (now.month, now.held, bank.clearing()) == (march, 300, (183, 300))
    wanted = PartnerLineFilter(MARCH, PartnerLineKind.REVERSAL, PartnerLineKind.EARN)
    assert [one.reference for one in list_partner_lines(DIRECTOR, bank.id, wanted=wanted).items] == ["R1"]
    assert [one.reference for one in list_partner_lines(DIRECTOR, bank.id, size=2).items] == ["B2", "B1"]


def test_pa10_points_of_partners_are_a_cohort_of_their_own_and_the_closing_is_the_ledger(bank: Bank) -> None:
    bank.says("earn", "E1", points=1_000), bank.says("earn", "E2", points=400)
    bank.books.earn("lin", 600)
    on(bank, date(2026, 4, 3))
    confirm_line(actor=DIRECTOR, line_id=bank.says("burn", "B1", points=400).id, now=bank.books.now)
    bank.takes_back("R1", "E2")
    on(bank, date(2026, 5, 3))
    for month in (MARCH, APRIL):
        close_month(actor=DIRECTOR, programme_id=bank.books.programme.id, month=month, clock=lambda: bank.books.now)
    first, second = (get_closed_month(DIRECTOR, bank.books.programme.id, month) for month in (MARCH, APRIL))

    assert [(one.kind, one.issued, one.sales_minor, one.deferred_minor) for one in first.cohorts] == [
        (CohortKind.GIVEN, 600, 0, 510),
        (CohortKind.PARTNER, 1_400, 2_100, 2_100),
    ]
    assert [(one.kind, one.redeemed, one.reversed, one.deferred_minor) for one in second.cohorts] == [
        (CohortKind.GIVEN, 0, 0, 510),
        (CohortKind.PARTNER, 400, 400, 1_500),
    ]
    assert (second.closing.totals.outstanding, reconcile(DIRECTOR, bank.books.programme.id).difference) == (1_200, 0)
    assert bank.books.faults() == []


@pytest.mark.django_db(transaction=True)
def test_pa5_two_calls_at_once_book_a_reference_once_and_hold_no_more_than_there_is() -> None:
    bank = open_bank(open_books(), "lin")
    earned = at_once([lambda: bank.says("earn", "E1", points=1_000).id] * 4, 4)
    held = at_once([lambda n=n: bank.says("burn", f"B{n}", points=300).points for n in range(8)], 4)
    back = at_once([lambda n=n: bank.takes_back(f"R{n}", "E1", points=30).points for n in range(8)], 4)

    assert len(set(earned)) == 1
    assert sorted(map(str, held)) == ["300"] * 3 + ["points_short"] * 5
    assert back == [30] * 8
    assert (bank.books.balance("lin"), bank.clearing(), bank.books.faults()) == ((760, 900, 0), (-760, 900), [])


def test_an_entry_of_a_member_names_the_partner(bank: Bank) -> None:
    bank.books.earn("lin", 500)
    bank.says("earn", "E1", points=100)
    confirm_line(actor=DIRECTOR, line_id=bank.says("burn", "B1", points=200).id, now=bank.books.now)
    entries = list_entries(DIRECTOR, bank.books.members["lin"], kind="POINTS").items
    related = list_related(DIRECTOR, bank.books.members["lin"], entries[0].id)

    assert [one.partner and one.partner.zh for one in (*entries, *related)] == [
        "云上银行",
        "云上银行",
        "云上银行",
        None,
        "云上银行",
        "云上银行",
    ]


def test_pa9_the_lines_of_a_month_leave_as_a_guarded_export(bank: Bank) -> None:
    bank.says("earn", "E1", amount=45_900), bank.takes_back("R1", "E1", amount=10_000)
    scope = ExportScope({"partner": str(bank.id), "month": "2026-03"}, with_contacts=False, language="zh-CN")
    rows = [one.cells for one in lines_rows(DIRECTOR, scope)]

    assert [(one[0], one[1], one[7], one[8], one[10]) for one in rows] == [
        ("R1", "reversal", 5, Decimal("0.07"), "E1"),
        ("E1", "earn", 22, Decimal("0.33"), None),
    ]
    assert (lines_size(DIRECTOR, scope), len(lines_columns(DIRECTOR, scope))) == (ExportSize(2, 1), len(rows[0]))
    for wrong in ({}, {"partner": str(bank.id), "year": "2026"}):
        with pytest.raises(Invalid):
            list(lines_rows(DIRECTOR, ExportScope(wrong, with_contacts=False, language="en")))


@pytest.mark.django_db(transaction=True)
def test_pa9_the_statement_is_of_one_moment_while_lines_are_booked() -> None:
    bank = open_bank(open_books(), "lin")
    deeds = [lambda n=n: bank.says("earn", f"E{n}", points=1).points for n in range(12)]
    looks = [lambda: get_partner_statement(DIRECTOR, bank.id, now=bank.books.now).difference for _ in range(12)]
    found = at_once([one for pair in zip(deeds, looks, strict=True) for one in pair], 2)

    assert sorted(map(int, map(str, found))) == [0] * 12 + [1] * 12
