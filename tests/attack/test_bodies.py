"""Bodies that are too deep, too large, of another kind or no body at all end in a refusal on every write, never in a fault."""

import pytest
from django.test import Client

from tests.attack.calls import Call, address, known_ids, shared_out, writes
from tests.cast import Company

LEVELS = 10_000
WITH_BODY = [call for call in writes() if call.body and not call.is_open]
DEEP = {
    "objects": b'{"a":' * LEVELS + b"1" + b"}" * LEVELS,
    "lists": b"[" * LEVELS + b"]" * LEVELS,
    "inside a member": b'{"name": "x", "document": ' + b'{"a": [' * (LEVELS // 2) + b"1" + b"]}" * (LEVELS // 2) + b"}",
    "never closed": b'{"a":' * LEVELS,
}
WRONG = {
    "a list": b"[]", "a number": b"1", "null": b"null", "text": b'"x"', "nothing": b"", "half": b'{"a"', "bytes": b"\xff\xfe\x00", "NaN": b'{"a": NaN}',
    "twice": b'{"name": "a", "name": "b"}', "huge number": b'{"every_minutes": 1' + b"0" * 400 + b"}",
}  # fmt: skip

KINDS = ["text/xml", "application/x-www-form-urlencoded", "multipart/form-data; boundary=B", "application/x-java-serialized-object", ""]


def answers(browser: Client, company: Company, body: bytes, calls: list[Call], kind: str = "application/json") -> dict[str, int]:
    known = known_ids(company)
    return {call.name: answer_of(browser, call, known, body, kind) for call in calls}


def answer_of(browser: Client, call: Call, known: dict[str, str], body: bytes, kind: str) -> int:
    return browser.generic(call.method.upper(), address(call, "x", known), body, content_type=kind).status_code


@pytest.mark.parametrize("way", range(len(DEEP)), ids=DEEP.keys())
def test_deep_json_is_refused_by_every_write(browser_of, company: Company, way: int) -> None:
    found = answers(browser_of("chen"), company, list(DEEP.values())[way], shared_out(WITH_BODY, way, len(DEEP)))
    assert {name for name, status in found.items() if status != 422} == set()


@pytest.mark.parametrize("way", range(len(WRONG)), ids=WRONG.keys())
def test_a_body_of_the_wrong_shape_is_never_a_fault(browser_of, company: Company, way: int) -> None:
    found = answers(browser_of("chen"), company, list(WRONG.values())[way], shared_out(WITH_BODY, way, len(WRONG), each=3))
    assert {name: status for name, status in found.items() if status >= 500} == {}


def test_a_body_over_the_limit_is_refused_by_every_write(browser_of, company: Company) -> None:
    body = b'{"a": "' + b"x" * 8_000_001 + b'"}'
    assert {name for name, status in answers(browser_of("chen"), company, body, WITH_BODY).items() if status != 413} == set()


@pytest.mark.parametrize("way", range(len(KINDS)), ids=KINDS)
def test_a_body_of_another_kind_makes_nothing(browser_of, company: Company, way: int) -> None:
    body = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>'
    found = answers(browser_of("chen"), company, body, shared_out(WITH_BODY, way, len(KINDS)), KINDS[way])
    assert {name: status for name, status in found.items() if not 400 <= status < 500} == {}


@pytest.mark.parametrize("part", [b"", b"\x00" * 2_000, b"Content-Disposition: form-data; name=file; filename=" + b"a" * 3_000])
def test_a_form_that_is_none_is_refused(browser_of, company: Company, part: bytes) -> None:
    body = b"--B\r\n" + part + b"\r\n\r\nx\r\n--B--\r\n"
    path = f"/api/sources/{company.shanghai.source_id}/uploads"
    assert browser_of("chen").generic("POST", path, body, content_type="multipart/form-data; boundary=B").status_code == 422
