"""Key-set paging: a page ends with a token that names its last row, never an offset."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from xenia.kernel.errors import Invalid

T = TypeVar("T")
PAGE_SIZE_MAX = 200


@dataclass(frozen=True)
class Page(Generic[T]):
    """`next` is None on the last page."""

    items: Sequence[T]
    next: str | None


def page_token(*keys: str | int) -> str:
    """Returns an opaque, URL-safe token of the last row's sort keys."""
    return base64.urlsafe_b64encode(json.dumps(keys, separators=(",", ":")).encode()).decode().rstrip("=")


def keys_of(token: str, count: int) -> list[str]:
    """Returns the sort keys in the token as text; raises Invalid where it was not made by `page_token`."""
    try:
        keys = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
    except ValueError:
        keys = None
    if not isinstance(keys, list) or len(keys) != count:
        raise Invalid(
            "page_token_invalid",
            "The page token cannot be read; start again from the first page.",
            "翻页标记无法识别；请从第一页重新开始。",
        )
    return [str(key) for key in keys]


def page_size(asked: int) -> int:
    """Returns the size between 1 and PAGE_SIZE_MAX nearest to the one asked for."""
    return max(1, min(asked, PAGE_SIZE_MAX))
