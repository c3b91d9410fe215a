"""Taking a programme over from files: members, tiers and balances, once, and nothing lost (rules IM2 to IM10)."""

from datetime import date, timedelta

import pytest

from tests.loyalty.books import DIRECTOR, TODAY, Books
from tests.loyalty.taken_over import ACTIVITY, BALANCES, MEMBERS, elsewhere, lines
from xenia.kernel.errors import Conflict, Invalid, NotFound, Refused
from xenia.lake.intake.types import FileFault
from xenia.loyalty.actions.members import enrol_guest
from xenia.loyalty.actions.take_overs import cancel_take_over, order, perform_take_over, resume_left_take_overs
from xenia.loyalty.models.ledger import Lot, Transfer
from xenia.loyalty.models.programmes import Member
from xenia.loyalty.models.take_overs import FormerNumber, TakeOver
from xenia.loyalty.models.tiers import Standing, TierGrant
from xenia.loyalty.queries.ledger import list_balances
from xenia.loyalty.queries.members import find_by_number
from xenia.loyalty.queries.take_overs import fault_file, list_fault_counts, prove_take_over
from xenia.loyalty.types.take_over import Lines, Points
from xenia.loyalty.types.work import WorkState

pytestmark = pytest.mark.django_db
TWO = lines(MEMBERS, "A1,2020-05-01,金卡,", "A2,2021-06-01,,")
POINTS_OF_TWO = lines(BALANCES, "A1,积分,500,2025-01-31,2026-12-31", "A1,POINTS,300,,", "A2,,70,,")


def balance(member: Member, kind: str = "POINTS") -> int:
    return next(one.posted for one in list_balances(DIRECTOR, member.id) if one.kind == kind)


def member_of(number: str) -> Member:
    return FormerNumber.objects.get(number=number).member


def written() -> tuple[int, int, int]:
    return Member.objects.count(), Transfer.objects.count(), FormerNumber.objects.count()


def test_im7_members_come_with_their_day_tier_lots_and_former_number(books: Books) -> None:
    there = elsewhere(books, "A1", "A2")
    done = there.bring(TWO, POINTS_OF_TWO)
    one = member_of("A1")

    assert (one.enrolled_on, one.number != "A1", balance(one), balance(member_of("A2"))) == (date(2020, 5, 1), True, 800, 70)
    assert list(Lot.objects.order_by("id").values_list("amount", "value_on", "expires_on")) == [
        (500, date(2025, 1, 31), date(2027, 1, 1)),
        (300, TODAY, date(2028, 4, 1)),
        (70, TODAY, date(2028, 4, 1)),
    ]
    assert Standing.objects.get(member=one).tier == "GOLD"
    assert TierGrant.objects.get().reason == "opening"
    assert done.said.members == Lines(2, 2, 0, 0)
    assert done.said.balances == Lines(3, 3, 0, 0)
    assert books.faults() == []


def test_im10_the_statement_is_what_the_ledger_says(books: Books) -> None:
    there = elsewhere(books, "A1", "A2")
    done = there.bring(TWO, POINTS_OF_TWO + "A2,,9.5,,\n")
    proof = prove_take_over(DIRECTOR, done.id)

    assert done.said.points == {"POINTS": Points(87_950, 87_000, 0, 950, 0)}
    assert (proof.brought, proof.members, proof.is_same) == ({"POINTS": 870}, 2, True)


def test_a_check_writes_nothing_and_says_what_would_be_brought(books: Books) -> None:
    there = elsewhere(books, "A1", "A2")
    before = written()
    found = there.check(TWO, POINTS_OF_TWO)

    assert (found.state, written()) == (WorkState.DONE, before)
    assert found.said.members.brought == 2
    assert found.said.points["POINTS"].brought_cents == 87_000
    assert prove_take_over(DIRECTOR, found.id).brought == {}


def test_im9_the_same_files_again_change_nothing(books: Books) -> None:
    there = elsewhere(books, "A1", "A2")
    there.bring(TWO, POINTS_OF_TWO)
    before = written()
    again = there.bring(TWO, POINTS_OF_TWO)

    assert written() == before
    assert again.said.members == Lines(2, 0, 2, 0)
    assert again.said.balances == Lines(3, 0, 3, 0)
    assert again.said.points == {"POINTS": Points(87_000, 0, 87_000, 0, 0)}
    assert prove_take_over(DIRECTOR, again.id).is_same


def test_im8_a_changed_file_is_refused_line_by_line_and_changes_nothing(books: Books) -> None:
    there = elsewhere(books, "A1", "A2")
    there.bring(TWO, POINTS_OF_TWO)
    before = written()
    there.bring(TWO.replace("2021-06-01", "2021-06-02"), POINTS_OF_TWO.replace("A2,,70", "A2,,71"))

    assert written() == before
    assert balance(member_of("A2")) == 70
    assert there.faults() == [("members", 3, "member_changed"), ("balances", 4, "balance_changed")]


def test_im2_who_had_left_is_brought_as_left_and_what_was_over_is_forfeited(books: Books) -> None:
    there = elsewhere(books, "A1", "A2")
    done = there.bring(lines(MEMBERS, "A1,2020-05-01,GOLD,2024-01-31", "A2,2021-06-01,,"), POINTS_OF_TWO)
    one = member_of("A1")
    proof = prove_take_over(DIRECTOR, done.id)

    assert (one.state, one.left_on, balance(one), TierGrant.objects.count()) == ("left", date(2024, 1, 31), 0, 0)
    assert (proof.brought, proof.forfeited, proof.is_same) == ({"POINTS": 870}, {"POINTS": 800}, True)
    assert done.said.left == 1
    assert books.faults() == []


def test_members_are_found_by_the_number_they_had(books: Books) -> None:
    there = elsewhere(books, "A1", "A2")
    there.bring(TWO, POINTS_OF_TWO)
    one, programme = member_of("A1"), books.programme.id
    by_old, by_new = find_by_number(DIRECTOR, programme, " A1 "), find_by_number(DIRECTOR, programme, one.number)

    assert by_old
    assert by_new
    assert by_old.id == by_new.id == one.id
    with pytest.raises(Invalid, match="check digit"):
        find_by_number(DIRECTOR, programme, "A3")


def test_members_whose_guest_the_source_does_not_know_wait_until_it_does(books: Books) -> None:
    there = elsewhere(books, "A1")
    done = there.bring(TWO, POINTS_OF_TWO)

    assert there.faults() == [("members", 3, "guest_unknown"), ("balances", 4, "member_refused")]
    assert done.said.points["POINTS"] == Points(87_000, 80_000, 0, 7_000, 0)
    assert [(one.code, one.lines) for one in list_fault_counts(DIRECTOR, done.id)] == [("member_refused", 1), ("guest_unknown", 1)]


def test_a_guest_who_is_a_member_already_is_not_made_one_twice(books: Books) -> None:
    there = elsewhere(books, "A1", "A2")
    there.check(TWO, POINTS_OF_TWO)
    guest = there.guest("A2")
    enrol_guest(actor=DIRECTOR, programme_id=books.programme.id, guest_id=guest, now=books.now)
    there.carry_out()

    assert there.faults() == [("members", 3, "guest_member_already"), ("balances", 4, "member_refused")]
    assert Member.objects.count() == 2


def test_two_numbers_of_one_guest_are_one_membership(books: Books) -> None:
    there = elsewhere(books, "A1")
    header = "会员号,客人编号,入会日期"
    there.bring(lines(header, "A1,A1,2020-05-01", "B7,A1,2020-05-02", "A1,A1,2020-05-03"), lines(BALANCES, "B7,,5,,"))

    assert there.faults() == [("members", 3, "guest_twice"), ("members", 4, "number_twice"), ("balances", 2, "member_refused")]


def test_im5_a_file_of_months_becomes_one_lot_each(books: Books) -> None:
    there = elsewhere(books, "A1", "A2")
    months = lines(ACTIVITY, "A1,2017-01,183.75,0", "A1,2017-02,416.5,100", "A1,2017-02,416.5,100", "A2,2018-12,0,50")
    done = there.bring(TWO, months)

    assert (balance(member_of("A1")), balance(member_of("A2"))) == (500, 0)
    assert there.faults() == [("balances", 4, "line_repeated"), ("balances", 5, "activity_negative")]
    assert done.said.points == {"POINTS": Points(76_675, 50_000, 0, 26_650, 25)}


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-16"])
def test_a_file_in_another_encoding_is_read(books: Books, encoding: str) -> None:
    there = elsewhere(books, "A1", "A2")
    there.bring(TWO.encode(encoding), POINTS_OF_TWO.encode(encoding))

    assert (balance(member_of("A1")), there.faults()) == (800, [])


def test_an_empty_file_and_swapped_files_are_refused_and_nothing_begins(books: Books) -> None:
    there = elsewhere(books, "A1", "A2")
    with pytest.raises(FileFault):
        there.check("", POINTS_OF_TWO)
    with pytest.raises(Invalid, match="swapped"):
        there.check(POINTS_OF_TWO, TWO)
    assert TakeOver.objects.count() == 0


def test_a_header_alone_brings_nobody_and_a_line_cut_off_is_kept_with_its_reason(books: Books) -> None:
    there = elsewhere(books, "A1", "A2")
    nobody = there.bring(lines(MEMBERS), lines(BALANCES))
    there.bring(TWO, POINTS_OF_TWO + "A2,PO")

    assert nobody.said.members == Lines()
    assert nobody.state is WorkState.DONE
    assert there.faults() == [("balances", 5, "line_unreadable")]
    assert balance(member_of("A1")) == 800


def test_lines_not_brought_come_back_as_a_file_with_reasons_and_what_was_sent(books: Books) -> None:
    there = elsewhere(books, "A1", "A2")
    done = there.bring(TWO, POINTS_OF_TWO + "A2,POINTS,-5,,\n")
    text = b"".join(fault_file(DIRECTOR, done.id)).decode("utf-8-sig").splitlines()

    assert text[0] == "file,line,code,原因,reason,as sent"
    assert text[1].startswith("balances,5,points_negative,积分为负")
    assert text[1].endswith(",A2,POINTS,-5,,")


def test_points_that_had_ended_are_not_brought_and_still_the_file_is_the_same_later(books: Books) -> None:
    there = elsewhere(books, "A1", "A2")
    file = lines(BALANCES, "A1,,500,,2026-12-31", "A1,,80,,2026-03-01", "A2,,0,,")
    first = there.bring(TWO, file)
    again = there.bring(TWO, file)

    assert there.faults() == [("balances", 3, "lot_ended")]
    assert balance(member_of("A1")) == 500
    assert first.said.balances == Lines(3, 2, 0, 1)
    assert again.said.balances == Lines(3, 0, 2, 1)


def test_im9_stopped_in_the_middle_it_keeps_what_was_brought_and_goes_on(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xenia.loyalty.actions.take_overs.MEMBERS_AT_ONCE", 1)
    there = elsewhere(books, "A1", "A2")
    there.check(TWO, POINTS_OF_TWO)
    stopped = there.carry_out(lambda part, done, total: part == "bringing" and done == 1)
    half = Member.objects.count()
    done = there.carry_out()

    assert (stopped.state, half, Member.objects.count()) == (WorkState.CANCELLED, 1, 2)
    assert done.said.members == Lines(2, 2, 0, 0)
    assert prove_take_over(DIRECTOR, done.id).is_same


def test_im9_a_worker_that_died_is_followed_by_another(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xenia.loyalty.actions.take_overs.MEMBERS_AT_ONCE", 1)
    there = elsewhere(books, "A1", "A2")
    there.check(TWO, POINTS_OF_TWO)

    def dies(part: str, done: int, total: int) -> bool:
        if part == "bringing" and done == 1:
            raise KeyboardInterrupt
        return False

    with pytest.raises(KeyboardInterrupt):
        there.carry_out(dies)
    TakeOver.objects.update(beat_at=books.now - timedelta(minutes=6))
    assert resume_left_take_overs(actor=DIRECTOR, now=books.now) == 1
    perform_take_over(take_over_id=there.made[-1], clock=there.clock)
    assert prove_take_over(DIRECTOR, there.made[-1]).is_same
    assert Member.objects.count() == 2


def test_one_at_a_time_and_only_what_was_checked(books: Books) -> None:
    there = elsewhere(books, "A1", "A2")
    found = there.check(TWO, POINTS_OF_TWO)
    order(actor=DIRECTOR, take_over_id=found.id, now=books.now)
    with pytest.raises(Conflict, match="under way"):
        there.check(TWO, POINTS_OF_TWO)
    cancel_take_over(actor=DIRECTOR, take_over_id=found.id, now=books.now)
    there.carry_out() if there.made[-1] == found.id else None
    with pytest.raises(Conflict, match="done"):
        order(actor=DIRECTOR, take_over_id=found.id, now=books.now)


def test_a_day_that_is_closed_or_ahead_is_refused(books: Books) -> None:
    there = elsewhere(books, "A1")
    with pytest.raises(Invalid, match="cannot be the day"):
        there.check(TWO, POINTS_OF_TWO, as_of=date(2026, 3, 3))
    assert TakeOver.objects.count() == 0


def test_only_who_may_manage_the_whole_programme_and_load_data(books: Books) -> None:
    from dataclasses import replace

    there = elsewhere(books, "A1")
    found = there.check(TWO, POINTS_OF_TWO)
    clerk = replace(DIRECTOR, permissions=frozenset({"view_loyalty", "serve_members"}))
    for refused in (lambda: order(actor=clerk, take_over_id=found.id, now=books.now), lambda: list_fault_counts(clerk, found.id)):
        with pytest.raises(Refused):
            refused()
    with pytest.raises(NotFound):
        order(actor=DIRECTOR, take_over_id=there.source_id, now=books.now)
