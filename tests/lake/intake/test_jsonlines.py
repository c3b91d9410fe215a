"""JSON Lines, arrays and objects."""

import gzip
import json

import pytest

from tests.lake.intake.reading import look, read
from xenia.lake.intake.types import Limits

BOOKINGS = [
    {"id": 1, "guest": {"name": "Lin Wei", "city": {"zh": "巴黎"}}, "tags": ["vip", "late"], "paid": 12.5, "ok": True, "none": None},
    {"id": 2, "rooms": [{"type": "K"}], "tags": [], "paid": 100.0},
]


def test_nested_objects_become_dotted_columns_and_lists_become_text() -> None:
    outcome = read("\n".join(json.dumps(booking) for booking in BOOKINGS).encode(), "bookings.jsonl")
    assert outcome.rows[0] == {
        "id": "1", "guest.name": "Lin Wei", "guest.city.zh": "巴黎", "tags": "vip|late", "paid": "12.5", "ok": "true", "none": None,
        "rooms": None, "_row": 1,
    }  # fmt: skip
    assert (outcome.rows[1]["rooms"], outcome.rows[1]["tags"], outcome.rows[1]["paid"]) == ('[{"type":"K"}]', None, "100")


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("packed", [False, True])
def test_an_array_reads_like_lines(indent: int | None, packed: bool) -> None:
    data = json.dumps(BOOKINGS, indent=indent, ensure_ascii=False).encode()
    outcome = read(gzip.compress(data, mtime=0) if packed else data, "bookings.json", one_way=packed)
    assert outcome.rows == read("\n".join(json.dumps(booking) for booking in BOOKINGS).encode()).rows
    assert look(data).format == "json"


def test_objects_written_over_several_lines_are_read() -> None:
    data = "\n".join(json.dumps(booking, indent=2) for booking in BOOKINGS).encode()
    assert [row["id"] for row in read(data).rows] == ["1", "2"]


def test_brackets_and_quotes_inside_texts_do_not_count() -> None:
    rows = [{"text": 'a "quoted" } ] \\ {'}, {"text": "[" * 50}]
    assert [row["text"] for row in read(json.dumps(rows, indent=1).encode()).rows] == [row["text"] for row in rows]


def test_a_faulty_line_is_refused_and_the_others_are_read() -> None:
    outcome = read(b'{"id": 1}\n{"id": \n\n[1, 2]\n"x"\n{"id": "a\\u0000"}\n{"id": 6}\n', "bookings.jsonl")
    assert outcome.numbers == [1, 7]
    assert outcome.rules == [(2, "json_invalid"), (4, "json_not_object"), (5, "json_not_object"), (6, "nul_byte")]
    assert outcome.rejects[1].detail == "The line holds a list where an object {...} is expected. Export one object per row."


def test_things_in_an_array_that_are_no_objects_are_refused() -> None:
    outcome = read(b'[{"id": 1}, 7, {"id": 2}, ["x", {}]]', "bookings.json")
    assert [row["id"] for row in outcome.rows] == ["1", "2"]
    assert outcome.rules == [(2, "json_not_object"), (4, "json_not_object")]


def test_a_column_that_appears_late_is_added_with_a_warning() -> None:
    data = b'{"id": 1}\n' * 1_500 + b'{"id": 2, "late": "x"}\n'
    outcome = read(data, "bookings.jsonl")
    assert look(data).header == ["id"]
    assert [warning.message for warning in outcome.warnings] == ["The column late appears first in row 1501; it was added."]
    assert outcome.rows[-1] == {"id": "2", "late": "x", "_row": 1_501}


def test_an_array_that_stops_half_way_gives_its_whole_elements_and_the_fault() -> None:
    data = json.dumps([{"id": number} for number in range(5_000)]).encode()
    outcome = read(data[:-30], "bookings.json")
    assert len(outcome.rows) == 4_997
    assert outcome.fault is not None
    assert outcome.fault.code == "file_truncated"
    assert "inside element 4998" in outcome.fault.message


def test_missing_numbers_as_python_writes_them_are_null() -> None:
    assert read(b'{"id": 1, "paid": NaN}\n').cells() == [["1", None]]


def test_long_numbers_keep_their_digits() -> None:
    assert read(b'{"id": 123456789012345678901234, "n": 9007199254740993}\n').cells() == [["123456789012345678901234", "9007199254740993"]]


def test_two_ways_to_one_column_are_refused() -> None:
    outcome = read(b'{"a.b": 1, "a": {"b": 2}}\n{"a.b": 3}\n')
    assert outcome.rules == [(1, "json_key_twice")]
    assert outcome.cells() == [["3"]]


@pytest.mark.parametrize("bad", ['{"id": 1, "id": 2}', '{"id": 1, "a": {"b": 1, "b": 2}}', '{"id": 1, "a": [{"b": 1, "b": 2}]}'])
def test_a_key_that_stands_twice_is_refused_on_every_level(bad: str) -> None:
    outcome = read(f'{{"id": 0}}\n{bad}\n{{"id": 3}}\n'.encode())
    assert outcome.rules == [(2, "json_key_twice")]
    assert outcome.numbers == [1, 3]


def test_a_text_that_looks_like_keys_is_a_text() -> None:
    assert read(rb'{"id": "\"id\": 1, \"id\": 2", "note": "a\": b\": c"}').cells() == [['"id": 1, "id": 2', 'a": b": c']]


@pytest.mark.parametrize("depth", [300, 900, 1_100, 100_000])
@pytest.mark.parametrize("signs", ["[]", "{}"])
@pytest.mark.parametrize("number", ["1", "1234567890123456789012", "NaN"])
def test_a_line_that_nests_too_deep_costs_itself_only(depth: int, signs: str, number: str) -> None:
    opened = '{"b":' if signs == "{}" else "["
    outcome = read(f'{{"id": 0}}\n{{"id": 1, "a": {opened * depth}{number}{signs[1] * depth}}}\n{{"id": 3}}\n'.encode())
    assert (outcome.rules, outcome.numbers) == ([(2, "json_invalid")], [1, 3])


def test_one_object_that_holds_everything_is_refused_with_what_to_do() -> None:
    data = json.dumps({f"R{number}": {"id": number} for number in range(3_000)}, indent=1).encode()
    fault = read(data, "reservations.json").fault
    assert fault is not None
    assert fault.code == "json_not_rows"


def test_giant_cells_and_lines_cost_their_row_only() -> None:
    data = b'{"id": 1}\n{"id": "' + b"x" * 3_000 + b'"}\n{"id": "' + b"x" * 300_000 + b'"}\n{"id": 4}\n'
    outcome = read(data, "bookings.jsonl", limits=Limits(cell_bytes_max=2_000, record_bytes_max=200_000))
    assert outcome.rules == [(2, "cell_too_long"), (3, "cell_too_long")]
    assert outcome.numbers == [1, 4]


def test_gb18030_is_found_in_json_too() -> None:
    assert read('{"城市": "上海的酒店很好"}\n'.encode("gb18030")).cells() == [["上海的酒店很好"]]
