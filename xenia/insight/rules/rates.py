"""Exchange rates by year, as reference data: what a unit of each currency was worth in yuan, on average. Pure.

Yearly averages, rounded to three or four digits, good enough to add up what a guest spent over years; not for accounting. A year before the
first takes the first, one after the last takes the last. An amount in a currency that is not here is counted as unpriced, never guessed.
"""

from collections.abc import Iterator

from xenia.kernel.money import minor_digits

REPORTING_CURRENCY = "CNY"
VERSION = "2026-01"
FIRST_YEAR = 2015
YUAN_PER_UNIT = {
    #       2015    2016    2017    2018    2019    2020    2021    2022    2023    2024    2025
    "AED": (1.696, 1.808, 1.838, 1.801, 1.879, 1.878, 1.756, 1.831, 1.927, 1.958, 1.957),
    "AUD": (4.68, 4.94, 5.18, 4.95, 4.80, 4.76, 4.85, 4.67, 4.70, 4.75, 4.63),
    "CAD": (4.88, 5.01, 5.21, 5.11, 5.20, 5.15, 5.15, 5.17, 5.25, 5.25, 5.14),
    "CHF": (6.47, 6.74, 6.86, 6.77, 6.95, 7.36, 7.06, 7.04, 7.88, 8.18, 8.66),
    "CNY": (1.0,) * 11,
    "EUR": (6.91, 7.34, 7.63, 7.80, 7.73, 7.88, 7.63, 7.07, 7.66, 7.79, 8.12),
    "GBP": (9.52, 8.98, 8.70, 8.83, 8.81, 8.85, 8.88, 8.30, 8.81, 9.20, 9.47),
    "HKD": (0.803, 0.856, 0.866, 0.844, 0.880, 0.889, 0.830, 0.859, 0.905, 0.922, 0.922),
    "IDR": (0.000464, 0.000499, 0.000505, 0.000465, 0.000488, 0.000473, 0.000451, 0.000453, 0.000465, 0.000454, 0.000437),
    "INR": (0.0971, 0.0988, 0.1038, 0.0968, 0.0981, 0.0931, 0.0873, 0.0857, 0.0858, 0.0860, 0.0826),
    "JPY": (0.0515, 0.0612, 0.0602, 0.0599, 0.0633, 0.0646, 0.0587, 0.0512, 0.0504, 0.0475, 0.0481),
    "KRW": (0.00551, 0.00573, 0.00598, 0.00601, 0.00592, 0.00585, 0.00564, 0.00521, 0.00543, 0.00528, 0.00505),
    "MOP": (0.780, 0.831, 0.841, 0.819, 0.855, 0.863, 0.806, 0.834, 0.878, 0.895, 0.895),
    "MYR": (1.60, 1.60, 1.57, 1.64, 1.67, 1.64, 1.56, 1.53, 1.55, 1.57, 1.68),
    "NZD": (4.35, 4.63, 4.80, 4.58, 4.55, 4.48, 4.56, 4.27, 4.35, 4.36, 4.20),
    "PHP": (0.1368, 0.1399, 0.1340, 0.1257, 0.1334, 0.1391, 0.1310, 0.1235, 0.1273, 0.1257, 0.1250),
    "RUB": (0.103, 0.0995, 0.1159, 0.1059, 0.1067, 0.0960, 0.0875, 0.1000, 0.0836, 0.0777, 0.0860),
    "SGD": (4.53, 4.81, 4.90, 4.91, 5.06, 5.00, 4.80, 4.88, 5.27, 5.38, 5.50),
    "THB": (0.182, 0.188, 0.199, 0.205, 0.222, 0.220, 0.202, 0.192, 0.204, 0.204, 0.218),
    "TWD": (0.196, 0.206, 0.222, 0.220, 0.223, 0.234, 0.231, 0.226, 0.227, 0.224, 0.230),
    "USD": (6.228, 6.642, 6.752, 6.617, 6.899, 6.898, 6.452, 6.726, 7.075, 7.190, 7.188),
    "VND": (0.000287, 0.000297, 0.000297, 0.000287, 0.000297, 0.000297, 0.000281, 0.000287, 0.000297, 0.000287, 0.000276),
}  # fmt: skip
"""Each currency with its averages from FIRST_YEAR on, one a year."""
LAST_YEAR = FIRST_YEAR + len(YUAN_PER_UNIT["CNY"]) - 1


def minor_factors(reporting: str = REPORTING_CURRENCY) -> Iterator[tuple[str, int, float]]:
    """Yields (currency, year, factor): a minor unit of the currency times the factor is in minor units of the reporting currency."""
    target = YUAN_PER_UNIT[reporting]
    for currency, yuan in YUAN_PER_UNIT.items():
        digits = 10.0 ** (minor_digits(reporting) - minor_digits(currency))
        for place, rate in enumerate(yuan):
            yield currency, FIRST_YEAR + place, rate / target[place] * digits
