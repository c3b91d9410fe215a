"""Key-set paging: a page ends with a token that names its last row, never an offset."""

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, overload

from xenia.kernel.errors import Invalid

T = TypeVar("T")
A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")
PAGE_SIZE_MAX = 200


@dataclass(frozen=True)
class Page(Generic[T]):
    """`next` is None on the last page."""

    items: Sequence[T]
    next: str | None


def page_token(*keys: str | int) -> str:
    """Returns an opaque, URL-safe token of the last row's sort keys."""
    return base64.urlsafe_b64encode(json.dumps(keys, separators=(",", ":")).encode()).decode().rstrip("=")


@overload
def keys_of(token: str, first: Callable[[str], A], /) -> tuple[A]: ...
@overload
def keys_of(token: str, first: Callable[[str], A], second: Callable[[str], B], /) -> tuple[A, B]: ...
@overload
def keys_of(token: str, first: Callable[[str], A], second: Callable[[str], B], third: Callable[[str], C], /) -> tuple[A, B, C]: ...
def keys_of(token: str, *read: Callable[[str], Any]) -> tuple[Any, ...]:
    """Returns the sort keys in the token, each read from its text by its own function, which raises ValueError for what it cannot read.

    Raises Invalid where the token was not made by `page_token` of such keys.
    """
    try:
        keys = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
        if isinstance(keys, list):
            return tuple(one(str(key)) for one, key in zip(read, keys, strict=True))
    except ValueError:
        pass
    raise Invalid(
        "page_token_invalid", "The page token cannot be read; start again from the first page.", "翻页标记无法识别；请从第一页重新开始。"
    )


def page_size(asked: int) -> int:
    """Returns the size between 1 and PAGE_SIZE_MAX nearest to the one asked for."""
    return max(1, min(asked, PAGE_SIZE_MAX))
