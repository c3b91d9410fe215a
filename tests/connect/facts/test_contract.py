"""The contract, rule by rule: docs/algorithms/contract.md."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.connect.facts.reading import SETTING, field_of, made
from xenia.connect.rules.faults import CONTRACT_RULES


def faults(kind: str, fields: dict[str, Any], **cells: str | None) -> list[str]:
    row = made(kind, {name: {"from": name} | how for name, how in fields.items()}, cells)[0]
    return [fault.removeprefix("0|") for fault in row["faults"] or []]


STAY: dict[str, Any] = {"starts_on": {}, "ends_on": {}, "cancelled_on": {}}


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "broken"),
    [
        ("2026-05-01", "2026-05-03", []),
        ("2026-05-01", "2026-05-01", []),
        ("2026-05-03", "2026-05-01", ["ends_on|ends_before_starts"]),
        ("2026-05-03", None, []),
    ],
)
def test_check_out_is_not_before_check_in(starts_on: str, ends_on: str | None, broken: list[str]) -> None:
    assert faults("booking", STAY, starts_on=starts_on, ends_on=ends_on) == broken


def test_a_booking_is_not_cancelled_after_it_ended() -> None:
    assert faults("booking", STAY, ends_on="2026-05-03", cancelled_on="2026-05-04") == ["cancelled_on|cancelled_after_end"]
    assert faults("booking", STAY, ends_on="2026-05-03", cancelled_on="2026-05-03") == []


def test_a_flight_does_not_land_before_it_departs_and_a_call_does_not_end_before_it_began() -> None:
    flight = {"departs_at": "2026-05-01 10:00:00", "arrives_at": "2026-05-01 09:59:59"}
    assert faults("item", {"departs_at": {}, "arrives_at": {}}, **flight) == ["arrives_at|ends_before_starts"]
    assert faults("interaction", {"ended_at": {}}, ended_at="2026-11-22 09:00:00") == ["ended_at|ends_before_starts"]


@pytest.mark.slow
def test_an_airport_of_a_flight_exists() -> None:
    assert faults("item", {"origin": {}, "destination": {}}, origin="PVG", destination="QQQ") == ["destination|airport_unknown"]
    train = {"kind": {"const": "rail"}}
    assert [made("item", train | {"origin": {"from": "origin"}}, {"origin": "QQQ"})[0]["faults"]] == [None]


def test_a_rating_is_not_above_the_best() -> None:
    rated: dict[str, Any] = {"rating": {}, "rating_max": {}}
    assert faults("feedback", rated, rating="5", rating_max="5") == []
    assert faults("feedback", rated, rating="5.5", rating_max="5") == ["rating|rating_above_best"]


def test_something_names_a_person() -> None:
    named = {"guest_key": {"from": "id"}, "name": {"from": "name"}, "phone": {"from": "phone"}, "city": {"from": "city"}}
    assert made("guest", named, {"city": "上海"})[0]["faults"] == ["0|guest_key|person_unnamed"]
    assert [made("guest", named, {one: "1"})[0]["faults"] for one in ("id", "name", "phone")] == [None, None, None]


@pytest.mark.parametrize(("field", "good", "bad"), [("line", "HOTEL", "castle"), ("status", "No_Show", "gone")])
def test_our_own_codes_are_known_in_any_case_of_letters(field: str, good: str, bad: str) -> None:
    assert field_of("booking", field, {}, good) == (good.lower(), [])
    assert field_of("booking", field, {}, bad)[1] == [f"{field}|code_unknown"]


@pytest.mark.parametrize(("text", "broken"), [("cn", []), ("BR", []), ("Portugal", ["nationality|code_unknown"]), ("ZZ", ["nationality|code_unknown"])])  # fmt: skip
def test_a_nationality_is_an_iso_code(text: str, broken: list[str]) -> None:
    assert field_of("guest", "nationality", {}, text)[1] == broken


@pytest.mark.parametrize(("text", "broken"), [("Asia/Tokyo", []), ("asia/tokyo", ["departs_zone|code_unknown"]), ("+09:00", ["departs_zone|code_unknown"])])  # fmt: skip
def test_a_zone_is_one_of_the_iana_list(text: str, broken: list[str]) -> None:
    assert field_of("item", "departs_zone", {}, text)[1] == broken


def test_a_text_of_20000_characters_is_kept_and_one_more_is_too_long() -> None:
    assert field_of("booking", "property", {}, "宾" * 20_000)[1] == []
    assert field_of("booking", "property", {}, "宾" * 20_001)[1] == ["property|text_too_long"]


def test_a_text_that_was_not_decoded_is_refused() -> None:
    assert field_of("booking", "property", {}, "外\ufffd酒店")[1] == ["property|text_unreadable"]


def test_a_row_tells_every_rule_it_breaks() -> None:
    bad = {"starts_on": "2026-02-31", "ends_on": "22/11/26", "cancelled_on": None}
    assert faults("booking", STAY | {"adults": {}}, **bad, adults="-1") == [
        "starts_on|date_unreadable", "ends_on|date_out_of_range", "adults|number_out_of_range",
    ]  # fmt: skip


def test_every_rule_says_what_is_wrong_and_what_to_do_in_both_languages() -> None:
    texts = [text for rule in CONTRACT_RULES.values() for text in (rule.what, rule.mend)]
    assert all(text.zh.endswith("。") and text.en.endswith(".") for text in texts)


def test_equal_content_has_one_hash_however_it_was_written() -> None:
    fields: dict[str, Any] = {"booking_key": {"from": "k"}, "total": {"from": "t"}, "booked_at": {"from": "b"}}
    rows = ({"k": "A", "t": "100.0", "b": "2026-11-22 18:30"}, {"k": " A ", "t": "100.00", "b": "2026-11-22T10:30:00Z"})
    assert len({row["r0_content_hash"] for row in made("booking", fields, *rows)}) == 1


def test_an_empty_field_still_has_its_place_in_the_hash() -> None:
    fields: dict[str, Any] = {"booking_key": {"from": "k"}, "channel": {"from": "a"}, "purpose": {"from": "b"}}
    rows = ({"k": "A", "a": "x"}, {"k": "A", "b": "x"}, {"k": "A"}, {"k": "A", "a": "x", "b": "x"})
    hashes = [row["r0_content_hash"] for row in made("booking", fields, *rows)]
    assert None not in hashes
    assert len(set(hashes)) == 4


def test_the_time_of_change_orders_versions_but_is_no_content() -> None:
    fields: dict[str, Any] = {"booking_key": {"from": "k"}, "modified_at": {"from": "m"}}
    rows = made("booking", fields, {"k": "A", "m": "2026-01-01 00:00:00"}, {"k": "A", "m": "2026-01-02 00:00:00"})
    assert rows[0]["r0_content_hash"] == rows[1]["r0_content_hash"]
    assert rows[0]["r0_order_at"] < rows[1]["r0_order_at"]


def test_a_file_orders_what_says_nothing_itself() -> None:
    as_of = datetime(2026, 3, 1, tzinfo=UTC)
    row = made("booking", {"booking_key": {"from": "k"}}, {"k": "A"}, setting=replace(SETTING, as_of=as_of))[0]
    assert row["r0_order_at"] == as_of


def test_a_record_without_a_key_is_known_by_its_content() -> None:
    row = made("booking", {"property": {"from": "p"}}, {"p": "外滩"})[0]
    assert row["r0_record_hash"] == row["r0_content_hash"]


def test_the_same_key_of_another_source_is_another_record() -> None:
    from uuid import UUID

    other = replace(SETTING, source_id=UUID(int=2))
    hashes = {made("booking", {"booking_key": {"from": "k"}}, {"k": "A"}, setting=one)[0]["r0_record_hash"] for one in (SETTING, other)}
    assert len(hashes) == 2
