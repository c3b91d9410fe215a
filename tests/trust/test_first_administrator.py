"""The first administrator's link works once, for two days, while nobody can sign in."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.cast import NOON, PASSWORD, stored_bytes
from xenia.kernel.errors import Conflict, Invalid
from xenia.trust.actions.people import create_first_administrator, create_first_administrator_link
from xenia.trust.models import people as models
from xenia.trust.queries.people import get_actor, is_setup_link_open
from xenia.trust.types.access import NewPerson, Permission

CHEN = NewPerson("chen@yunxing.example", "陈静", PASSWORD, ("administrator",), ("group",))

pytestmark = pytest.mark.usefixtures("foundations")


@pytest.fixture
def token(foundations: None) -> str:
    return create_first_administrator_link(now=NOON).path.removeprefix("/setup/")


def test_the_link_makes_an_administrator_of_the_whole_company(token: str) -> None:
    actor = get_actor(create_first_administrator(token=token, person=CHEN, now=NOON))
    assert (actor.name, actor.permissions, actor.units) == ("陈静", frozenset(Permission), None)


def test_the_link_works_once(token: str) -> None:
    create_first_administrator(token=token, person=CHEN, now=NOON)
    with pytest.raises(Invalid, match="used or is too old; start Xenia again"):
        create_first_administrator(token=token, person=replace(CHEN, email="eve@yunxing.example"), now=NOON)
    assert list(models.User.objects.values_list("email", flat=True)) == ["chen@yunxing.example"]


@pytest.mark.parametrize(("hours", "is_open"), [(0, True), (47.99, True), (48, False), (500, False)])
def test_the_link_ends_after_two_days(token: str, hours: float, is_open: bool) -> None:
    then = NOON + timedelta(hours=hours)
    assert is_setup_link_open(token, now=then) is is_open
    if not is_open:
        with pytest.raises(Invalid):
            create_first_administrator(token=token, person=CHEN, now=then)
        assert not models.User.objects.exists()


def test_a_newer_link_ends_the_older_one(token: str) -> None:
    newer = create_first_administrator_link(now=NOON).path.removeprefix("/setup/")
    assert [is_setup_link_open(one, now=NOON) for one in (token, newer)] == [False, True]


def test_no_link_is_made_once_someone_can_sign_in(token: str) -> None:
    create_first_administrator(token=token, person=CHEN, now=NOON)
    with pytest.raises(Conflict, match="Someone can sign in already"):
        create_first_administrator_link(now=NOON)


def test_a_password_that_is_refused_does_not_use_the_link_up(token: str) -> None:
    with pytest.raises(Invalid) as refused:
        create_first_administrator(token=token, person=replace(CHEN, password="password12"), now=NOON)
    assert (refused.value.code, is_setup_link_open(token, now=NOON)) == ("password_weak", True)


def test_the_token_is_not_kept_in_the_database(token: str) -> None:
    assert token.encode() not in stored_bytes("trust_setuplink")
