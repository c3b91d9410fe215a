"""Audiences over HTTP: the menu, refusals with their place in the tree, and what is said before there is a snapshot."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

EVERYONE = {"version": 1, "where": {"everyone": True}}


@pytest.fixture
def director(browser_of: Callable[[str], Client], empty_home: Path) -> Client:
    return browser_of("chen")


def post(browser: Client, path: str, **body: Any) -> Any:
    return browser.post(f"/api/audiences/{path}", json.dumps(body), content_type="application/json")


def test_the_menu_lists_fields_behaviours_and_tests(director: Client) -> None:
    menu = director.get("/api/audiences/catalogue").json()
    birthday = next(one for one in menu["fields"] if one["name"] == "profile.birthday")
    assert (birthday["source"], birthday["kind"]) == ("profile", "annual")
    assert {"op": "has_any", "shape": "texts", "label": {"zh": "有其中任意一个", "en": "has any of"}} in menu["operators"]
    assert menu["behaviours"][0]["kind"] == "searched"


def test_au2_a_refusal_names_the_place_that_a_screen_marks(director: Client) -> None:
    city = {"field": "feature.city_top", "op": "is_one_of", "value": [7]}
    answer = post(director, "preview", definition={"version": 1, "where": {"all": [city]}})
    assert (answer.status_code, answer.json()["code"]) == (422, "audience_unreadable")
    assert [one["field"] for one in answer.json()["fields"]] == ["where.all[0].value[0]"]


def test_before_a_snapshot_it_says_what_to_do(director: Client) -> None:
    answer = post(director, "preview", definition=EVERYONE)
    assert (answer.status_code, answer.json()["code"]) == (404, "standing_missing")


def test_a_tree_of_any_depth_is_refused_with_a_sentence(director: Client) -> None:
    tree: dict[str, Any] = {"everyone": True}
    for _ in range(50):
        tree = {"not": tree}
    answer = post(director, "preview", definition={"version": 1, "where": tree})
    assert (answer.status_code, answer.json()["code"]) == (422, "json_too_deep")
