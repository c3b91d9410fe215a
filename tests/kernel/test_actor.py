"""Who acts: what an actor may, and which units it sees."""

import pytest

from xenia.kernel.actor import Actor, product_actor
from xenia.kernel.errors import Refused
from xenia.kernel.ids import new_id

SHANGHAI, BEIJING = new_id(), new_id()
ZHAO = Actor(new_id(), "赵敏", frozenset({"view_guests"}), frozenset({SHANGHAI}))


def test_an_actor_may_what_was_given_and_nothing_else() -> None:
    ZHAO.require("view_guests")
    assert (ZHAO.may("view_guests"), ZHAO.may("export_data")) == (True, False)


def test_a_refusal_names_who_what_and_who_can_give_it() -> None:
    with pytest.raises(Refused, match="赵敏 lacks the permission export_data; an administrator can give it") as refused:
        ZHAO.require("export_data")
    assert (refused.value.code, refused.value.context) == ("permission_missing", {"permission": "export_data"})
    assert "赵敏 没有“export_data”权限" in refused.value.message_zh


def test_an_actor_sees_its_own_units_only() -> None:
    assert [ZHAO.sees_unit(unit) for unit in (SHANGHAI, BEIJING)] == [True, False]


def test_an_actor_nobody_gave_anything_sees_and_may_nothing() -> None:
    nobody = Actor(None, "nobody")
    assert (nobody.sees_unit(SHANGHAI), nobody.may("view_guests")) == (False, False)


def test_the_product_itself_sees_all_units_and_may_what_it_names() -> None:
    job = product_actor("expiry", "load_data")
    assert (job.user_id, job.sees_unit(SHANGHAI), job.may("load_data"), job.may("view_guests")) == (None, True, True, False)
