"""The people around a guest over HTTP."""

import json
from collections.abc import Callable

import pytest
from django.test import Client

from tests.cast import NOON, Company
from tests.identity.pairs import LINKER
from xenia.identity.actions.relations import infer_all

pytestmark = pytest.mark.django_db


def test_an_agent_sees_the_people_around_denies_one_and_takes_it_back(company: Company, browser_of: Callable[[str], Client]) -> None:
    infer_all(LINKER, NOON)
    browser, lin = browser_of("sun"), company.guests["林薇"]
    (line,) = browser.get(f"/api/guests/{lin}/relations").json()["relations"]
    assert (line["kind"], line["name"], line["sureness"], line["state"]) == ("household", "王秀英", "likely", "inferred")
    assert browser.post(f"/api/relations/{line['id']}/deny").status_code == 204
    states = {one["kind"]: one["state"] for one in browser.get(f"/api/guests/{lin}/relations").json()["relations"]}
    assert states == {"companion": "inferred", "household": "denied"}
    assert browser.delete(f"/api/relations/{line['id']}").status_code == 204
    assert len(browser.get(f"/api/guests/{lin}/graph").json()["people"]) == 2


def test_a_relation_with_oneself_is_refused_in_words(company: Company, browser_of: Callable[[str], Client]) -> None:
    lin = str(company.guests["林薇"])
    said = json.dumps({"other_id": lin, "kind": "household"})
    answer = browser_of("sun").post(f"/api/guests/{lin}/relations", said, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (422, "relation_with_oneself")
