"""Reading the files of a programme that is taken over, line by line (rules IM1 to IM6)."""

from datetime import date

import pytest

from xenia.kernel.errors import Invalid
from xenia.kernel.texts import Text
from xenia.loyalty.rules.take_over import LineRefused, cents_of, columns_of, has_activity, member_of, opening_until, read_day, tier_words
from xenia.loyalty.rules.take_over_balances import Adding, Key, Tally, Terms, add_activity, add_balance, added_up, compared, ends_on
from xenia.loyalty.rules.take_over_faults import FAULTS
from xenia.loyalty.types.programmes import ExpiryMode, ExpiryPolicy
from xenia.loyalty.types.take_over import FileOf, LotSaid
from xenia.loyalty.types.tiers import Threshold, Tier, TierPolicy

AS_OF = date(2026, 3, 2)
TERMS = Terms({"points": "POINTS", "积分": "POINTS", "tier": "TIER"}, "POINTS", AS_OF)
POLICY = TierPolicy((Tier("BASE", Text("普卡", "Base")), Tier("GOLD", Text("金卡", "Gold"), (Threshold("TIER", 10),))))
TIERS = tier_words(POLICY)
AIRLINE = ["Loyalty Number", "Year", "Month", "Points Accumulated", "Points Redeemed"]


@pytest.mark.parametrize(
    ("file", "header", "field", "name"),
    [
        (FileOf.MEMBERS, ["会员号", "入会日期"], "enrolled_on", "入会日期"),
        (FileOf.MEMBERS, ["Loyalty Number", "Loyalty Card", "Enrollment Year", "Enrollment Month"], "tier", "Loyalty Card"),
        (FileOf.BALANCES, ["member_number", "amount", "Expires on"], "last_day", "Expires on"),
        (FileOf.BALANCES, AIRLINE, "earned", "Points Accumulated"),
    ],
)
def test_im1_a_column_is_known_by_any_of_its_names(file: FileOf, header: list[str], field: str, name: str) -> None:
    assert columns_of(file, header)[field] == name


def test_im1_files_that_lack_a_column_or_are_swapped_are_refused_with_what_to_do() -> None:
    assert has_activity(columns_of(FileOf.BALANCES, AIRLINE))
    with pytest.raises(Invalid, match="swapped"):
        columns_of(FileOf.MEMBERS, AIRLINE)
    with pytest.raises(Invalid, match="swapped"):
        columns_of(FileOf.BALANCES, ["会员号", "入会日期"])
    with pytest.raises(Invalid, match="it needs the member's number"):
        columns_of(FileOf.MEMBERS, ["name", "city"])


def test_im2_a_month_alone_means_its_first_day_for_joining_and_its_last_for_leaving() -> None:
    cells = {"number": "480934", "enrolled_year": "2016", "enrolled_month": "2", "left_year": "2018", "left_month": "1", "tier": "gold"}
    said = member_of(2, cells, TIERS, AS_OF)

    assert (said.enrolled_on, said.left_on, said.tier, said.guest_key) == (date(2016, 2, 1), date(2018, 1, 31), "GOLD", "480934")


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"number": ""}, "number_missing"),
        ({"number": "9" * 41}, "number_invalid"),
        ({"enrolled_on": ""}, "enrolled_missing"),
        ({"enrolled_on": "2026-02-30"}, "date_invalid"),
        ({"enrolled_on": "1899-01-01"}, "date_invalid"),
        ({"enrolled_on": "2026-03-03"}, "date_ahead"),
        ({"left_on": "2019-12-31"}, "left_before_joined"),
        ({"tier": "DIAMOND"}, "tier_unknown"),
    ],
)
def test_im2_a_line_that_cannot_be_is_refused_with_its_reason(changed: dict[str, str], code: str) -> None:
    with pytest.raises(LineRefused) as refused:
        member_of(2, {"number": "M1", "enrolled_on": "2020-01-01", "tier": "金卡"} | changed, TIERS, AS_OF)
    assert refused.value.code == code
    assert FAULTS[code].zh


def test_im3_a_tier_holds_as_if_it_had_been_reached_on_the_day_of_the_take_over() -> None:
    assert opening_until(POLICY, date(2016, 2, 1), AS_OF) == date(2028, 1, 1)


@pytest.mark.parametrize(("said", "cents"), [("500", 50_000), ("183.75", 18_375), ("1,234,567.5", 123_456_750), ("-5", -500), ("0", 0)])
def test_im4_points_are_read_exactly(said: str, cents: int) -> None:
    assert cents_of(said) == cents


@pytest.mark.parametrize("said", ["", "many", "1e5", "NaN", "1.005", "１２", "1,23", "9" * 19])
def test_im4_what_is_no_number_of_points_is_refused(said: str) -> None:
    with pytest.raises(LineRefused, match="points_unreadable"):
        cents_of(said)


@pytest.mark.parametrize(
    ("said", "day"), [("2026-3-2", AS_OF), ("2026/03/02", AS_OF), ("20260302", AS_OF), ("2026-03-02T10:00:00Z", AS_OF)]
)
def test_im2_days_are_read_however_they_are_written(said: str, day: date) -> None:
    assert read_day(said) == day


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"amount": "-5"}, "points_negative"),
        ({"amount": "10.5"}, "points_fraction"),
        ({"amount": "1000000000000001"}, "points_too_many"),
        ({"amount": "ten"}, "points_unreadable"),
        ({"kind": "MILES"}, "kind_unknown"),
        ({"value_on": "2026-04-01"}, "date_ahead"),
        ({"value_on": "2026-02-02", "last_day": "2026-02-01"}, "expiry_before_value"),
        ({"last_day": "soon"}, "date_invalid"),
        ({"number": ""}, "number_missing"),
    ],
)
def test_im4_a_balance_that_cannot_be_is_refused_and_its_points_counted(changed: dict[str, str], code: str) -> None:
    into: dict[Key, Adding] = {}
    tally = Tally(FileOf.BALANCES)
    add_balance(into, tally, 7, {"number": "M1", "amount": "500"} | changed, TERMS, is_repeated=False)

    assert [(one.line, one.code) for one in tally.faults] == [(7, code)]
    assert not into
    assert sum(tally.cents.values()) == sum(tally.refused_cents.values())


def test_im5_months_are_added_up_and_what_is_left_is_rounded_down() -> None:
    into: dict[Key, Adding] = {}
    tally = Tally(FileOf.BALANCES)
    months = [("2017", "1", "183.75", "0"), ("2017", "2", "416.25", "0"), ("2017", "2", "409.32", "350"), ("2018", "12", "0", "0")]
    for line, (year, month, earned, redeemed) in enumerate(months, start=2):
        add_activity(
            into,
            tally,
            line,
            {"number": "M1", "year": year, "month": month, "earned": earned, "redeemed": redeemed},
            TERMS,
            is_repeated=False,
        )
    found = added_up(into, tally, AS_OF)["M1", "POINTS"]

    assert (found.lots, found.cents, found.lines) == ((LotSaid(659, date(2018, 12, 31), None),), 65_932, (2, 3, 4, 5))


def test_im5_months_that_come_to_less_than_nothing_are_refused_line_by_line() -> None:
    into: dict[Key, Adding] = {}
    tally = Tally(FileOf.BALANCES)
    for line, (earned, redeemed) in enumerate([("100", "0"), ("0", "300")], start=2):
        cells = {"number": "M1", "month": f"2018-0{line}", "earned": earned, "redeemed": redeemed}
        add_activity(into, tally, line, cells, TERMS, is_repeated=False)

    assert added_up(into, tally, AS_OF) == {}
    assert [(one.line, one.code) for one in tally.faults] == [(2, "activity_negative"), (3, "activity_negative")]
    assert (tally.cents, tally.refused_cents) == ({"POINTS": -20_000}, {"POINTS": -20_000})


def test_im6_points_end_the_day_after_their_last_or_as_if_earned_on_the_day_of_the_take_over() -> None:
    policy = ExpiryPolicy(ExpiryMode.MONTHS, 24)

    assert ends_on(LotSaid(5, None, date(2026, 12, 31)), policy, AS_OF, has_lots=True) == date(2027, 1, 1)
    assert ends_on(LotSaid(5, date(2018, 12, 31), None), policy, AS_OF, has_lots=True) == date(2028, 4, 1)
    assert ends_on(LotSaid(5, None, None), policy, AS_OF, has_lots=False) is None


def test_im8_a_file_that_says_otherwise_of_what_was_brought_is_no_longer_the_same() -> None:
    there, ended = LotSaid(500, None, date(2026, 12, 31), 2), LotSaid(80, None, date(2026, 1, 31), 3)

    assert compared([there, ended], [there.said], AS_OF) == ([there], [ended])
    assert compared([LotSaid(600, None, date(2026, 12, 31), 2)], [there.said], AS_OF) is None
    assert compared([], [there.said], AS_OF) is None
