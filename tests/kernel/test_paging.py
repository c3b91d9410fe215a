"""A page ends with a token that names its last row."""

import base64
from datetime import UTC, datetime
from uuid import UUID

import pytest

from xenia.kernel.errors import Invalid
from xenia.kernel.paging import PAGE_SIZE_MAX, keys_of, page_size, page_token


@pytest.mark.parametrize("keys", [("林薇", "0192f0aa-0000-7000-8000-000000000001"), ("", 0), ('"],[', -1), ("a/b+c=d&e", 2**60)])
def test_a_token_gives_its_keys_back_as_text(keys: tuple[str | int, ...]) -> None:
    assert keys_of(page_token(*keys), str, str) == tuple(str(key) for key in keys)


def test_each_key_is_read_by_its_own_function() -> None:
    at, number = datetime(2026, 11, 22, 8, tzinfo=UTC), UUID(int=7)
    assert keys_of(page_token(at.isoformat(), str(number), 3), datetime.fromisoformat, UUID, int) == (at, number, 3)
    assert keys_of(page_token(3), int) == (3,)


def test_a_token_can_stand_in_an_address_as_it_is() -> None:
    token = page_token("??>>~~", "林薇")
    assert token.replace("-", "").replace("_", "").isalnum()
    assert token.isascii()


@pytest.mark.parametrize("token", ["", "W10", "not a token", "é", "%%%", base64.urlsafe_b64encode(b'{"a":1}').decode(), page_token("one")])
def test_a_token_of_ones_own_making_is_refused_with_what_to_do(token: str) -> None:
    with pytest.raises(Invalid, match="start again from the first page") as refused:
        keys_of(token, str, str)
    assert (refused.value.code, "第一页" in refused.value.message_zh) == ("page_token_invalid", True)


@pytest.mark.parametrize("keys", [("yesterday", str(UUID(int=7))), ("2026-11-22", "g_81"), ("2026-11-22", ""), ("2026-11-22",), (1, 2, 3)])
def test_a_token_whose_keys_are_of_another_kind_is_refused_too(keys: tuple[str | int, ...]) -> None:
    with pytest.raises(Invalid, match="start again from the first page"):
        keys_of(page_token(*keys), datetime.fromisoformat, UUID)


@pytest.mark.parametrize(("asked", "given"), [(-5, 1), (0, 1), (1, 1), (50, 50), (200, 200), (201, 200), (10**9, 200)])
def test_a_page_has_between_one_and_200_rows(asked: int, given: int) -> None:
    assert (page_size(asked), PAGE_SIZE_MAX) == (given, 200)
