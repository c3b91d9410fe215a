"""Named transforms as Ibis: columns of text in, a typed column out, null where the text cannot be read.

Intake runs on DuckDB on the machine that holds the file, so these may use its functions; analysis of what was loaded may not.
"""

from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import ibis
import ibis.expr.types as ir

from xenia.connect.types.mapping import FieldMapping, Transform
from xenia.kernel.money import MINOR_DIGITS, minor_digits

DATE_FORMATS = ("%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M")
INSTANT_FORMATS = (
    "%Y-%m-%d %H:%M:%S",
    "%Y/%m/%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y/%m/%d %H:%M",
    "%Y%m%d%H%M%S",
    "%Y-%m-%d",
    "%Y/%m/%d",
)
EPOCHS = {"epoch_seconds": 1_000_000, "epoch_millis": 1_000}
TRUE_WORDS = ("1", "true", "yes", "y", "t", "是", "有", "真")
FALSE_WORDS = ("0", "false", "no", "n", "f", "否", "无", "假")
COMPACT = {"%Y%m%d": 8, "%Y%m%d%H%M%S": 14}
"""Formats without signs between the parts: 2026112 could be two days, so every digit must be there."""
OFFSET = r"\d\d:\d\d(:\d\d)?([.]\d+)?\s*(Z|z|UTC|GMT|[+-]\d\d(:?\d\d)?)$"
WITH_SECONDS = "________________:__"
"""Nineteen characters with the seconds last: the usual clock time, which has no room for an offset."""
NUMBER = "decimal(18, 6)"
TWO_DIGITS = ("CNY", "USD", "EUR", "HKD", "GBP")
"""Asked first, because most amounts are in one of these."""
MONEY_SIGNS = r"^(CNY|RMB|USD|EUR|[¥￥$€£])\s*|\s*(元|CNY|RMB|USD|EUR)$"
GROUPED = r"^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$"
DAYS_MAX = 36_600
"""A date is moved by a hundred years at most."""
FACTOR_MAX = 1_000_000
FAST_AMOUNT_MAX = 900_000_000
"""Up to here an amount in thousandths fits 64 bits, in which DuckDB multiplies eight times faster than in 128."""
EXCEL_EPOCH_DAYS = 25_569
"""Days from Excel's day 0 (1899-12-30) to 1970."""
EXCEL_LAST_DAY = 2_958_465
SECONDS_MAX = 250_000_000_000
"""About the year 9890: what lies beyond is no instant, and DuckDB would end the whole chunk over it."""


@ibis.udf.scalar.builtin(name="try_strptime", signature=(("string", "string"), "timestamp"))
def try_strptime(text, pattern):  # type: ignore[no-untyped-def]
    """DuckDB: null where the text does not fit the format."""


@ibis.udf.scalar.builtin(name="timezone", signature=(("string", "timestamp"), "timestamp('UTC')"))
def wall_clock_in_zone(zone, wall_clock):  # type: ignore[no-untyped-def]
    """DuckDB with ICU: the instant at which the zone's clocks show this."""


@ibis.udf.scalar.builtin(name="make_timestamp", signature=(("int64",), "timestamp"))
def wall_clock_of_micros(micros):  # type: ignore[no-untyped-def]
    """DuckDB: microseconds since 1970 as a clock time without a zone."""


@ibis.udf.scalar.builtin(name="add", signature=(("date", "int32"), "date"))
def date_moved(date, days):  # type: ignore[no-untyped-def]
    """DuckDB: a date some days later; adding an interval would make it a timestamp."""


@ibis.udf.scalar.builtin(name="epoch_us", signature=(("timestamp",), "int64"))
def micros_of(wall_clock):  # type: ignore[no-untyped-def]
    """DuckDB: microseconds since 1970 of a clock time, as if it were UTC."""


@ibis.udf.scalar.builtin(name="make_timestamptz", signature=(("int64",), "timestamp('UTC')"))
def instant_of_micros(micros):  # type: ignore[no-untyped-def]
    """DuckDB with ICU: the instant so many microseconds after 1970."""


def cleaned(text: ir.StringValue) -> ir.StringValue:
    """The text without spaces around it; null where nothing is left."""
    return text.strip().nullif("")


def without_words(text: ir.StringValue, nulls: tuple[str, ...]) -> ir.StringValue:
    """Null where the text is one of the words for nothing."""
    for word in nulls:
        text = text.nullif(word)
    return text


def input_text(table: ir.Table, field: FieldMapping, nulls: tuple[str, ...]) -> ir.StringValue:
    """The mapping's columns as one text: a constant, a column, or several joined by the separator (nothing where all are empty)."""
    if field.const is not None:
        return ibis.literal(field.const)
    columns = [without_words(table[column], nulls) for column in field.columns]
    joined = columns[0] if len(columns) == 1 else _joined(columns, field)
    return joined.fill_null(field.default) if field.default is not None else joined


def _joined(columns: list[ir.StringValue], field: FieldMapping) -> ir.StringValue:
    if field.transform is Transform.SUM:
        as_written = ibis.literal(" ").join(columns)  # what the contract sees where a part cannot be read
        return sum_of(columns).cast("string").fill_null(as_written)
    separator = field.arguments.get("separator", "-" if field.transform in (Transform.DATE, Transform.INSTANT) else " ")
    if field.transform in (Transform.DATE, Transform.INSTANT):
        whole = columns[0]
        for column in columns[1:]:
            whole = whole + separator + column
        return whole
    return cleaned(ibis.literal(separator).join(columns))


def _formats(field: FieldMapping, usual: tuple[str, ...]) -> tuple[str, ...]:
    given = field.arguments.get("format")
    if given is None:
        return usual
    return (given,) if isinstance(given, str) else tuple(given)


def _wall_clock(text: ir.StringValue, formats: tuple[str, ...]) -> ir.TimestampValue:
    return ibis.coalesce(*(_read_as(text, name) for name in formats))


def _read_as(text: ir.StringValue, pattern: str) -> ir.TimestampValue:
    read = try_strptime(text, pattern)
    return read if pattern not in COMPACT else ibis.ifelse(text.length() == COMPACT[pattern], read, ibis.null("timestamp"))


def whole(text: ir.StringValue) -> ir.IntegerValue:
    """A whole number that fits 32 bits, so that sums of several cannot overflow; null where it has a fraction or is no number."""
    exact = text.try_cast(NUMBER)
    fitting = ibis.ifelse(exact == exact.round(0), exact, ibis.null(NUMBER)).try_cast("int32")
    return ibis.ifelse(text.contains("."), fitting, text.try_cast("int32")).cast("int64")


def sum_of(columns: list[ir.StringValue]) -> ir.IntegerValue:
    """The whole numbers of the columns added up; an empty one counts nothing, an unreadable one makes the sum null."""
    total: ir.IntegerValue = ibis.literal(0, type="int64")
    for column in columns:
        total = total + ibis.ifelse(column.isnull(), 0, whole(column))
    return total


def _within(number: ir.NumericValue, low: float, high: float) -> ir.NumericValue:
    return ibis.ifelse(number.between(low, high), number, ibis.null(number.type()))


def as_date(field: FieldMapping, text: ir.StringValue, days: ir.IntegerValue | None) -> ir.DateValue:
    """A calendar date, moved by `days`."""
    formats = _formats(field, DATE_FORMATS)
    if formats[0] == "excel_serial":
        serial = _within(text.try_cast("float64"), 1, EXCEL_LAST_DAY)
        date = date_moved(ibis.date("1970-01-01"), (serial.floor().try_cast("int64") - EXCEL_EPOCH_DAYS).cast("int32"))
    elif formats[0] in EPOCHS:
        date = _epoch(text, formats[0]).date()
    elif field.arguments.get("format") is None:
        date = ibis.coalesce(text.try_cast("date"), _wall_clock(text, formats).date())
    else:
        date = _wall_clock(text, formats).date()
    if days is None:
        return date
    movable = ibis.ifelse(date.between(ibis.date("0001-01-01"), ibis.date("9999-12-31")), date, ibis.null("date"))
    return date_moved(movable, _within(days, -DAYS_MAX, DAYS_MAX).cast("int32"))


def _epoch(text: ir.StringValue, unit: str) -> ir.TimestampValue:
    """Seconds or milliseconds since 1970 as a clock time without a zone."""
    seconds_max = SECONDS_MAX * 1_000_000 / EPOCHS[unit]
    return wall_clock_of_micros((_within(text.try_cast("float64"), -seconds_max, seconds_max) * EPOCHS[unit]).try_cast("int64"))


def _excel_clock(text: ir.StringValue) -> ir.TimestampValue:
    """Excel's days since 1899-12-30, the fraction being the time of day to the second, as a clock time without a zone."""
    serial = _within(text.try_cast("float64"), 1, EXCEL_LAST_DAY)
    return wall_clock_of_micros(((serial - EXCEL_EPOCH_DAYS) * 86_400).round(0).try_cast("int64") * 1_000_000)


def as_clock(field: FieldMapping, text: ir.StringValue) -> ir.TimestampValue:
    """What a clock on the wall showed, before any zone: the step of `as_instant` that is worth a column of its own."""
    formats = _formats(field, INSTANT_FORMATS)
    if formats[0] in EPOCHS:
        return _epoch(text, formats[0])
    if formats[0] == "excel_serial":
        return _excel_clock(text)
    read = _wall_clock(text, formats)
    return read if field.arguments.get("format") is not None else ibis.coalesce(text.try_cast("timestamp"), read)


def as_instant(
    field: FieldMapping, text: ir.StringValue, clock: ir.TimestampValue, days: ir.IntegerValue | None, *, zone: str
) -> ir.TimestampValue:
    """A UTC instant, moved by `days` of the zone's calendar. Text with an offset keeps it; text without one is a clock time in `zone`."""
    zone = field.arguments.get("zone", zone)
    if _formats(field, INSTANT_FORMATS)[0] in EPOCHS:
        zone = zone if field.arguments.get("local") else "UTC"
    moved = clock if days is None else clock + _within(days, -DAYS_MAX, DAYS_MAX).as_interval("D")
    local = instant_in(zone, moved)
    if field.arguments.get("format") is not None:
        return local
    return ibis.cases((text.like(WITH_SECONDS), local), (text.re_search(OFFSET), _instant_with_offset(text)), else_=local)


def instant_in(zone: str, wall_clock: ir.TimestampValue) -> ir.TimestampValue:
    """The instant at which the zone's clocks show this. Where they have not been changed for long, subtracting is far cheaper."""
    asked = wall_clock_in_zone(zone, wall_clock)
    steady = steady_since(zone)
    if steady is None:
        return asked
    since, offset_micros = steady
    steady_now = wall_clock.between(ibis.literal(since), ibis.literal(datetime(2100, 1, 1)))  # noqa: DTZ001 - a clock time
    return ibis.ifelse(steady_now, instant_of_micros(micros_of(wall_clock) - offset_micros), asked)


@cache
def steady_since(zone: str) -> tuple[datetime, int] | None:
    """Since which clock time the zone has one offset for good, and that offset in microseconds; None where its clocks still change."""
    rules, last = ZoneInfo(zone), datetime(2037, 12, 31)  # noqa: DTZ001 - a clock time
    offset = last.replace(tzinfo=rules).utcoffset() or timedelta(0)
    since = last
    while since.year >= 1970 and since.replace(tzinfo=rules).utcoffset() == offset:
        since -= timedelta(days=7)
    return None if since.year > 2030 else (since + timedelta(days=14), offset // timedelta(microseconds=1))


def _instant_with_offset(text: ir.StringValue) -> ir.TimestampValue:
    """`+0800` may stand after a space, and UTC or GMT in place of Z; DuckDB reads neither."""
    return text.re_replace(r"\s*(UTC|GMT)$", "Z").re_replace(r"\s+([+-]\d\d:?\d*)$", r"\1").try_cast("timestamp('UTC')")


def as_number(field: FieldMapping, text: ir.StringValue) -> ir.DecimalValue:
    """An exact number with up to six decimal places; thousand separators only in groups of three."""
    bare = text.re_replace(MONEY_SIGNS, "") if field.transform is Transform.MONEY else text
    if field.arguments.get("decimal") == ",":
        return bare.replace(".", "").replace(",", ".").try_cast(NUMBER)
    grouped = ibis.ifelse(bare.re_search(GROUPED), bare.replace(",", ""), ibis.null("string"))
    signed = ibis.ifelse(bare.contains(","), grouped, bare).try_cast(NUMBER)
    return ibis.coalesce(text.try_cast(NUMBER), signed)  # the second is computed only where the first is null


def as_integer(field: FieldMapping, text: ir.StringValue) -> ir.IntegerValue:
    """A whole number; null where it has a fraction."""
    exact = as_number(field, text)
    other = ibis.ifelse(exact == exact.round(0), exact, ibis.null(NUMBER)).try_cast("int64")
    return ibis.ifelse(text.contains(".") | text.contains(","), other, text.try_cast("int64"))


def as_currency(table: ir.Table, field: FieldMapping, *, currency: str) -> ir.StringValue:
    """The currency beside a money field: a constant, another column, or the source's own."""
    given = field.arguments.get("currency", currency)
    if isinstance(given, dict):
        return table[given["from"]].upper().fill_null(currency)
    return ibis.literal(given)


def as_minor(field: FieldMapping, number: ir.DecimalValue, currency: ir.StringValue, factors: list[ir.IntegerValue]) -> ir.IntegerValue:
    """Money in minor units of `currency`, half to even, multiplied by the whole numbers in `factors` (price a night x nights)."""
    minor = _minor_factor(field, currency)
    amount = number.cast("decimal(38, 6)")
    for factor in factors:
        amount = (amount * _within(factor, -FACTOR_MAX, FACTOR_MAX)).cast("decimal(38, 6)")
    exact = round_half_even(amount * minor)
    return exact if factors else ibis.ifelse(number.between(-FAST_AMOUNT_MAX, FAST_AMOUNT_MAX), round_half_even(number * minor), exact)


@ibis.udf.scalar.builtin(name="round_even", signature=(("decimal(38, 6)", "int32"), "decimal(38, 6)"))
def _round_even(number, digits):  # type: ignore[no-untyped-def]
    """DuckDB: round half to even."""


def round_half_even(number: ir.DecimalValue) -> ir.IntegerValue:
    return _round_even(number, 0).try_cast("int64")


def _minor_factor(field: FieldMapping, currency: ir.StringValue) -> ir.IntegerValue | int:
    given = field.arguments.get("currency")
    if isinstance(given, str):
        return 10 ** minor_digits(given)
    cases = [(currency.isin(TWO_DIGITS), 100)]
    cases += [(currency.isin([code for code, digits in MINOR_DIGITS.items() if digits == wanted]), 10**wanted) for wanted in (0, 3)]
    return ibis.cases(*cases, else_=100)


def as_boolean(text: ir.StringValue) -> ir.BooleanValue:
    word = text.lower()
    return ibis.cases((word.isin(TRUE_WORDS), True), (word.isin(FALSE_WORDS), False), else_=ibis.null("boolean"))


def as_list(field: FieldMapping, text: ir.StringValue) -> ir.ArrayValue:
    """The pieces of the text without empty ones."""
    pieces = text.split(field.arguments.get("separator", "|"))
    return pieces.map(lambda piece: piece.strip()).filter(lambda piece: piece != "")


def as_part(field: FieldMapping, text: ir.StringValue) -> ir.StringValue:
    """One piece of the text: 1 is the first, -1 the last."""
    pieces = text.split(field.arguments.get("separator", " "))
    part = int(field.arguments["part"])
    if part > 0:
        return cleaned(pieces[part - 1])
    return ibis.ifelse(pieces.length() >= -part, cleaned(pieces[pieces.length() + part]), ibis.null("string"))


def as_enum(field: FieldMapping, text: ir.StringValue) -> ir.StringValue:
    """The canonical value of the file's value; one that is not in the table is null, kept, or a stated value."""
    table = {str(key): str(value) for key, value in field.arguments["table"].items()}
    otherwise = field.arguments.get("else", "fault")
    rest = {"fault": ibis.null("string"), "keep": text}.get(otherwise, ibis.literal(otherwise))
    return text.cases(*table.items(), else_=rest) if table else rest
