"""From rows of text to canonical records: the mapping compiled to Ibis, contract included.

In: `layer0`, the file's columns as text without spaces around it (null where nothing is left) and `_row` (int64).

Out, one row per row of the file; nobody is absent, bad rows are marked: `_row`; `bad`; `faults` (list of `ordinal|field|rule`, null where
the row is good). For the record with ordinal i:
- each mapped field as `r{i}_<field>`, money as `r{i}_<field>_minor` with `r{i}_currency`; `r{i}_present`; `r{i}_attributes` (JSON text);
- `r{i}_record_hash`, 16 bytes: identity within the source; `r{i}_content_hash`, 16 bytes: what it says, without `modified_at`;
- `r{i}_order_at`: mapped `modified_at`, else the file's as-of time, else null, and the run fills in its arrival.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from uuid import UUID

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir

from xenia.connect.facts import transforms
from xenia.connect.facts.contract import IDENTIFYING, Made, cross_faults, field_faults
from xenia.connect.rules.canonical import RECORDS
from xenia.connect.types.canonical import Field, Kind
from xenia.connect.types.mapping import FieldMapping, ParsedMapping, RecordMapping, Transform

UPPER_CASE = ("country", "currency", "airport")


@dataclass(frozen=True)
class FileSetting:
    """What the source and the file add to a mapping. `as_of` is the instant the file was true, where it is known; `salt` keys the
    hashes, so that nobody can guess a contact value from a hash in the lake."""

    salt: str
    source_id: UUID
    time_zone: str
    currency: str
    as_of: datetime | None


@ibis.udf.scalar.builtin(name="md5", signature=(("string",), "string"))
def _md5(text):  # type: ignore[no-untyped-def]
    """DuckDB: 32 hexadecimal digits."""


@ibis.udf.scalar.builtin(name="unhex", signature=(("string",), "binary"))
def _unhex(text):  # type: ignore[no-untyped-def]
    """DuckDB: bytes from hexadecimal digits."""


@ibis.udf.scalar.builtin(name="epoch_us", signature=(("timestamp('UTC')",), "int64"))
def _micros(instant):  # type: ignore[no-untyped-def]
    """DuckDB: microseconds since 1970."""


def _builtin(name: str, parts: int):  # type: ignore[no-untyped-def]
    names = ", ".join(f"part{ordinal}" for ordinal in range(parts))
    scope: dict[str, object] = {}
    exec(f"def {name}({names}): ...", scope)  # noqa: S102 - the names are ours; Ibis reads the arity from a signature
    return ibis.udf.scalar.builtin(scope[name], name=name, signature=(tuple(["string"] * parts), "string"))


@ibis.udf.scalar.builtin(name="json_merge_patch", signature=(("string", "string"), "string"))
def _json_without_nulls(target, patch):  # type: ignore[no-untyped-def]
    """RFC 7396: a null in the patch removes the member."""


@cache
def _json_object(pairs: int):  # type: ignore[no-untyped-def]
    return _builtin("json_object", 2 * pairs)


def canonical_layers(columns: list[str], mapping: ParsedMapping, setting: FileSetting) -> list[ir.Table]:
    """Four projections to run one after the other, each over the one before: `layer0` is the file, then `layer1` to `layer3`.

    One projection would compute each cell a dozen times: DuckDB does not share work between branches of a CASE.
    """
    raw = ibis.table({**dict.fromkeys(columns, "string"), "_row": "int64"}, name="layer0")
    texts = raw.select(_row=raw["_row"], **_text_columns(raw, mapping, setting))
    read = ibis.table(texts.schema(), name="layer1")
    values = read.select(_row=read["_row"], **_value_columns(read, mapping, setting))
    checked, codes = _checked(ibis.table(values.schema(), name="layer2"), mapping, setting)
    return [texts, values, checked, _with_faults(ibis.table(checked.schema(), name="layer3"), codes)]


def _each(mapping: ParsedMapping) -> list[tuple[str, RecordMapping, str, FieldMapping]]:
    return [
        (f"r{ordinal}_{name}", record, name, field)
        for ordinal, record in enumerate(mapping.records)
        for name, field in record.fields.items()
    ]


def _text_columns(raw: ir.Table, mapping: ParsedMapping, setting: FileSetting) -> dict[str, ir.Value]:
    """The cleaned text of each field, and of the columns its arguments name."""
    columns: dict[str, ir.Value] = {}
    for place, _, _, field in _each(mapping):
        columns[place] = transforms.input_text(raw, field, mapping.nulls)
        if field.transform is Transform.INSTANT:
            columns[f"{place}|clock"] = transforms.as_clock(field, columns[place])
        if field.transform is Transform.MONEY:
            columns[f"{place}|number"] = transforms.as_number(field, columns[place])
            columns[f"{place}|currency"] = transforms.as_currency(raw, field, currency=setting.currency)
        columns |= {_beside(place, column): transforms.without_words(raw[column], mapping.nulls) for column in field.extra_columns()}
    return columns


def _beside(place: str, column: str) -> str:
    """Where the text of a column stands that an argument of the field names: apart from `|clock`, `|number` and `|currency`, which a
    column may well be called."""
    return f"{place}|column {column}"


def _value_columns(texts: ir.Table, mapping: ParsedMapping, setting: FileSetting) -> dict[str, ir.Value]:
    """The typed value beside its text (`<place>|text`), which the contract still needs to tell empty from unreadable."""
    columns: dict[str, ir.Value] = {}
    for place, record, name, field in _each(mapping):
        text = texts[place]
        columns[place] = _value(texts, place, field, RECORDS[record.kind].field(name), setting)
        columns[f"{place}|text"] = text
        if field.transform is Transform.MONEY:
            columns[f"{place}|currency"] = texts[f"{place}|currency"]
    return columns


def _value(texts: ir.Table, place: str, field: FieldMapping, known: Field | None, setting: FileSetting) -> ir.Value:
    text = texts[place]
    match field.transform:
        case Transform.DATE:
            return transforms.as_date(field, text, _days(texts, place, field))
        case Transform.INSTANT:
            return transforms.as_instant(field, text, texts[f"{place}|clock"], _days(texts, place, field), zone=setting.time_zone)
        case Transform.MONEY:
            factors = [transforms.sum_of([texts[_beside(place, column)] for column in factor]) for factor in field.factors]
            return transforms.as_minor(field, texts[f"{place}|number"], texts[f"{place}|currency"], factors)
        case Transform.INTEGER | Transform.SUM:
            return transforms.as_integer(field, text)
        case Transform.DECIMAL:
            return transforms.as_number(field, text).cast("float64")
        case Transform.BOOLEAN:
            return transforms.as_boolean(text)
        case Transform.LIST:
            return transforms.as_list(field, text)
        case Transform.SPLIT:
            return transforms.as_part(field, text)
        case Transform.ENUM:
            return _in_list_case(known, transforms.as_enum(field, text))
        case _:
            return _in_list_case(known, text)


def _days(texts: ir.Table, place: str, field: FieldMapping) -> ir.IntegerValue | None:
    """The days by which a date is moved: the sum of `plus_days` less that of `minus_days`; None where it is not."""
    plus, minus = ([texts[_beside(place, column)] for column in field.arguments.get(name, ())] for name in ("plus_days", "minus_days"))
    return transforms.sum_of(plus) - transforms.sum_of(minus) if plus or minus else None


def _in_list_case(known: Field | None, text: ir.StringValue) -> ir.StringValue:
    if known is None or not known.codes or known.codes == "zone":
        return text
    return text.upper() if known.codes in UPPER_CASE else text.lower()


def _checked(values: ir.Table, mapping: ParsedMapping, setting: FileSetting) -> tuple[ir.Table, list[str]]:
    """The records, and for each code of the list whether the row breaks it, as `fault<place>` (rule Q1: all of them)."""
    columns: dict[str, ir.Value] = {"_row": values["_row"]}
    faults: list[tuple[str, ir.BooleanValue]] = []
    for ordinal, record in enumerate(mapping.records):
        made = [_made(values, f"r{ordinal}_{name}", record, name) for name in record.fields]
        present = _present(made) if ordinal else ibis.literal(True)
        columns |= _record_columns(f"r{ordinal}_", record, made, setting) | {f"r{ordinal}_present": present}
        found = [(f"{ordinal}|{one.name}|{rule}", condition) for one in made for rule, condition in field_faults(one)]
        found += [(f"{ordinal}|{place}", condition) for place, condition in cross_faults(ordinal, record.kind, made)]
        faults += [(code, present & condition) for code, condition in found] if ordinal else found
    broken = {f"fault{place}": condition.fill_null(False) for place, (_, condition) in enumerate(faults)}
    return values.select(**columns, **broken), [code for code, _ in faults]


def _made(values: ir.Table, place: str, record: RecordMapping, name: str) -> Made:
    field = record.fields[name]
    currency = values[f"{place}|currency"] if field.transform is Transform.MONEY else None
    return Made(name, field, RECORDS[record.kind].field(name), values[f"{place}|text"], values[place], currency)


def _with_faults(checked: ir.Table, codes: list[str]) -> ir.Table:
    broken = [checked[f"fault{place}"] for place in range(len(codes))]
    kept = checked.drop(*(column.get_name() for column in broken)) if broken else checked
    bad = ibis.or_(*broken) if broken else ibis.literal(False)
    named = ibis.array([ibis.ifelse(condition, code, ibis.null("string")) for code, condition in zip(codes, broken, strict=True)])
    found = named.filter(lambda code: code.notnull()) if broken else ibis.null("array<string>")
    return checked.select(*kept.columns, bad=bad, faults=ibis.ifelse(bad, found, ibis.null("array<string>")))


def _present(made: list[Made]) -> ir.BooleanValue:
    """A record that is not the row's first is there where one of the columns it reads holds something (rule Q2)."""
    read = [one.text.notnull() for one in made if one.mapping.const is None]
    return ibis.or_(*read) if read else ibis.literal(True)


def _record_columns(prefix: str, record: RecordMapping, made: list[Made], setting: FileSetting) -> dict[str, ir.Value]:
    columns: dict[str, ir.Value] = {}
    extra: list[ir.Value] = []
    for one in made:
        if "." in one.name:
            extra += [ibis.literal(one.name.split(".", 1)[1]), one.value.cast("string")]
        elif one.currency is not None:
            columns[f"{prefix}{one.name}_minor"] = one.value
            columns[f"{prefix}currency"] = ibis.ifelse(one.value.notnull(), one.currency, ibis.null("string"))
        else:
            columns[prefix + one.name] = one.value
    if extra:
        columns[f"{prefix}attributes"] = _json_without_nulls("{}", _json_object(len(extra) // 2)(*extra))
    return columns | _hash_columns(prefix, record, made, columns, setting)


def _hash_columns(
    prefix: str, record: RecordMapping, made: list[Made], columns: dict[str, ir.Value], setting: FileSetting
) -> dict[str, ir.Value]:
    said = [one.value for one in made if one.name != "modified_at"] + [one.currency for one in made if one.currency is not None]
    content = _unhex(_md5(_joined_text([ibis.literal(setting.salt), *said])))
    key = _own_key({one.name: one.value for one in made}, record.kind, prefix, setting)
    own = content if key is None else _unhex(_md5(ibis.literal(f"{setting.salt}{setting.source_id}|") + key)).fill_null(content)
    order = columns.get(f"{prefix}modified_at", ibis.null(dt.Timestamp("UTC")))
    if setting.as_of is not None:
        order = order.fill_null(ibis.literal(setting.as_of, type=dt.Timestamp("UTC")))
    hashes = {f"{prefix}content_hash": content, f"{prefix}record_hash": own, f"{prefix}order_at": order.cast(dt.Timestamp("UTC"))}
    return hashes | ({f"{prefix}guest_key": key} if record.kind is Kind.GUEST and key is not None else {})


ITEM_NAMING = ("kind", "number", "origin", "destination", "property", "product")


def _own_key(values: dict[str, ir.Value], kind: Kind, prefix: str, setting: FileSetting) -> ir.StringValue | None:
    """The key of the record within its source. A guest without one is known by what names them; an item by its booking, what it is (not
    when: a flight that is moved is the same flight) and its place in the mapping."""
    key = values.get(RECORDS[kind].key)
    if kind is Kind.GUEST:
        naming = [values[name].cast("string") for name in IDENTIFYING if name in values and name != "guest_key"]
        derived = ibis.literal("~") + _md5(_joined_text([ibis.literal(setting.salt), *naming]))
        return key.fill_null(derived) if key is not None else derived
    if kind is Kind.ITEM:
        derived = _joined_text([values["booking_key"], *(values[name] for name in ITEM_NAMING if name in values), ibis.literal(prefix)])
        return key.fill_null(derived) if key is not None else derived
    return key


def _joined_text(values: list[ir.Value]) -> ir.StringValue:
    """All values as one text, in one pass: a chain of || would copy the beginning again for each. An instant is four times cheaper to
    write as a number than as a date."""
    numbered = [_micros(value) if isinstance(value, ir.TimestampValue) else value for value in values]
    return ibis.literal("\x1f").join([value.cast("string").fill_null("") for value in numbered])
