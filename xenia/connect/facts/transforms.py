"""Named transforms as Ibis: columns of text in, a typed column out, null where the text cannot be read.

Intake runs on DuckDB on the machine that holds the file, so these may use its functions; analysis of what was loaded may not.
"""

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
OFFSET = r"\d\d:\d\d.*(Z|z|[+-]\d\d:?\d\d)$"
PLAIN_NUMBER = r"^[-0-9.,]+$"
MONEY_SIGNS = r"^(CNY|RMB|USD|EUR|[¥￥$€£])\s*|\s*(元|CNY|RMB|USD|EUR)$"
GROUPED = r"^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$"


@ibis.udf.scalar.builtin(name="try_strptime", signature=(("string", "string"), "timestamp"))
def try_strptime(text, pattern):  # type: ignore[no-untyped-def]
    """DuckDB: null where the text does not fit the format."""


@ibis.udf.scalar.builtin(name="timezone", signature=(("string", "timestamp"), "timestamp('UTC')"))
def wall_clock_in_zone(zone, wall_clock):  # type: ignore[no-untyped-def]
    """DuckDB with ICU: the instant at which the zone's clocks show this."""


@ibis.udf.scalar.builtin(name="make_timestamp", signature=(("int64",), "timestamp"))
def wall_clock_of_micros(micros):  # type: ignore[no-untyped-def]
    """DuckDB: microseconds since 1970 as a clock time without a zone."""


def cleaned(text: ir.StringValue, nulls: tuple[str, ...] = ()) -> ir.StringValue:
    """The text without spaces around it; null where nothing is left, or one of the words for nothing."""
    bare = text.strip().nullif("")
    for word in nulls:
        bare = bare.nullif(word)
    return bare


def input_text(table: ir.Table, field: FieldMapping, nulls: tuple[str, ...]) -> ir.StringValue:
    """The mapping's columns as one text: a constant, a column, or several joined by the separator (nothing where all are empty)."""
    if field.const is not None:
        return ibis.literal(field.const)
    columns = [cleaned(table[column], nulls) for column in field.columns]
    joined = columns[0] if len(columns) == 1 else _joined(columns, field)
    return joined.fill_null(field.default) if field.default is not None else joined


def _joined(columns: list[ir.StringValue], field: FieldMapping) -> ir.StringValue:
    if field.transform is Transform.SUM:
        return sum_of(columns).cast("string")
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
    return ibis.coalesce(*(try_strptime(text, name) for name in formats))


def sum_of(columns: list[ir.StringValue]) -> ir.IntegerValue:
    """The whole numbers of the columns added up; an empty one counts nothing, an unreadable one makes the sum null."""
    total: ir.IntegerValue = ibis.literal(0, type="int64")
    for column in columns:
        total = total + ibis.ifelse(column.isnull(), 0, column.try_cast("int64"))
    return total


def as_date(field: FieldMapping, text: ir.StringValue, days: ir.IntegerValue | None) -> ir.DateValue:
    """A calendar date, moved by `days`."""
    formats = _formats(field, DATE_FORMATS)
    if formats == ("excel_serial",):
        date = (ibis.date("1899-12-30") + text.try_cast("int64").as_interval("D")).cast("date")
    elif formats[0] in EPOCHS:
        date = wall_clock_of_micros(text.try_cast("int64") * EPOCHS[formats[0]]).date()
    elif field.arguments.get("format") is None:
        date = ibis.coalesce(text.try_cast("date"), _wall_clock(text, formats).date())
    else:
        date = _wall_clock(text, formats).date()
    return date if days is None else (date + days.as_interval("D")).cast("date")


def as_instant(field: FieldMapping, text: ir.StringValue, days: ir.IntegerValue | None, *, zone: str) -> ir.TimestampValue:
    """A UTC instant, moved by `days` of the zone's calendar. Text with an offset keeps it; text without one is a clock time in `zone`."""
    formats = _formats(field, INSTANT_FORMATS)
    zone = field.arguments.get("zone", zone)
    if formats[0] in EPOCHS:
        wall_clock = wall_clock_of_micros((text.try_cast("float64") * EPOCHS[formats[0]]).cast("int64"))
        return wall_clock_in_zone(zone if field.arguments.get("local") else "UTC", wall_clock)
    if field.arguments.get("format") is not None:
        given = _wall_clock(text, formats)
        return wall_clock_in_zone(zone, given if days is None else given + days.as_interval("D"))
    local = wall_clock_in_zone(zone, ibis.coalesce(text.try_cast("timestamp"), _wall_clock(text, formats)))
    return ibis.ifelse(text.re_search(OFFSET), text.try_cast("timestamp('UTC')"), local)


def as_number(field: FieldMapping, text: ir.StringValue) -> ir.DecimalValue:
    """An exact number with up to six decimal places; thousand separators only in groups of three."""
    bare = text
    if field.transform is Transform.MONEY:
        bare = ibis.ifelse(text.re_search(PLAIN_NUMBER), text, text.re_replace(MONEY_SIGNS, ""))
    if field.arguments.get("decimal") == ",":
        return bare.replace(".", "").replace(",", ".").try_cast("decimal(18, 6)")
    grouped = ibis.ifelse(bare.re_search(GROUPED), bare.replace(",", ""), ibis.null("string"))
    return ibis.ifelse(bare.contains(","), grouped, bare).try_cast("decimal(18, 6)")


def as_integer(field: FieldMapping, text: ir.StringValue) -> ir.IntegerValue:
    """A whole number; null where it has a fraction."""
    plain = text.try_cast("int64")
    exact = as_number(field, text)
    other = ibis.ifelse(exact == exact.round(0), exact, ibis.null("decimal(18, 6)")).try_cast("int64")
    return ibis.ifelse(text.contains(".") | text.contains(","), other, plain)


def as_currency(table: ir.Table, field: FieldMapping, *, currency: str) -> ir.StringValue:
    """The currency beside a money field: a constant, another column, or the source's own."""
    given = field.arguments.get("currency", currency)
    if isinstance(given, dict):
        return cleaned(table[given["from"]]).upper().fill_null(currency)
    return ibis.literal(given)


def as_minor(field: FieldMapping, text: ir.StringValue, currency: ir.StringValue, factors: list[ir.IntegerValue]) -> ir.IntegerValue:
    """Money in minor units of `currency`, half to even, multiplied by the whole numbers in `factors` (price a night x nights)."""
    amount = as_number(field, text).cast("decimal(18, 6)")
    for factor in factors:
        amount = (amount * factor).cast("decimal(18, 6)")
    return round_half_even(amount * _minor_factor(field, currency))


@ibis.udf.scalar.builtin(name="round_even", signature=(("decimal(38, 6)", "int32"), "decimal(38, 6)"))
def _round_even(number, digits):  # type: ignore[no-untyped-def]
    """DuckDB: round half to even."""


def round_half_even(number: ir.DecimalValue) -> ir.IntegerValue:
    return _round_even(number, 0).try_cast("int64")


def _minor_factor(field: FieldMapping, currency: ir.StringValue) -> ir.IntegerValue | int:
    given = field.arguments.get("currency")
    if isinstance(given, str):
        return 10 ** minor_digits(given)
    cases = [(currency.isin([code for code, digits in MINOR_DIGITS.items() if digits == wanted]), 10**wanted) for wanted in (0, 3)]
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
    return cleaned(pieces[part - 1] if part > 0 else pieces[pieces.length() + part])


def as_enum(field: FieldMapping, text: ir.StringValue) -> ir.StringValue:
    """The canonical value of the file's value; one that is not in the table is null, kept, or a stated value."""
    table = {str(key): str(value) for key, value in field.arguments["table"].items()}
    otherwise = field.arguments.get("else", "fault")
    rest = {"fault": ibis.null("string"), "keep": text}.get(otherwise, ibis.literal(otherwise))
    return text.cases(*table.items(), else_=rest) if table else rest
