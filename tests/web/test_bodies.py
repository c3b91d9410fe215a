"""Bodies that are too deep, too large or no JSON at all."""

import json

import pytest

from xenia.web.bodies import depth_of

MAPPINGS = "/api/sources/01890000-0000-7000-8000-000000000000/mappings"


def nested(depth: int) -> str:
    return '{"document":' + '{"a":' * (depth - 1) + "1" + "}" * depth


@pytest.mark.parametrize(("value", "depth"), [(1, 0), ({}, 1), ([[]], 2), ({"a": [{"b": 1}]}, 3)])
def test_depth_counts_levels_of_objects_and_lists(value: object, depth: int) -> None:
    assert depth_of(value) == depth


@pytest.mark.parametrize(("depth", "code"), [(33, "json_too_deep"), (900, "json_too_deep"), (200_000, "json_unreadable")])
def test_deep_json_is_refused_before_anything_walks_it(browser_of, depth: int, code: str) -> None:
    answer = browser_of("chen").post(MAPPINGS, nested(depth), content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_json_of_the_greatest_depth_is_read(browser_of) -> None:
    answer = browser_of("chen").post(MAPPINGS, nested(32), content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (404, "source_not_found")


def test_a_body_over_eight_megabytes_is_refused(browser_of) -> None:
    answer = browser_of("chen").post(MAPPINGS, json.dumps({"document": {"a": "x" * 8_000_000}}), content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


@pytest.mark.parametrize("body", [b"{", b"\xff\xfe", b'{"document": NaN}'])
def test_a_body_that_is_not_json_is_refused(browser_of, body: bytes) -> None:
    answer = browser_of("chen").post(MAPPINGS, body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (422, "json_unreadable")
