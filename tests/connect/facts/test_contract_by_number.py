"""The worked examples of docs/algorithms/contract.md, C1 to C25: each breaks its rule and no other, beside one that breaks none."""

from typing import Any

import pytest

from tests.connect.facts.reading import faults_of, field_of, made
from tests.lake.intake.reading import read
from xenia.connect.rules.faults import CONTRACT_RULES
from xenia.lake.intake import faults as intake

BROKEN: list[tuple[str, str, str, dict[str, Any], str]] = [
    ("C1", "booking", "status", {}, " "),
    ("C2", "booking", "starts_on", {"as": "date"}, "2026-02-31"),
    ("C2", "booking", "starts_on", {"as": "date"}, "45982"),
    ("C3", "booking", "starts_on", {"as": "date"}, "22/11/26"),
    ("C3", "booking", "starts_on", {"as": "date"}, "2100-01-01"),
    ("C3", "booking", "booked_at", {"as": "instant"}, "1899-12-30 10:00"),
    ("C4", "booking", "booked_at", {"as": "instant"}, "2026-11-22 25:00:00"),
    ("C5", "booking", "adults", {"as": "integer"}, "two"),
    ("C5", "booking", "adults", {"as": "integer"}, "1,23"),
    ("C6", "booking", "adults", {"as": "integer"}, "-1"),
    ("C7", "booking", "total", {"as": "money"}, "1,23,456"),
    ("C7", "booking", "total", {"as": "money"}, "12,34.50"),
    ("C9", "guest", "vip", {"as": "boolean"}, "maybe"),
    ("C10", "booking", "status", {}, "gone"),
    ("C12", "booking", "property", {}, "外\ufffd酒店"),
    ("C13", "booking", "property", {}, "宾" * 20_001),
    ("C14", "booking", "booking_key", {}, "k" * 501),
    ("C14", "booking", "traveller_keys", {"as": "list"}, "short|" + "k" * 501),
]
KEPT: list[tuple[str, str, str, dict[str, Any], str, Any]] = [
    ("C1", "booking", "status", {"default": "completed"}, " ", "completed"),
    ("C2", "booking", "starts_on", {"as": "date"}, "2026年2月28日", "2026-02-28"),
    ("C3", "booking", "starts_on", {"as": "date"}, "2099-12-31", "2099-12-31"),
    ("C4", "booking", "booked_at", {"as": "instant"}, "2026-11-22 18:30", "2026-11-22 10:30:00+00:00"),
    ("C5", "booking", "adults", {"as": "integer"}, "1,234", "1234"),
    ("C6", "booking", "adults", {"as": "integer"}, "0", "0"),
    ("C7", "booking", "total", {"as": "money"}, "1,234.50", "123450"),
    ("C9", "guest", "vip", {"as": "boolean"}, "是", "True"),
    ("C10", "booking", "status", {}, "No_Show", "no_show"),
    ("C13", "booking", "property", {}, "宾" * 20_000, "宾" * 20_000),
    ("C14", "booking", "booking_key", {}, "k" * 500, "k" * 500),
    ("C14", "booking", "traveller_keys", {"as": "list"}, "|".join(["k" * 500] * 3), str(["k" * 500] * 3)),
]
ACROSS: list[tuple[str, str, dict[str, str], list[str]]] = [
    ("C8", "booking", {"total": "100", "currency": "BTC"}, ["total"]),
    ("C8", "booking", {"total": "100", "currency": "jpy"}, []),
    ("C15", "booking", {"starts_on": "2026-05-03", "ends_on": "2026-05-01"}, ["ends_on"]),
    ("C15", "booking", {"starts_on": "2026-05-03", "ends_on": "2026-05-03"}, []),
    ("C16", "booking", {"ends_on": "2026-05-03", "cancelled_on": "2026-05-04"}, ["cancelled_on"]),
    ("C16", "booking", {"ends_on": "2026-05-03", "cancelled_on": "2026-05-03"}, []),
    ("C17", "feedback", {"rating": "5.5", "rating_max": "5"}, ["rating"]),
    ("C17", "feedback", {"rating": "5", "rating_max": "5"}, []),
    ("C18", "guest", {"guest_key": "", "city": "上海"}, ["guest_key"]),
    ("C18", "guest", {"guest_key": "", "phone": "1", "city": "上海"}, []),
]
GOOD = {
    "a.csv": ("order,status,total\n" + "S-0,外滩大酒店,1\n" * 40, "S-9,外滩大酒店,1\n"),
    "a.jsonl": ('{"order": "S-0"}\n' * 40, '{"order": "S-9"}\n'),
}
UNREAD: list[tuple[str, str, bytes]] = [
    ("C19", "a.csv", b"S-1,reserved"),
    ("C20", "a.csv", b"S-1,res\0erved,1"),
    ("C20", "a.jsonl", rb'{"order": "S-1\u0000"}'),
    ("C21", "a.csv", b"S-1,reserved," + b"1" * 10_000_000),
    ("C21", "a.csv", b'S-1,reserved,"' + b"1" * (17 << 20) + b'"'),
    ("C22", "a.csv", "S-1,故宫大酒店,1".encode("gb18030")),
    ("C23", "a.jsonl", b'{"order": "S-1"'),
    ("C24", "a.jsonl", b'["S-1"]'),
    ("C25", "a.jsonl", b'{"order": "S-1", "order": "S-2"}'),
]
CODE = {rule.number: code for code, rule in CONTRACT_RULES.items()}


def ids_of(table: list[Any]) -> list[str]:
    return [f"{row[0]}-{place}" for place, row in enumerate(table)]


@pytest.mark.parametrize(("number", "kind", "field", "how", "cell"), BROKEN, ids=ids_of(BROKEN))
def test_a_cell_that_breaks_the_rule_breaks_it_alone(number: str, kind: str, field: str, how: dict[str, Any], cell: str) -> None:
    assert faults_of(kind, field, how, cell) == [f"{field}|{CODE[number]}"]


@pytest.mark.parametrize(("number", "kind", "field", "how", "cell", "value"), KEPT, ids=ids_of(KEPT))
def test_a_cell_just_inside_the_rule_is_kept(number: str, kind: str, field: str, how: dict[str, Any], cell: str, value: str) -> None:
    kept, faults = field_of(kind, field, how, cell)
    assert (str(kept), faults) == (value, [])


@pytest.mark.parametrize(("number", "kind", "cells", "fields"), ACROSS, ids=ids_of(ACROSS))
def test_fields_that_do_not_go_together_are_told_at_the_field_to_look_at(
    number: str, kind: str, cells: dict[str, str], fields: list[str]
) -> None:
    mapped: dict[str, Any] = {name: {"from": name} for name in cells if name != "currency"}
    if "currency" in cells:
        mapped["total"] |= {"currency": {"from": "currency"}}
    row = made(kind, mapped, {name: cell or None for name, cell in cells.items()})[0]
    assert row["faults"] == ([f"0|{field}|{CODE[number]}" for field in fields] or None)


@pytest.mark.slow  # the list of airports is long
@pytest.mark.parametrize(("kind", "faults"), [("air", ["0|destination|airport_unknown"]), ("rail", None)])
def test_c11_the_airports_of_a_flight_exist_and_of_a_train_nobody_asks(kind: str, faults: list[str] | None) -> None:
    mapped = {"kind": {"from": "kind"}, "destination": {"from": "to"}}
    assert made("item", mapped, {"kind": kind, "to": "QQQ"})[0]["faults"] == faults


@pytest.mark.parametrize(("number", "name", "bad"), UNREAD, ids=ids_of(UNREAD))
def test_a_row_that_cannot_be_read_is_refused_by_the_reader_and_the_others_are_read(number: str, name: str, bad: bytes) -> None:
    before, after = GOOD[name]
    outcome = read(before.encode() + bad + b"\n" + after.encode(), name)
    assert [rule for _, rule in outcome.rules] == [CODE[number]]
    assert [row["order"] for row in outcome.rows] == ["S-0"] * 40 + ["S-9"]


def test_the_numbers_go_from_1_to_25_and_each_has_an_example() -> None:
    assert [rule.number for rule in CONTRACT_RULES.values()] == [f"C{number}" for number in range(1, 26)]
    assert {row[0] for table in (BROKEN, ACROSS, UNREAD) for row in table} | {"C11"} == set(CODE)


def test_every_reason_the_reader_gives_is_a_rule_of_the_contract() -> None:
    others_words = {"record_too_long": "cell_too_long", "encoding_other": "encoding_mixed"}
    assert {others_words.get(reason, reason) for reason in intake.REJECTS} <= set(CONTRACT_RULES)
