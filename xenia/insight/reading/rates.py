"""Rates of exchange by day, from the reference that came with the product and what a company entered itself."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from itertools import pairwise
from zipfile import ZipFile

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from currency_converter import CURRENCY_FILE
from numpy.typing import NDArray
from pyarrow import csv

from xenia.insight.facts.known import RATES
from xenia.insight.rules.rates import FIRST_DAY, PEGS, QUOTED_AGO_MOST, REPORTING_CURRENCY, YUAN_PER_UNIT, in_force, yuan_in
from xenia.insight.types.policies import OwnRate, RateLine, RateSheet, RateSource
from xenia.kernel.money import minor_digits

Prices = NDArray[np.float64]
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Reference:
    """What a unit of each currency was worth in euros on every day from FIRST_DAY on, without gaps, and when it was last quoted."""

    until: date
    prices: dict[str, Prices]
    quoted: dict[str, date]


@cache
def reference() -> Reference:
    """The reference rates that the product came with: about forty currencies, read once."""
    with ZipFile(CURRENCY_FILE) as packed, packed.open(packed.namelist()[0]) as file:
        table = csv.read_csv(file, convert_options=csv.ConvertOptions(null_values=["N/A", ""], strings_can_be_null=True))
    table = table.sort_by("Date").filter(pc.greater_equal(pc.field("Date"), FIRST_DAY))
    days = np.array([(day - FIRST_DAY).days for day in table["Date"].to_pylist()])
    prices, quoted = {"EUR": np.ones(days[-1] + 1)}, {"EUR": FIRST_DAY + int(days[-1]) * DAY}
    for name in (one for one in table.column_names if one.isalpha() and len(one) == 3):
        units = table[name].cast(pa.float64()).to_numpy()
        told = np.flatnonzero(~np.isnan(units))
        if told.size:
            places = np.clip(np.searchsorted(days[told], np.arange(days[-1] + 1), side="right") - 1, 0, None)
            prices[name], quoted[name] = 1 / units[told][places], FIRST_DAY + int(days[told[-1]]) * DAY
    _add_unquoted(prices, quoted)
    return Reference(FIRST_DAY + int(days[-1]) * DAY, prices, quoted)


def _add_unquoted(prices: dict[str, Prices], quoted: dict[str, date]) -> None:
    for currency, (other, units) in PEGS.items():
        prices[currency] = prices[other] / units
    years = (np.datetime64(FIRST_DAY) + np.arange(len(prices["CNY"]))).astype("datetime64[Y]").astype(int) + 1970
    for currency in YUAN_PER_UNIT:
        yearly = np.array([yuan_in(currency, year) for year in range(years[0], years[-1] + 1)])[years - years[0]] * prices["CNY"]
        first = 0 if currency not in quoted else (quoted[currency] - FIRST_DAY).days + QUOTED_AGO_MOST
        prices[currency] = np.concatenate([prices.get(currency, yearly)[:first], yearly[first:]])


@lru_cache(maxsize=4)
def rates_table(reporting: str = REPORTING_CURRENCY, own: tuple[OwnRate, ...] = ()) -> pa.Table:
    """The rates as facts read them (`facts.known.RATES`): every currency on every day from the first to the last on which one changed."""
    known, priced = reference(), prices_of(own)
    days = len(priced["EUR"])
    names = sorted(priced)
    digits = [10.0 ** (minor_digits(reporting) - minor_digits(name)) for name in names]
    factors = [priced[name] / priced[reporting] * power for name, power in zip(names, digits, strict=True)]
    day = pa.array(np.tile(np.datetime64(FIRST_DAY) + np.arange(days), len(names)))
    currency = pa.DictionaryArray.from_arrays(np.repeat(np.arange(len(names), dtype=np.int32), days), names).cast(pa.string())
    table = pa.table([currency, day, np.concatenate(factors)], schema=RATES)
    return table.filter(pc.is_valid(pc.field("factor")) & ~pc.is_nan(pc.field("factor"))) if set(names) - set(known.prices) else table


def prices_of(own: tuple[OwnRate, ...]) -> dict[str, Prices]:
    """What a unit of each currency is worth in euros on every day, a company's own rates going before the reference. A currency that only
    the company prices is worth its first own rate before that day, and nothing is known of it (nan) where the company ended its rate."""
    known, entered = reference(), in_force(own)
    last = max([known.until, *(one.valid_from for one in own)])
    days = (last - FIRST_DAY).days + 1
    prices = {name: np.concatenate([found, np.repeat(found[-1], days - len(found))]) for name, found in known.prices.items()}
    base = dict(prices)
    for currency, rates in entered.items():
        found = base.get(currency, np.full(days, np.nan)).copy()
        ends = [(one.valid_from - FIRST_DAY).days for one in rates] + [days]
        for rate, (first, end) in zip(rates, pairwise(ends), strict=True):
            if rate.rate is not None:
                found[max(first, 0) : max(end, 0)] = float(rate.rate) * base[rate.against][max(first, 0) : max(end, 0)]
        if currency not in base and rates[0].rate is not None:
            found[: max(ends[0], 0)] = float(rates[0].rate) * base[rates[0].against][: max(ends[0], 0)]
        prices[currency] = found
    return prices


def sheet_of(day: date, reporting: str, own: tuple[OwnRate, ...]) -> RateSheet:
    """The rates of one day, each with its source."""
    known, priced, entered = reference(), prices_of(own), in_force(own)
    place = min(max((day - FIRST_DAY).days, 0), len(priced["EUR"]) - 1)
    lines = []
    for name in sorted(priced.keys() - {reporting}):
        rate = float(priced[name][place] / priced[reporting][place])
        if not np.isnan(rate):
            lines.append(RateLine(name, rate, *(_own_source(entered.get(name, []), day, known) or _source(name, day, known))))
    return RateSheet(day, reporting, known.until, tuple(lines))


def _own_source(rates: list[OwnRate], day: date, known: Reference) -> tuple[RateSource, date] | None:
    """None where the reference holds on the day."""
    begun = [one for one in rates if one.valid_from <= day]
    if begun:
        return (RateSource.OWN, begun[-1].valid_from) if begun[-1].rate is not None else None
    return (RateSource.OWN, rates[0].valid_from) if rates and rates[0].currency not in known.prices else None


def _source(currency: str, day: date, known: Reference) -> tuple[RateSource, date]:
    if currency in PEGS:
        return RateSource.PEG, min(day, known.until)
    last = known.quoted.get(currency)
    if currency in YUAN_PER_UNIT and (last is None or day >= last + QUOTED_AGO_MOST * DAY):
        return RateSource.YEARLY, day
    return RateSource.ECB, min(max(day, FIRST_DAY), last or known.until)
