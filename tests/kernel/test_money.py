"""Money is whole minor units of one currency."""

from decimal import Decimal

import pytest

from xenia.kernel.errors import Invalid
from xenia.kernel.money import MINOR_DIGITS, Money, minor_digits, money_of


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        ("1234.50", "CNY", 123_450),
        ("0.005", "CNY", 0),
        ("0.015", "CNY", 2),
        ("-0.025", "CNY", -2),
        ("1200", "JPY", 1200),
        ("0.5", "JPY", 0),
        ("1.5", "JPY", 2),
        ("1.2345", "KWD", 1234),
        ("1.2355", "KWD", 1236),
        ("90071992547409.93", "USD", 9_007_199_254_740_993),
    ],
)
def test_an_amount_becomes_minor_units_half_to_even(amount: str, currency: str, minor: int) -> None:
    assert money_of(Decimal(amount), currency) == Money(minor, currency)


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "-Infinity"])
def test_an_amount_that_is_no_number_is_refused_with_its_value(amount: str) -> None:
    with pytest.raises(Invalid, match=f"The amount is {amount}; give a number") as refused:
        money_of(Decimal(amount), "CNY")
    assert refused.value.code == "amount_not_finite"


def test_amounts_of_one_currency_are_added() -> None:
    assert Money(120_000, "CNY") + Money(-20_000, "CNY") == Money(100_000, "CNY")


def test_amounts_of_two_currencies_are_never_added() -> None:
    with pytest.raises(Invalid, match="JPY and CNY cannot be added") as refused:
        Money(1, "JPY") + Money(1, "CNY")
    assert refused.value.code == "currency_mixed"


def test_the_exponents_are_those_of_iso_4217() -> None:
    assert [minor_digits(code) for code in ("CNY", "EUR", "JPY", "KRW", "KWD", "TND", "ISK")] == [2, 2, 0, 0, 3, 3, 0]
    assert set(MINOR_DIGITS.values()) == {0, 3}
