"""A page ends with a token that names its last row."""

import base64

import pytest

from xenia.kernel.errors import Invalid
from xenia.kernel.paging import PAGE_SIZE_MAX, keys_of, page_size, page_token


@pytest.mark.parametrize("keys", [("林薇", "0192f0aa-0000-7000-8000-000000000001"), ("", 0), ('"],[', -1), ("a/b+c=d&e", 2**60)])
def test_a_token_gives_its_keys_back_as_text(keys: tuple[str | int, ...]) -> None:
    assert keys_of(page_token(*keys), len(keys)) == [str(key) for key in keys]


def test_a_token_can_stand_in_an_address_as_it_is() -> None:
    token = page_token("??>>~~", "林薇")
    assert token.replace("-", "").replace("_", "").isalnum()
    assert token.isascii()


@pytest.mark.parametrize("token", ["", "W10", "not a token", "é", "%%%", base64.urlsafe_b64encode(b'{"a":1}').decode(), page_token("one")])
def test_a_token_of_ones_own_making_is_refused_with_what_to_do(token: str) -> None:
    with pytest.raises(Invalid, match="start again from the first page") as refused:
        keys_of(token, 2)
    assert (refused.value.code, "第一页" in refused.value.message_zh) == ("page_token_invalid", True)


@pytest.mark.parametrize(("asked", "given"), [(-5, 1), (0, 1), (1, 1), (50, 50), (200, 200), (201, 200), (10**9, 200)])
def test_a_page_has_between_one_and_200_rows(asked: int, given: int) -> None:
    assert (page_size(asked), PAGE_SIZE_MAX) == (given, 200)
