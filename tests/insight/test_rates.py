"""Rates of exchange by day: the reference, what it lacks, a company's own, and reading what somebody pastes."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.insight.planted import LIN_GUEST, add, booking, features_of, guest_map_of, links
from xenia.insight.facts.bookings import as_buyer
from xenia.insight.reading.rates import rates_table, reference, sheet_of
from xenia.insight.rows import given_to_facts
from xenia.insight.rules.rates import FIRST_DAY, FIRST_YEAR, LAST_YEAR, YUAN_PER_UNIT, check_read, in_force, read_rates, yuan_in
from xenia.insight.types.policies import OwnRate, RateSource
from xenia.kernel.errors import Invalid
from xenia.lake import read
from xenia.lake.engine import Lake

FRIDAY, SATURDAY, SUNDAY, MONDAY = (date(2024, 6, day) for day in (14, 15, 16, 17))


def own(currency: str, day: date, rate: str | None) -> OwnRate:
    return OwnRate(currency, day, rate, "CNY")


def factor(currency: str, day: date, *entered: OwnRate, reporting: str = "CNY") -> float | None:
    table = rates_table(reporting, tuple(entered))
    rows = {(row["currency"], row["day"]): row["factor"] for row in table.to_pylist() if row["currency"] == currency}
    days = [one for _, one in rows]
    return rows.get((currency, min(max(day, min(days)), max(days)))) if days else None


def test_a_rate_is_that_of_its_day_and_a_weekend_takes_the_friday() -> None:
    assert [factor("USD", day) for day in (FRIDAY, MONDAY)] == [pytest.approx(7.7529 / 1.0686), pytest.approx(7.7728 / 1.0712)]
    assert factor("USD", SATURDAY) == factor("USD", SUNDAY) == factor("USD", FRIDAY)
    assert factor("CNY", FRIDAY) == 1.0


def test_a_yen_has_no_smaller_unit_and_a_dinar_a_thousand() -> None:
    assert factor("JPY", FRIDAY) == pytest.approx(100 * 7.7529 / 167.8, rel=1e-3)
    assert factor("KWD", FRIDAY, own("KWD", date(2020, 1, 1), "23.5")) == 2.35


def test_any_quoted_currency_can_be_the_one_of_reports() -> None:
    assert factor("USD", FRIDAY, reporting="EUR") == pytest.approx(1 / 1.0686)
    assert factor("EUR", FRIDAY, reporting="EUR") == 1.0


def test_what_the_bank_does_not_quote_is_pegged_or_yearly() -> None:
    assert factor("MOP", FRIDAY) == pytest.approx((factor("HKD", FRIDAY) or 0) / 1.03)
    assert factor("AED", FRIDAY) == pytest.approx((factor("USD", FRIDAY) or 0) / 3.6725)
    assert [factor("TWD", date(year, 6, 1)) for year in (2012, 2024, 2026)] == [pytest.approx(one) for one in (0.196, 0.224, 0.230)]


def test_roubles_go_by_their_last_quotation_for_a_month_and_by_the_year_then() -> None:
    assert reference().quoted["RUB"] == date(2022, 3, 1)
    assert factor("RUB", date(2022, 3, 30)) == pytest.approx(factor("RUB", date(2022, 3, 1)), rel=0.02)
    assert factor("RUB", date(2022, 6, 1)) == pytest.approx(0.1)


def test_yearly_averages_cover_the_same_years_and_the_nearest_stands_in() -> None:
    assert {len(rates) for rates in YUAN_PER_UNIT.values()} == {LAST_YEAR - FIRST_YEAR + 1}
    assert [yuan_in("TWD", year) for year in (1999, 2015, 2025, 2040)] == [0.196, 0.196, 0.230, 0.230]


def test_an_own_rate_goes_first_from_its_day_until_it_is_ended() -> None:
    entered = (own("USD", SATURDAY, "7"), own("USD", MONDAY, None))
    assert [factor("USD", day, *entered) for day in (FRIDAY, SATURDAY, SUNDAY)] == [factor("USD", FRIDAY), 7.0, 7.0]
    assert factor("USD", MONDAY, *entered) == factor("USD", MONDAY)
    assert in_force([own("USD", FRIDAY, "7"), own("USD", FRIDAY, "8")])["USD"][0].rate == "8"


def test_a_currency_only_the_company_prices_takes_its_first_rate_before_and_none_after_the_end() -> None:
    entered = (own("KZT", date(2024, 1, 1), "0.015"), own("KZT", FRIDAY, None))
    assert [factor("KZT", day, *entered) for day in (date(2019, 1, 1), date(2024, 3, 1))] == [pytest.approx(0.015)] * 2
    table = rates_table("CNY", entered)
    assert max(row["day"] for row in table.to_pylist() if row["currency"] == "KZT") == date(2024, 6, 13)


def test_every_currency_has_a_rate_on_every_day() -> None:
    table = rates_table()
    assert table.num_rows == len(reference().prices) * ((reference().until - FIRST_DAY).days + 1)
    assert reference().until >= date(2026, 10, 30)


def test_a_sheet_says_where_each_rate_comes_from() -> None:
    sheet = sheet_of(SUNDAY, "CNY", (own("USD", date(2024, 6, 1), "7.1"),))
    told = {one.currency: (one.source, one.rate) for one in sheet.lines if one.currency in ("USD", "MOP", "TWD")}
    assert told["USD"] == (RateSource.OWN, pytest.approx(7.1))
    assert (told["MOP"][0], told["TWD"][0]) == (RateSource.PEG, RateSource.YEARLY)
    assert "CNY" not in {one.currency for one in sheet.lines}


def test_pasted_lines_are_read_with_any_mark_between() -> None:
    found = read_rates("币种,生效日,汇率\nusd, 2026-11-01, 7.12\nJPY\t2026/11/01\t0.047\n\nKZT；2026-11-01；\n", "CNY")
    assert found.faults == ()
    assert [(one.currency, one.valid_from.day, one.rate) for one in found.rates] == [
        ("USD", 1, "7.12"), ("JPY", 1, "0.047"), ("KZT", 1, None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("USD", "1 列"), ("US,2026-11-01,7", "三个字母"), ("CNY,2026-11-01,7", "记账币种"), ("USD,1 Nov,7", "不是日期"),
        ("USD,2026-11-01,x", "不是数字"), ("USD,2026-11-01,0", "大于 0"), ("USD,2026-11-01,-7", "大于 0"), ("USD,2026-11-01,NaN", "大于 0"),
    ],
)  # fmt: skip
def test_each_fault_is_told_with_its_line_and_nothing_is_kept(line: str, words: str) -> None:
    found = read_rates(f"EUR,2026-11-01,7.8\n{line}", "CNY")
    (fault,) = found.faults
    assert fault.line == 2
    assert words in fault.words.zh
    with pytest.raises(Invalid, match="line 2"):
        check_read(found)


def spent(lake: Lake, *entered: OwnRate) -> dict[str, Any]:
    rates = rates_table("CNY", entered)
    given = given_to_facts(guest_map_of(links()), rates)
    (row,) = read.execute(as_buyer(datetime(2026, 6, 15, tzinfo=UTC)), units=None, given=given, lake=lake).to_pylist()
    return row


def test_amounts_are_added_at_the_rates_of_their_days(lake: Lake) -> None:
    made = {"A": FRIDAY, "B": MONDAY}
    days = {key: datetime(day.year, day.month, day.day, 9, tzinfo=UTC) for key, day in made.items()}
    add(lake, "booking_versions", *(booking(key, 9, currency="USD", total_minor=10_000, booked_at=day) for key, day in days.items()))
    assert spent(lake)["spend_minor"] == round(10_000 * 7.7529 / 1.0686) + round(10_000 * 7.7728 / 1.0712)
    assert spent(lake, own("USD", MONDAY, "7"))["spend_minor"] == round(10_000 * 7.7529 / 1.0686) + 70_000


def test_before_the_first_rate_the_nearest_is_taken_and_an_unknown_currency_is_counted_unpriced(lake: Lake) -> None:
    old = datetime(1999, 5, 1, tzinfo=UTC)
    add(lake, "booking_versions", booking("A", 9, currency="USD", booked_at=old), booking("B", 9, currency="XXX"))
    found = features_of(LIN_GUEST, lake, "spend_minor", "bookings_unpriced")
    first = factor("USD", FIRST_DAY) or 0
    assert (found["spend_minor"], found["bookings_unpriced"]) == (round(50_000 * first), 1)
