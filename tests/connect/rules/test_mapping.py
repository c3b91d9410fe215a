"""A mapping document is read whole, and every fault in it is named at once."""

import json
from typing import Any

import pytest

from xenia.connect.queries.sources import list_presets
from xenia.connect.rules.mapping import parse_mapping
from xenia.connect.types.mapping import Transform
from xenia.kernel.errors import Invalid

GOOD: dict[str, Any] = {"booking_key": {"from": "订单号"}, "line": {"const": "hotel"}, "status": {"const": "completed"}}


def booking(**fields: Any) -> dict[str, Any]:
    return {"name": "orders", "records": [{"kind": "booking", "fields": GOOD | fields}]}


def faults_of(document: Any, header: list[str] | None = None) -> list[str]:
    with pytest.raises(Invalid) as refused:
        parse_mapping(document, header=header)
    assert refused.value.code == "mapping_invalid"
    assert all(fault in refused.value.message for fault in refused.value.context["faults"])
    return list(refused.value.context["faults"])


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({}, "records: there is none"),
        ({"records": []}, "records: there is none"),
        ({"records": "booking"}, "records: there is none"),
        ({"records": [{"kind": "booking"}]}, "records[0]: it needs `kind` and `fields`"),
        ({"records": ["booking"]}, "records[0]: it needs `kind` and `fields`"),
        ({"records": [{"kind": "castle", "fields": {}}]}, "the kind 'castle' is unknown"),
        ({"records": [{"kind": ["booking"], "fields": {}}]}, "the kind ['booking'] is unknown"),
        ({"records": [{"kind": "booking", "fields": {"status": {"const": "completed"}}}]}, "booking needs the field line"),
        (booking(pets={"from": "a"}), "records[0].pets: booking has no such field"),
        (booking(**{"attributes.": {"from": "a"}}), "booking has no such field"),
        (booking(channel="a"), "records[0].channel: give either `from`"),
        (booking(channel={}), "records[0].channel: give either `from`"),
        (booking(channel={"from": "a", "const": "b"}), "records[0].channel: give either `from`"),
        (booking(channel={"from": []}), "`from` names no column"),
        (booking(channel={"from": "a", "colour": "red"}), "colour is not an argument"),
        (booking(channel={"from": "a", "as": "magic"}), "'magic' is not an argument or transform"),
        (booking(channel={"from": "a", "as": "enum"}), "enum needs `table`"),
        (booking(channel={"from": "a", "as": "enum", "table": ["x"]}), "enum needs `table`"),
        (booking(channel={"from": "a", "as": "split"}), "split needs `part`"),
        (booking(channel={"from": "a", "as": "split", "part": 0}), "split needs `part`"),
        (booking(channel={"from": "a", "as": "split", "part": "2"}), "split needs `part`"),
        (booking(channel={"from": ["a", "b"]}), "text reads one column; use concat"),
        (booking(total={"from": ["a", "b"]}), "money reads one column"),
        (booking(booked_at={"from": "a", "zone": "Mars/Olympus"}), "`zone` is a time zone of the IANA list"),
        (booking(total={"from": "a", "currency": "yuan"}), "`currency` is an ISO 4217 code"),
        (booking(total={"from": "a", "currency": {"column": "c"}}), "or an object with `from`"),
        (booking(starts_on={"from": "a", "format": 5}), "`format` is a text or a list of texts"),
        (booking(starts_on={"from": "a", "format": []}), "`format` is a text or a list of texts"),
        (booking(starts_on={"from": "a", "plus_days": "n"}), "`plus_days` is a list of columns"),
        (booking(total={"from": "a", "times": "n"}), "`times` is a list"),
        (booking(channel={"from": "a", "as": "list", "separator": ""}), "`separator` is a text of at least one character"),
    ],
)
def test_a_fault_names_its_place_and_what_to_do(document: Any, said: str) -> None:
    assert any(said in fault for fault in faults_of(document))


def test_all_faults_are_told_at_once() -> None:
    document = booking(pets={"from": "a"}, channel={}, purpose={"from": "a", "as": "magic"})
    assert len(faults_of(document)) == 3


def test_columns_the_file_lacks_are_named_with_those_it_has() -> None:
    assert faults_of(booking(channel={"from": "渠道"}), ["订单号", "金额"]) == [
        "column '渠道' is not in the file; its columns are 订单号, 金额."
    ]


def test_columns_named_by_arguments_are_looked_for_too() -> None:
    total = {"from": "a", "currency": {"from": "c"}, "times": ["n", ["m", "o"]]}
    missing = faults_of(booking(total=total, starts_on={"from": "a", "plus_days": ["p"]}), ["订单号", "a"])
    assert [fault.split("'")[1] for fault in missing] == ["c", "m", "n", "o", "p"]


def test_a_field_gets_the_transform_of_its_type() -> None:
    fields = (
        parse_mapping(booking(total={"from": "a"}, booked_at={"from": "a"}, adults={"from": "a"}, channel={"from": "a"})).records[0].fields
    )
    assert [fields[name].transform for name in ("total", "booked_at", "adults", "channel")] == [
        Transform.MONEY, Transform.INSTANT, Transform.INTEGER, Transform.TEXT,
    ]  # fmt: skip


def test_whatever_a_source_knows_beyond_the_canonical_fields_is_an_attribute() -> None:
    assert "attributes.餐型" in parse_mapping(booking(**{"attributes.餐型": {"from": "meal"}})).records[0].fields


@pytest.mark.parametrize("preset", list_presets(), ids=lambda preset: preset.name)
def test_every_preset_can_be_used(preset: Any) -> None:
    parse_mapping(preset.document)
    assert json.dumps(preset.document, ensure_ascii=False)
    assert set(preset.document["match"]["columns"]) & parse_mapping(preset.document).columns
