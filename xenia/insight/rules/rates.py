"""Rates of exchange as reference data with date: which currency is priced by what, and reading rates that somebody pastes. Pure.

The European Central Bank's reference rates of each working day; a day without takes the one before. What the bank does not quote is pegged
to what it does, or has yearly averages. A day before the first rate takes the first, one after the last takes the last. An amount in a
currency that is not here is counted as unpriced, never guessed. A company's own rates go before all of them. See docs/operating.md.
"""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation

from xenia.insight.types.policies import OwnRate, RateFault, RatesRead
from xenia.kernel.errors import Invalid
from xenia.kernel.texts import Text

REPORTING_CURRENCY = "CNY"
FIRST_DAY = date(2010, 1, 1)
"""The reference is kept from this day on."""
PEGS = {"MOP": ("HKD", 1.03), "AED": ("USD", 3.6725), "SAR": ("USD", 3.75), "QAR": ("USD", 3.64)}
"""So many units are, by law, one unit of the other."""
FIRST_YEAR = 2015
YUAN_PER_UNIT = {
    #       2015    2016    2017    2018    2019    2020    2021    2022    2023    2024    2025
    "RUB": (0.103, 0.0995, 0.1159, 0.1059, 0.1067, 0.0960, 0.0875, 0.1000, 0.0836, 0.0777, 0.0860),
    "TWD": (0.196, 0.206, 0.222, 0.220, 0.223, 0.234, 0.231, 0.226, 0.227, 0.224, 0.230),
    "VND": (0.000287, 0.000297, 0.000297, 0.000287, 0.000297, 0.000297, 0.000281, 0.000287, 0.000297, 0.000287, 0.000276),
}  # fmt: skip
"""Yearly averages in yuan, from FIRST_YEAR on, of what the bank does not quote, or stopped quoting (roubles, in March 2022)."""
LAST_YEAR = FIRST_YEAR + len(YUAN_PER_UNIT["RUB"]) - 1
QUOTED_AGO_MOST = 31
"""Days after its last quotation from which a currency that has yearly averages goes by those."""
RATE_MOST = Decimal(1_000_000)
LINES_MOST = 2_000
_CODE = re.compile(r"[A-Z]{3}")
_BREAK = re.compile(r"[\t,;，；]")


def yuan_in(currency: str, year: int) -> float:
    """The yearly average; a year before the first takes the first, one after the last takes the last."""
    return YUAN_PER_UNIT[currency][min(max(year, FIRST_YEAR), LAST_YEAR) - FIRST_YEAR]


def in_force(rates: Iterable[OwnRate]) -> dict[str, list[OwnRate]]:
    """Own rates by currency in order of their days; of two for one day the later one given counts."""
    newest = {(one.currency, one.valid_from): one for one in rates}
    found: dict[str, list[OwnRate]] = {}
    for _, rate in sorted(newest.items()):
        found.setdefault(rate.currency, []).append(rate)
    return found


def read_rates(text: str, reporting: str) -> RatesRead:
    """Reads pasted lines `USD, 2026-11-01, 7.12`: a currency, the day from which it holds, and what a unit is worth in the reporting
    currency; without a number the reference holds again from that day. Tabs, commas and semicolons part; a heading is passed over."""
    rates, faults = [], []
    lines = text.splitlines()
    if len(lines) > LINES_MOST:
        return RatesRead((), (_fault(LINES_MOST + 1, f"最多 {LINES_MOST:,} 行", f"{LINES_MOST:,} lines at most"),))
    for place, line in enumerate(lines, start=1):
        parts = [part.strip() for part in _BREAK.split(line.strip())]
        if not any(parts) or (place == 1 and parts[0].lower() in ("currency", "币种", "货币")):
            continue
        read = _line_of(place, parts, reporting)
        if isinstance(read, OwnRate):
            rates.append(read)
        else:
            faults.append(read)
    return RatesRead(tuple(rates), tuple(faults))


def _line_of(place: int, parts: list[str], reporting: str) -> OwnRate | RateFault:
    if len(parts) not in (2, 3):
        return _fault(
            place,
            f"有 {len(parts)} 列；应为币种、生效日、汇率（汇率可空）",
            f"has {len(parts)} columns; give currency, day and rate (which may be empty)",
        )
    currency, day, number = parts[0].upper(), parts[1], parts[2] if len(parts) == 3 else ""
    if not _CODE.fullmatch(currency) or currency == reporting:
        zh, en = (
            ("就是记账币种本身", "is the reporting currency itself")
            if currency == reporting
            else ("不是三个字母的币种代码", "is no code of three letters")
        )
        return _fault(place, f"“{parts[0]}”{zh}", f"{parts[0]!r} {en}")
    try:
        valid_from = date.fromisoformat(day.replace("/", "-"))
    except ValueError:
        return _fault(place, f"“{day}”不是日期；请写成 2026-11-01", f"{day!r} is no day; write 2026-11-01")
    try:
        rate = Decimal(number) if number else None
    except InvalidOperation:
        return _fault(place, f"“{number}”不是数字", f"{number!r} is no number")
    if rate is not None and (not rate.is_finite() or not 0 < rate < RATE_MOST or round(rate, 10) == 0):
        return _fault(place, f"汇率 {number} 须大于 0 且小于 {RATE_MOST:,}", f"the rate {number} must be above 0 and below {RATE_MOST:,}")
    return OwnRate(currency, valid_from, rate if rate is None else plain(rate), reporting)


def plain(rate: Decimal) -> str:
    """The rate as text, with ten decimals at most and no more than it needs."""
    return f"{round(rate, 10).normalize():f}"


def _fault(line: int, zh: str, en: str) -> RateFault:
    return RateFault(line, Text(zh, en))


def check_read(read: RatesRead) -> None:
    """Raises Invalid where a line has a fault, or where there is none."""
    if read.faults:
        told = read.faults[:3]
        raise Invalid(
            "rates_unreadable",
            f"{len(read.faults)} lines cannot be read: "
            + "; ".join(f"line {one.line} {one.words.en}" for one in told)
            + ". Nothing was kept.",
            f"有 {len(read.faults)} 行无法读取：" + "；".join(f"第 {one.line} 行{one.words.zh}" for one in told) + "。没有保存任何内容。",
        )
    if not read.rates:
        raise Invalid(
            "rates_empty",
            "No rate was given; write one a line, such as USD,2026-11-01,7.12.",
            "没有汇率；每行一条，如 USD,2026-11-01,7.12。",
        )
