"""The first administrator's one-time link."""

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import PASSWORD
from xenia.kernel.texts import Text
from xenia.trust.actions.people import create_first_administrator_link, create_foundations

PERSON = {"name": "陈静", "email": "chen@yunxing.example", "password": PASSWORD}


@pytest.fixture
def address(db: None) -> str:
    create_foundations(company=Text("云行旅业", "Yunxing Travel"))
    return "/api" + create_first_administrator_link(now=timezone.now()).path


def test_the_link_makes_one_administrator_and_then_ends(address: str) -> None:
    browser = Client()
    assert browser.get(address).json() == {"is_open": True}
    assert browser.post(address, PERSON, content_type="application/json").status_code == 204
    assert browser.get(address).json() == {"is_open": False}
    assert browser.post(address, PERSON, content_type="application/json").json()["code"] == "link_invalid"


def test_a_weak_password_is_refused_and_the_link_stays_open(address: str) -> None:
    browser = Client()
    answer = browser.post(address, PERSON | {"password": "12345678"}, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (422, "password_weak")
    assert browser.get(address).json() == {"is_open": True}


def test_an_invented_link_is_closed(db: None) -> None:
    assert Client().get("/api/setup/invented").json() == {"is_open": False}
