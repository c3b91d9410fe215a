"""A partner's file: looked at first, then booked line by line, once, and nothing lost (rules PA11 and PA12)."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.cast import open_source, store_file
from tests.loyalty.books import DIRECTOR, TODAY, Books
from tests.loyalty.partnering import Bank, open_bank
from xenia.connect.models import Source
from xenia.kernel.errors import Conflict, Invalid
from xenia.loyalty.actions.partner_files import (
    cancel_partner_file,
    carry_out_partner_file,
    fetch_partner_faults,
    order_partner_check,
    perform_partner_file,
    resume_left_partner_files,
)
from xenia.loyalty.actions.partner_lines import cancel_line
from xenia.loyalty.models.ledger import Transfer
from xenia.loyalty.models.partners import PartnerFile, PartnerLine
from xenia.loyalty.queries.partner_files import get_partner_file, list_partner_fault_counts, list_partner_faults
from xenia.loyalty.rules.partner_files import FAULTS, amount_of, ask_of, columns_of, fault_words
from xenia.loyalty.rules.take_over import LineRefused
from xenia.loyalty.types.partners import PartnerFileSaid, PartnerLineKind, PartnerMoved, PartnerUnit
from xenia.loyalty.types.work import WorkState

HEADER = "流水号,类型,会员号,日期,金额,积分,原流水号"
NOBODY = UUID(int=0)


@pytest.fixture
def bank(books: Books) -> Bank:
    return open_bank(books, "lin", "wang")


def uploaded(bank: Bank, rows: Sequence[str]) -> UUID:
    """A file of these rows, `lin` and `wang` by their numbers."""
    text = "\n".join([HEADER, *rows]) + "\n"
    for who in bank.books.members:
        text = text.replace(f",{who},", f",{bank.number(who)},")
    source = Source.objects.filter(code="bank").first()
    return store_file(source.id if source else open_source("bank"), text, name="march.csv")


def checked(bank: Bank, *rows: str) -> UUID:
    """The id of a file of these rows that was looked at."""
    file_id = order_partner_check(actor=DIRECTOR, partner_id=bank.id, upload_id=uploaded(bank, rows), now=bank.books.now)
    perform_partner_file(file_id=file_id, clock=lambda: bank.books.now)
    return file_id


def carried(bank: Bank, file_id: UUID) -> PartnerFileSaid:
    carry_out_partner_file(actor=DIRECTOR, file_id=file_id, now=bank.books.now)
    perform_partner_file(file_id=file_id, clock=lambda: bank.books.now)
    return said(file_id)


def said(file_id: UUID) -> PartnerFileSaid:
    found = get_partner_file(DIRECTOR, file_id)
    assert found.said is not None
    return found.said


def figures(one: PartnerFileSaid) -> tuple[int, int, int, int]:
    return one.read, one.booked, one.unchanged, one.refused


def faults(file_id: UUID) -> list[tuple[int, str]]:
    return [(one.line, one.code) for one in list_partner_faults(DIRECTOR, file_id, size=200).items]


FOUR = (
    "E1,累积,lin,2026-03-02,459.00,,",
    "R1,冲回,lin,2026-03-02,100.00,,E1",
    "E2,累积,9999999999,2026-03-02,,50,",
    "E1,累积,lin,2026-03-02,459.00,,",
)


def test_pa11_columns_are_known_by_their_names_in_either_language() -> None:
    english = columns_of(["Reference", "Kind", "Member Number", "Day", "Amount", "Of-Reference"])

    assert (english["of"], columns_of(HEADER.split(","))["of"]) == ("Of-Reference", "原流水号")
    with pytest.raises(Invalid, match="it needs reference"):
        columns_of(["reference", "kind", "member_number", "day"])


def test_pa11_an_amount_is_written_as_money_or_as_whole_points() -> None:
    money, points = PartnerUnit.MONEY, PartnerUnit.POINTS
    assert [amount_of(text, money, "CNY") for text in ("459.00", "459", "1,459.5", "")] == [45_900, 45_900, 145_950, None]
    assert [amount_of("700", points, "CNY"), amount_of("459", money, "JPY"), amount_of("0.5", money, "KWD")] == [700, 459, 500]
    for wrong, unit in (("459.005", money), ("-1", money), ("0", money), ("abc", money), ("7.5", points), ("1e3", money)):
        with pytest.raises(LineRefused):
            amount_of(wrong, unit, "CNY")


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"kind": "gift", "day": "2026-03-02"}, "kind_unknown"),
        ({"kind": "earn", "day": ""}, "date_missing"),
        ({"kind": "earn", "day": "2026-02-30"}, "date_invalid"),
        ({"kind": "earn", "day": "2026-03-02", "points": "1.5"}, "points_unreadable"),
    ],
)
def test_pa11_a_line_that_says_nothing_is_refused(cells: dict[str, str], code: str) -> None:
    with pytest.raises(LineRefused) as why:
        ask_of(NOBODY, cells)

    assert why.value.code == code
    assert FAULTS[code] is fault_words(code)
    assert ask_of(NOBODY, {"kind": "退款", "day": "20260302"}).kind is PartnerLineKind.REVERSAL


def test_pa12_a_file_is_looked_at_and_nothing_is_booked(bank: Bank) -> None:
    file_id = checked(bank, *FOUR)
    one = said(file_id)

    assert (figures(one), Transfer.objects.count(), PartnerLine.objects.count()) == ((4, 2, 1, 1), 0, 0)
    assert (one.accrued, one.accrued_back) == (PartnerMoved(1, 22, 33), PartnerMoved(1, 5, 7))
    assert faults(file_id) == [(4, "member_unknown")]


def test_pa12_a_file_is_carried_out_line_by_line_and_again_changes_nothing(bank: Bank) -> None:
    first = carried(bank, checked(bank, *FOUR))
    again = carried(bank, checked(bank, *FOUR))

    assert (figures(first), first.accrued, first.accrued_back) == ((4, 2, 1, 1), PartnerMoved(1, 22, 33), PartnerMoved(1, 5, 7))
    assert (figures(again), again.accrued) == ((4, 0, 3, 1), PartnerMoved())
    assert (bank.books.balance("lin"), bank.clearing(), bank.books.faults()) == ((17, 0, 0), (-17, 0), [])
    assert [one.closing for one in bank.months()] == [-17]


def test_pa12_lines_are_refused_with_their_number_and_reason_and_downloaded_as_they_were_sent(bank: Bank) -> None:
    rows = (
        "B1,兑换,lin,2026-03-02,,10,",
        "E1,累积,lin,2026-03-02,459.00,23,",
        "E2,累积,lin,2026-03-03,459.00,,",
        "R1,冲回,lin,2026-03-02,,,E9",
        "B2,兑换,lin,2026-03-02,7.5,,",
        ",累积,lin,2026-03-02,459.00,,",
    )
    codes = [
        "points_short",
        "partner_points_differ",
        "partner_day_ahead",
        "partner_line_unknown",
        "amount_unreadable",
        "partner_reference_invalid",
    ]
    file_id = checked(bank, *rows)
    looked = faults(file_id)
    carried(bank, file_id)
    sent = b"".join(fetch_partner_faults(actor=DIRECTOR, file_id=file_id, now=bank.books.now)).decode("utf-8-sig").splitlines()

    assert faults(file_id) == looked == list(enumerate(codes, start=2))
    assert (
        sent[2].startswith("3,partner_points_differ,积分与"),
        sent[2].endswith(f"E1,累积,{bank.number('lin')},2026-03-02,459.00,23,"),
    ) == (True, True)
    assert (len(sent), {one.lines for one in list_partner_fault_counts(DIRECTOR, file_id)}, Transfer.objects.count()) == (7, {1}, 0)


def test_pa12_the_check_follows_the_file_so_what_is_earned_can_be_used_below(bank: Bank) -> None:
    rows = (
        "E1,earn,lin,2026-03-02,,300,",
        "B1,burn,lin,2026-03-02,500,,",
        "B2,burn,lin,2026-03-02,,201,",
        "R1,reversal,lin,2026-03-02,,,B1",
        "B2,burn,lin,2026-03-02,,201,",
    )
    file_id = checked(bank, *rows)
    looked = said(file_id)
    booked = carried(bank, file_id)

    assert (figures(looked), looked) == ((5, 4, 0, 1), booked)
    assert (booked.redeemed, booked.redeemed_back) == (PartnerMoved(2, 301, 241), PartnerMoved(1, 100, 80))
    assert (bank.books.balance("lin"), bank.clearing(), bank.books.faults()) == ((99, 0, 0), (-99, 0), [])


def test_pa7_a_file_confirms_what_a_call_has_held_and_cannot_where_that_is_over(bank: Bank) -> None:
    bank.books.earn("lin", 1_000)
    bank.says("burn", "B1", points=200, day=TODAY)
    over = bank.says("burn", "B2", points=300, day=TODAY)
    cancel_line(actor=DIRECTOR, line_id=over.id, now=bank.books.now)
    rows = ("B1,兑换,lin,2026-03-02,,200,", "B2,兑换,lin,2026-03-02,,300,")
    file_id = checked(bank, *rows)
    looked = figures(said(file_id))
    booked = carried(bank, file_id)

    assert (looked, figures(booked), faults(file_id)) == ((2, 1, 0, 1), (2, 1, 0, 1), [(3, "partner_line_over")])
    assert (bank.books.balance("lin"), bank.clearing(), bank.books.faults()) == ((800, 0, 0), (200, 0), [])


def test_pa12_a_file_that_is_stopped_or_whose_worker_died_goes_on(bank: Bank) -> None:
    rows = [f"E{n},累积,{'wang' if n % 2 else 'lin'},2026-03-02,,10," for n in range(120)]
    file_id = checked(bank, *rows)
    carry_out_partner_file(actor=DIRECTOR, file_id=file_id, now=bank.books.now)
    perform_partner_file(file_id=file_id, clock=stopping(bank, file_id, after=100))
    stopped = (get_partner_file(DIRECTOR, file_id).state, PartnerLine.objects.count())
    carry_out_partner_file(actor=DIRECTOR, file_id=file_id, now=bank.books.now)
    PartnerFile.objects.filter(id=file_id).update(state="running", beat_at=bank.books.now - timedelta(minutes=6))
    assert resume_left_partner_files(actor=DIRECTOR, now=bank.books.now) == 1
    perform_partner_file(file_id=file_id, clock=lambda: bank.books.now)

    assert (stopped, figures(said(file_id))) == ((WorkState.CANCELLED, 100), (120, 120, 0, 0))
    assert (bank.clearing(), PartnerLine.objects.count(), bank.books.faults()) == ((-1_200, 0), 120, [])


def stopping(bank: Bank, file_id: UUID, after: int) -> Callable[[], Any]:
    """A clock that asks for the end once so many lines are booked."""

    def clock() -> Any:
        if PartnerLine.objects.count() == after and not PartnerFile.objects.get(id=file_id).cancel_asked:
            cancel_partner_file(actor=DIRECTOR, file_id=file_id, now=bank.books.now)
        return bank.books.now

    return clock


def test_pa12_of_two_files_at_once_the_second_is_refused_and_none_is_carried_out_unchecked_or_twice(bank: Bank) -> None:
    upload = uploaded(bank, FOUR)
    first = order_partner_check(actor=DIRECTOR, partner_id=bank.id, upload_id=upload, now=bank.books.now)
    for refused in (
        lambda: order_partner_check(actor=DIRECTOR, partner_id=bank.id, upload_id=upload, now=bank.books.now),
        lambda: carry_out_partner_file(actor=DIRECTOR, file_id=first, now=bank.books.now),
    ):
        with pytest.raises(Conflict):
            refused()
    perform_partner_file(file_id=first, clock=lambda: bank.books.now)
    carried(bank, first)

    with pytest.raises(Conflict, match="is done"):
        carry_out_partner_file(actor=DIRECTOR, file_id=first, now=bank.books.now)
