"""Money, numbers and words as files write them."""

from typing import Any

import pytest

from tests.connect.facts.reading import field_of, made

NO_AMOUNT = ["total|amount_unreadable"]
NO_NUMBER = ["adults|number_unreadable"]


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("1234.50", 123450),
        ("1234.5", 123450),
        ("1,234.50", 123450),
        ("1,234,567.89", 123456789),
        ("¥1,234.5", 123450),
        ("￥ 88", 8800),
        ("88元", 8800),
        ("CNY 12", 1200),
        ("12 RMB", 1200),
        ("-5", -500),
        ("+5", 500),
        ("1e3", 100000),
        ("0", 0),
        ("999999999999.99", 99999999999999),
        ("900000000.01", 90000000001),
        ("-900000001.01", -90000000101),
    ],
)
def test_an_amount_is_read_into_minor_units(text: str, minor: int) -> None:
    assert field_of("booking", "total", {}, text) == (minor, [])


@pytest.mark.parametrize("text", ["12,34.50", "1.234,50", "1,23,456", ",5", "1 234", "(5)", "5-", "--5", "1.2.3", "NaN", "inf", "1e300", "１２３", "=1+1", "'12"])  # fmt: skip
def test_an_amount_that_could_mean_two_things_is_unreadable(text: str) -> None:
    assert field_of("booking", "total", {}, text) == (None, NO_AMOUNT)


def test_a_decimal_comma_is_read_where_the_mapping_says_so() -> None:
    assert field_of("booking", "total", {"decimal": ",", "currency": "EUR"}, "1.234,50") == (123450, [])


@pytest.mark.parametrize(
    ("currency", "text", "minor"),
    [
        ("CNY", "0.005", 0), ("CNY", "0.015", 2), ("CNY", "0.025", 2), ("CNY", "0.035", 4), ("CNY", "-0.015", -2), ("CNY", "0.0150001", 2),
        ("JPY", "1234.5", 1234), ("JPY", "1235.5", 1236), ("JPY", "12", 12),
        ("KWD", "1.0005", 1000), ("KWD", "1.0015", 1002), ("KWD", "1234.567", 1234567),
    ],
)  # fmt: skip
def test_minor_units_are_rounded_half_to_even_in_the_digits_of_the_currency(currency: str, text: str, minor: int) -> None:
    assert field_of("booking", "total", {"currency": currency}, text) == (minor, [])
    assert field_of("booking", "total", {"currency": {"from": "c"}}, {"x": text, "c": currency.lower()}) == (minor, [])


@pytest.mark.parametrize(("given", "kept", "faults"), [("usd", "USD", []), (None, "CNY", []), ("XQQ", "XQQ", ["total|currency_unknown"]), ("人民币", "人民币", ["total|currency_unknown"])])  # fmt: skip
def test_the_currency_beside_an_amount_is_checked(given: str | None, kept: str, faults: list[str]) -> None:
    row = made("booking", {"total": {"from": "x", "currency": {"from": "c"}}}, {"x": "10", "c": given})[0]
    assert (row["r0_currency"], [fault.removeprefix("0|") for fault in row["faults"] or []]) == (kept, faults)


def test_no_amount_has_no_currency() -> None:
    row = made("booking", {"total": {"from": "x", "currency": {"from": "c"}}}, {"x": None, "c": "XQQ"})[0]
    assert (row["r0_total_minor"], row["r0_currency"], row["faults"]) == (None, None, None)


@pytest.mark.parametrize(("nights", "minor"), [("3", 3150), ("0", 0), (None, 0), ("-1", -1050)])
def test_a_price_a_night_is_multiplied_by_nights(nights: str | None, minor: int) -> None:
    assert field_of("booking", "total", {"times": ["n"]}, {"x": "10.5", "n": nights}) == (minor, [])


def test_a_factor_may_be_the_sum_of_columns() -> None:
    assert field_of("booking", "total", {"times": [["n", "m"], "r"]}, {"x": "10.5", "n": "3", "m": "1", "r": "2"}) == (8400, [])


@pytest.mark.parametrize("nights", ["x", "1.5", "9223372036854775807", "99999999"])
def test_a_factor_that_is_no_sensible_number_makes_the_amount_unreadable(nights: str) -> None:
    assert field_of("booking", "total", {"times": ["n"]}, {"x": "999999999999", "n": nights}) == (None, NO_AMOUNT)


@pytest.mark.parametrize(("text", "number"), [("2", 2), ("2.0", 2), ("1,000", 1000), (" 3 ", 3), ("0", 0), ("10000", 10000)])
def test_a_whole_number_is_read(text: str, number: int) -> None:
    assert field_of("booking", "adults", {}, text) == (number, [])


@pytest.mark.parametrize("text", ["2.5", "two", "1,00", "99999999999999999999", "2人"])
def test_what_is_no_whole_number_is_unreadable(text: str) -> None:
    assert field_of("booking", "adults", {}, text) == (None, NO_NUMBER)


@pytest.mark.parametrize("text", ["-1", "10001"])
def test_a_count_has_a_range(text: str) -> None:
    assert field_of("booking", "adults", {}, text)[1] == ["adults|number_out_of_range"]


@pytest.mark.parametrize(
    ("cells", "total", "faults"),
    [
        ({"a": "1", "b": "2"}, 3, []),
        ({"a": None, "b": "2"}, 2, []),
        ({"a": "2.0", "b": "1"}, 3, []),
        ({"a": "x", "b": "1"}, None, ["nights|number_unreadable"]),
        ({"a": "1.5", "b": "1"}, None, ["nights|number_unreadable"]),
        ({"a": "9223372036854775807", "b": "9223372036854775807"}, None, ["nights|number_unreadable"]),
    ],
)
def test_whole_numbers_of_several_columns_are_added(cells: dict[str, str | None], total: int | None, faults: list[str]) -> None:
    assert field_of("booking", "nights", {"from": ["a", "b"], "as": "sum"}, cells) == (total, faults)


@pytest.mark.parametrize(
    ("text", "value"), [("1", True), ("Y", True), ("TRUE", True), ("是", True), ("0", False), ("No", False), ("否", False)]
)
def test_yes_and_no_are_read_in_both_languages(text: str, value: bool) -> None:
    assert field_of("guest", "vip", {}, text) == (value, [])


def test_what_is_neither_yes_nor_no_is_unreadable() -> None:
    assert field_of("guest", "vip", {}, "maybe") == (None, ["vip|boolean_unreadable"])


@pytest.mark.parametrize(("text", "how", "pieces"), [("a| b ||c ", {}, ["a", "b", "c"]), (" | ", {}, []), ("亲子，海岛", {"separator": "，"}, ["亲子", "海岛"])])  # fmt: skip
def test_a_list_is_its_pieces_without_empty_ones(text: str, how: dict[str, Any], pieces: list[str]) -> None:
    assert field_of("guest", "tags", how, text) == (pieces, [])


@pytest.mark.parametrize(("part", "piece"), [(1, "a"), (2, "b"), (-1, "c"), (-3, "a"), (4, None), (-4, None)])
def test_split_gives_one_piece_counted_from_either_end(part: int, piece: str | None) -> None:
    assert field_of("booking", "purpose", {"as": "split", "separator": "/", "part": part}, "a/b/c") == (piece, [])


def test_concat_joins_what_is_there() -> None:
    how = {"from": ["a", "b", "c"], "as": "concat", "separator": " "}
    assert field_of("booking", "property", how, {"a": "外滩", "b": None, "c": "酒店"}) == ("外滩 酒店", [])
    assert field_of("booking", "property", how, {"a": None, "b": None, "c": None}) == (None, [])


TABLE = {"as": "enum", "table": {"Check-Out": "completed", "Canceled": "cancelled"}}


@pytest.mark.parametrize(
    ("otherwise", "text", "value", "faults"),
    [
        ({}, "Check-Out", "completed", []),
        ({}, "Moved", None, ["status|code_unknown"]),
        ({"else": "keep"}, "no_show", "no_show", []),
        ({"else": "keep"}, "Moved", "moved", ["status|code_unknown"]),
        ({"else": "reserved"}, "Moved", "reserved", []),
        ({}, None, None, ["status|required_missing"]),
    ],
)
def test_an_enumeration_is_looked_up(otherwise: dict[str, Any], text: str | None, value: str | None, faults: list[str]) -> None:
    assert field_of("booking", "status", TABLE | otherwise, {"x": text}) == (value, faults)


def test_a_default_stands_in_for_nothing() -> None:
    assert field_of("booking", "status", {"default": "reserved"}, {"x": "  "}) == ("reserved", [])


def test_spaces_of_every_script_around_a_text_do_not_count() -> None:
    assert field_of("booking", "property", {}, "　 外滩 酒店\t\u00a0") == ("外滩 酒店", [])


def test_words_for_nothing_are_nothing() -> None:
    import pyarrow as pa

    from tests.connect.facts.reading import SETTING
    from xenia.connect.facts.canonical import canonical_layers
    from xenia.connect.rules.mapping import parse_mapping
    from xenia.lake.projection import compile_layers, run_compiled

    fields = {"line": {"const": "hotel"}, "status": {"const": "completed"}, "company": {"from": "x"}}
    mapping = parse_mapping({"nulls": ["NULL"], "records": [{"kind": "booking", "fields": fields}]})
    rows = pa.table({"x": pa.array(["NULL ", "null"]), "_row": pa.array([2, 3], pa.int64())})
    assert run_compiled(rows, compile_layers(canonical_layers(["x"], mapping, SETTING))).sort_by("_row")["r0_company"].to_pylist() == [
        None,
        "null",
    ]


def test_attributes_become_json_without_empty_members() -> None:
    row = made("booking", {"attributes.餐": {"from": "x"}, "attributes.n": {"from": "y"}}, {"x": "a\"b\\'<script>", "y": None})[0]
    assert row["r0_attributes"] == '{"餐":"a\\"b\\\\\'<script>"}'


@pytest.mark.parametrize(("cell", "minor", "currency"), [("jpy", 100, "JPY"), (None, 10_000, "CNY"), ("usd", 10_000, "USD")])
def test_a_column_named_currency_is_read_as_one_of_any_other_name(cell: str | None, minor: int, currency: str) -> None:
    row = made("booking", {"total": {"from": "paid", "currency": {"from": "currency"}}}, {"paid": "100", "currency": cell})[0]
    assert (row["r0_total_minor"], row["r0_currency"], row["faults"]) == (minor, currency, None)


def test_a_factor_may_stand_in_a_column_named_number() -> None:
    row = made("booking", {"total": {"from": "price", "times": ["number"]}}, {"price": "12.50", "number": "3"})[0]
    assert (row["r0_total_minor"], row["faults"]) == (3_750, None)
