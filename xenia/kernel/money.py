"""Money is integer minor units and an ISO 4217 currency; never a float."""

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from xenia.kernel.errors import Invalid

MINOR_DIGITS = {
    "BHD": 3, "BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "IQD": 3, "ISK": 0, "JOD": 3, "JPY": 0, "KMF": 0, "KRW": 0, "KWD": 3,
    "LYD": 3, "OMR": 3, "PYG": 0, "RWF": 0, "TND": 3, "UGX": 0, "UYI": 0, "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0,
}  # fmt: skip
"""ISO 4217 exponents that are not 2."""


def minor_digits(currency: str) -> int:
    """Returns how many decimal digits the currency has (2 for most, 0 for JPY, 3 for KWD)."""
    return MINOR_DIGITS.get(currency, 2)


@dataclass(frozen=True)
class Money:
    """`minor` counts the smallest unit of `currency` (fen, cent, yen)."""

    minor: int
    currency: str

    def __add__(self, other: "Money") -> "Money":
        if other.currency != self.currency:
            raise Invalid(
                "currency_mixed", f"{self.currency} and {other.currency} cannot be added; convert one at the booking-date rate first."
            )
        return Money(self.minor + other.minor, self.currency)


def money_of(amount: Decimal, currency: str) -> Money:
    """Returns the amount in minor units, half to even; raises Invalid where the amount is not finite."""
    if not amount.is_finite():
        raise Invalid("amount_not_finite", f"The amount is {amount}; give a number.")
    minor = (amount * 10 ** minor_digits(currency)).quantize(Decimal(1), rounding=ROUND_HALF_EVEN)
    return Money(int(minor), currency)
